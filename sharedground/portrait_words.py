"""Portraits in sentences and tables, and two of them side by side."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import pandas as pd

from sharedground.analysis import story, walking
from sharedground.analysis.neighbourhood import How
from sharedground.analysis.standing import Verdict
from sharedground.model.category import BY_CODE, OTHER
from sharedground.portrait import Portrait
from sharedground.words import decimal, later, say, say_many

_LONGEST: Final = 60
"""Minutes beyond which nobody calls it a walk."""

_CLEAR: Final = 0.05
"""Need that differs by less, of 0 to 1, is about the same."""

_TIMES: Final = 1.25
"""What is in reach differs clearly from this ratio on."""

VERDICTS: Final = {
    Verdict.ENOUGH.value: later("Enough in reach"),
    Verdict.BETWEEN.value: later("In between"),
    Verdict.FIRST.value: later("May need more first"),
    Verdict.NO_DATA.value: later("No data"),
}


def about(people: float) -> int:
    """Return a number of people rounded to what an estimate can bear."""
    return int(round(people, -2 if people >= 1_000 else -1))


def people_in_words(told: Portrait) -> tuple[str, str]:
    """Return how many people live there, then its year and how much of it is an estimate."""
    people, areas = told.people, len(told.mine.parts)
    if math.isnan(people.known):
        return say("No data"), say("Nobody has added how many people live here.")
    if math.isnan(people.total):
        base = say_many("{n} of {areas} areas has no number of people. The others have {known}.",
                        "{n} of {areas} areas have no number of people. The others have {known}.",
                        people.unknown, areas=areas,
                        known=_counted(told, people.known))  # fmt: skip
        return say("No data"), base
    years = "-".join(str(year) for year in people.years)
    base = say("in {year}", year=years) if years else say("year not stated")
    if people.estimated >= 0.5:
        base = say("{base}; about {n} of them are an estimate", base=base,
                   n=about(people.estimated))  # fmt: skip
    return _counted(told, people.total), base


def people_figure(told: Portrait) -> tuple[str, str, str]:
    """Return a label, the number of people who live there, and its base, as a key figure."""
    figure, base = people_in_words(told)
    if told.people.estimated >= 0.5 and not math.isnan(told.people.total):
        return say("People, about"), decimal(about(told.people.total)), base
    return say("People"), figure, base


def _counted(told: Portrait, people: float) -> str:
    if told.people.estimated >= 0.5:
        return say("about {n}", n=about(people))
    return decimal(round(people))


def made_of(told: Portrait, place: str) -> list[str]:
    """Return what a neighbourhood is made of, and what of its figures is an estimate."""
    mine, people = told.mine, told.people
    if mine.how is How.AREAS:
        return [say_many("It is made of {n} whole area. Nothing is an estimate by ground.",
                         "It is made of {n} whole areas. Nothing is an estimate by ground.",
                         len(mine.parts))]  # fmt: skip
    lines = [say_many("It touches {n} area, {split} only in part.",
                      "It touches {n} areas, {split} of them only in part.", len(mine.parts),
                      split=mine.split)]  # fmt: skip
    if mine.split:
        lines.append(say("Of an area that lies here in part we count that part of its people. We "
                         "take them to live evenly over its ground, so this is an "
                         "estimate."))  # fmt: skip
    if people.estimated >= 0.5:
        lines.append(say("About {n} of {all} people are counted so.", n=about(people.estimated),
                         all=about(people.known)))  # fmt: skip
    if mine.beyond:
        lines.append(say("{n}% of it lies outside of {place}. We know nothing of that part, and "
                         "count nothing there.", n=round(100 * mine.beyond),
                         place=place))  # fmt: skip
    return lines


def firm_words(told: Portrait) -> list[str]:
    """Return how it stands for all outcomes together, and how firm that is."""
    firm, total = told.firm, told.total
    if firm is None or total is None:
        return []
    if firm.verdict is Verdict.NO_DATA:
        return [say("Too little is known to say how it stands for all outcomes together.")]
    larger = int(total["rank"]) - 1
    lines = [say_many("{verdict}. {n} of {of} areas has a larger gap than here.",
                      "{verdict}. {n} of {of} areas have a larger gap than here.", larger,
                      verdict=say(VERDICTS[firm.verdict.value]),
                      of=int(total["ranked"]))]  # fmt: skip
    if firm.ways < 2:
        return [*lines, say("There is only one way to count it, so we cannot say how firm it is.")]
    low, high = (rank - 1 for rank in firm.ranks)
    if firm.firm:
        lines.append(say("Firm: all {n} ways of counting agree.", n=firm.ways))
    else:
        lines.append(say("Not firm: {agree} of {n} ways of counting agree.", agree=firm.agree,
                         n=firm.ways))  # fmt: skip
    if firm.otherwise:
        names = ", ".join(f"“{name}”" for name in firm.otherwise[:3])
        lines.append(say("It would be otherwise without {names}.", names=names))
    if low != high:
        lines.append(say("By the way of counting, {low} to {high} areas have a larger gap.",
                         low=low, high=high))  # fmt: skip
    return lines


def ways_in_words() -> str:
    """Return which ways of counting there are."""
    return say("We count with the weights of our vision, with all outcomes alike, without each "
               "outcome in turn, and without places that nobody checked for long.")  # fmt: skip


def outcome_words(row: dict[Any, Any]) -> str:
    """Return one outcome in a line: how it stands, need beside the place, and what is in reach."""
    needs = [float(row[name]) for name in ("need", "place_need")]
    need = say("no data on need")
    if not math.isnan(needs[0]):
        need = say("need {need}, place {usual}", need=story.score(needs[0]),
                   usual=story.score(needs[1]))  # fmt: skip
    told = say("{outcome}: {verdict}; {need}; {reach}.", outcome=str(row["outcome"]),
               verdict=say(VERDICTS[str(row["verdict"])]).lower(), need=need,
               reach=reach_words(row))  # fmt: skip
    nearest = nearest_words(row)
    return f"{told} {nearest}." if nearest else told


def reach_words(row: dict[Any, Any]) -> str:
    """Return how much lies here and in reach: "2 here, 5 within about 15 minutes' walk"."""
    within = story.within(float(row["reach_m"]))
    return say("{here} here, {n} {within}", here=int(row["here"]), n=int(row["in_reach"]),
               within=within)  # fmt: skip


def nearest_words(row: dict[Any, Any]) -> str:
    """Return the nearest place and how long the walk is; "" where none is known."""
    name, walk = str(row["nearest_name"]), walk_words(row["least_min"], row["most_min"])
    return say("Nearest: {name}, {walk}", name=name, walk=walk) if name else ""


def within_words(row: dict[Any, Any]) -> str:
    """Return how much is in reach: "5 within about 15 minutes' walk"."""
    return say("{n} {within}", n=int(row["in_reach"]), within=story.within(float(row["reach_m"])))


def near_words(row: dict[Any, Any]) -> str:
    """Return the nearest place with its walk, without more words; "" where none is known."""
    name, walk = str(row["nearest_name"]), walk_words(row["least_min"], row["most_min"])
    return say("{name}, {walk}", name=name, walk=walk) if name else ""


def walk_words(least: float, most: float) -> str:
    """Return minutes on foot, or from how many to how many by where one starts."""
    if math.isnan(least):
        return ""
    if least > _LONGEST:
        return say("over an hour on foot")
    if most > _LONGEST:
        return say("from {least} minutes to over an hour on foot", least=int(least))
    if int(least) == int(most):
        return say_many("{n} minute on foot", "{n} minutes on foot", int(least))
    return say("{least} to {most} minutes on foot", least=int(least), most=int(most))


def kind_name(category: str) -> str:
    """Return what a kind of place is called."""
    return say(BY_CODE.get(category, BY_CODE[OTHER]).name)


class Line(NamedTuple):
    """One figure of two portraits and of the whole place, written out, and what differs."""

    what: str
    one: str
    other: str
    place: str
    words: str


def compared(one: Portrait, other: Portrait) -> dict[str, list[Line]]:
    """Return two portraits side by side.

    Returns
    -------
    dict
        Lines by group: "all" (people, places, all outcomes together), "need" and "reach" (each
        outcome in the vision's order).
    """
    both = list(zip(one.rows.to_dict("records"), other.rows.to_dict("records"), strict=True))
    return {
        "all": _of_all(one, other),
        "need": [_need(a, b, one.name, other.name) for a, b in both],
        "reach": [_reach(a, b, one.name, other.name) for a, b in both],
    }


def _of_all(one: Portrait, other: Portrait) -> list[Line]:
    first, second = (people_in_words(each)[0] for each in (one, other))
    lines = [
        Line(say("People"), first, second, "",
             _more(one, other, lambda p: p.people.total, _people_words)),
        Line(say("Places"), decimal(one.places), decimal(other.places), "",
             _more(one, other, lambda p: float(p.places), _places_words)),
    ]  # fmt: skip
    if one.firm and other.firm:
        same = one.firm.verdict == other.firm.verdict
        words = say("They stand alike") if same else say("They stand differently")
        lines.append(Line(say("All outcomes together"), _stands(one), _stands(other), "", words))
    return lines


def _stands(told: Portrait) -> str:
    assert told.firm is not None
    verdict = say(VERDICTS[told.firm.verdict.value])
    if told.firm.verdict is Verdict.NO_DATA or told.firm.ways < 2:
        return verdict
    return say("{verdict}, firm", verdict=verdict) if told.firm.firm else say(
        "{verdict}, not firm", verdict=verdict)  # fmt: skip


def _more(
    one: Portrait, other: Portrait, value: Callable[[Portrait], float],
    words: Callable[[str], str],
) -> str:  # fmt: skip
    a, b = value(one), value(other)
    if math.isnan(a) or math.isnan(b):
        return say("Cannot be compared")
    if max(a, b) <= min(a, b) * 1.1:
        return say("About the same")
    return words(one.name if a > b else other.name)


def _people_words(name: str) -> str:
    return say("More people: {area}", area=name)


def _places_words(name: str) -> str:
    return say("More places: {area}", area=name)


def _need(a: dict[Any, Any], b: dict[Any, Any], one: str, other: str) -> Line:
    needs = float(a["need"]), float(b["need"])
    if any(map(math.isnan, needs)):
        words = say("Cannot be compared")
    elif abs(needs[0] - needs[1]) < _CLEAR:
        words = say("About the same")
    else:
        words = say("Higher need: {area}", area=one if needs[0] > needs[1] else other)
    return Line(str(a["outcome"]), story.score(needs[0]), story.score(needs[1]),
                story.score(float(a["place_need"])), words)  # fmt: skip


def _reach(a: dict[Any, Any], b: dict[Any, Any], one: str, other: str) -> Line:
    times = float(a["times"]), float(b["times"])
    if any(map(math.isnan, times)):
        words = say("Nothing that serves it is listed")
    elif max(times) < _TIMES * min(times) or max(times) == 0:
        words = say("About the same")
    else:
        words = say("More in reach: {area}", area=one if times[0] > times[1] else other)
    return Line(str(a["outcome"]), percent(times[0]), percent(times[1]),
                percent(1.0 if not math.isnan(times[0]) else math.nan), words)  # fmt: skip


def percent(times: float) -> str:
    """Return what is in reach beside the place's mean, which is 100."""
    return say("No data") if math.isnan(times) else decimal(100 * times)


def sentences(one: Portrait, other: Portrait) -> list[str]:
    """Return what differs between two, in at most three sentences."""
    lines = compared(one, other)
    need = [line.words for line in lines["need"]]
    reach = [line.words for line in lines["reach"]]
    said = []
    for name in (one.name, other.name):
        count = need.count(say("Higher need: {area}", area=name))
        if count:
            said.append(say_many("{area}: need is clearly higher for {n} outcome.",
                                 "{area}: need is clearly higher for {n} outcomes.", count,
                                 area=name))  # fmt: skip
    for name in (one.name, other.name):
        count = reach.count(say("More in reach: {area}", area=name))
        if count:
            said.append(say_many("{area}: people can reach clearly more for {n} outcome.",
                                 "{area}: people can reach clearly more for {n} outcomes.", count,
                                 area=name))  # fmt: skip
    return said or [say("The two are much alike in the figures.")]


def table(told: Portrait) -> pd.DataFrame:
    """Return a portrait as a table to take away: one row per figure, with plain headings."""
    rows: list[tuple[object, ...]] = []
    people, base = people_in_words(told)
    rows.append((say("People"), people, "", base))
    rows.append((say("Places"), told.places, "", ""))
    rows += [(say("All outcomes together"), line, "", ways_in_words())
             for line in firm_words(told)[:2]]  # fmt: skip
    for row in told.rows.to_dict("records"):
        rows += _outcome_rows(row)
    within = say("Here, and within {n} minutes’ walk", n=walking.USUAL)
    for row in told.kinds.to_dict("records"):
        both = say("{here} here, {n} in reach", here=int(row["here"]), n=int(row["in_reach"]))
        rows.append((say("{kind}: {what}", kind=kind_name(str(row["category"])), what=within),
                     both, "", nearest_words(row)))  # fmt: skip
    headings = [say("Figure"), told.name, say("The whole place"), say("Note")]
    return pd.DataFrame(rows, columns=headings)


def _outcome_rows(row: dict[Any, Any]) -> list[tuple[object, ...]]:
    covered = float(row["covered"])
    note = "" if math.isnan(covered) or covered > 0.995 else say(
        "known for {n} in 100 people", n=round(100 * covered))  # fmt: skip
    name = str(row["outcome"])
    return [
        (say("{outcome}: need, 0 to 100", outcome=name), story.score(float(row["need"])),
         story.score(float(row["place_need"])), note),
        (say("{outcome}: in reach, where 100 is usual", outcome=name), percent(float(row["times"])),
         percent(1.0 if not math.isnan(row["times"]) else math.nan), nearest_words(row)),
        (say("{outcome}: places", outcome=name), reach_words(row), "", ""),
        (say("{outcome}: how it stands", outcome=name), say(VERDICTS[str(row["verdict"])]), "",
         ""),
    ]  # fmt: skip


def comparison_table(one: Portrait, other: Portrait) -> pd.DataFrame:
    """Return two portraits as a table to take away."""
    lines = compared(one, other)
    titles = {"all": "{what}", "need": later("{what}: need, 0 to 100"),
              "reach": later("{what}: in reach, where 100 is usual")}  # fmt: skip
    rows: list[Sequence[str]] = [
        (say(titles[group], what=line.what), *line[1:])
        for group, several in lines.items() for line in several
    ]  # fmt: skip
    names = [one.name, other.name]
    if names[0] == names[1]:
        names[1] = f"{names[1]} (2)"
    return pd.DataFrame(rows, columns=[say("Figure"), *names, say("The whole place"),
                                       say("What differs")])  # fmt: skip
