"""Strengths and gaps in sentences, made from the same figures as the charts beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from sharedground.analysis.nearness import InReach
from sharedground.analysis.standing import Verdict
from sharedground.words import decimal, say, say_many

WALK_M_PER_MINUTE: Final = 80
"""About 4.8 km an hour: a common planning value for walking."""

LONGEST_WALK_MIN: Final = 60
"""Beyond this a distance is said in kilometres: nobody calls it a walk."""

SMALL: Final = "small"
"""The level of the areas themselves where a lookup groups them."""


def counted(n: int, level: str) -> str:
    """Return "1 ward", "12 wards" and so on.

    Parameters
    ----------
    level
        "ward", "neighbourhood", "locality", `SMALL`, or anything else for plain areas.
    """
    if level == "ward":
        return say_many("{n} ward", "{n} wards", n)
    if level == "neighbourhood":
        return say_many("{n} neighbourhood", "{n} neighbourhoods", n)
    if level == SMALL:
        return say_many("{n} small area", "{n} small areas", n)
    return say_many("{n} area", "{n} areas", n)


def level_name(level: str) -> str:
    """Return the name of a level for a switch, such as "Wards"."""
    names = {
        "ward": say("Wards"),
        "neighbourhood": say("Neighbourhoods"),
        SMALL: say("Small areas"),
    }
    return names.get(level, say("Areas"))


def within(reach_m: float) -> str:
    """Return a reach on foot in words, such as "within about 15 minutes' walk"."""
    minutes = round(reach_m / WALK_M_PER_MINUTE)
    if minutes > LONGEST_WALK_MIN:
        return say("within about {km} km", km=decimal(reach_m / 1000))
    return say_many(
        "within about {n} minute's walk", "within about {n} minutes' walk", max(1, minutes)
    )


def score(value: float) -> str:
    """Return a need or gap of 0 to 1 as people read it, 0 to 100; "No data" for NaN."""
    return say("No data") if np.isnan(value) else decimal(100 * value)


def places_per(value: float) -> str:
    """Return places per 1,000 people as text of 2 figures; "No data" for NaN."""
    if np.isnan(value):
        return say("No data")
    if value == 0:
        return "0"
    if value < 0.005:
        return say("under 0.01")
    return decimal(value, 1) if value >= 0.995 else decimal(value, 2)


def enough_heading(rows: pd.DataFrame, level: str, outcome: str) -> str:
    """Return how many areas have enough in reach.

    Parameters
    ----------
    rows
        As `standing` returns them.
    outcome
        The outcome's name, or "" for all together.
    """
    n = int((rows["verdict"] == Verdict.ENOUGH).sum())
    areas = counted(n, level)
    if n == 0:
        return (
            say("No area reaches the target for most of what matters yet")
            if not outcome
            else (say("No area reaches the target for this yet"))
        )
    if outcome:
        return say_many("{areas} has enough in reach", "{areas} have enough in reach", n,
                        areas=areas)  # fmt: skip
    return say_many(
        "{areas} has enough in reach for most of what matters",
        "{areas} have enough in reach for most of what matters",
        n,
        areas=areas,
    )


def uncounted_sentence(outcomes: pd.DataFrame) -> str:
    """Return how much of what matters has no figure of need anywhere; "" where all has one.

    Parameters
    ----------
    outcomes
        `Assessment.outcomes`.
    """
    share = float(outcomes.loc[outcomes["no_indicator"], "weight"].sum())
    if share <= 0:
        return ""
    return say("{n} % of what matters, by weight, has no figure of need. It counts as not met.",
               n=decimal(100 * share))  # fmt: skip


def first_heading(rows: pd.DataFrame, level: str) -> str:
    """Return how many areas may need more first."""
    n = int((rows["verdict"] == Verdict.FIRST).sum())
    if n == 0:
        return say("No area stands out as needing more first")
    return say("{areas} may need more first", areas=counted(n, level))


def between_sentence(rows: pd.DataFrame, level: str) -> str:
    """Return how many areas lie between and how many have no data; "" if there are none."""
    between = int((rows["verdict"] == Verdict.BETWEEN).sum())
    missing = int((rows["verdict"] == Verdict.NO_DATA).sum())
    said = []
    if between:
        areas = counted(between, level)
        said.append(say_many("{areas} lies in between.", "{areas} lie in between.", between,
                             areas=areas))  # fmt: skip
    if missing:
        areas = counted(missing, level)
        said.append(say("No data for {areas}. This does not mean zero.", areas=areas))
    return " ".join(said)


def serving_heading(places: int, outcome: str) -> str:
    """Return how many places serve the vision, or one outcome of it."""
    if places == 0:
        return (
            say("No place on the map serves this yet")
            if outcome
            else (say("No place on the map serves the vision yet"))
        )
    if outcome:
        return say_many("{n} place serves this outcome", "{n} places serve this outcome", places)
    return say_many("{n} place serves what matters here", "{n} places serve what matters here",
                    places)  # fmt: skip


def edge_sentence(rows: pd.DataFrame) -> str:
    """Return how many areas lie near the boundary; "" if there are none.

    Parameters
    ----------
    rows
        As `standing` returns them, by area.
    """
    n = int(rows["edge"].sum())
    if n == 0:
        return ""
    return say_many(
        "{n} area lies near the boundary. People there may use places outside that nobody "
        "has listed.",
        "{n} areas lie near the boundary. People there may use places outside that nobody "
        "has listed.",
        n,
    )


def reach_sentence(reached: InReach, reach_m: float) -> str:
    """Return how many people have at least one place in reach, and how far the nearest is."""
    if not reached.people:
        return say("No data on who has one in reach. This does not mean zero.")
    said = say("{share} % of people have at least one {within}: {reached} of {people}.",
               share=decimal(100 * reached.share), within=within(reach_m),
               reached=decimal(reached.reached), people=decimal(reached.people))  # fmt: skip
    if np.isnan(reached.middle_minutes):
        said += " " + say("Half of all people, or more, have none in reach.")
    else:
        said += " " + say_many("Half of all people have the nearest within {n} minute on foot.",
                               "Half of all people have the nearest within {n} minutes on foot.",
                               int(reached.middle_minutes))  # fmt: skip
    if reached.unknown:
        said += " " + say_many("Of {n} area it is not known.", "Of {n} areas it is not known.",
                               reached.unknown)  # fmt: skip
    return said


def first_people(rows: pd.DataFrame) -> str:
    """Return how many people live where more may be needed first; "" if nobody does."""
    people = rows["people"].to_numpy(dtype=float)
    first = (rows["verdict"] == Verdict.FIRST).to_numpy()
    here, total = float(np.nansum(people[first])), float(np.nansum(people))
    if not here:
        return ""
    return say("{people} people live there, {share} % of all.", people=decimal(here),
               share=decimal(100 * here / total))  # fmt: skip


def target_sentence(outcome: pd.Series) -> str:
    """Return the access and the target of an outcome in words.

    Parameters
    ----------
    outcome
        A row of `Assessment.outcomes`.
    """
    if outcome["nothing_serves"]:
        return say("Nothing that serves this is in reach of anyone here yet.")
    reach = within(float(outcome["reach_m"]))
    access = places_per(float(outcome["mean_access"]))
    first = say("People here reach {access} places per 1,000 people {within}, on average.",
                access=access, within=reach)  # fmt: skip
    if outcome["target_is_default"]:
        return first + " " + say("The target is that average, as nobody has set another.")
    target = places_per(float(outcome["target"]))
    return first + " " + say("The vision's own target is {target}.", target=target)


def need_sentence(outcome: pd.Series) -> str:
    """Return which figures of need stand for an outcome, or why there are none."""
    if outcome["no_indicator"]:
        reasons = " ".join(outcome["reasons"])
        return say("No data. This does not mean zero.") + " " + reasons
    named = (
        f"{name} ({year})" if year else str(name)
        for name, year in zip(outcome["indicators"], outcome["years"], strict=True)
    )
    said = say("Need is read from: {figures}.", figures="; ".join(named))
    return " ".join((said, *outcome["reasons"]))


def why_sentences(
    figures: dict[str, object], reach_m: float, *, national: bool = False, surveyed: bool = True
) -> tuple[str, ...]:
    """Return how one figure came about: its method in words, with its own numbers.

    Parameters
    ----------
    figures
        `Why.figures`.
    national
        Need is a place in a national ranking, not among the people of the place.
    surveyed
        Off where nobody has looked what is in the area.
    """
    need, access, target, gap = (
        float(str(figures[name])) for name in ("need", "access", "target", "gap")
    )
    if np.isnan(gap):
        if not surveyed:
            return (say("No data. This does not mean zero. Nobody has looked yet what is in this "
                        "area."),)  # fmt: skip
        return (_missing(need, access),)
    place = (
        say("Need here is {need} of 100, where 50 is the middle of the nation's areas.",
            need=score(need))
        if national
        else say("Need here is {need} of 100, where 50 is about the middle of this place.",
                 need=score(need))
    )  # fmt: skip
    if np.isnan(target):
        reach = say("Nothing that serves this is in reach of anyone here, so the gap is all the "
                    "need: {gap} of 100.", gap=score(gap))  # fmt: skip
        return place, reach
    share = min(1.0, access / target)
    reach = say(
        "{access} places per 1,000 people are {within}. The target is {target}, so {share} % "
        "of it is reached.",
        access=places_per(access),
        within=within(reach_m),
        target=places_per(target),
        share=decimal(100 * share),
    )
    result = say(
        "Gap = need × the share of the target not reached: {need} × {rest} % = {gap} of 100.",
        need=score(need),
        rest=decimal(100 * (1 - share)),
        gap=score(gap),
    )
    return place, reach, result


def _missing(need: float, access: float) -> str:
    if np.isnan(need):
        return say("No data. This does not mean zero. A figure of need or the number of people "
                   "is missing for this area.")  # fmt: skip
    if np.isnan(access):
        return say("No data. This does not mean zero. The number of people in reach of the "
                   "places near this area is not known.")  # fmt: skip
    return say("No data. This does not mean zero.")


def moved_sentence(before: pd.DataFrame, after: pd.DataFrame, labels: Sequence[str]) -> str:
    """Say which areas come to need more first, and which no longer do.

    Parameters
    ----------
    before, after
        From `standing`, row by row the same areas.
    labels
        What each row is called.
    """
    was = (before["verdict"] == Verdict.FIRST).to_numpy()
    now = (after["verdict"] == Verdict.FIRST).to_numpy()
    come = [label for label, new in zip(labels, now & ~was, strict=True) if new]
    gone = [label for label, old in zip(labels, was & ~now, strict=True) if old]
    if not come and not gone:
        return say("The same areas may need more first.")
    told = []
    if come:
        told.append(say("Now these may need more first too: {names}.", names=_some(come)))
    if gone:
        told.append(say("These no longer stand out: {names}.", names=_some(gone)))
    return " ".join(told)


def rank_sentence(before: pd.DataFrame, after: pd.DataFrame, labels: Sequence[str]) -> str:
    """Say which area moves furthest when areas are ranked by their gap, the largest first.

    Parameters
    ----------
    before, after, labels
        As for `moved_sentence`.
    """
    was, now = (rows["gap"].rank(ascending=False, method="min") for rows in (before, after))
    moves = (was - now).to_numpy(dtype=float)
    if not np.nan_to_num(moves).any():
        return say("No area changes its rank.")
    at = int(np.nanargmax(np.abs(moves)))
    return say(
        "{name} changes its rank most: from {was} to {now} of {n}, where 1 has the largest gap.",
        name=labels[at], was=int(was.iloc[at]), now=int(now.iloc[at]), n=int(was.notna().sum()),
    )  # fmt: skip


def _some(names: Sequence[str], most: int = 5) -> str:
    """Return names in a row; beyond `most` only how many more."""
    listed = ", ".join(names[:most])
    if len(names) <= most:
        return listed
    return say("{names} and {n} more", names=listed, n=len(names) - most)
