"""Who is reached, in sentences that claim no more than the figures allow."""

from __future__ import annotations

from typing import Final

import numpy as np

from sharedground.analysis import story
from sharedground.analysis.assessment import ALL
from sharedground.analysis.cover import Cover
from sharedground.analysis.fairness import TENTHS, Finding
from sharedground.fair import Asked, Fair
from sharedground.words import decimal, say, say_many

_MOST_DIGITS: Final = 4


def heading(fair: Fair) -> str:
    """Return what can be said of need and what is in reach: a difference only where it is clear."""
    found, name = fair.fairness, fair.asked.name
    more, less = halves(fair)
    if found.finding is Finding.ONE_NEED:
        return say("Need is the same everywhere here, so there is nothing to compare")
    if found.finding is Finding.NO_DATA:
        return say("No data on need yet, so nobody can be compared")
    if not name:
        return {
            Finding.MORE: say("People with more need have more of what matters in reach: "
                              "{more} against {less} of 100", more=more, less=less),
            Finding.LESS: say("People with more need have less of what matters in reach: "
                              "{more} against {less} of 100", more=more, less=less),
            Finding.ALIKE: say("Much the same of what matters is in reach, whatever people's need"),
            Finding.UNCLEAR: say("No clear difference between people with more and less need"),
            Finding.NOTHING: say("Nothing that matters is in reach of anyone yet"),
        }[found.finding]  # fmt: skip
    return {
        Finding.MORE: say("{name}: people with more need have more in reach, {more} against {less} "
                          "per 1,000", name=name, more=more, less=less),
        Finding.LESS: say("{name}: people with more need have less in reach, {more} against {less} "
                          "per 1,000", name=name, more=more, less=less),
        Finding.ALIKE: say("{name}: much the same in reach, whatever people's need", name=name),
        Finding.UNCLEAR: say("{name}: no clear difference between people with more and less need",
                             name=name),
        Finding.NOTHING: say("{name}: nothing is in reach of anyone here", name=name),
    }[found.finding]  # fmt: skip


def halves(fair: Fair) -> tuple[str, str]:
    """Write what the halves with more and with less need have in reach.

    Where a difference is claimed they have so many digits that it shows.
    """
    found, asked = fair.fairness, fair.asked
    if found.finding in {Finding.MORE, Finding.LESS}:
        return apart(asked, found.more.value, found.less.value)
    return amount(asked, found.more.value), amount(asked, found.less.value)


def apart(asked: Asked, one: float, other: float) -> tuple[str, str]:
    """Write two figures of what is in reach with so many digits that they differ, if they do."""
    said = amount(asked, one), amount(asked, other)
    for places in range(1, _MOST_DIGITS + 1):
        if said[0] != said[1] or one == other:
            break
        said = decimal(one, places), decimal(other, places)
    return said


def amount(asked: Asked, value: float) -> str:
    """Write what is in reach: of 100 for the whole vision, else places per 1,000 people."""
    return score(value) if asked.code == ALL else story.places_per(value)


def score(value: float) -> str:
    """Write a figure of 0 to 100; "No data" for NaN."""
    return say("No data") if np.isnan(value) else decimal(value)


def percent(share: float) -> str:
    """Write a share of 0 to 1 in percent; "No data" for NaN."""
    return (
        say("No data")
        if np.isnan(share)
        else say("{n} %", n=decimal(100 * share)).replace(" ", "\N{NO-BREAK SPACE}")
    )


def compared(fair: Fair) -> str:
    """Return how people were compared: by need of what, and what "in reach" means."""
    asked = fair.asked
    if asked.code == ALL:
        return say("Each outcome counts by its weight. 100 is all that the vision asks for.")
    reach = story.within(asked.reach_m)
    if asked.kind:
        return say("In reach is {reach}. Need is that of the outcomes it serves.", reach=reach)
    return say("In reach is {reach}.", reach=reach)


def reached_title(asked: Asked) -> str:
    """Return what the share of people with something in reach is called."""
    if asked.code == ALL:
        return say("People with at least one place in reach for each outcome")
    return say("People with at least one place in reach")


def amount_title(asked: Asked) -> str:
    """Return what the mean of what is in reach is called."""
    if asked.code == ALL:
        return say("How much of what matters is in reach, 0 to 100")
    return say("Places in reach per 1,000 people")


def tenth_name(tenth: int) -> str:
    """Return "1, most need" and so on, for the rows of a chart."""
    if tenth == 1:
        return say("{n}, most need", n=tenth)
    return say("{n}, least need", n=tenth) if tenth == TENTHS else decimal(tenth)


def unit(asked: Asked) -> str:
    """Return the unit of what is in reach, in short."""
    return say("of 100") if asked.code == ALL else say("per 1,000 people")


def leaning(fair: Fair) -> str:
    """Return which way what is in reach leans, no further than the range allows."""
    return {
        Finding.MORE: say("What is in reach leans towards people with more need"),
        Finding.LESS: say("What is in reach leans towards people with less need"),
        Finding.ALIKE: say("What is in reach leans neither way"),
    }.get(fair.fairness.finding, say("Which way it leans is not clear"))


def fifth(fair: Fair) -> str:
    """Return which share of all that is in reach the fifth of the people with most need has."""
    found = fair.fairness.curve
    share = float(np.interp(0.2, found.people, found.amount))
    return say("The fifth of the people with most need have {share} of all that is in reach.",
               share=percent(share))  # fmt: skip


