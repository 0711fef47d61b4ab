"""What a partnership wants for its place: outcomes, and the ten that the product suggests."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field, field_validator

from sharedground.model.base import Value
from sharedground.model.category import BY_CODE
from sharedground.words import later


class Direction(StrEnum):
    """Whether a high figure means more need."""

    HIGH_IS_BAD = "high-is-bad"
    HIGH_IS_GOOD = "high-is-good"


class Expression(Value):
    """An indicator that expresses an outcome.

    Parameters
    ----------
    indicator
        The indicator's `indicator_id` in the place, or its name: both are accepted.
    direction
        Whether a high figure means more need; None takes what the indicator itself says.
    """

    indicator: str
    direction: Direction | None = None


class Serving(Value):
    """A category that serves an outcome.

    Parameters
    ----------
    category
        Code of a category.
    strength
        0 does not serve it, 1 helps, 2 serves it directly.
    use_capacity
        Count each place by its capacity (rescaled so that the category's mean is 1).
        Off, every place counts 1.
    """

    category: str
    strength: Annotated[int, Field(ge=0, le=2)] = 2
    use_capacity: bool = False

    @field_validator("category")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in BY_CODE:
            message = f"unknown category {value!r}"
            raise ValueError(message)
        return value


class Goal(Value):
    """What people want to see by a date, in one figure that they can follow.

    Parameters
    ----------
    value
        The figure that is wanted.
    date
        By when; None where nobody has said.
    baseline
        The figure to start from; None where it is not known.
    indicator
        The indicator's `indicator_id` or name, or what is measured in people's own words.
    """

    value: Annotated[float, Field(allow_inf_nan=False)]
    date: dt.date | None = None
    baseline: Annotated[float, Field(allow_inf_nan=False)] | None = None
    indicator: Annotated[str, Field(max_length=200)] = ""


class Outcome(Value):
    """Something people here want to be true, and how we would see it.

    Parameters
    ----------
    code
        Stable code, O01 to O10 for the suggested ones.
    name, why
        What people read.
    weight
        Share of the vision, 0 or more; the weights of a vision sum to 1.
    expressed_by
        Indicators of need. None means that need for it is "no data".
    served_by
        Categories that serve it, with their strength.
    reach_m
        How far people will go for it, in metres on foot along streets.
    target
        Wanted access, in places per 1,000 people within reach; None takes the
        population-weighted mean of the place.
    goal
        What people want to see by when; None where they have set none. It is in no sum.
    """

    code: Annotated[str, Field(min_length=1, max_length=20)]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    why: Annotated[str, Field(max_length=600)] = ""
    weight: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    expressed_by: tuple[Expression, ...] = ()
    served_by: tuple[Serving, ...] = ()
    reach_m: Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)] = 1_200.0
    target: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    goal: Goal | None = None

    @field_validator("name")
    @classmethod
    def _not_the_total(cls, value: str) -> str:
        """Keep "ALL" for the rows that sum up an area."""
        if value.upper() == "ALL":
            message = "an outcome cannot be called ALL"
            raise ValueError(message)
        return value


class Suggestion(Value):
    """One of the ten outcomes that the product suggests, with its cross-references."""

    code: str
    name: str
    why: str
    ons_domain: str
    npf: str
    sdg: str
    serves: dict[str, int]


SUGGESTIONS: Final[tuple[Suggestion, ...]] = (
    Suggestion(
        code="O01", name=later("Secure livelihoods"),
        why=later("Everyone has enough to live on, and help when money runs short."),
        ons_domain=later("Personal finance"), npf=later("Poverty"), sdg="1",
        serves={"food-support": 2, "work-advice": 2, "community-hub": 1},
    ),
    Suggestion(
        code="O02", name=later("Good work and a local economy"),
        why=later("People find fair work nearby, and local businesses do well."),
        ons_domain=later("What we do; Economy"), npf=later("Fair work and business"), sdg="8",
        serves={"work-advice": 2, "adult-learning": 2, "local-business": 1, "transit-stop": 1,
                "bus-stop": 1, "early-years": 1},
    ),
    Suggestion(
        code="O03", name=later("Decent, affordable homes"),
        why=later("Homes are warm, safe and within what people can pay."),
        ons_domain=later("Where we live"), npf="", sdg="11",
        serves={"work-advice": 2, "council-site": 1, "care-home": 1, "community-hub": 1},
    ),
    Suggestion(
        code="O04", name=later("Health and feeling well"),
        why=later("People live long, well and with support for body and mind."),
        ons_domain=later("Health; Personal well-being"), npf=later("Health"), sdg="3",
        serves={"gp-surgery": 2, "pharmacy": 2, "mental-health": 2, "hospital": 2, "dentist": 2,
                "sport": 1, "park": 1, "defibrillator": 1, "care-home": 1},
    ),
    Suggestion(
        code="O05", name=later("Learning and skills"),
        why=later("Children get a good start, and anyone can learn at any age."),
        ons_domain=later("Education and skills"), npf=later("Education"), sdg="4",
        serves={"school": 2, "library": 2, "early-years": 2, "adult-learning": 2,
                "youth-space": 1, "arts-culture": 1},
    ),
    Suggestion(
        code="O06", name=later("Feeling safe"),
        why=later("People feel safe at home, outside, by day and by night."),
        ons_domain=later("Where we live"), npf="", sdg="16",
        serves={"community-safety": 2, "youth-space": 2, "community-hub": 1, "sport": 1},
    ),
    Suggestion(
        code="O07", name=later("Belonging and relationships"),
        why=later("People know their neighbours and have somewhere to meet."),
        ons_domain=later("Our relationships"), npf=later("Communities; Culture"), sdg="11",
        serves={"community-hub": 2, "community-group": 2, "faith-place": 2, "arts-culture": 2,
                "library": 1, "youth-space": 2, "park": 1, "sport": 1},
    ),
    Suggestion(
        code="O08", name=later("Voice and influence"),
        why=later("People have a say in what happens here, and are heard."),
        ons_domain=later("Governance"), npf=later("Human rights"), sdg="16",
        serves={"community-group": 2, "community-hub": 1, "council-site": 1},
    ),
    Suggestion(
        code="O09", name=later("Nature and climate"),
        why=later("Green places are near, air and water are clean, and we waste less."),
        ons_domain=later("Environment"), npf=later("Environment"), sdg="13; 15",
        serves={"park": 2, "transit-stop": 1, "bus-stop": 1},
    ),
    Suggestion(
        code="O10", name=later("Getting around and reaching services"),
        why=later("People can reach what they need without a car."),
        ons_domain=later("Where we live"), npf="", sdg="11",
        serves={"bus-stop": 2, "transit-stop": 2, "council-site": 1, "pharmacy": 1, "library": 1},
    ),
)  # fmt: skip
