"""What became of figures that were carried over, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from sharedground.analysis.apportion import Sort
from sharedground.analysis.carrying import CarriedFigure
from sharedground.model.report import Fault, Severity
from sharedground.words import say, say_many

LISTED: Final = 40
"""Codes of areas that are listed; all are counted."""

SHOWN: Final = 5
"""Names of figures that are listed in a sentence."""


def estimated_in_words(areas: int) -> str:
    """Return how many areas have figures that are estimates."""
    if not areas:
        return say("No old area was split between new ones.")
    return say_many(
        "{n} area has the figure of old areas that do not lie wholly in it. It is marked as an "
        "estimate.",
        "{n} areas have figures of old areas that do not lie wholly in them. They are marked as "
        "estimates.",
        areas,
    )


def in_words(figures: tuple[CarriedFigure, ...]) -> Iterator[str]:
    """Yield what was averaged, all in one sentence, and each count with its totals."""
    means = [each for each in figures if each.sort is Sort.RATE and each.areas]
    if means:
        most = max(each.moved for each in means)
        moved = f"{100 * most:.1f}"
        if not most:
            yield say_many(
                "{n} figure is a mean by people, or by ground where people are not known: {names}.",
                "{n} figures are means by people, or by ground where people are not known: "
                "{names}.", len(means), names=_names(means),
            )  # fmt: skip
        else:
            yield say_many(
                "{n} figure is a mean by people, or by ground where people are not known. {moved}% "
                "of it comes from areas that were split: {names}.",
                "{n} figures are means by people, or by ground where people are not known. Up to "
                "{moved}% comes from areas that were split: {names}.",
                len(means), moved=moved, names=_names(means),
            )  # fmt: skip
    for each in figures:
        if each.sort is Sort.COUNT and each.areas:
            yield say(
                "{name}: {after} of {before} are carried over, {moved}% of them from areas that "
                "were split.",
                name=each.name, after=f"{each.after:,.0f}", before=f"{each.before:,.0f}",
                moved=f"{100 * each.moved:.1f}",
            )  # fmt: skip


def _names(figures: Collection[CarriedFigure]) -> str:
    names = list(dict.fromkeys(each.name for each in figures))
    listed = ", ".join(names[:SHOWN])
    if len(names) <= SHOWN:
        return listed
    return say("{names} and {n} more", names=listed, n=len(names) - SHOWN)


def faults_of(figures: tuple[CarriedFigure, ...], missing: Collection[str]) -> list[Fault]:
    """Return what stayed behind, and which new areas have no figure, as notes and warnings."""
    faults = []
    if ranks := [each for each in figures if each.sort is Sort.RANK]:
        faults.append(
            Fault(
                code="carry.rank", value=_names(ranks), severity=Severity.NOTE,
                reason=say_many("{n} rank or decile stays with its own areas.",
                                "{n} ranks and deciles stay with their own areas.", len(ranks)),
                fix=say("A rank is a place in a list of those areas. Use the score instead."),
            )
        )  # fmt: skip
    if empty := [each for each in figures if each.sort is not Sort.RANK and not each.areas]:
        faults.append(
            Fault(
                code="carry.empty", value=_names(empty),
                reason=say_many("{n} figure could not be carried over: too little of it is known.",
                                "{n} figures could not be carried over: too little of them is "
                                "known.", len(empty)),
            )
        )  # fmt: skip
    if missing:
        shown = list(missing)[:LISTED]
        faults.append(
            Fault(
                code="area.no_data", value=", ".join(shown),
                reason=say_many("{n} area has no figure.", "{n} areas have no figure.",
                                len(missing)),
                fix=say("No data does not mean zero. Add a file that has them."),
            )
        )  # fmt: skip
    return faults
