"""Which steps there are. Each registers itself, and is shown where its data exists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sharedground.figures.exhibits import Step
from sharedground.telling.town import Town

Build = Callable[[Town], Step | None]


@dataclass(frozen=True)
class Kind:
    """One kind of step.

    Parameters
    ----------
    code
        Its stable name.
    name
        What it is about, for those who arrange a story: a text for `say`.
    order
        Where it stands in a story that nobody has arranged.
    build
        Returns the step, or None where the place has no data for it.
    """

    code: str
    name: str
    order: int
    build: Build


_KINDS: Final[dict[str, Kind]] = {}


def step(code: str, name: str, order: int) -> Callable[[Build], Build]:
    """Register what builds a step.

    Raises
    ------
    ValueError
        If another step has the code.
    """

    def register(build: Build) -> Build:
        if code in _KINDS:
            message = f"two steps are called {code}"
            raise ValueError(message)
        _KINDS[code] = Kind(code, name, order, build)
        return build

    return register


def kinds() -> list[Kind]:
    """Return every kind of step, in the order of a story that nobody has arranged."""
    return sorted(_KINDS.values(), key=lambda kind: kind.order)


def kind_of(code: str) -> Kind | None:
    """Return the kind of step with this code, None where there is none (any more)."""
    return _KINDS.get(code)
