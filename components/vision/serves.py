"""What serves what: which places stand behind each outcome, and what is left over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from sharedground.analysis import need
from sharedground.analysis.evidence import strongest, year_of
from sharedground.model.category import BY_CODE, OTHER
from sharedground.model.outcome import Direction, Expression, Outcome
from sharedground.model.vision import Vision
from sharedground.views import View
from sharedground.words import say


@dataclass(frozen=True)
class Backing:
    """What stands behind one outcome.

    Parameters
    ----------
    signs
        Its indicators in words, with year and direction.
    usable
        Whether at least one of them can be used as it is.
    kinds
        Category code and number of places listed, most first; 0 where none is listed.
    unplaced
        How many of these places have no location: they are listed, but in nobody's reach.
    """

    outcome: Outcome
    signs: tuple[str, ...]
    usable: bool
    kinds: tuple[tuple[str, int], ...]
    unplaced: int = 0

    @property
    def places(self) -> int:
        """Places listed that serve it, in all."""
        return sum(count for _, count in self.kinds)


def backings(vision: Vision, view: View) -> list[Backing]:
    """Return what stands behind each outcome of a vision, in its order."""
    counts = view.assets["category"].value_counts()
    lost = view.assets.loc[view.assets["lon"].isna(), "category"].value_counts()
    return [
        _backing(outcome, view.holdings.indicators, counts, lost) for outcome in vision.outcomes
    ]


def _backing(
    outcome: Outcome, indicators: pd.DataFrame, counts: pd.Series[int], lost: pd.Series[int]
) -> Backing:
    kinds = [(code, int(counts.get(code, 0))) for code in strongest(outcome)]
    return Backing(
        outcome=outcome,
        signs=tuple(sign_in_words(item, indicators) for item in outcome.expressed_by),
        usable=any(way_of(item, indicators) is not None for item in outcome.expressed_by),
        kinds=tuple(sorted(kinds, key=lambda kind: -kind[1])),
        unplaced=sum(int(lost.get(code, 0)) for code, _ in kinds),
    )


def way_of(expression: Expression, indicators: pd.DataFrame) -> Direction | None:
    """Return which way is bad; None where that or the indicator is not known."""
    row = need.find(indicators, expression)
    return None if row is None else need.direction_of(expression, row)


def sign_in_words(expression: Expression, indicators: pd.DataFrame) -> str:
    """Return an indicator by name and year, with what a high figure means."""
    row = need.find(indicators, expression)
    if row is None:
        return say("{name} (no figures loaded)", name=expression.indicator)
    meaning = {
        Direction.HIGH_IS_BAD: say("a high figure means more need"),
        Direction.HIGH_IS_GOOD: say("a high figure means less need"),
        None: say("nobody has said what a high figure means"),
    }[need.direction_of(expression, row)]
    return say("{name}: {meaning}", name=indicator_name(row), meaning=meaning)


def indicator_name(row: pd.Series[Any]) -> str:
    """Return an indicator's name with its year and, if it is one of several, its measure."""
    name, year, measure = str(row["name"]), year_of(row), str(row["measure"])
    if measure in ("rank", "decile") and measure not in name.casefold():
        name = say("{name} ({measure})", name=name, measure=measure)
    return name if year is None else say("{name}, {year}", name=name, year=str(year))


def kind_name(code: str) -> str:
    """Return what people call a category."""
    return say(BY_CODE.get(code, BY_CODE[OTHER]).name)


def idle_kinds(vision: Vision, view: View) -> list[tuple[str, int]]:
    """Return the categories of listed places that serve no outcome, with their counts."""
    used = {code for outcome in vision.outcomes for code in strongest(outcome)}
    counts = view.assets["category"].value_counts()
    return [(str(code), int(n)) for code, n in counts.items() if code not in used]


def listed(texts: list[str]) -> str:
    """Return names as people write a list: "A, B and C"; "A, B; C" where a name has a comma."""
    if len(texts) < 2:
        return "".join(texts)
    if any("," in text for text in texts):
        return "; ".join(texts)
    return say("{first} and {last}", first=", ".join(texts[:-1]), last=texts[-1])
