"""What changed in a place between two moments: places, weights, gaps, figures and promises.

Both moments are read as they were (`store.past`) and worked out by the same engine, as one role may
see them. What may not be seen today is not named, whatever was seen then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
import pandas as pd
from sqlalchemy.engine import Engine

from sharedground import sureness, vision_change, workflow
from sharedground.access import Role
from sharedground.analysis import standing as standings
from sharedground.analysis.assessment import Assessment
from sharedground.errors import SharedGroundError
from sharedground.model.decision import Decision, DecisionState
from sharedground.model.rounds import Round
from sharedground.model.vision import Vision
from sharedground.moments import Moment, Times
from sharedground.store import loading, meetings, past
from sharedground.store.holdings import Holdings
from sharedground.sureness import Change
from sharedground.surroundings import area_labels, groups_of
from sharedground.views import View, view_for
from sharedground.vision_change import Fate, OutcomeChange
from sharedground.withheld import names_of_people, people_among_partners, text_for_everyone
from sharedground.words import say

SAID: Final = ("name", "category", "organization", "address", "postcode", "schedules", "url",
               "phone", "email", "description", "cost_options", "eligibility", "accessibility",
               "capacity", "status", "assured_date")  # fmt: skip
"""What of a place may have changed; where it is is looked at besides ("point")."""

POINT: Final = 1e-4
"""Degrees: about 10 m. A place that moved less has not moved."""

LEAST: Final = 5e-3
"""A gap that moved by less than half a point of 100 has not moved."""


_MOVED: Final = ["name", "before", "after"]


@dataclass(frozen=True, eq=False)
class Places:
    """What became of the places.

    Parameters
    ----------
    before, after
        How many there were and are.
    came, left, closed, changed
        `asset_id`, `name` ("" where it may not be told), `category`, `list`; `changed` has `what`
        too: which of `SAID`, or "point".
    merged
        How many are now one with another.
    by_kind, by_list
        `category` or `list`, `before`, `after`, `came`, `left`, `changed`; only where any did.
    """

    before: int
    after: int
    came: pd.DataFrame
    left: pd.DataFrame
    closed: pd.DataFrame
    changed: pd.DataFrame
    merged: int
    by_kind: pd.DataFrame
    by_list: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Gaps:
    """What became of the gaps.

    Parameters
    ----------
    mean_before, mean_after
        The place's mean gap, 0 to 1; NaN without data.
    by_data
        What it would be by the vision of then: what the data alone changed.
    moved
        `name`, `before`, `after`: areas, or wards, whose gap moved; largest moves first.
    compared
        How many could be compared.
    ranking
        Who came into the tenth with the largest gaps and who left it; None where that cannot be
        said.
    why_none
        Why gaps are not compared, in words.
    """

    mean_before: float = float("nan")
    mean_after: float = float("nan")
    by_data: float = float("nan")
    moved: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=_MOVED))
    compared: int = 0
    ranking: Change | None = None
    why_none: str = ""


FIGURES: Final = ("name", "year", "unit", "areas", "moved_most", "before", "after", "fate")


@dataclass(frozen=True, eq=False)
class Changes:
    """All that changed between two moments, as one role may see it.

    Parameters
    ----------
    names
        What each area is called, by its code.
    vision_before, vision_after
        The visions in use; `outcomes` says what became of each outcome.
    figures
        `FIGURES`: indicators and people, in how many areas they changed, and where most.
    partners_came, partners_left
        Their names.
    made, done, not_done, dropped, overdue
        Decisions made since then, promises that were kept, not kept and dropped since, and those
        that are past their day at the later moment.
    taken_back
        How many that were there then are not any more.
    rounds
        Rounds that were closed since.
    unknown
        What is not known of either moment, a sentence each.
    """

    since: Moment
    until: Moment
    names: dict[str, str]
    places: Places
    vision_before: Vision
    vision_after: Vision
    outcomes: tuple[OutcomeChange, ...]
    gaps: Gaps
    figures: pd.DataFrame
    partners_came: tuple[str, ...]
    partners_left: tuple[str, ...]
    made: tuple[Decision, ...]
    done: tuple[Decision, ...]
    not_done: tuple[Decision, ...]
    dropped: tuple[Decision, ...]
    overdue: tuple[Decision, ...]
    taken_back: int
    rounds: tuple[Round, ...]
    unknown: tuple[str, ...] = ()

    @property
    def vision_changed(self) -> bool:
        """Whether another version is in use, or an outcome or its points changed.

        A first draft is made from the data anew each time: it is nobody's change.
        """
        if self.vision_before.version == self.vision_after.version == 0:
            return False
        other = self.vision_before.version != self.vision_after.version
        return other or any(one.fate is not Fate.SAME for one in self.outcomes)

    @property
    def nothing(self) -> bool:
        """Whether nothing at all changed."""
        found = self.places
        tables = (found.came, found.left, found.closed, found.changed, self.figures,
                  self.gaps.moved)  # fmt: skip
        lists = (self.partners_came, self.partners_left, self.made, self.done, self.not_done,
                 self.dropped, self.rounds)  # fmt: skip
        return not (
            any(map(len, tables)) or any(lists) or self.vision_changed or self.taken_back
            or found.merged
        )  # fmt: skip


def changes(
    engine: Engine, place_id: str, since: Moment, until: Moment, *, role: Role = Role.READER,
    tell: Callable[[float, str], None] = lambda _done, _what: None,
) -> Changes:  # fmt: skip
    """Return what changed between two moments.

    Parameters
    ----------
    role
        Whose view is compared. A meeting shows what everyone may see.
    tell
        Is told how far it has come, 0 to 1, and what is done now.

    Raises
    ------
    NotFoundError
        "past.unknown" for a moment that nothing is known of.
    """
    tell(0.0, say("Reading the place as it was"))
    then = past.look_back(engine, place_id, since.revision)
    tell(0.3, say("Reading the place as it is"))
    today = loading.load(engine, place_id)
    now = past.Past(today, until.revision, until.at)
    if today.place.revision != until.revision:
        now = past.look_back(engine, place_id, until.revision)
    tell(0.5, say("Working out the gaps of both"))
    return compared(then, now, today, since, until, role=role)


def since_last_meeting(
    engine: Engine, place_id: str, *, role: Role = Role.READER
) -> Changes | None:
    """Return what changed since the last meeting; None where none has ended, or nothing did."""
    times = Times.of(engine, place_id)
    ended = meetings.last_ended(times.meetings)
    since = times.after(ended) if ended is not None else None
    if since is None or since.revision == times.now.revision:
        return None
    found = changes(engine, place_id, since, times.now, role=role)
    return None if found.nothing else found


def compared(
    then: past.Past, now: past.Past, today: Holdings, since: Moment, until: Moment, *,
    role: Role = Role.READER, gaps: Callable[[Both], Gaps] | None = None,
) -> Changes:  # fmt: skip
    """Return what changed between a place as it was and as it is.

    Parameters
    ----------
    today
        The place as it is today: what this role may not see of it is not named.
    gaps
        Gives the gaps of both, if they are at hand; else `gaps_of` works them out.
    """
    before, after = view_for(then.holdings, role), view_for(now.holdings, role)
    visions = (workflow.vision_in_use(before.holdings), workflow.vision_in_use(after.holdings))
    labels = area_labels(after.holdings)
    names = dict(zip(labels["area_code"], labels["label"], strict=True))
    namer = _Namer.of(then, today, role)
    return Changes(
        since=since, until=until, names=names,
        places=_places(then, now, before, after, namer),
        vision_before=visions[0], vision_after=visions[1],
        outcomes=vision_change.outcome_changes(*visions),
        gaps=(gaps or gaps_of)(Both(before, after, *visions, since.at.date(), until.at.date())),
        figures=_figures(before, after, names),
        partners_came=namer.partners(after, before), partners_left=namer.partners(before, after),
        **_decisions(before, after, until.at.date()), rounds=_rounds(before, after),
        unknown=tuple(dict.fromkeys((*then.unknown, *now.unknown))),
    )  # fmt: skip


@dataclass(frozen=True)
class _Namer:
    """Tells by which name a place or partner of any moment may be called today.

    Parameters
    ----------
    seen
        The names of all assets that this role sees today, by id.
    hidden
        Ids of the other assets of today, and names of partners that are people.
    people
        Names of people that are kept apart; nobody's for officers.
    """

    seen: Mapping[str, str]
    hidden: Set[str]
    people: Sequence[str]
    may_all: bool

    @classmethod
    def of(cls, then: past.Past, today: Holdings, role: Role) -> _Namer:
        shown = view_for(today, role).every_asset
        seen = dict(zip(shown["asset_id"], shown["name"], strict=True))
        apart = people_among_partners(today.contacts)
        own = today.partners.loc[today.partners["partner_id"].isin(apart), "name"]
        people = [*names_of_people(then.holdings.contacts), *names_of_people(today.contacts), *own]
        return cls(seen, set(today.assets["asset_id"]) - set(seen), people,
                   role.may(Role.OFFICER))  # fmt: skip

    def called(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return assets under the names that may be told, "" for none."""
        names = [self._name(*one) for one in zip(rows["asset_id"], rows["name"], strict=True)]
        return rows.assign(name=pd.Series(names, index=rows.index, dtype=object))

    def _name(self, asset_id: str, name: str) -> str:
        if asset_id in self.seen:
            return self.seen[asset_id]
        return "" if asset_id in self.hidden else self.told(name)

    def told(self, name: str) -> str:
        """Return a name of a time when nobody had said yet that it is a person's."""
        return name if self.may_all else text_for_everyone(name, self.people)

    def partners(self, one: View, other: View) -> tuple[str, ...]:
        """Return the names of the partners of one view that are not in the other."""
        ids = set(other.holdings.partners["partner_id"])
        partners = one.holdings.partners
        only = partners.loc[~partners["partner_id"].isin(ids), "name"]
        return tuple(self.told(name) for name in sorted(only, key=str.casefold))


