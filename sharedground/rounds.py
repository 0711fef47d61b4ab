"""What a round of the room says: shares of partners and residents, votes of people.

A result that shows averages only is published when its round closes, and never in such a way that
two results can be subtracted to learn what one of those who answered had said: see `publication`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from sqlalchemy.engine import Engine

from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.model.outcome import SUGGESTIONS, Outcome
from sharedground.model.rounds import RESIDENT, Naming, Published, Round, RoundKind
from sharedground.model.vision import Vision
from sharedground.store import rounds as store
from sharedground.words import say

FEWEST: Final = {"partners": 3, "residents": 5, "people": 3}
"""How many must have answered before an average of theirs is published."""

FEWEST_NEW: Final = {"partners": 3, "residents": 5, "people": 3}
"""How many of these must say something that no published result includes yet."""

LONGEST_NAME: Final = 80

OPEN, FEW, FEW_NEW = "open", "few", "few-new"
"""Why there is no result, or none that includes the latest answers."""


@dataclass(frozen=True)
class Shares:
    """How a round of points came out.

    Parameters
    ----------
    round
        The round.
    partners
        Index `partner_id`, a column for each outcome's code: what each partner gives of 1, the mean
        of the people who spoke for it. Empty while the round is open, and in unattributed rounds.
    names
        What each partner is called, by its id.
    people
        How many people spoke for each partner, by its id; empty as `partners` is.
    points
        As `partners`, before scaling: the mean of the points that its people gave.
    mean
        The shared weights by outcome: each partner counts once. None where `why_none` says so.
    raters
        Partners that `mean` includes.
    residents
        The mean of the residents' shares by outcome, each person counting once; None where
        `why_no_residents` says so. Never part of `mean`.
    resident_people
        Residents that `residents` includes.
    why_none, why_no_residents
        "open", "few" or "" (there is a result); "few-new" where a result stands that does not
        include the latest answers.
    """

    round: Round
    partners: pd.DataFrame
    names: Mapping[str, str]
    people: pd.Series
    points: pd.DataFrame
    mean: pd.Series | None
    raters: int
    residents: pd.Series | None
    resident_people: int
    why_none: str
    why_no_residents: str

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the outcomes, as they were asked."""
        return tuple(choice.code for choice in self.round.outcomes)

    @property
    def outcome_names(self) -> dict[str, str]:
        """What each outcome was called, by its code."""
        return {choice.code: choice.name for choice in self.round.outcomes}


def close(engine: Engine, place_id: str, round_id: str) -> Round:
    """Close a round and publish what may be published of it; needs the facilitator."""
    return store.close(engine, place_id, round_id, publish=publication)


def publication(asked: Round, answers: pd.DataFrame) -> dict[str, tuple[Published, ...]]:
    """Return the results that are published when a round closes, former ones among them.

    A further result is published only when at least `FEWEST_NEW` of those whose answers count say
    something that no former result includes. Then whatever anybody works out of all the results,
    the last one that they use carries at least so many answers that nothing else can take away, so
    no answer of one alone is left over.

    Parameters
    ----------
    answers
        Every answer of the round (`store.rounds.LATEST_COLUMNS`).
    """
    found = dict(asked.published)
    for group in _groups(asked):
        former = found.get(group, ())
        raters = _raters(asked, store.latest_of(answers), group)
        seen = set[int]()
        for one in former:
            before = store.latest_of(answers[answers["number"] <= one.upto])
            seen |= set(_raters(asked, before, group)["number"])
        fresh = raters.loc[~raters["number"].isin(seen), "rater"].nunique()
        if raters["rater"].nunique() >= FEWEST[group] and fresh >= FEWEST_NEW[group]:
            found[group] = (*former, _result(asked, raters, int(answers["number"].max())))
    return found


def _result(asked: Round, raters: pd.DataFrame, upto: int) -> Published:
    people = raters["rater"].nunique()
    if asked.kind is RoundKind.STATEMENTS:
        votes = pd.Series([int(body["vote"]) for body in raters["body"]], index=raters["item"])
        counts = {
            str(item): tuple(int((said == vote).sum()) for vote in (1, -1, 0))
            for item, said in votes.groupby(level=0)
        }
        return Published(upto=upto, people=people, votes=counts)
    mean = _by_rater(asked, raters, "rater", scale=True).mean()
    return Published(upto=upto, people=people, mean={str(c): float(v) for c, v in mean.items()})


def _groups(asked: Round) -> tuple[str, ...]:
    if asked.kind is RoundKind.STATEMENTS:
        return ("people",)
    unattributed = asked.naming is Naming.UNATTRIBUTED
    return ("partners", "residents") if unattributed else ("residents",)


