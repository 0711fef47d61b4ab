"""The step that opens the next meeting: what changed since the last one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sharedground import changes_words
from sharedground.changes import Changes
from sharedground.figures.exhibits import Column, Exhibit, Fact, Facts, Sheet, Step, Words
from sharedground.telling.registry import step
from sharedground.telling.town import Town
from sharedground.words import decimal, later, say

MOST: Final = 12
"""Rows of a table that is read from the back of a room."""

Since = Callable[[], Changes | None]


@step("changed", later("What changed since last time"), 5)
def changed(town: Town) -> Step | None:
    """Return what changed since the last meeting that ended; None where none has."""
    found = town.changed() if town.changed is not None else None
    return None if found is None else changed_step(found)


def changed_step(found: Changes) -> Step | None:
    """Return what changed between two moments as a step; None where nothing did.

    Parameters
    ----------
    found
        As everyone may see it.
    """
    if found.nothing:
        return None
    every = changes_words.headlines(found)
    shown: list[Exhibit] = []
    if found.done or found.overdue or found.made:
        shown.append(_figures(found))
    shown.append(Words("", tuple(every[1:] or every)))
    promises = changes_words.promise_lines(found)
    if promises:
        shown.append(Words(say("What was promised"), tuple(promises[:MOST])))
    shown += _sheets(found)
    return Step(
        code="changed", title=changes_words.title(found), lede=changes_words.span(found),
        exhibits=tuple(shown), ask=say("Does this match what you have seen?"),
        method=(
            say("The place is read as it was then and as it is now. Both are worked out in the "
                "same way."),
        ),
        source=say("The lists of places loaded here, and our vision"), door="changed",
        settings={"since": found.since.told},
    )  # fmt: skip


def _figures(found: Changes) -> Facts:
    return Facts(
        "",
        (
            Fact(say("Promises kept"), decimal(len(found.done))),
            Fact(say("Past their day"), decimal(len(found.overdue))),
            Fact(say("Newly recorded"), decimal(len(found.made))),
        ),
    )


def _sheets(found: Changes) -> list[Exhibit]:
    shown: list[Exhibit] = []
    weights = changes_words.weight_rows(found)
    if weights:
        heads = (say("Outcome"), say("Points then"), say("Points now"), say("What changed"))
        shown.append(_sheet(say("Points of our vision"), heads, weights))
    gaps = changes_words.gap_rows(found)
    if gaps:
        heads = (say("Area"), say("Gap then"), say("Gap now"), say("Change"))
        shown.append(_sheet(say("Where the gap moved most"), heads, gaps))
    return shown


def _sheet(title: str, heads: tuple[str, ...], rows: list[list[object]]) -> Sheet:
    columns = tuple(Column(head, numeric=0 < at < 3) for at, head in enumerate(heads))
    return Sheet(
        title, columns, tuple(tuple(map(changes_words.written, row)) for row in rows[:MOST])
    )
