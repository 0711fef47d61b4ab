"""What changed between two moments, in findings, sentences, rows and values for scripts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from sharedground import decisions_words
from sharedground.changes import Changes
from sharedground.model.category import BY_CODE, OTHER
from sharedground.model.decision import Decision
from sharedground.vision_change import Fate
from sharedground.vision_change_words import what_changed
from sharedground.words import day, decimal, later, say, say_many, significant

NAMED: Final = 6
"""So many names stand in a sentence; the tables have more."""

LISTED: Final = 200
"""So many rows a table on a page has; the download has all."""

MEAN_LEAST: Final = 5e-4
"""A mean gap that moved by less, a twentieth of a point of 100, is not spoken of."""

FIELDS: Final = {
    "name": later("name"), "category": later("kind"), "organization": later("who runs it"),
    "address": later("address"), "postcode": later("postcode"), "schedules": later("opening times"),
    "url": later("website"), "phone": later("telephone"), "email": later("e-mail"),
    "description": later("description"), "cost_options": later("cost"),
    "eligibility": later("who may come"), "accessibility": later("access"),
    "capacity": later("size"), "status": later("open or closed"),
    "assured_date": later("when it was checked"), "point": later("where it is"),
}  # fmt: skip


def span(found: Changes) -> str:
    """Return between which moments."""
    return say(
        "From {since} to {until}.", since=found.since.words, until=_until(found)
    )  # fmt: skip


def _until(found: Changes) -> str:
    at = found.until
    return say("today, {date}", date=day(at.at.date())) if at.told == "now" else at.words


def title(found: Changes) -> str:
    """Return the largest change, as a heading."""
    if found.nothing:
        return say("Nothing changed")
    return headlines(found)[0].rstrip(".")


def headlines(found: Changes) -> list[str]:
    """Return a sentence for each sort of change, what is about people's promises first."""
    told = [*_promises(found), _points(found), *gap_lines(found)[:1], *_places(found)[:1],
            figures_line(found), partners_line(found), rounds_line(found)]  # fmt: skip
    return [line for line in told if line] or [say("Nothing changed.")]


def _promises(found: Changes) -> list[str]:
    kept = len(found.done)
    late = len(found.overdue)
    made = len(found.made)
    return [
        say_many("{n} promise was kept.", "{n} promises were kept.", kept) if kept else "",
        say_many("{n} promise is past its day.", "{n} promises are past their day.", late)
        if late and not found.nothing else "",
        say_many("{n} decision or promise was made.", "{n} decisions or promises were made.", made)
        if made else "",
    ]  # fmt: skip


def promise_lines(found: Changes) -> list[str]:
    """Return what became of promises, a sentence each."""
    today = found.until.at.date()
    groups = [
        (say("Kept"), found.done), (say("Not kept"), found.not_done),
        (say("Dropped"), found.dropped), (say("Past their day"), found.overdue),
        (say("New"), [one for one in found.made if one not in (*found.done, *found.overdue)]),
    ]  # fmt: skip
    told = [say("{what}: {words}", what=name, words=_told(one, today))
            for name, listed in groups for one in listed]  # fmt: skip
    if found.taken_back:
        told.append(say_many("{n} was taken back.", "{n} were taken back.", found.taken_back))
    return told


def _told(one: Decision, today: dt.date) -> str:
    return decisions_words.sentence(one, today)


def _points(found: Changes) -> str:
    if not found.vision_changed:
        return ""
    changed = sum(one.fate is not Fate.SAME for one in found.outcomes)
    if found.vision_before.version != found.vision_after.version:
        versions = say("Our vision is now version {n}", n=found.vision_after.version)
        if not changed:
            return say("{what}, with the same outcomes and points.", what=versions)
        return say_many(
            "{what}: {n} outcome is not as it was.", "{what}: {n} outcomes are not as they were.",
            changed, what=versions,
        )  # fmt: skip
    return say_many("{n} outcome is not as it was.", "{n} outcomes are not as they were.", changed)