def _raters(asked: Round, latest: pd.DataFrame, group: str) -> pd.DataFrame:
    """Return the answers that a group's result includes, with who counts once as `rater`."""
    if asked.kind is RoundKind.STATEMENTS:
        return latest.assign(rater=latest["device"])
    resident = latest["speaker"] == RESIDENT
    if group == "residents":
        return latest[resident].assign(rater=latest.loc[resident, "device"])
    return latest[~resident].assign(rater=latest.loc[~resident, "speaker"])


def points_of(engine: Engine, place_id: str, asked: Round) -> Shares:
    """Return how a round of points came out, as far as it may be shown.

    Parameters
    ----------
    asked
        The round as it is in the store now.

    Notes
    -----
    A person's points are divided by their sum first, so that whoever gives 80 or 120 counts as
    much as whoever gives 100. A partner is the mean of the people who spoke for it.
    """
    answers = store.answers_of(engine, place_id, asked.round_id)
    names = {speaker.partner_id: speaker.name for speaker in asked.speakers}
    blank = _blank(asked)
    if asked.is_open:
        none = pd.Series(dtype=float)
        return Shares(asked, blank, names, none, blank, None, 0, None, 0, OPEN, OPEN)
    residents, residents_shown = _mean(asked, "residents")
    why_no_residents = _why(asked, answers, "residents")
    if asked.naming is Naming.UNATTRIBUTED:
        mean, raters = _mean(asked, "partners")
        return Shares(
            asked, blank, names, pd.Series(dtype=float), blank, mean, raters, residents,
            residents_shown, _why(asked, answers, "partners"), why_no_residents,
        )  # fmt: skip
    rows = _raters(asked, store.latest_of(answers), "partners")
    shares = _by_rater(asked, rows, "rater", scale=True)
    return Shares(
        round=asked,
        partners=shares,
        names=names,
        people=rows["rater"].value_counts().reindex(shares.index),
        points=_by_rater(asked, rows, "rater", scale=False),
        mean=shares.mean() if len(shares) else None,
        raters=len(shares),
        residents=residents,
        resident_people=residents_shown,
        why_none="" if len(shares) else FEW,
        why_no_residents=why_no_residents,
    )


def _mean(asked: Round, group: str) -> tuple[pd.Series | None, int]:
    """Return the last published mean of a group, and of how many it is."""
    several = asked.published.get(group, ())
    if not several:
        return None, 0
    return pd.Series(several[-1].mean, dtype=float), several[-1].people


def _blank(asked: Round) -> pd.DataFrame:
    codes = [choice.code for choice in asked.outcomes]
    return pd.DataFrame(columns=codes, index=pd.Index([], name="partner_id"), dtype=float)


def _why(asked: Round, answers: pd.DataFrame, group: str) -> str:
    """Say why nothing is published, or why not the latest answers."""
    several = asked.published.get(group, ())
    if not several:
        return FEW
    late = answers[answers["number"] > several[-1].upto]
    return FEW_NEW if len(_raters(asked, late, group)) else ""


def _by_rater(asked: Round, rows: pd.DataFrame, by: str, *, scale: bool) -> pd.DataFrame:
    codes = [choice.code for choice in asked.outcomes]
    given = pd.DataFrame(
        [[float(body["points"].get(code, 0)) for code in codes] for body in rows["body"]],
        columns=codes, index=rows.index, dtype=float,
    )  # fmt: skip
    some = given.sum(axis=1) > 0
    given, raters = given[some], rows.loc[some, by]
    if scale:
        given = given.div(given.sum(axis=1), axis=0)
    table = given.groupby(raters.to_numpy()).mean()
    order = [speaker.partner_id for speaker in asked.speakers if speaker.partner_id in table.index]
    table = table.reindex([*order, *table.index.difference(order)])
    table.index.name = "partner_id"
    return table


def partner_weights(engine: Engine, place_id: str, vision: Vision) -> pd.DataFrame:
    """Return the shares of each partner behind a vision's weights.

    Returns
    -------
    pandas.DataFrame
        Index `partner_id`, a column for each outcome's code of the round, and `name`; empty where
        the weights do not come from a round that names its partners.
    """
    empty = pd.DataFrame({"name": pd.Series(dtype=str)}, index=pd.Index([], name="partner_id"))
    if not vision.weights_from:
        return empty
    try:
        asked = store.round_of(engine, place_id, vision.weights_from)
    except SharedGroundError:
        return empty
    if asked.kind is not RoundKind.POINTS or asked.naming is not Naming.NAMED:
        return empty
    found = points_of(engine, place_id, asked)
    return found.partners.assign(name=[found.names.get(one, one) for one in found.partners.index])