def _places(then: past.Past, now: past.Past, before: View, after: View, namer: _Namer) -> Places:
    was, is_ = before.assets, after.assets
    ids, ids_now = set(was["asset_id"]), set(is_["asset_id"])
    merged = set(now.holdings.merged["asset_id"]) - set(now.holdings.merged["into"])
    shut = set(after.closed["asset_id"])
    lists = _lists(then, now)
    came = is_[~is_["asset_id"].isin(ids)]
    gone = was[~was["asset_id"].isin(ids_now | shut | merged)]
    return Places(
        before=len(was), after=len(is_),
        came=_told(namer.called(came), lists), left=_told(namer.called(gone), lists),
        closed=_told(namer.called(after.closed[after.closed["asset_id"].isin(ids)]), lists),
        changed=_told(namer.called(_changed(was, is_)), lists, "what"),
        merged=len(ids & merged - ids_now),
        by_kind=_counted(was, is_, "category"),
        by_list=_counted(was.assign(list=was["source_id"].map(lists)),
                         is_.assign(list=is_["source_id"].map(lists)), "list"),
    )  # fmt: skip


def _lists(then: past.Past, now: past.Past) -> dict[str, str]:
    """Return the name of its list for each source; versions of one list have the newest's."""
    called = {
        one.list_id: one.title or one.file_name
        for held in (then.holdings, now.holdings) for one in held.sources
    }  # fmt: skip
    return {one.source_id: called[one.list_id]
            for held in (then.holdings, now.holdings) for one in held.sources}  # fmt: skip


