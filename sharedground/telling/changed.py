"""The step that opens the next meeting: what changed since the last one."""

from __future__ import annotations

from typing import Final

from sharedground import changes_words
from sharedground.changes import Changes
from sharedground.figures.exhibits import Column, Exhibit, Fact, Facts, Sheet, Step, Words
from sharedground.telling.registry import step
from sharedground.telling.town import Town
from sharedground.words import decimal, later, say

MOST: Final = 9
"""Rows of a table that is read from the back of a room."""


@step("changed", later("What changed since last time"), 5)
def changed(town: Town) -> Step | None:
    """Return what changed since the last meeting that ended; None where nothing did."""
    return None if town.what_changed is None else changed_step(town.what_changed)


@step("changed-points", later("How our points changed"), 6)
def changed_points(town: Town) -> Step | None:
    """Return how the points of the vision changed since then; None where they did not."""
    found = town.what_changed
    rows = changes_words.weight_rows(found) if found is not None else []
    if found is None or not rows:
        return None
    heads = (say("Outcome"), say("Points then"), say("Points now"), say("What changed"))
    return _step(found, "changed-points", say("Our points are not as they were"),
                 (_sheet(say("Points of our vision"), heads, rows),),
                 say("Do these points still say what matters most to us?"))  # fmt: skip


@step("changed-gaps", later("Where gaps moved"), 7)
def changed_gaps(town: Town) -> Step | None:
    """Return where gaps moved since then; None where none did."""
    found = town.what_changed
    rows = changes_words.gap_rows(found) if found is not None else []
    if found is None or not rows:
        return None
    lines = changes_words.gap_lines(found)
    heads = (say("Area"), say("Gap then"), say("Gap now"), say("Change"))
    shown: tuple[Exhibit, ...] = (_sheet(say("Where the gap moved most"), heads, rows),)
    if len(lines) > 1:
        shown = (*shown, Words("", tuple(lines[1:])))
    return _step(found, "changed-gaps", lines[0].rstrip("."), shown,
                 say("Do you see the same on the ground?"))  # fmt: skip


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
    if every[1:]:
        shown.append(Words("", tuple(every[1:])))
    promises = changes_words.promise_lines(found)
    if promises:
        shown.append(Words(say("What was promised"), tuple(promises[:MOST])))
    return _step(found, "changed", changes_words.title(found), tuple(shown),
                 say("Does this match what you have seen?"))  # fmt: skip


def _step(
    found: Changes, code: str, title: str, shown: tuple[Exhibit, ...], ask: str
) -> Step:  # fmt: skip
    return Step(
        code=code, title=title, lede=changes_words.span(found), exhibits=shown, ask=ask,
        method=(
            say("The place is read as it was then and as it is now. Both are worked out in the "
                "same way."),
            say("Where an outcome has no target of its own, its target is the mean of the place at "
                "that moment. More places can raise it, and a gap with it."),
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


def _sheet(title: str, heads: tuple[str, ...], rows: list[list[object]]) -> Sheet:
    columns = tuple(Column(head, numeric=0 < at < 3) for at, head in enumerate(heads))
    cells = tuple(tuple(map(changes_words.written, row)) for row in rows[:MOST])
    return Sheet(title, columns, cells)