def votes_of(engine: Engine, place_id: str, asked: Round) -> pd.DataFrame:
    """Return the published votes of a round: a row for each person, a column for each statement.

    Values are 1 (agree), -1 (disagree), 0 (passed) or NaN (not seen). The rows are in no order
    that tells who they are of; they are for sums, never to be shown or written out.
    """
    answers = store.answers_of(engine, place_id, asked.round_id)
    several = () if asked.is_open else asked.published.get("people", ())
    rows = store.latest_of(answers[answers["number"] <= (several[-1].upto if several else 0)])
    votes = pd.DataFrame(
        {
            "device": rows["device"],
            "item": rows["item"],
            "vote": [float(body["vote"]) for body in rows["body"]],
        }
    )
    table = votes.pivot_table(index="device", columns="item", values="vote", aggfunc="last")
    return table.sort_index().reset_index(drop=True)


def weighted(vision: Vision, shares: Shares, weights: pd.Series | None = None) -> Vision:
    """Return a vision with the weights of a round.

    Parameters
    ----------
    weights
        By outcome code; the mean of the partners unless given.

    Raises
    ------
    SharedGroundError
        "round.no_result", or "round.other_outcomes" when the vision has other outcomes by now.
    """
    weights = shares.mean if weights is None else weights
    if weights is None:
        raise SharedGroundError(
            "round.no_result", say("This round has no result that may be shown.")
        )
    codes = [outcome.code for outcome in vision.outcomes]
    if set(codes) != set(weights.index):
        missing = [shares.outcome_names[c] for c in weights.index if c not in codes]
        added = [o.name for o in vision.outcomes if o.code not in weights.index]
        raise SharedGroundError(
            "round.other_outcomes",
            say("The vision has other outcomes now than this round asked for: {names}. Start a "
                "new round.", names="; ".join([*missing, *added])),
        )  # fmt: skip
    changed = vision.with_weights([float(weights[code]) for code in codes])
    return changed.model_copy(update={"weights_from": shares.round.round_id})


def outcome_from(vision: Vision, text: str, why: str = "") -> Vision:
    """Return a vision with one more outcome, named like a statement; it counts nothing yet.

    Raises
    ------
    SharedGroundError
        "outcome.there" when an outcome has that name already.
    """
    name = _short(" ".join(text.split()).rstrip("."))
    if name.casefold() in (outcome.name.casefold() for outcome in vision.outcomes):
        raise SharedGroundError(
            "outcome.there", say("The vision has an outcome called {name} already.", name=name)
        )
    taken = {outcome.code for outcome in vision.outcomes} | {one.code for one in SUGGESTIONS}
    code = next(c for n in range(1, 1_000) if (c := f"X{n:02d}") not in taken)
    more = Outcome(code=code, name=name, why=why or text)
    return vision.model_copy(update={"outcomes": (*vision.outcomes, more)})


def _short(name: str) -> str:
    """Return a name that an outcome may have, cut at a word where it is too long."""
    if len(name) <= LONGEST_NAME:
        return name
    return name[: LONGEST_NAME - 1].rsplit(" ", 1)[0][: LONGEST_NAME - 1] + "…"


def found(rounds: tuple[Round, ...], which: str) -> Round:
    """Return the round with this id or title, ignoring case; the newest where two have it.

    Raises
    ------
    NotFoundError
        "round.unknown"; the message lists those there are.
    """
    wanted = which.strip().casefold()
    for one in reversed(rounds):
        if wanted in (one.round_id.casefold(), one.title.casefold()):
            return one
    titles = ", ".join(one.title for one in rounds) or say("none yet")
    raise NotFoundError(
        "round.unknown",
        say("There is no round called {name}. Rounds here: {titles}.", name=which, titles=titles),
        name=which,
    )


def as_data(shares: Shares) -> dict[str, Any]:
    """Return how a round of points came out as plain values, for JSON."""
    asked = shares.round
    return {
        "round_id": asked.round_id, "title": asked.title, "naming": asked.naming.value,
        "state": asked.state.value, "source": asked.source, "partners": shares.raters,
        "weights": None if shares.mean is None else _plain(shares.mean),
        "why_none": shares.why_none,
        "by_partner": {
            shares.names.get(str(one), str(one)): _plain(row)
            for one, row in shares.partners.iterrows()
        },
        "residents": None if shares.residents is None else _plain(shares.residents),
        "resident_people": shares.resident_people,
        "outcomes": shares.outcome_names,
    }  # fmt: skip


def _plain(row: pd.Series) -> dict[str, float]:
    return {str(code): round(float(value), 6) for code, value in row.items()}
