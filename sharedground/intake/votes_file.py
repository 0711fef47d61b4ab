"""Votes on statements from a file in the layout of Polis' public exports.

`participant-votes.csv`: a row for each person (participant, group-id, n-comments, n-votes, n-agree,
n-disagree) and a column for each statement's number. `votes.csv`: a row for each vote (timestamp,
datetime, comment-id, voter-id, vote). `comments.csv`: a row for each statement (comment-id, agrees,
disagrees, moderated, comment-body). The exports write 1 for agree; Polis' own store and some older
files write -1. Counts in the files tell which, and are asked before anything is believed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.errors import NothingUsableError, SharedGroundError
from sharedground.intake.brought import Brought, brought, records_of
from sharedground.intake.ledger import Ledger
from sharedground.intake.raw import RawFile, RawTable
from sharedground.model.report import Severity
from sharedground.model.rounds import LONGEST_STATEMENT, one_line
from sharedground.words import later, say, say_many

Floats = NDArray[np.float64]

MOST_VOTES: Final = 300_000
"""Votes that one file may bring: what the store and the sums can take at once."""

_VOTES: Final = {"1": 1, "0": 0, "-1": -1, "1.0": 1, "0.0": 0, "-1.0": -1, "\u22121": -1}
_TURNED_DOWN: Final = -1
_SHOWN: Final = 20
"""Faults of one sort that are listed each for itself."""


@dataclass(frozen=True, eq=False)
class Votes:
    """Votes of a file, agree as 1, and what became of its rows.

    Parameters
    ----------
    votes
        `device` (a hash for each person), `statement` (its id), `vote` (1, 0 or -1): each pair
        once.
    statements
        Id to text, in the order of their numbers.
    agree
        What the file writes for agree: 1 or -1.
    report, records
        Of the votes' rows.
    comments, comment_records
        Of the statements' rows; None without such a file.
    """

    votes: pd.DataFrame
    statements: Mapping[str, str]
    agree: int
    report: Brought
    records: pd.DataFrame
    comments: Brought | None
    comment_records: pd.DataFrame | None

    @property
    def people(self) -> int:
        """Return how many people voted."""
        return int(self.votes["device"].nunique())


@dataclass(frozen=True, eq=False)
class _Comments:
    """The statements of a file: `text` by number, and its own `counts` of votes."""

    text: dict[str, str]
    counts: pd.DataFrame
    known: frozenset[str]
    report: Brought
    records: pd.DataFrame


@dataclass(frozen=True, eq=False)
class _Cast:
    """Votes as they stand: `row`, `person`, `number`, `vote`, and what the file counts itself.

    `plus`, `minus`, `agrees` and `disagrees` are the counts that tell what agree is written as.
    """

    table: pd.DataFrame
    agrees: Floats
    disagrees: Floats
    plus: Floats
    minus: Floats


def votes_of(
    raw: RawFile,
    comments: RawFile | None = None,
    *,
    agree: int | None = None,
    approved_only: bool = False,
) -> Votes:
    """Read votes from a file.

    Parameters
    ----------
    raw
        `participant-votes.csv` or `votes.csv`.
    comments
        `comments.csv`. Without it statements are called by their numbers.
    agree
        What the file writes for agree: 1 or -1. None lets its own counts tell, and 1 where it has
        none.
    approved_only
        Leave out statements that no moderator has looked at, too.

    Raises
    ------
    NothingUsableError
        "votes.columns", "comments.columns" or "votes.nothing".
    SharedGroundError
        "votes.many".
    """
    told = None if comments is None else _comments(comments, approved_only=approved_only)
    table = _table_with(raw, _is_votes, "votes.columns", _VOTES_NEEDED)
    ledger = Ledger(table)
    wide = "participant" in _named(table)
    cast = _cast_by_person(table, ledger) if wide else _cast_by_vote(table, ledger)
    counted = cast if told is None or not told.counts.size else _by_comment(cast, told)
    written, sure = _sign(counted if wide is False or not cast.agrees.size else cast)
    agree, said = _agreed(agree, written, sure=sure, ledger=ledger)
    kept, left_out = _on_statements(cast.table, told)
    sentences = [*said, *left_out]
    _fates(ledger, kept, wide=wide)
    statements = _statements(kept, told)
    if not len(kept):
        raise NothingUsableError(
            "votes.nothing", say("{file} was not used: it holds no vote that can be counted.",
                                 file=raw.name)
        )  # fmt: skip
    if len(kept) > MOST_VOTES:
        raise SharedGroundError(
            "votes.many",
            say("{file} holds {n} votes. {most} can be brought in at once.", file=raw.name,
                n=len(kept), most=MOST_VOTES),
        )  # fmt: skip
    people = {one: _device(raw, one) for one in kept["person"].unique()}
    votes = pd.DataFrame(
        {
            "device": kept["person"].map(people).to_numpy(),
            "statement": [_id(number) for number in kept["number"]],
            "vote": (kept["vote"] * agree).to_numpy(int),
        }
    )
    sentences.insert(0, _count(votes, statements))
    columns = {} if wide else {name: name for name in ("comment-id", "voter-id", "vote")}
    return Votes(
        votes, statements, agree, brought(raw.name, ledger, columns, (), tuple(sentences)),
        records_of(ledger), None if told is None else told.report,
        None if told is None else told.records,
    )  # fmt: skip


_VOTES_NEEDED: Final = later(
    "participant and a column for each statement, or comment-id, voter-id and vote"
)


def _named(table: RawTable) -> dict[str, str]:
    """Return each heading by how it is compared: "Comment ID" is "comment-id"."""
    return {
        "-".join(str(heading).casefold().replace("_", "-").split()): str(heading)
        for heading in table.rows.columns
    }


def _is_votes(names: Mapping[str, str]) -> bool:
    wide = "participant" in names and any(name.isdigit() for name in names)
    return wide or {"comment-id", "voter-id", "vote"} <= set(names)


def _is_comments(names: Mapping[str, str]) -> bool:
    return {"comment-id", "comment-body"} <= set(names)


def _table_with(
    raw: RawFile, fits: Callable[[Mapping[str, str]], bool], code: str, needed: str
) -> RawTable:
    for table in raw.tables:
        if fits(_named(table)):
            return table
    headings = [str(heading) for table in raw.tables for heading in table.rows.columns]
    raise NothingUsableError(
        code,
        say("{file} is not laid out as an export of Polis. It needs the columns {needed}. The "
            "headings are: {headings}.", file=raw.name, needed=say(needed),
            headings=", ".join(headings[:12]) or say("none")),
    )  # fmt: skip


def _column(table: RawTable, name: str) -> pd.Series[str]:
    heading = _named(table).get(name)
    if heading is None:
        return pd.Series("", index=table.rows.index, dtype=str)
    return table.rows[heading].str.strip()


def _comments(raw: RawFile, *, approved_only: bool) -> _Comments:
    table = _table_with(raw, _is_comments, "comments.columns", "comment-id, comment-body")
    ledger = Ledger(table)
    names = _named(table)
    number, body = _column(table, "comment-id"), _column(table, "comment-body")
    mod = pd.to_numeric(_column(table, "moderated"), errors="coerce")
    ledger.set_aside(
        (~number.str.fullmatch(r"\d{1,9}")).to_numpy(bool), "comment.number",
        say("The statement has no number."), say("Give it the number of its column."),
        names["comment-id"],
    )  # fmt: skip
    ledger.set_aside(
        (mod == _TURNED_DOWN).to_numpy(bool), "comment.turned_down",
        say("A moderator turned this statement down."), "", names.get("moderated", ""), each=False,
    )  # fmt: skip
    if approved_only:
        ledger.set_aside(
            ((mod != 1) & (mod != _TURNED_DOWN)).to_numpy(bool), "comment.unseen",
            say("No moderator has approved this statement."), "", names.get("moderated", ""),
            each=False,
        )  # fmt: skip
    ledger.set_aside(
        (body == "").to_numpy(bool), "comment.empty", say("The statement has no words."),
        say("Write what it says."), names["comment-body"],
    )  # fmt: skip
    again = number.where(ledger.open).duplicated().to_numpy(bool) & ledger.open
    ledger.merge(again, say("A statement with this number stands above."))
    text = _texts(ledger, number, body, names["comment-body"])
    places = np.flatnonzero(ledger.open)
    ledger.keep(places, [_id(one) for one in number.iloc[places]])
    counts = pd.DataFrame(
        {name: pd.to_numeric(_column(table, name), errors="coerce").to_numpy()
         for name in ("agrees", "disagrees")},
        index=number.to_numpy(),
    ).dropna()  # fmt: skip
    report = brought(raw.name, ledger, {}, (), _comments_said(ledger, mod))
    counts = counts[~counts.index.duplicated()]
    return _Comments(text, counts, frozenset(number), report, records_of(ledger))


def _texts(
    ledger: Ledger, number: pd.Series[str], body: pd.Series[str], heading: str
) -> dict[str, str]:
    """Return the words of statements that are kept, short enough for a screen."""
    found: dict[str, str] = {}
    long = []
    for at in np.flatnonzero(ledger.open).tolist():
        words = one_line(body.iloc[at])
        if len(words) > LONGEST_STATEMENT:
            words = words[: LONGEST_STATEMENT - 1].rstrip() + "…"
            long.append(at)
        found[number.iloc[at]] = words
    ledger.fault(
        long[:_SHOWN], "comment.long",
        say("The statement has more than {n} letters. It was shortened.", n=LONGEST_STATEMENT), "",
        heading, Severity.NOTE,
    )  # fmt: skip
    return dict(sorted(found.items(), key=lambda pair: int(pair[0])))


def _comments_said(ledger: Ledger, mod: pd.Series[float]) -> tuple[str, ...]:
    told = []
    down = int((mod == _TURNED_DOWN).sum())
    if down:
        told.append(
            say_many("{n} statement was turned down by a moderator. Votes on it are not used.",
                     "{n} statements were turned down by a moderator. Votes on them are not used.",
                     down)
        )  # fmt: skip
    unseen = int(((mod == 0).to_numpy(bool) & (ledger.fates == "kept")).sum())
    if unseen:
        told.append(
            say_many("{n} statement was never looked at by a moderator, and is kept.",
                     "{n} statements were never looked at by a moderator, and are kept.", unseen)
        )  # fmt: skip
    return tuple(told)


def _cast_by_person(table: RawTable, ledger: Ledger) -> _Cast:
    names = _named(table)
    person = _column(table, "participant")
    ledger.set_aside(
        (person == "").to_numpy(bool), "participant.none", say("The row names no person."), "",
        names["participant"],
    )  # fmt: skip
    numbers = [name for name in names if name.isdigit()]
    text = table.rows[[names[number] for number in numbers]].map(str.strip)
    same = text.assign(_who=person).duplicated().to_numpy(bool) & ledger.open
    ledger.merge(same, say("The same row stands above."))
    ledger.set_aside(
        person.where(ledger.open).duplicated().to_numpy(bool) & ledger.open, "participant.twice",
        say("This person stands above with other votes."), say("Keep one row for each person."),
        names["participant"],
    )  # fmt: skip
    text.columns = pd.Index(numbers)
    long = text[ledger.open].assign(person=person, row=np.arange(len(text))[ledger.open])
    long = long.melt(["person", "row"], var_name="number", value_name="text")
    long = long[long["text"] != ""].sort_values("row", kind="stable")
    long = long.assign(vote=long["text"].map(_VOTES))
    _bad_cells(ledger, long, names)
    cast = long.dropna(subset="vote")[["row", "person", "number", "vote"]]
    ledger.set_aside(
        ledger.open & ~np.isin(np.arange(len(text)), cast["row"]), "votes.none",
        say("This person has not voted."), "", each=False,
    )  # fmt: skip
    counts = [
        pd.to_numeric(_column(table, name), errors="coerce").to_numpy(float)
        for name in ("n-agree", "n-disagree")
    ]
    if not all(np.isfinite(one).any() for one in counts):
        counts = [np.empty(0), np.empty(0)]
    signs = [_tally(cast, sign, np.arange(len(text))) for sign in (1, -1)]
    return _Cast(cast, counts[0], counts[1], signs[0], signs[1])


def _bad_cells(ledger: Ledger, long: pd.DataFrame, names: Mapping[str, str]) -> None:
    bad = long[long["vote"].isna()]
    for row, number in bad[["row", "number"]].head(_SHOWN).to_numpy(object).tolist():
        ledger.fault(
            [row], "vote.unknown", say("This is no vote, so it was not used."),
            say("Write 1, 0 or -1, or leave the cell empty."), names[number],
        )  # fmt: skip
    if len(bad) > _SHOWN:
        ledger.remark(
            "vote.unknown", say("{n} cells hold no vote, and were not used.", n=len(bad)),
            say("Write 1, 0 or -1, or leave the cell empty."),
        )  # fmt: skip


def _tally(cast: pd.DataFrame, sign: int, keys: NDArray[np.int64]) -> Floats:
    mine = cast.loc[cast["vote"] == sign, "row"].value_counts()
    return np.asarray(mine.reindex(keys, fill_value=0), dtype=float)


def _cast_by_vote(table: RawTable, ledger: Ledger) -> _Cast:
    names = _named(table)
    number, person = _column(table, "comment-id"), _column(table, "voter-id")
    vote = _column(table, "vote").map(_VOTES)
    for bad, code, reason, heading in (
        (person == "", "participant.none", say("The row names no person."), names["voter-id"]),
        (~number.str.fullmatch(r"\d{1,9}"), "comment.number", say("The statement has no number."),
         names["comment-id"]),
        (vote.isna(), "vote.unknown", say("This is no vote, so it was not used."), names["vote"]),
    ):  # fmt: skip
        ledger.set_aside(bad.to_numpy(bool), code, reason, "", heading)
    when = pd.to_numeric(_column(table, "timestamp"), errors="coerce").fillna(-1.0)
    rows = pd.DataFrame({"row": np.arange(len(number)), "person": person, "number": number,
                         "vote": vote, "when": when})[ledger.open]  # fmt: skip
    rows = rows.sort_values(["when", "row"], kind="stable")
    last = rows.drop_duplicates(["person", "number"], keep="last").sort_values("row")
    earlier = ledger.open & ~np.isin(np.arange(len(number)), last["row"])
    ledger.merge(earlier, say("A later vote of the same person on this statement counts."))
    blank: Floats = np.empty(0)
    return _Cast(last.drop(columns="when"), blank, blank, blank, blank)


def _by_comment(cast: _Cast, told: _Comments) -> _Cast:
    """Return the counts by statement that tell what agree is written as."""
    votes = cast.table
    by = pd.crosstab(votes["number"], votes["vote"])
    cast_ = by.reindex(told.counts.index, columns=[1.0, -1.0], fill_value=0).to_numpy(float)
    stated = told.counts.to_numpy(float)
    return _Cast(votes, stated[:, 0], stated[:, 1], cast_[:, 0], cast_[:, 1])


def _sign(cast: _Cast) -> tuple[int, bool]:
    """Return what the file writes for agree by its own counts, and whether they tell."""
    if not cast.agrees.size:
        return 1, False
    known = np.isfinite(cast.agrees) & np.isfinite(cast.disagrees)
    agrees, disagrees = cast.agrees[known], cast.disagrees[known]
    plus, minus = cast.plus[known], cast.minus[known]
    straight = float((abs(plus - agrees) + abs(minus - disagrees)).sum())
    turned = float((abs(minus - agrees) + abs(plus - disagrees)).sum())
    return (-1 if turned < straight else 1), turned != straight


def _agreed(
    asked: int | None, written: int, *, sure: bool, ledger: Ledger
) -> tuple[int, list[str]]:
    """Return what agree is taken to be, and what is to be said of it."""
    if asked is None:
        if sure and written == -1:
            return -1, [
                say("This file writes -1 for agree: its own counts say so. Its votes were turned "
                    "round.")
            ]  # fmt: skip
        if sure:
            return 1, []
        return 1, [
            say("Nothing in the file tells whether 1 or -1 means agree. 1 was taken, as in Polis' "
                "exports.")
        ]  # fmt: skip
    if sure and asked != written:
        ledger.remark(
            "votes.sign",
            say("You said that {asked} means agree, but the file's own counts fit {written}.",
                asked=str(asked), written=str(written)),
            say("Look at a statement whose votes you know."),
        )  # fmt: skip
    return asked, []


def _on_statements(cast: pd.DataFrame, told: _Comments | None) -> tuple[pd.DataFrame, list[str]]:
    """Return the votes on statements that are kept, and what is to be said of the others."""
    if told is None:
        return cast, [
            say("Without comments.csv the words of the statements are not known. They are called "
                "by their numbers.")
        ]  # fmt: skip
    kept = cast[cast["number"].isin(list(told.text))]
    said = []
    unknown = cast.loc[~cast["number"].isin(list(told.known)), "number"].nunique()
    if unknown:
        said.append(
            say_many("{n} statement is not in the file of statements. Votes on it are not used.",
                     "{n} statements are not in the file of statements. Votes on them are not "
                     "used.", unknown)
        )  # fmt: skip
    if len(kept) < len(cast):
        said.append(
            say_many("{n} vote stands on a statement that is not used.",
                     "{n} votes stand on statements that are not used.", len(cast) - len(kept))
        )  # fmt: skip
    return kept, said


def _fates(ledger: Ledger, kept: pd.DataFrame, *, wide: bool) -> None:
    """Keep the rows whose votes are used; the others are set aside."""
    rows = np.unique(kept["row"].to_numpy(int))
    if wide:
        ledger.keep(rows, ["person"] * len(rows))
    else:
        by_row = kept.set_index("row")["number"].map(_id)
        ledger.keep(rows, by_row.loc[rows].tolist())
    ledger.set_aside(
        ledger.open, "votes.not_used", say("The votes stand on statements that are not used."), "",
        each=False,
    )  # fmt: skip


def _statements(kept: pd.DataFrame, told: _Comments | None) -> dict[str, str]:
    if told is not None:
        return {_id(number): text for number, text in told.text.items()}
    numbers = sorted(set(kept["number"]), key=int)
    return {_id(number): say("Statement {n}", n=number) for number in numbers}


def _id(number: str) -> str:
    return f"polis-{int(number)}"


def _device(raw: RawFile, person: str) -> str:
    return hashlib.sha256(f"{raw.sha256}\x1f{person}".encode()).hexdigest()[:40]


def _count(votes: pd.DataFrame, statements: Mapping[str, str]) -> str:
    return say("{votes} votes of {people} people on {statements} statements.", votes=len(votes),
               people=int(votes["device"].nunique()), statements=len(statements))  # fmt: skip