def index_sentence(fair: Fair) -> str:
    """Return the index, and in one sentence what it means; "" where there is none."""
    found = fair.fairness.index
    if np.isnan(found.value):
        return ""
    return say("{index} on a scale from −1 to 1 (likely {low} to {high}). 0 is even; above 0, "
               "people with more need have more in reach.", index=signed(found.value),
               low=signed(found.low), high=signed(found.high))  # fmt: skip


def signed(value: float) -> str:
    """Write an index with its sign."""
    if np.isnan(value):
        return say("No data")
    said = decimal(abs(value), 2)
    if float(said.replace(",", ".")) == 0:
        return said
    return f"+{said}" if value > 0 else f"−{said}"


def range_sentence() -> str:
    """Return what the likely ranges say, and what they leave out."""
    return say(
        "The likely range shows how much single areas carry a figure: we drew the areas again "
        "1,000 times, and 95 of 100 draws lie in it. It leaves out mistakes in the figures of "
        "need, places nobody listed, and how far it really is on foot."
    )


def spread_sentence(fair: Fair) -> str:
    """Return how unequal what is in reach is, whatever the need; "" where nothing is."""
    if np.isnan(fair.fairness.spread):
        return ""
    return say("Gini {figure}: 0 if everyone had the same in reach, near 1 if a few people had "
               "nearly all of it.", figure=decimal(fair.fairness.spread, 2))  # fmt: skip


def missing_sentences(fair: Fair) -> list[str]:
    """Return who is in no figure: one sentence each."""
    found, said = fair.fairness, []
    if found.areas_no_data:
        said.append(say("No data for {people} people in {areas}: they are in none of the shares.",
                        people=decimal(found.people_no_data),
                        areas=story.counted(found.areas_no_data, "")))  # fmt: skip
    if found.areas_people_unknown:
        said.append(say("How many people live there is not known for {areas}.",
                        areas=story.counted(found.areas_people_unknown, "")))  # fmt: skip
    if found.areas_without_people:
        said.append(say("Nobody lives in {areas}.",
                        areas=story.counted(found.areas_without_people, "")))  # fmt: skip
    return said


def limit_sentences(fair: Fair) -> list[str]:
    """Return what else to know: who may be served from outside, and what nothing serves."""
    said = []
    if fair.people_near_edge:
        said.append(say("{people} people live near the boundary: places outside that nobody has "
                        "listed may serve them.",
                        people=decimal(fair.people_near_edge)))  # fmt: skip
    if fair.left_out:
        said.append(say("Nothing serves these outcomes yet, so nobody has a place in reach for "
                        "them: {names}.", names="; ".join(fair.left_out)))  # fmt: skip
    return said


def cover_heading(found: Cover) -> str:
    """Return how many people partners reach together."""
    if not found.partners_in_all:
        return say("The lists name nobody who runs these places")
    return say_many("{n} organisation has a place in reach of {joint} of {people} people",
                    "Together, {n} organisations have a place in reach of {joint} of {people} "
                    "people", found.partners_in_all, joint=decimal(found.joint),
                    people=decimal(found.people))  # fmt: skip


def cover_sentences(found: Cover) -> list[str]:
    """Return who stands alone, what nobody is named for, and who has nothing in reach."""
    said = []
    if found.partners_in_all:
        said.append(
            say("For {people} people it is a single organisation: without it they would have "
                "nothing in reach.", people=decimal(found.by_one))
            if round(found.by_one)
            else say("Nobody depends on a single organisation.")
        )  # fmt: skip
    if found.unnamed_places:
        said.append(say_many("For {n} place the lists name nobody: it is in reach of {people} "
                             "people, and all there is for {only} of them.",
                             "For {n} places the lists name nobody: they are in reach of {people} "
                             "people, and all there is for {only} of them.", found.unnamed_places,
                             people=decimal(found.unnamed),
                             only=decimal(found.only_unnamed)))  # fmt: skip
    if round(found.uncovered):
        said.append(say("{people} people have nothing in reach.", people=decimal(found.uncovered)))
    return said


def cover_limit() -> str:
    """Return what cover can never show."""
    return say("This shows who overlaps, and where one stands alone. It cannot show what partners "
               "do better together than apart: covered is covered, by one or by many.")  # fmt: skip


def rest_name(found: Cover) -> str:
    """Return what the partners are called that are taken together."""
    n = found.partners_in_all - len(found.partners)
    return say_many("{n} other, together", "{n} others, together", n)


def spots_heading(fair: Fair) -> str:
    """Return how many areas lie in clusters of large gaps."""
    spots = fair.spots
    if not spots.enough:
        return say("Too few areas to look for clusters")
    n = int(spots.hot.sum())
    if not n:
        return say("No cluster of large gaps beyond what chance makes")
    return say_many("{n} area lies in a cluster of large gaps",
                    "{n} areas lie in clusters of large gaps", n)  # fmt: skip


def spots_sentence() -> str:
    """Return what a cluster is, and what it does not say."""
    return say("A cluster is areas with a large gap side by side, more than chance alone would "
               "often make. It does not say why. Neighbours share places, so some clusters are "
               "to be expected.")  # fmt: skip