def _told(rows: pd.DataFrame, lists: dict[str, str], *more: str) -> pd.DataFrame:
    found = rows.assign(list=rows["source_id"].map(lists).fillna(""))
    columns = ["asset_id", "name", "category", "list", *more]
    tidy: pd.DataFrame = found.sort_values(["name", "asset_id"], kind="stable")[columns]
    return tidy.reset_index(drop=True)


def _changed(was: pd.DataFrame, is_: pd.DataFrame) -> pd.DataFrame:
    """Return the places that are in both and say something else now, with what that is."""
    both = is_[is_["asset_id"].isin(was["asset_id"])].reset_index(drop=True)
    old = was.set_index("asset_id").loc[both["asset_id"]].reset_index()
    differs: dict[str, Any] = {
        name: ((old[name] != both[name]) & ~(old[name].isna() & both[name].isna())).to_numpy()
        for name in SAID
    }
    differs["point"] = _moved_point(old, both)
    names = list(differs)
    grid = np.column_stack([differs[name] for name in names])
    rows = np.flatnonzero(grid.any(axis=1))
    what = [tuple(name for name, on in zip(names, grid[at], strict=True) if on) for at in rows]
    found: pd.DataFrame = both.iloc[rows].reset_index(drop=True)
    return found.assign(what=pd.Series(what, index=found.index, dtype=object))


