"""A shared vision: a title, one sentence, and weighted outcomes; kept version by version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from sharedground.model.base import Value
from sharedground.model.outcome import Outcome

Name = Annotated[str, Field(min_length=1, max_length=120)]


class VisionState(StrEnum):
    """How far a vision has come."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    AGREED = "agreed"


class Vision(Value):
    """What a prosperous community looks like here.

    Parameters
    ----------
    version
        0 while it is only suggested from the data; 1, 2, ... once saved.
    outcomes
        In the order people gave them; codes and names are unique. Weights sum to 1
        unless all are 0, which is allowed while a vision is being written.
    state
        An agreed version is the one in use until a later one is agreed.
    date
        When this version was saved.
    agreed_on, in_the_room
        When it was agreed, and who was there: names of partners and of people.
    weights_from
        Id of the round that its weights were taken from; "" for none.
    """

    title: Annotated[str, Field(min_length=1, max_length=120)]
    statement: Annotated[str, Field(max_length=600)] = ""
    outcomes: tuple[Outcome, ...] = ()
    version: Annotated[int, Field(ge=0)] = 0
    state: VisionState = VisionState.DRAFT
    date: dt.date | None = None
    agreed_on: dt.date | None = None
    in_the_room: Annotated[tuple[Name, ...], Field(max_length=200)] = ()
    weights_from: Annotated[str, Field(max_length=80)] = ""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        codes = [outcome.code for outcome in self.outcomes]
        names = [outcome.name.casefold() for outcome in self.outcomes]
        if len(set(codes)) < len(codes) or len(set(names)) < len(names):
            message = "two outcomes share a code or a name"
            raise ValueError(message)
        total = sum(outcome.weight for outcome in self.outcomes)
        if self.outcomes and total > 0 and abs(total - 1) > 1e-6:
            message = f"weights sum to {total}, not 1; use with_weights"
            raise ValueError(message)
        return self

    def with_weights(self, weights: Iterable[float]) -> Vision:
        """Return this vision with new weights, scaled so that they sum to 1."""
        outcomes = rescaled(
            outcome.model_copy(update={"weight": float(weight)})
            for outcome, weight in zip(self.outcomes, weights, strict=True)
        )
        return self.model_copy(update={"outcomes": outcomes})


def unsaid(vision: Vision) -> Vision:
    """Return a vision as a draft: nobody has agreed to it yet."""
    return vision.model_copy(
        update={"state": VisionState.DRAFT, "agreed_on": None, "in_the_room": ()}
    )


def in_use(saved: Sequence[Vision]) -> Vision | None:
    """Return the saved version that was agreed last, else the latest; None where there is none."""
    agreed = [vision for vision in saved if vision.state is VisionState.AGREED]
    if agreed:
        return max(agreed, key=lambda one: (one.agreed_on or dt.date.min, one.version))
    return saved[-1] if saved else None


def rescaled(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Scale the weights so that they sum to 1. All-zero weights stay as they are."""
    listed = tuple(outcomes)
    total = sum(outcome.weight for outcome in listed)
    if total <= 0:
        return listed
    return tuple(o.model_copy(update={"weight": o.weight / total}) for o in listed)