def weight_rows(found: Changes) -> list[list[object]]:
    """Return a row for each outcome that changed: name, points before and after, what changed."""
    return [
        [one.name, _weight(one.before), _weight(one.after), what_changed(one)]
        for one in found.outcomes
        if one.fate is not Fate.SAME
    ]


def _weight(outcome: Any) -> object:
    if outcome is None:
        return say("not in it")
    points = round(100 * outcome.weight, 1)
    return int(points) if points.is_integer() else points


def written(value: object) -> str:
    """Return a cell in words: a number as the language writes it."""
    if isinstance(value, int | float):
        return decimal(value, 0 if isinstance(value, int) else 1)
    return str(value)


def gap_lines(found: Changes) -> list[str]:
    """Return what became of the gaps: of the place, of the largest tenth, and of the order."""
    gaps = found.gaps
    if gaps.why_none:
        return []
    far = abs(_by(gaps.mean_after, gaps.mean_before)) >= MEAN_LEAST
    told = [_mean_line(found)] if len(gaps.moved) or far else []
    if gaps.ranking is not None and gaps.ranking.come:
        names = listed(found.names.get(key, key) for key in gaps.ranking.come)
        told.append(
            say("Now among the tenth of areas with the largest gaps: {names}.", names=names)
        )
    if gaps.ranking is not None and gaps.ranking.leave:
        names = listed(found.names.get(key, key) for key in gaps.ranking.leave)
        told.append(say("No longer among them: {names}.", names=names))
    if found.vision_changed and len(gaps.moved):
        told.append(_share_line(found))
    return told


def _by(one: float, other: float) -> float:
    return 0.0 if np.isnan(one) or np.isnan(other) else one - other


def _mean_line(found: Changes) -> str:
    gaps = found.gaps
    before, after = (decimal(100 * v, 1) for v in (gaps.mean_before, gaps.mean_after))
    if before == after:
        return say_many(
            "The gap moved in {n} area; the mean of the place stays at {before} of 100.",
            "The gap moved in {n} areas; the mean of the place stays at {before} of 100.",
            len(gaps.moved), before=before,
        )  # fmt: skip
    if gaps.mean_after < gaps.mean_before:
        return say("The mean gap went down from {before} to {after} of 100.", before=before,
                   after=after)  # fmt: skip
    return say("The mean gap went up from {before} to {after} of 100.", before=before, after=after)


def _share_line(found: Changes) -> str:
    """Return how much of the change is the data's, and how much the vision's."""
    gaps = found.gaps
    return say("With the vision of then it would be {n} of 100: the rest is the change of vision.",
               n=decimal(100 * gaps.by_data, 1))  # fmt: skip


def gap_rows(found: Changes) -> list[list[object]]:
    """Return a row for each area or ward whose gap moved: name, before, after, by how much."""
    return [
        [row["name"], round(100 * row["before"], 1), round(100 * row["after"], 1),
         _signed(100 * (row["after"] - row["before"]))]
        for row in _dicts(found.gaps.moved)
    ]  # fmt: skip


def _signed(points: float) -> str:
    rounded = decimal(abs(points), 1)
    return say("{n} more", n=rounded) if points > 0 else say("{n} less", n=rounded)


def _places(found: Changes) -> list[str]:
    places = found.places
    parts = [
        say_many("{n} place came", "{n} places came", len(places.came)) if len(places.came) else "",
        say_many("{n} place is no longer listed", "{n} places are no longer listed",
                 len(places.left))
        if len(places.left) else "",
        say_many("{n} place closed", "{n} places closed", len(places.closed))
        if len(places.closed) else "",
        say_many("{n} place became one with another", "{n} places became one with others",
                 places.merged)
        if places.merged else "",
        say_many("{n} place says something new", "{n} places say something new",
                 len(places.changed))
        if len(places.changed) else "",
    ]  # fmt: skip
    parts = [part for part in parts if part]
    if not parts:
        return []
    counted = say("There were {before} places and are {after}.", before=places.before,
                  after=places.after)  # fmt: skip
    return [say("{what}. {counted}", what=", ".join(parts), counted=counted)]