def _moved_point(old: pd.DataFrame, new: pd.DataFrame) -> np.ndarray[Any, Any]:
    moved = np.zeros(len(new), dtype=bool)
    for name in ("lon", "lat"):
        one, other = (frame[name].to_numpy(dtype=float) for frame in (old, new))
        moved |= (np.abs(one - other) > POINT) | (np.isnan(one) != np.isnan(other))
    return moved


def _counted(was: pd.DataFrame, is_: pd.DataFrame, by: str) -> pd.DataFrame:
    ids, ids_now = set(was["asset_id"]), set(is_["asset_id"])
    parts = {
        "before": was[by].value_counts(), "after": is_[by].value_counts(),
        "came": is_.loc[~is_["asset_id"].isin(ids), by].value_counts(),
        "left": was.loc[~was["asset_id"].isin(ids_now), by].value_counts(),
        "changed": _changed(was, is_)[by].value_counts(),
    }  # fmt: skip
    table = pd.DataFrame(parts).fillna(0).astype(int)
    table = table[(table[["came", "left", "changed"]] > 0).any(axis=1)]
    table.index.name = by
    return table.reset_index().sort_values(["after", by], ascending=[False, True],
                                           ignore_index=True)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Both:
    """All that the gaps of two moments follow from: views, visions in use, and the days."""

    before: View
    after: View
    vision_before: Vision
    vision_after: Vision
    day_before: dt.date
    day_after: dt.date

    @property
    def key(self) -> tuple[object, ...]:
        """What tells two of them apart."""
        visions = (self.vision_before, self.vision_after)
        return (*self.before.key, *self.after.key, *(one.model_dump_json() for one in visions),
                self.day_before, self.day_after)  # fmt: skip


def gaps_of(both: Both) -> Gaps:
    """Return what became of the gaps; what the data alone changed is told apart."""
    labels = area_labels(both.after.holdings)
    try:
        other = _assessed(both.after, both.vision_after, both.day_after)
        alone = other
        if both.vision_before != both.vision_after:
            alone = _assessed(both.after, both.vision_before, both.day_after)
    except SharedGroundError as error:
        return Gaps(why_none=error.message)
    try:
        one = _assessed(both.before, both.vision_before, both.day_before)
    except SharedGroundError:
        mean = standings.average_gap(standings.standing(other))
        return Gaps(mean_after=mean, why_none=_no_gaps())
    rows = [standings.standing(found) for found in (one, other, alone)]
    means = [standings.average_gap(each) for each in rows]
    found = Gaps(mean_before=means[0], mean_after=means[1], by_data=means[2])
    if list(rows[0]["key"]) != list(rows[1]["key"]):
        why = say("The place is not cut into the same areas as then, so gaps are not compared.")
        return replace(found, why_none=why)
    if not all(each["gap"].notna().any() for each in rows[:2]):
        return replace(found, why_none=_no_gaps())
    moved, known = _moved(one, other, rows, labels)
    return replace(found, moved=moved, compared=known, ranking=sureness.change("", one, other))


def _no_gaps() -> str:
    return say("Gaps cannot be compared: for one of the moments there is no data on need, people "
               "and places together.")  # fmt: skip


def _moved(
    one: Assessment, other: Assessment, rows: Sequence[pd.DataFrame], labels: pd.DataFrame
) -> tuple[pd.DataFrame, int]:
    """Return the wards, or without any the areas, whose gap moved, and how many are compared."""
    groups = groups_of(labels)
    if 2 <= groups.nunique() < len(groups):
        then, now = (standings.standing(found, groups=groups) for found in (one, other))
        names = then["key"].astype(str)
    else:
        then, now = rows[0], rows[1]
        names = then["key"].map(labels.set_index("area_code")["label"]).fillna(then["key"])
    table = pd.DataFrame({"name": names, "before": then["gap"], "after": now["gap"]})
    known = table["before"].notna() & table["after"].notna()
    table["far"] = (table["after"] - table["before"]).abs()
    moved = table[known & (table["far"] >= LEAST)]
    moved = moved.sort_values("far", ascending=False, kind="stable")
    return moved[_MOVED].reset_index(drop=True), int(known.sum())


