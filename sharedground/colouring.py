"""What colour means on a map: a figure for each area, its classes, its finding, its source."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.analysis.assessment import ALL, Assessment, State
from sharedground.analysis.classes import Classes, Cut, Shade, classify
from sharedground.analysis.pairing import MUCH_BUT_FEW, THIRDS, Pair, pair, reached_of
from sharedground.figures import look
from sharedground.figures.content import Fills
from sharedground.views import View
from sharedground.words import decimal, later, say, say_many

NOTHING, PEOPLE, EVERYTHING = "nothing", "people", "everything"
BOTH: Final = "both-"
"""Before "everything" or the code of an outcome: need and what is in reach, together."""

Scale = Literal["need", "places", "gap", "pair"]
CUT_STEPS: Final = {
    Cut.ALIKE: later("Sort the areas by it and give each fifth of them one colour."),
    Cut.BREAKS: later("Give areas with figures near each other one colour: the steps between "
                      "colours lie in the largest gaps."),
    Cut.STEPS: later("Part the way from the lowest figure to the highest into 5 equal steps."),
    Cut.TAIL: later("Part the areas at the mean, those above it at their own mean, and so on."),
}  # fmt: skip


@dataclass(frozen=True)
class Colouring:
    """One figure for each area, and how it is called.

    Parameters
    ----------
    values
        Shape (areas,); NaN is no data. Need is 0 to 100.
    title, column
        What the figure is, in a sentence and as a heading.
    low, high
        The ends of the scale in words.
    steps, source, date
        How the figure was made and from what.
    cut
        Where one class ends and the next begins.
    reached
        Shape (areas,): what is in reach, shown together with need; None for need alone.
    reached_column
        What that is, as a heading.
    """

    values: NDArray[np.float64]
    title: str
    column: str
    low: str
    high: str
    scale: Scale
    steps: tuple[str, ...]
    source: str
    date: str

    cut: Cut = Cut.ALIKE
    reached: NDArray[np.float64] | None = None
    reached_column: str = ""

    @property
    def together(self) -> Pair | None:
        """Need and what is in reach in classes, where both are shown."""
        return None if self.reached is None else pair(self.values, self.reached)

    @property
    def cut_up(self) -> Classes:
        """The figures in classes."""
        return _cut_up(self.values.tobytes(), self.cut)

    @property
    def classes(self) -> NDArray[np.int64]:
        """The class of each area, 0 to 4, or to 8 of two figures; -1 is no data."""
        together = self.together
        return self.cut_up.of if together is None else together.of


@lru_cache(maxsize=32)
def _cut_up(values: bytes, cut: Cut) -> Classes:
    """Cut figures up once: natural breaks take about a second for many areas."""
    return classify(np.frombuffer(values), cut)


def colouring(
    view: View, what: str, found: Assessment | None, cut: Cut = Cut.ALIKE
) -> Colouring | None:
    """Return what the map shows in colour, or None when it shows nothing."""
    if what == PEOPLE:
        return _people(view, cut)
    if what == NOTHING or found is None:
        return None
    if what.startswith(BOTH):
        return both(view, found, what.removeprefix(BOTH))
    return need(view, found, what, cut)


def _people(view: View, cut: Cut) -> Colouring:
    population = view.holdings.population
    counts = population.set_index("area_code")["people"]
    years = sorted({int(year) for year in population["year"].dropna()})
    return Colouring(
        values=view.areas["area_code"].map(counts).to_numpy(float),
        title=say("people who live there"),
        column=say("People"),
        low=say("Fewer people"),
        high=say("More people"),
        scale="places",
        steps=(say("Count the people who live in each area."), say(CUT_STEPS[cut])),
        source=_titles(view, set(population["source_id"])),
        date=", ".join(str(year) for year in years),
        cut=cut,
    )


def need(view: View, found: Assessment, what: str, cut: Cut = Cut.ALIKE) -> Colouring:
    """Return need for an outcome by its code, or for all that matters."""
    extra: tuple[str, ...]
    codes = [outcome.code for outcome in found.vision.outcomes]
    facts = found.outcomes
    if what == EVERYTHING or what not in codes:
        totals = found.totals
        values = totals["need"].where(totals["state"] != State.NO_DATA.value).to_numpy(float)
        title, used = say("all that matters here"), facts
        extra = (say("Take the mean over the outcomes, each by its weight in our vision."),)
    else:
        position = codes.index(what)
        values, used = found.need[:, position], facts.iloc[[position]]
        title, extra = f"“{found.vision.outcomes[position].name}”", ()
    names = sorted({name for listed in used["indicators"] for name in listed})
    years = sorted({year for listed in used["years"] for year in listed if year})
    return Colouring(
        values=100 * values,
        title=say("need for {outcome}", outcome=title),
        column=say("Need, 0 to 100"),
        low=say("Less need"),
        high=say("More need"),
        scale="need",
        steps=(
            say("Take these figures: {names}.", names=", ".join(names) or say("none")),
            say("Ask for each area how many of 100 people here live where the figure is lower."),
            *extra,
            say(CUT_STEPS[cut]),
        ),
        source=_titles(view, {one for listed in used["source_ids"] for one in listed}),
        date=", ".join(str(year) for year in years),
        cut=cut,
    )


def both(view: View, found: Assessment, what: str) -> Colouring:
    """Return need together with what is in reach, for an outcome or for all that matters."""
    alone = need(view, found, what)
    names = {outcome.code: outcome.name for outcome in found.vision.outcomes}
    if what in names:
        title = say("need and places for “{outcome}”", outcome=names[what])
        column = say("Places in reach for 1,000 people")
        step = say("Share each place among the people who can reach it, and add up for each area "
                   "what is in reach.")  # fmt: skip
    else:
        title = say("need and places for all that matters here")
        column = say("In reach, of 100 wanted")
        step = say("Find how much of what is wanted is in reach of each area, outcome by outcome, "
                   "each by its weight in our vision.")  # fmt: skip
    return replace(
        alone, title=title, scale="pair", reached=reached_of(found, what if what in names else ALL),
        reached_column=column, steps=(*alone.steps[:-1], step, say(
            "Sort the areas by need and give each third a row; sort them by what is in reach and "
            "give each third a column.")),
    )  # fmt: skip


def _titles(view: View, source_ids: set[str]) -> str:
    titles = [s.title or s.file_name for s in view.holdings.sources if s.source_id in source_ids]
    return "; ".join(dict.fromkeys(titles)) or say("not stated")


def finding(shown: Colouring, labels: pd.DataFrame) -> str:
    """Return the finding of the map in one line: where the figure is highest."""
    if shown.together is not None:
        return _most_wanted(shown.together, labels)
    table = labels.assign(value=shown.values).dropna(subset=["value"])
    if table.empty:
        return say("No data on {title}", title=shown.title)
    grouped = table[table["group"] != ""]
    means = (
        grouped.groupby("group")["value"].mean()
        if grouped["group"].nunique() > 2
        else table.set_index("label")["value"]
    )
    top = means.sort_values(ascending=False).index[:2]
    if shown.column == say("People"):
        return say("Most people to an area: {first} and {second}", first=top[0], second=top[-1])
    return say("{title}: highest in {first} and {second}", title=sentence(shown.title),
               first=top[0], second=top[-1])  # fmt: skip


def described(told: str, shown: Colouring | None, labels: pd.DataFrame) -> str:
    """Return what the map shows, in words: its places, and what its colours tell."""
    return told if shown is None else f"{told} {finding(shown, labels).rstrip('.')}."


def _most_wanted(both: Pair, labels: pd.DataFrame) -> str:
    here = both.of == MUCH_BUT_FEW
    if both.missing == len(both.of):
        return say("No area has figures for both.")
    if not here.any():
        return say("No area has both much need and few places")
    return say("Much need and few places: {where}", where=such_as(labels, here))


def most_wanted_in_full(both: Pair, labels: pd.DataFrame) -> str:
    """Return how many areas have much need and few places, and where, in a sentence; "" for none.

    Parameters
    ----------
    labels
        As from `cached.area_labels`.
    """
    here = both.of == MUCH_BUT_FEW
    n = int(here.sum())
    if not n:
        return ""
    return say_many("{n} of {of} areas has much need and few places: {where}.",
                    "{n} of {of} areas have much need and few places, such as in {where}.", n,
                    of=len(both.of) - both.missing, where=such_as(labels, here))  # fmt: skip


def such_as(labels: pd.DataFrame, here: NDArray[np.bool_]) -> str:
    """Return the names of two neighbourhoods that hold most of these areas, or of a single area."""
    if here.sum() == 1:
        return str(labels["label"][here].iloc[0])
    named = labels["group"].where(labels["group"] != "", labels["label"])[here]
    first, *rest = named.value_counts().index
    return say("{first} and {second}", first=first, second=rest[0]) if rest else str(first)


def sentence(text: str) -> str:
    """Return text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