def place_lines(found: Changes) -> list[str]:
    """Return what became of the places, with names."""
    told = _places(found)
    for text, rows in (
        (say("New: {names}."), found.places.came),
        (say("No longer listed: {names}."), found.places.left),
        (say("Closed: {names}."), found.places.closed),
    ):
        names = [name for name in rows["name"] if name]
        if names:
            told.append(text.replace("{names}", listed(names, len(rows))))
    return told


def place_rows(found: Changes, which: str) -> list[list[object]]:
    """Return a row for each place that "came", "left", "closed" or "changed"."""
    table: pd.DataFrame = getattr(found.places, which)
    more = "what" in table
    return [
        [row["name"] or say("not named"), kind(row["category"]), row["list"],
         *([", ".join(say(FIELDS[part]) for part in row["what"])] if more else [])]
        for row in _dicts(table.head(LISTED))
    ]  # fmt: skip


def _dicts(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def kind(code: str) -> str:
    """Return what a kind of place is called."""
    return say(BY_CODE.get(code, BY_CODE[OTHER]).name)


def count_rows(table: pd.DataFrame) -> list[list[object]]:
    """Return the counts by kind or by list: before, after, came, left, changed."""
    by = str(table.columns[0])
    return [
        [kind(str(row[by])) if by == "category" else str(row[by]),
         *(int(row[name]) for name in ("before", "after", "came", "left", "changed"))]
        for row in _dicts(table)
    ]  # fmt: skip


def figures_line(found: Changes) -> str:
    """Return which figures changed; "" for none."""
    if found.figures.empty:
        return ""
    names = list(dict.fromkeys(str(name) for name in found.figures["name"]))
    return say_many("{n} figure changed: {names}.", "{n} figures changed: {names}.", len(names),
                    names=listed(names))  # fmt: skip


def figure_rows(found: Changes) -> list[list[object]]:
    """Return a row for each figure that changed: name, in how many areas, and where most."""
    return [[_figure_name(row), *_figure_change(row)]
            for row in _dicts(found.figures)]  # fmt: skip


def _figure_name(row: dict[Any, Any]) -> str:
    year = row["year"]
    if year is None or year != year:
        return str(row["name"])
    return say("{name} ({year})", name=row["name"], year=str(int(year)))


def _figure_change(row: dict[Any, Any]) -> tuple[object, str]:
    fates = {"came": say("new"), "left": say("no longer here"),
             "turned": say("it is said otherwise which way is bad")}  # fmt: skip
    if row["fate"] in fates:
        return fates[row["fate"]], ""
    where = say("{area}: {before} to {after}", area=row["moved_most"],
                before=_value(row["before"]), after=_value(row["after"])) \
        if row["moved_most"] else say("where there was no data before, or is none now")  # fmt: skip
    return int(row["areas"]), where


def _value(value: Any) -> str:
    return say("No data") if value is None or value != value else significant(float(value))


def partners_line(found: Changes) -> str:
    """Return who became a partner and who is none any more; "" for nobody."""
    told = []
    if found.partners_came:
        told.append(say("New partners: {names}.", names=listed(found.partners_came)))
    if found.partners_left:
        told.append(say("No longer partners: {names}.", names=listed(found.partners_left)))
    return " ".join(told)


def rounds_line(found: Changes) -> str:
    """Return which rounds of the room were closed; "" for none."""
    if not found.rounds:
        return ""
    names = [one.title for one in found.rounds]
    return say_many("{n} round of the room was closed: {names}.",
                    "{n} rounds of the room were closed: {names}.", len(names),
                    names=listed(names))  # fmt: skip


def listed(names: Iterable[str], of: int = 0) -> str:
    """Return names in a row, of many the first.

    Parameters
    ----------
    of
        How many there are in all, where some have no name.
    """
    every = list(names)
    n = max(of, len(every))
    shown = every[:NAMED]
    if n > len(shown):
        return say("{names} and {n} more", names="; ".join(shown), n=n - len(shown))
    return "; ".join(shown)


def table(found: Changes) -> pd.DataFrame:
    """Return every change as a row to take away: what about, what it is, before, after."""
    rows: list[tuple[str, str, str, str]] = []
    for fate in ("came", "left", "closed", "changed"):
        every: pd.DataFrame = getattr(found.places, fate)
        rows += [(f"place {fate}", row["name"] or say("not named"),
                  "; ".join(row["what"]) if fate == "changed" else row["category"], row["list"])
                 for row in _dicts(every)]  # fmt: skip
    rows += [("points", str(name), str(before), str(after))
             for name, before, after, _ in weight_rows(found)]  # fmt: skip
    rows += [("gap", row["name"], _four(row["before"]), _four(row["after"]))
             for row in _dicts(found.gaps.moved)]  # fmt: skip
    rows += [("figure", str(name), str(areas), str(most))
             for name, areas, most in figure_rows(found)]  # fmt: skip
    rows += [("partner came", name, "", "") for name in found.partners_came]
    rows += [("partner left", name, "", "") for name in found.partners_left]
    rows += [("promise", line, "", "") for line in promise_lines(found)]
    rows += [("round closed", one.title, "", "") for one in found.rounds]
    return pd.DataFrame(rows, columns=["about", "what", "before", "after"])


def _four(value: float) -> str:
    return f"{value:.4f}"


def as_data(found: Changes) -> dict[str, Any]:
    """Return what changed as values that JSON has, for scripts."""
    gaps, places = found.gaps, found.places
    return {
        "since": _moment(found.since), "until": _moment(found.until), "nothing": found.nothing,
        "places": {
            "before": places.before, "after": places.after, "merged": places.merged,
            **{name: _records(getattr(places, name))
               for name in ("came", "left", "closed", "changed", "by_kind", "by_list")},
        },
        "vision": {"before": found.vision_before.version, "after": found.vision_after.version,
                   "outcomes": [{"name": one.name, "fate": one.fate.value,
                                 "before": one.before.weight if one.before else None,
                                 "after": one.after.weight if one.after else None}
                                for one in found.outcomes if one.fate is not Fate.SAME]},
        "gaps": {
            "mean_before": _number(gaps.mean_before), "mean_after": _number(gaps.mean_after),
            "with_the_vision_of_then": _number(gaps.by_data), "compared": gaps.compared,
            "moved": _records(gaps.moved), "why_none": gaps.why_none,
            "came_into_the_tenth": list(gaps.ranking.come) if gaps.ranking else [],
            "left_the_tenth": list(gaps.ranking.leave) if gaps.ranking else [],
        },
        "figures": _records(found.figures),
        "partners": {"came": list(found.partners_came), "left": list(found.partners_left)},
        "decisions": {
            name: [one.model_dump(mode="json") for one in listed_]
            for name, listed_ in (("made", found.made), ("done", found.done),
                                  ("not_done", found.not_done), ("dropped", found.dropped),
                                  ("overdue", found.overdue))
        } | {"taken_back": found.taken_back},
        "rounds": [one.title for one in found.rounds],
        "unknown": list(found.unknown),
    }  # fmt: skip


def _moment(one: Any) -> dict[str, Any]:
    return {"revision": one.revision, "at": one.at.isoformat(), "words": one.words}


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): _plain(value) for name, value in row.items()} for row in _dicts(frame)]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, np.generic):
        value = value.item()
    return None if value != value else value


def lines(found: Changes) -> Sequence[str]:
    """Return all of it as lines to read."""
    told = [span(found), *headlines(found)]
    told += [f"  {line}" for line in promise_lines(found)]
    told += [f"  {name}: {written(before)} → {written(after)}. {what}."
             for name, before, after, what in weight_rows(found)]  # fmt: skip
    told += [f"  {line}" for line in gap_lines(found)[1:]]
    told += [f"  {name}: {before} → {after}"
             for name, before, after, _ in gap_rows(found)[:NAMED]]  # fmt: skip
    told += [f"  {line}" for line in place_lines(found)[1:]]
    told += [f"  {name}: {areas} {most}" for name, areas, most in figure_rows(found)]
    return [*told, *found.unknown]