def _assessed(view: View, vision: Vision, day: dt.date) -> Assessment:
    made_up = view.holdings.place.fictional
    return workflow.assessment(view, vision, today=None if made_up else day)


def _figures(before: View, after: View, names: dict[str, str]) -> pd.DataFrame:
    """Return what became of each indicator, and of people."""
    then, now = before.holdings, after.holdings
    about = pd.concat([then.indicators, now.indicators]).drop_duplicates(
        "indicator_id", keep="last"
    )
    rows = []
    for one in about.itertuples():
        values = [
            held.indicator_values.loc[held.indicator_values["indicator_id"] == one.indicator_id]
            .set_index("area_code")["value"]
            for held in (then, now)
        ]  # fmt: skip
        ways = [held.indicators.loc[held.indicators["indicator_id"] == one.indicator_id]
                for held in (then, now)]  # fmt: skip
        rows.append(_figure(str(one.name), one.year, str(one.unit), values, ways, names))
    people = [held.population.drop_duplicates("area_code").set_index("area_code")["people"]
              for held in (then, now)]  # fmt: skip
    year = now.population["year"].max() if len(now.population) else float("nan")
    rows.append(_figure(say("People"), year, "", people, [then.population, now.population], names))
    return pd.DataFrame([row for row in rows if row is not None], columns=list(FIGURES))


def _figure(
    name: str, year: Any, unit: str, values: Sequence[pd.Series], about: Sequence[pd.DataFrame],
    names: dict[str, str],
) -> tuple[object, ...] | None:  # fmt: skip
    was, is_ = values
    if not len(about[0]) or not len(about[1]):
        if len(about[0]) or len(about[1]):
            fate = "came" if len(about[1]) else "left"
            return (name, year, unit, len(is_) or len(was), "", np.nan, np.nan, fate)
        return None
    table = pd.DataFrame({"was": was, "is": is_})
    differs = ~((table["was"] == table["is"]) | (table["was"].isna() & table["is"].isna()))
    if not differs.any():
        turned = "direction" in about[0] and (
            about[0]["direction"].iloc[0] != about[1]["direction"].iloc[0]
        )
        return (name, year, unit, 0, "", np.nan, np.nan, "turned") if turned else None
    far = (table["is"] - table["was"]).abs()
    most = far.idxmax() if far.notna().any() else None
    told: tuple[object, ...] = ("", np.nan, np.nan)
    if most is not None:
        told = (names.get(str(most), str(most)), was.get(most), is_.get(most))
    return (name, year, unit, int(differs.sum()), *told, "changed")


def _decisions(before: View, after: View, today: dt.date) -> dict[str, Any]:
    """Return what was made since, what became of promises, and how many were taken back."""
    was = {one.decision_id: one for one in before.holdings.decisions}
    now = after.holdings.decisions

    def turned(state: DecisionState) -> tuple[Decision, ...]:
        return tuple(
            one for one in now
            if one.state is state
            and (one.decision_id not in was or was[one.decision_id].state is not state)
        )  # fmt: skip

    there = {one.decision_id for one in now}
    return {
        "made": tuple(one for one in now if one.decision_id not in was),
        "done": turned(DecisionState.DONE),
        "not_done": turned(DecisionState.NOT_DONE),
        "dropped": turned(DecisionState.DROPPED),
        "overdue": tuple(one for one in now if one.is_overdue(today)),
        "taken_back": sum(one not in there for one in was),
    }


def _rounds(before: View, after: View) -> tuple[Round, ...]:
    was = {one.round_id: one for one in before.holdings.rounds}
    return tuple(
        one for one in after.holdings.rounds
        if not one.is_open and (one.round_id not in was or was[one.round_id].is_open)
    )  # fmt: skip