NEEDS: Final = (later("little need"), later("some need"), later("much need"))
REACHED: Final = (later("few places"), later("some places"), later("many places"))


def both_in_words(number: int) -> str:
    """Return what a class of need and places is called, such as "much need, few places"."""
    one, other = divmod(number, THIRDS)
    return say("{need}, {places}", need=say(NEEDS[one]), places=say(REACHED[other]))


def limits(shades: tuple[Shade, ...]) -> dict[int, str]:
    """Return from which figure to which each class goes, with decimals where they are needed."""
    if not shades:
        return {}
    span = shades[-1].high - shades[0].low
    most = 0 if span >= 10 else 1 if span >= 1 else 2
    places = next(
        (n for n in range(most)
         if all(round(one.high, n) < round(other.low, n) for one, other in pairwise(shades))),
        most,
    )  # fmt: skip
    found = {}
    for shade in shades:
        low, high = decimal(shade.low, places), decimal(shade.high, places)
        found[shade.number] = low if low == high else say("{low} to {high}", low=low, high=high)
    return found


def fills_of(shown: Colouring) -> Fills:
    """Return the colours of the areas for a picture, with its classes in words."""
    if shown.together is None:
        labels = tuple(limits(shown.cut_up.shades).items())
    else:
        labels = tuple((n, sentence(both_in_words(n))) for n in range(THIRDS * THIRDS))
    return Fills(sentence(shown.title), np.asarray(shown.classes), look.scale(shown.scale), labels)


def figures_of(shown: Colouring) -> str:
    """Return where the figures behind the colours come from."""
    return f"{shown.source} ({shown.date})" if shown.date else shown.source
