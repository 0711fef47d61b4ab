"""Which figures of need express which outcome: synonyms, by concept.

Indices of deprivation first (English IoD 2019 and 2025; Welsh and Scottish domains that
share their names), then census, health and council figures by the words in their names.
Codes O01 to O10 are those of `model.outcome.SUGGESTIONS`.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from sharedground.model.outcome import Direction

_BAD, _GOOD = Direction.HIGH_IS_BAD, Direction.HIGH_IS_GOOD

COMPOSITE: Final = frozenset({
    "index of multiple deprivation", "imd", "simd", "wimd", "overall index of deprivation",
})  # fmt: skip
"""The index as a whole. Its domains are parts of it, so it is never used beside them."""

DOMAINS: Final[dict[str, tuple[frozenset[str], ...]]] = {
    "O01": (
        frozenset({"income", "income deprivation"}),
        frozenset({
            "income deprivation affecting children", "income deprivation affecting older people",
            "income deprivation affecting children index",
            "income deprivation affecting older people index", "idaci", "idaopi",
        }),
        COMPOSITE,
    ),
    "O02": (frozenset({"employment", "employment deprivation"}),),
    "O03": (
        frozenset({"wider barriers", "indoors"}),
        frozenset({"barriers to housing and services", "housing"}),
    ),
    "O04": (
        frozenset({
            "health and disability", "health deprivation and disability", "health",
            "health deprivation",
        }),
    ),
    "O05": (frozenset({"education skills and training", "education"}),),
    "O06": (frozenset({"crime", "community safety"}),),
    "O09": (
        frozenset({"outdoors"}),
        frozenset({"living environment", "physical environment"}),
    ),
    "O10": (frozenset({"geographical barriers", "access to services", "geographic access"}),),
}  # fmt: skip
"""Domains of indices of deprivation for each outcome: the first group with figures is used.

Where sub-domains are loaded they are preferred, so that homes and reaching services, which
one English domain mixes, stay apart.
"""

LEAST_DOMAINS: Final = 4
"""So many domains in one source show that "Income" there means the index's income domain."""


class Concept(NamedTuple):
    """Something that is measured under several names.

    Parameters
    ----------
    direction
        Whether a high figure means more need, if the figure is not a rank or decile.
    phrases
        Words in a row that show it, lower case without punctuation.
    """

    direction: Direction
    phrases: tuple[str, ...]


