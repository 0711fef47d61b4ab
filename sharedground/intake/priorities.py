"""Partners' points between the outcomes of a vision, from a spreadsheet.

Either one row for each partner, its name first and a column for each outcome, or one row for each
partner and outcome: partner, outcome, points. Rows of any positive sum are taken. A partner's
shares are its points divided by their sum; the report says which rows did not sum to 100.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from sharedground.errors import NothingUsableError, SharedGroundError
from sharedground.intake.brought import Brought, brought, records_of
from sharedground.intake.columns import cells
from sharedground.intake.ledger import Ledger
from sharedground.intake.partners import partner_key
from sharedground.intake.raw import RawFile, RawTable
from sharedground.intake.values import NO_NAME, NOTHING, has_decimal_commas, number, numbers
from sharedground.model.base import stable_id
from sharedground.model.outcome import Outcome
from sharedground.model.report import Severity
from sharedground.model.rounds import MOST_POINTS, MOST_SPEAKERS
from sharedground.words import decimal, say, say_many

_Find = Callable[[str], tuple[Outcome | None, bool]]

SURE: Final = 86.0
"""RapidFuzz ratio from which a name that is not known to the letter is taken for another."""

APART: Final = 6.0
"""By so much the likeliest must be likelier than the next one."""

FULL: Final = 100.0
_NAMES: Final = r"partner|organi[sz]ation|agency|who|name|group|member|respondent|team|partneriaid"
_OUTCOME: Final = r"outcome|priority|priorities|theme|goal|objective|aim|canlyniad"
_POINTS: Final = r"points?|score|weight|weighting|allocation|votes?|value|pwyntiau"
_TOTAL: Final = re.compile(r"^(grand )?(total|sum|check|all|out of 100|cyfanswm)\b", re.IGNORECASE)
_SUMMARY: Final = re.compile(
    r"^(grand |sub-?)?(totals?|sum|average|mean|median|all( partners)?|overall)\b", re.IGNORECASE
)
_RESIDENTS: Final = re.compile(r"^(local )?(residents?|public|trigolion)$", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Priorities:
    """The points of a sheet, and what became of its rows.

    Parameters
    ----------
    points
        Index `partner_id`, a column for each outcome's code that the sheet asks about: points as
        they stand, 0 where none is given.
    names
        What each partner is called, by its id: as the place calls it, where it knows it.
    report, records
        What to read, and every row with its fate.
    """

    points: pd.DataFrame
    names: Mapping[str, str]
    report: Brought
    records: pd.DataFrame


@dataclass(frozen=True)
class _Sheet:
    """A table and where its partners, outcomes and points stand."""

    table: RawTable
    partner: str
    outcomes: Mapping[str, Outcome]
    long: tuple[str, str] | None
    total: str
    unknown: tuple[str, ...]
    guessed: Mapping[str, Outcome]
    twice: tuple[tuple[str, Outcome], ...]

    @cached_property
    def decimal_comma(self) -> bool:
        """Whether points are written with a decimal comma: 20,5."""
        headings = self.long[1:] if self.long else (*self.outcomes, self.total)
        columns = [cells(self.table, heading) for heading in headings if heading]
        return has_decimal_commas(pd.concat(columns, ignore_index=True))


def priorities_of(
    raw: RawFile,
    outcomes: Sequence[Outcome],
    partners: Mapping[str, str],
    place_id: str,
    table: str = "",
) -> Priorities:
    """Read partners' points from a file.

    Parameters
    ----------
    outcomes
        Of the vision in use: headings name them, by name or by code.
    partners
        Name to `partner_id` of the partners of the place. Others are taken under their own name.
    table
        Name of the sheet; "" takes the one that names most outcomes.

    Raises
    ------
    NothingUsableError
        "priorities.columns" when no sheet names an outcome of the vision, "priorities.nothing"
        when no row can be used.
    SharedGroundError
        "table.not_found", "priorities.many".
    """
    sheet = _sheet_of(raw, outcomes, table)
    ledger = Ledger(sheet.table)
    known = {partner_key(name): (identity, name) for name, identity in partners.items()}
    who = _Names(known, place_id, ledger, sheet, _finder(outcomes))
    _say_columns(sheet, ledger)
    read = _long if sheet.long else _wide
    points, sums = read(sheet, ledger, who, [outcome.code for outcome in outcomes])
    _refuse_nothing(raw, ledger, points)
    if len(points) > MOST_SPEAKERS:
        raise SharedGroundError(
            "priorities.many",
            say("{file} names {n} partners. A round takes up to {most}.", file=raw.name,
                n=len(points), most=MOST_SPEAKERS),
        )  # fmt: skip
    names = {identity: who.called[identity] for identity in points.index}
    columns = {heading: outcome.name for heading, outcome in sheet.outcomes.items()}
    unused = tuple(h for h in map(str, sheet.table.rows.columns) if h not in _used(sheet))
    told = brought(raw.name, ledger, columns, unused, _sentences(points, sums, names, outcomes))
    return Priorities(points, names, told, records_of(ledger))


def _used(sheet: _Sheet) -> set[str]:
    return {sheet.partner, sheet.total, *sheet.outcomes, *(sheet.long or ())}


def _sheet_of(raw: RawFile, outcomes: Sequence[Outcome], wanted: str) -> _Sheet:
    tables = [one for one in raw.tables if not wanted or one.name.casefold() == wanted.casefold()]
    if not tables:
        raise SharedGroundError(
            "table.not_found",
            say('There is no sheet or layer "{name}". There are: {names}.', name=wanted,
                names=", ".join(one.name for one in raw.tables)),
            name=wanted,
        )  # fmt: skip
    sheets = [one for one in (_understood(table, outcomes) for table in tables) if one is not None]
    if not sheets:
        headings = [str(heading) for table in tables for heading in table.rows.columns]
        raise NothingUsableError(
            "priorities.columns",
            say("{file} names no outcome of the vision. Give each outcome a column, headed by its "
                "name or code: {outcomes}. The headings are: {headings}.",
                file=raw.name, outcomes=", ".join(f"{o.code} {o.name}" for o in outcomes),
                headings=", ".join(headings) or say("none")),
        )  # fmt: skip
    return max(sheets, key=lambda one: (len(one.outcomes), len(one.table.rows)))


def _understood(table: RawTable, outcomes: Sequence[Outcome]) -> _Sheet | None:
    """Return where everything stands in a table; None where it names no outcome."""
    headings = [str(heading) for heading in table.rows.columns]
    if not headings:
        return None
    partner = _headed(headings, _NAMES) or headings[0]
    outcome, points = _headed(headings, _OUTCOME), _headed(headings, _POINTS)
    find = _finder(outcomes)
    if outcome and points and not (find(outcome)[0] or find(points)[0]) and len(headings) < 8:
        return _Sheet(table, partner, {}, (outcome, points), "", (), {}, ())
    return _wide_sheet(table, headings, partner, find)


def _wide_sheet(
    table: RawTable, headings: Sequence[str], partner: str,
    find: _Find,
) -> _Sheet | None:  # fmt: skip
    found: dict[str, Outcome] = {}
    guessed: dict[str, Outcome] = {}
    twice, unknown, total = [], [], ""
    for heading in headings:
        one, exact = find(re.sub(r" \(\d+\)$", "", heading))
        if heading == partner:
            continue
        if one is None:
            if _TOTAL.match(heading):
                total = total or heading
            elif _holds_numbers(table, heading):
                unknown.append(heading)
        elif one in found.values():
            twice.append((heading, one))
        else:
            found[heading] = one
            if not exact:
                guessed[heading] = one
    if not found:
        return None
    return _Sheet(table, partner, found, None, total, tuple(unknown), guessed, tuple(twice))


def _headed(headings: Sequence[str], words: str) -> str:
    """Return the first heading that is one of these words, or begins or ends with one."""
    pattern = re.compile(rf"^({words})s?\b|\b({words})s?$", re.IGNORECASE)
    return next((heading for heading in headings if pattern.search(heading.strip())), "")


def _holds_numbers(table: RawTable, heading: str) -> bool:
    column = cells(table, heading)
    return not np.isnan(numbers(column)).all()


def _finder(outcomes: Sequence[Outcome]) -> _Find:
    """Return what finds an outcome by a text, and says whether it was sure to the letter."""
    codes = {_tidy(one.code): one for one in outcomes}
    names = {_tidy(one.name): one for one in outcomes}

    def find(text: str) -> tuple[Outcome | None, bool]:
        said = _tidy(text)
        first = said.split(" ", 1)[0]
        for known, key in ((names, said), (codes, said), (codes, first)):
            if key in known:
                return known[key], True
        return _likely(said, names), False

    return find


def _likely(said: str, names: Mapping[str, Outcome]) -> Outcome | None:
    best = process.extract(said, list(names), scorer=fuzz.ratio, limit=2) if said else []
    if not best or best[0][1] < SURE or (len(best) > 1 and best[0][1] - best[1][1] < APART):
        return None
    return names[best[0][0]]


def _tidy(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text.casefold()).split())


class _Names:
    """Who each row is of: a partner of the place, or one under its own name."""

    def __init__(
        self, known: Mapping[str, tuple[str, str]], place_id: str, ledger: Ledger, sheet: _Sheet,
        find: _Find,
    ) -> None:  # fmt: skip
        self._known, self._place_id, self._find = known, place_id, find
        self._ledger, self._sheet = ledger, sheet
        self.called: dict[str, str] = {}
        self._said: set[str] = set()

    def of(self, at: int) -> str:
        """Return the id of the partner that a row names; "" sets the row aside."""
        column = self._sheet.partner
        text = " ".join(str(self._sheet.table.rows[column].iloc[at]).split())
        if text.casefold() in NO_NAME:
            self._aside(at, "partner.no_name", say("The row does not name an organisation."),
                        say("Write its name."))  # fmt: skip
        elif _SUMMARY.match(text):
            self._aside(at, "row.total", say("This is a total, not a row of its own."),
                        say("Leave totals out of the file, or ignore this."))  # fmt: skip
        elif _RESIDENTS.match(text):
            self._aside(at, "partner.residents",
                        say("Residents answer as people, each for themselves. A sheet of partners "
                            "cannot hold them."),
                        say("Ask residents in a round of the room."))  # fmt: skip
        elif text[:1] in "=@+":
            self._aside(at, "partner.formula", say("This is a formula, not a name."),
                        say("Write its name."))  # fmt: skip
        else:
            return self._found(at, text)
        return ""

    def outcome(self, at: int, column: str) -> Outcome | None:
        """Return the outcome that a row of the long form names; None sets the row aside."""
        text = str(self._sheet.table.rows[column].iloc[at]).strip()
        one, exact = self._find(text)
        if one is None:
            self._ledger.set_aside(
                [at], "outcome.unknown", say("The vision in use has no such outcome."),
                say("Write the outcome's name or code."), column,
            )  # fmt: skip
        elif not exact and text not in self._said:
            self._said.add(text)
            self._ledger.fault(
                [at], "outcome.read_as", say("Read as the outcome {name}.", name=one.name),
                say("If it is another one, write its whole name or its code."), column,
            )  # fmt: skip
        return one

    def _aside(self, at: int, code: str, reason: str, fix: str) -> None:
        self._ledger.set_aside([at], code, reason, fix, self._sheet.partner)

    def _found(self, at: int, text: str) -> str:
        key = partner_key(text)
        if key not in self._known:
            near = _one_like(key, list(self._known))
            if near and text not in self._said:
                self._said.add(text)
                self._ledger.fault(
                    [at], "partner.read_as",
                    say("Read as the partner {name}.", name=self._known[near][1]),
                    say("If it is another one, write its whole name."), self._sheet.partner,
                    Severity.NOTE,
                )  # fmt: skip
            key = near or key
        own = (stable_id(self._place_id, "partner", key), text[:200])
        identity, name = self._known.get(key, own)
        self.called.setdefault(identity, name)
        return identity


def _one_like(key: str, known: Sequence[str]) -> str:
    best = process.extract(key, known, scorer=fuzz.ratio, limit=2)
    if not best or best[0][1] < SURE or (len(best) > 1 and best[0][1] - best[1][1] < APART):
        return ""
    return str(best[0][0])


def _wide(
    sheet: _Sheet, ledger: Ledger, who: _Names, _codes: Sequence[str]
) -> tuple[pd.DataFrame, dict[str, float]]:
    kept: dict[str, list[float]] = {}
    sums: dict[str, float] = {}
    for at in np.flatnonzero(ledger.open).tolist():
        identity = who.of(at)
        if not identity:
            continue
        given = [_points(sheet, ledger, at, heading) for heading in sheet.outcomes]
        row = [value for value in given if value is not None]
        if len(row) < len(given):
            continue
        if identity in kept:
            _again(sheet, ledger, at, identity, same=row == kept[identity])
        elif sum(row) <= 0:
            _no_points(sheet, ledger, at)
        else:
            kept[identity], sums[identity] = row, sum(row)
            ledger.keep([at], [identity])
            _check_total(sheet, ledger, at, sum(row))
    codes = [outcome.code for outcome in sheet.outcomes.values()]
    return _frame(kept, codes), sums


def _no_points(sheet: _Sheet, ledger: Ledger, at: int) -> None:
    ledger.set_aside(
        [at], "points.none", say("This partner gives no points."),
        say("Give at least one outcome more than 0."), sheet.partner,
    )  # fmt: skip


def _frame(kept: Mapping[str, Sequence[float]], codes: Sequence[str]) -> pd.DataFrame:
    index = pd.Index(list(kept), name="partner_id", dtype=object)
    return pd.DataFrame([list(row) for row in kept.values()], index, list(codes), dtype=float)


def _again(sheet: _Sheet, ledger: Ledger, at: int, identity: str, *, same: bool) -> None:
    if same:
        ledger.merge([at], say("The same row stands above."), identity)
        return
    ledger.set_aside(
        [at], "partner.twice", say("This partner stands above with other points."),
        say("Keep one row for each partner."), sheet.partner,
    )  # fmt: skip


def _points(sheet: _Sheet, ledger: Ledger, at: int, heading: str) -> float | None:
    """Return the points of a cell, 0 for an empty one; None sets the row aside."""
    text = str(sheet.table.rows[heading].iloc[at]).strip()
    if text.casefold() in NOTHING:
        return 0.0
    value = number(text, decimal_comma=sheet.decimal_comma)
    wrong = _wrong(text, value)
    if wrong:
        ledger.set_aside([at], *wrong, heading)
        return None
    if "%" in text:
        ledger.fault([at], "points.percent", say("A percent sign was left out: {n} points.",
                                                 n=f"{value:g}"), "", heading,
                     Severity.NOTE)  # fmt: skip
    return value


def _wrong(text: str, value: float) -> tuple[str, str, str] | None:
    """Return code, reason and advice for a cell that holds no points; None where it does."""
    if text[:1] in "=@":
        return ("points.formula", say("This is a formula, not a number."),
                say("Save the sheet with values in place of formulas."))  # fmt: skip
    if np.isnan(value):
        return ("points.text", say("This is no number, so the row was not used."),
                say("Write the points as a number, or leave the cell empty."))  # fmt: skip
    if value < 0:
        return ("points.negative", say("Points cannot be less than 0, so the row was not used."),
                say("Write 0 or more."))  # fmt: skip
    if value > MOST_POINTS:
        return ("points.large", say("This is too large a number, so the row was not used."),
                say("Share about 100 points."))  # fmt: skip
    return None


def _check_total(sheet: _Sheet, ledger: Ledger, at: int, total: float) -> None:
    if not sheet.total:
        return
    text = str(sheet.table.rows[sheet.total].iloc[at])
    stated = number(text, decimal_comma=sheet.decimal_comma)
    if not np.isnan(stated) and abs(stated - total) > 0.5 and abs(100 * stated - total) > 0.5:
        ledger.fault(
            [at], "points.total",
            say("The points that we read sum to {n}, not to what stands here.", n=f"{total:g}"),
            say("Look whether each column was read as the right outcome."), sheet.total,
        )  # fmt: skip


@dataclass(frozen=True)
class _Said:
    """One row of the long form that can be read."""

    at: int
    identity: str
    code: str
    points: float


def _long(
    sheet: _Sheet, ledger: Ledger, who: _Names, codes: Sequence[str]
) -> tuple[pd.DataFrame, dict[str, float]]:
    said, spoilt = _said(sheet, ledger, who)
    kept: dict[str, dict[str, float]] = {}
    for one in said:
        mine = kept.setdefault(one.identity, {})
        if one.identity in spoilt:
            ledger.set_aside(
                [one.at], "partner.spoilt",
                say("Row {n} of this partner cannot be used, so its shares would not be right.",
                    n=spoilt[one.identity]),
                say("Mend that row first."), sheet.partner,
            )  # fmt: skip
        elif one.code in mine:
            _again(sheet, ledger, one.at, one.identity, same=mine[one.code] == one.points)
        else:
            mine[one.code] = one.points
    sums = {key: sum(mine.values()) for key, mine in kept.items() if sum(mine.values()) > 0}
    for one in said:
        if one.identity in sums and ledger.open[one.at]:
            ledger.keep([one.at], [one.identity])
        elif one.identity not in sums:
            _no_points(sheet, ledger, one.at)
    rows = {key: [kept[key].get(code, 0.0) for code in codes] for key in sums}
    return _frame(rows, codes), sums


def _said(sheet: _Sheet, ledger: Ledger, who: _Names) -> tuple[list[_Said], dict[str, int]]:
    """Return the rows that can be read, and of which partners a row cannot: its row number."""
    outcome, points = sheet.long or ("", "")
    found: list[_Said] = []
    spoilt: dict[str, int] = {}
    for at in np.flatnonzero(ledger.open).tolist():
        identity = who.of(at)
        if not identity:
            continue
        one = who.outcome(at, outcome)
        value = None if one is None else _points(sheet, ledger, at, points)
        if one is None or value is None:
            spoilt.setdefault(identity, ledger.number(at))
        else:
            found.append(_Said(at, identity, one.code, value))
    return found, spoilt


def _say_columns(sheet: _Sheet, ledger: Ledger) -> None:
    """Say of which headings we are not sure, and which name no outcome."""
    if sheet.decimal_comma:
        ledger.remark(
            "points.comma",
            say("A comma was read as the decimal point: 20,5 is twenty and a half."),
            severity=Severity.NOTE,
        )  # fmt: skip
    for heading, one in sheet.guessed.items():
        ledger.remark(
            "outcome.read_as", say("Read as the outcome {name}.", name=one.name),
            say("If it is another one, write its whole name or its code."), column=heading,
        )  # fmt: skip
    for heading in sheet.unknown:
        ledger.remark(
            "outcome.unknown",
            say("The vision in use has no such outcome. The points below it were not used."),
            say("Write the outcome's name or code."), column=heading,
        )  # fmt: skip
    for heading, one in sheet.twice:
        ledger.remark(
            "outcome.twice",
            say("Another column stands for {name} already. This one was not used.", name=one.name),
            say("Keep one column for each outcome."), column=heading,
        )  # fmt: skip


def _refuse_nothing(raw: RawFile, ledger: Ledger, points: pd.DataFrame) -> None:
    if len(points):
        return
    reasons = [str(reason) for reason in ledger.reasons if reason]
    raise NothingUsableError(
        "priorities.nothing",
        say("{file} was not used: no row gives a partner's points. {reason}", file=raw.name,
            reason=max(set(reasons), key=reasons.count) if reasons else ""),
        faults=tuple(ledger.faults),
    )  # fmt: skip


def _sentences(
    points: pd.DataFrame, sums: Mapping[str, float], names: Mapping[str, str],
    outcomes: Sequence[Outcome],
) -> tuple[str, ...]:  # fmt: skip
    asked = set(points.columns)
    told = [
        say_many("{n} partner shares points between {outcomes} outcomes.",
                 "{n} partners share points between {outcomes} outcomes.", len(points),
                 outcomes=len(asked))
    ]  # fmt: skip
    other = [
        say("{partner} {n}", partner=names[key], n=decimal(total, 0 if total % 1 == 0 else 1))
        for key, total in sums.items()
        if abs(total - FULL) > 1e-6
    ]
    if other:
        told.append(
            say("Not all rows sum to 100: {names}. Their points are kept as they stand. A share "
                "is the points divided by the sum of the row.", names=", ".join(other))
        )  # fmt: skip
    missing = [one.name for one in outcomes if one.code not in asked]
    if missing:
        told.append(
            say(
                "No column asks about: {names}. So these points cannot become the weights of the "
                "vision as it is.",
                names="; ".join(missing),
            )
        )
    return tuple(told)
