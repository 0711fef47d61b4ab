"""What a form that came in says: points and votes, read without trust."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from typing import Final

from sharedground.model.rounds import MOST_POINTS, Choice, Statement
from sharedground.words import say

WHOLE: Final = 100
_NEAR: Final = 1e-6


class NotPointsError(ValueError):
    """What was typed cannot be points; says why."""


def points(outcomes: Sequence[Choice], form: Mapping[str, str]) -> dict[str, float]:
    """Return the points of each outcome as they were typed; an empty field is none.

    Raises
    ------
    NotPointsError
        If one is no number or below 0, or all are 0.
    """
    found = {one.code: _number(one, form.get(f"p-{one.code}", "")) for one in outcomes}
    if sum(found.values()) <= 0:
        raise NotPointsError(say("Give at least one point, so that there is something to send."))
    return found


def _number(one: Choice, typed: str) -> float:
    text = typed.strip().replace(",", ".")
    try:
        number = float(text or "0")
    except ValueError:
        number = math.nan
    if not 0 <= number <= MOST_POINTS:
        raise NotPointsError(
            say("“{typed}” for {name} is not a number of points. Use 0 or more.",
                typed=typed.strip()[:20], name=one.name)
        )  # fmt: skip
    return int(number) if number == int(number) else number


def is_whole(given: Mapping[str, float]) -> bool:
    """Say whether points add up to 100."""
    return abs(sum(given.values()) - WHOLE) < _NEAR


def scaled(given: Mapping[str, float]) -> dict[str, int]:
    """Return whole points in the same shares that add up to 100 (largest remainders)."""
    total = sum(given.values())
    exact = {code: number * WHOLE / total for code, number in given.items()}
    floors = {code: math.floor(number + _NEAR) for code, number in exact.items()}
    rest = sorted(exact, key=lambda code: floors[code] - exact[code])
    for code in rest[: WHOLE - sum(floors.values())]:
        floors[code] += 1
    return floors


def next_statement(
    statements: Sequence[Statement], answered: Mapping[str, object], phone: str,
    priorities: Mapping[str, float],
) -> Statement | None:  # fmt: skip
    """Draw a statement that this phone has not answered, by priority; None when all are.

    Each phone has its own lot for each statement (Efraimidis and Spirakis 2006), so a reload shows
    the same statement unless the priorities have changed much.
    """
    left = [one for one in statements if one.statement_id not in answered]

    def lot(one: Statement) -> float:
        drawn = random.Random(f"{phone}|{one.statement_id}").random()
        return math.log(max(drawn, _NEAR**2)) / max(priorities.get(one.statement_id, 1.0), _NEAR)

    return max(left, key=lot, default=None)