CONCEPTS: Final[dict[str, tuple[Concept, ...]]] = {
    "O01": (
        Concept(_BAD, ("low income", "below poverty level", "below poverty", "in poverty",
                       "poverty")),
        Concept(_BAD, ("children in low income", "child poverty", "low income families")),
        Concept(_BAD, ("free school meals", "universal credit", "income support")),
        Concept(_GOOD, ("per capita income", "income per head", "household income",
                        "median income")),
        Concept(_BAD, ("food insecurity", "food bank use")),
    ),
    "O02": (
        Concept(_BAD, ("unemployment", "unemployed", "out of work", "claimant count",
                       "claimants", "jobless")),
        Concept(_BAD, ("economically inactive", "economic inactivity", "not in education or work",
                       "neet")),
        Concept(_GOOD, ("employment rate", "in employment")),
    ),
    "O03": (
        Concept(_BAD, ("crowded housing", "overcrowded", "overcrowding", "crowded",
                       "occupancy rating 1")),
        Concept(_BAD, ("fuel poverty", "cold homes", "no central heating", "homes that are cold")),
        Concept(_BAD, ("homeless", "homelessness", "temporary accommodation")),
        Concept(_BAD, ("lead poisoning",)),
    ),
    "O04": (
        Concept(_BAD, ("bad health", "poor health", "not in good health", "not good health",
                       "bad or very bad health")),
        Concept(_BAD, ("long term illness", "long term condition", "disabled",
                       "disability", "limiting illness", "activities limited a lot")),
        Concept(_GOOD, ("life expectancy", "healthy life expectancy")),
        Concept(_BAD, ("premature mortality", "premature death", "all cause mortality",
                       "cancer all sites", "cancer mortality")),
        Concept(_BAD, ("diabetes", "diabetes related")),
        Concept(_BAD, ("infant mortality", "infant mortality rate")),
        Concept(_BAD, ("low birth weight", "low birthweight")),
        Concept(_BAD, ("depression", "anxiety", "mental health need")),
        Concept(_BAD, ("very bad health",)),
    ),
    "O05": (
        Concept(_BAD, ("no high school diploma", "without a high school diploma")),
        Concept(_BAD, ("no qualifications", "no qualification", "without qualifications")),
        Concept(_GOOD, ("attainment 8", "attainment", "good level of development")),
        Concept(_BAD, ("school absence", "persistent absence", "persistently absent")),
        Concept(_GOOD, ("degree or above", "level 4 qualifications")),
    ),
    "O06": (
        Concept(_BAD, ("recorded crime", "crime rate", "crimes", "all crime", "crime")),
        Concept(_BAD, ("anti social behaviour", "antisocial behaviour")),
        Concept(_BAD, ("violent crime", "violence", "assault homicide", "homicide")),
        Concept(_BAD, ("firearm related", "domestic abuse", "burglary")),
    ),
    "O07": (
        Concept(_BAD, ("lonely", "loneliness", "social isolation")),
        Concept(_BAD, ("living alone", "one person household", "one person households",
                       "single person household", "single person households")),
        Concept(_GOOD, ("sense of belonging", "trust in neighbours")),
    ),
    "O08": (
        Concept(_GOOD, ("turnout", "voter turnout", "registered to vote")),
        Concept(_GOOD, ("influence local decisions", "influence decisions", "volunteering")),
    ),
    "O09": (
        Concept(_GOOD, ("green space", "greenspace", "tree cover", "tree canopy")),
        Concept(_BAD, ("air pollution", "nitrogen dioxide", "pm2 5", "particulates")),
        Concept(_BAD, ("flood risk", "risk of flooding", "surface water flooding")),
    ),
    "O10": (
        Concept(_BAD, ("no car", "no cars", "no cars or vans", "no car or van", "without a car",
                       "no vehicle", "no vehicles")),
        Concept(_BAD, ("travel time", "journey time", "minutes to")),
        Concept(_GOOD, ("public transport accessibility", "access to public transport", "ptal")),
    ),
}  # fmt: skip
"""Concepts for each outcome, the most telling first."""

_TRAILING: Final = frozenset({
    "score", "scores", "rank", "ranks", "decile", "deciles", "domain", "sub", "subdomain",
    "rate", "average", "iod", "imd",
})  # fmt: skip


def plain(name: str) -> str:
    """Return a name in lower-case words without punctuation."""
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


def domain_of(name: str) -> str:
    """Return the domain in the name of a figure of an index of deprivation.

    "Income Score (rate)", "income_decile" and "Income domain 2019" are all "income".
    """
    words = plain(re.sub(r"\([^)]*\)", " ", name)).split()
    while len(words) > 1 and (words[-1] in _TRAILING or words[-1].isdigit()):
        words.pop()
    return " ".join(words)


def shortened(phrase: str) -> str:
    """Return a phrase as ten-letter headings of shapefiles hold it: first five, _, last four."""
    letters = phrase.replace(" ", "")
    return letters if len(letters) <= 10 else f"{letters[:5]}_{letters[-4:]}"


def concept_of(name: str) -> tuple[str, int] | None:
    """Return the outcome and the concept (its place in `CONCEPTS`) that a name speaks of.

    The longest matching phrase decides, so that "Fuel poverty rate" is not about income.
    A name of ten letters may be a shortened phrase, such as "Unemp_ment".
    """
    words, heading = f" {plain(name)} ", name.strip().casefold()
    found = [
        (len(phrase), code, place)
        for code, concepts in CONCEPTS.items()
        for place, concept in enumerate(concepts)
        for phrase in concept.phrases
        if f" {phrase} " in words or heading == shortened(phrase)
    ]
    if not found:
        return None
    _, code, place = max(found, key=lambda item: item[0])
    return code, place
