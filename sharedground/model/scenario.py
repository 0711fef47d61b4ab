"""What might change in a place: new assets, assets that close, assets that open longer."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Final, Literal

from pydantic import Field, field_validator

from sharedground.model.base import Value
from sharedground.model.category import BY_CODE

LONGEST_NAME: Final = 80
MOST_ACTIONS: Final = 200

Degrees = Annotated[float, Field(allow_inf_nan=False)]


class Opening(Value):
    """A new place.

    Parameters
    ----------
    category
        Code of its kind.
    lon, lat
        Where, EPSG:4326.
    name
        What people call it, such as the area or the building that it would be in.
    capacity
        What it would offer; None takes the mean of its kind.
    """

    action: Literal["opening"] = "opening"
    category: str
    lon: Annotated[Degrees, Field(ge=-180, le=180)]
    lat: Annotated[Degrees, Field(ge=-90, le=90)]
    name: Annotated[str, Field(max_length=200)] = ""
    capacity: Annotated[float, Field(gt=0, le=1e9, allow_inf_nan=False)] | None = None

    @field_validator("category")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in BY_CODE:
            message = f"unknown category {value!r}"
            raise ValueError(message)
        return value


class Closing(Value):
    """An asset that closes."""

    action: Literal["closing"] = "closing"
    asset_id: Annotated[str, Field(min_length=1, max_length=200)]


class Longer(Value):
    """An asset that opens longer.

    Parameters
    ----------
    hours
        A week, now; read from its opening times or assumed.
    extra
        More hours a week.
    """

    action: Literal["longer"] = "longer"
    asset_id: Annotated[str, Field(min_length=1, max_length=200)]
    hours: Annotated[float, Field(gt=0, le=168, allow_inf_nan=False)]
    extra: Annotated[float, Field(gt=0, le=168, allow_inf_nan=False)]


Action = Annotated[Opening | Closing | Longer, Field(discriminator="action")]


class Scenario(Value):
    """Some changes together, by a name.

    Parameters
    ----------
    reach_m
        How far people go for what opens or closes, in metres on foot, where people in reach are
        counted; None takes the reach of the outcome that its kind serves most.
    date, by
        When and by whom it was kept.
    """

    scenario_id: Annotated[str, Field(max_length=40)] = ""
    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    note: Annotated[str, Field(max_length=600)] = ""
    actions: Annotated[tuple[Action, ...], Field(max_length=MOST_ACTIONS)] = ()
    reach_m: Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)] | None = None
    date: dt.date | None = None
    by: str = ""

    @field_validator("name")
    @classmethod
    def _one_line(cls, value: str) -> str:
        return " ".join(value.split())

    @property
    def openings(self) -> tuple[Opening, ...]:
        """The new places."""
        return tuple(one for one in self.actions if isinstance(one, Opening))

    @property
    def touched(self) -> frozenset[str]:
        """The ids of assets that close or open longer."""
        return frozenset(one.asset_id for one in self.actions if not isinstance(one, Opening))


def new_id() -> str:
    """Return an id for a scenario."""
    return str(uuid.uuid4())
