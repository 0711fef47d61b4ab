"""Figures that are given for other areas than those of the sums: shown in words and a table."""

from __future__ import annotations

from typing import Final

from components import cached, parts, plain_table
from components.map.filters import Asked
from sharedground.area_figures import SetFigures, estimated_here
from sharedground.views import View
from sharedground.words import decimal, say, say_many

MOST_ROWS: Final = 40


def draw(view: View, asked: Asked) -> None:
    """Draw what the other area sets of a place say of the area that is asked for."""
    note = estimates_in_words(view, asked)
    if note:
        parts.note(note)
    for found in cached.figures_beside(view, asked.codes):
        parts.heading(say("Figures for {areas}", areas=found.about.name), found.words)
        shown = rows(found)
        plain_table.draw(
            [say("Area"), say("Figure"), say("Value"), say("Where it stands")], shown[:MOST_ROWS],
            say("Figures for {areas}", areas=found.about.name),
        )  # fmt: skip
        left = len(shown) - MOST_ROWS
        if left > 0:
            parts.note(say_many("{n} more row is not shown: choose one area to see it.",
                                "{n} more rows are not shown: choose one area to see them.",
                                left))  # fmt: skip


def rows(found: SetFigures) -> list[tuple[str, str, str, str]]:
    """Return a row for each area and figure, written out; the newest figures first."""
    table = found.rows.sort_values(
        ["area_name", "year", "name"], ascending=[True, False, True], kind="stable"
    )
    return [
        (
            str(row.area_name),
            str(row.name) if row.year != row.year else f"{row.name}, {float(str(row.year)):.0f}",
            value_in_words(float(str(row.value)), str(row.unit)),
            standing_in_words(int(str(row.standing)), int(str(row.of)), str(row.direction)),
        )
        for row in table.itertuples(index=False)
    ]


def value_in_words(value: float, unit: str) -> str:
    """Return a figure as people read it, with a per cent sign where it is one."""
    written = decimal(value) if value == round(value) else decimal(value, 1)
    return f"{written}%" if unit.startswith("%") else written


def standing_in_words(standing: int, of: int, direction: str) -> str:
    """Return where a figure stands among those of the other areas of its set."""
    if of < 2:
        return say("The only one")
    if direction == "high-is-good":
        return say("{n} of {of}, from the lowest", n=standing, of=of)
    return say("{n} of {of}, from the highest", n=standing, of=of)


def estimates_in_words(view: View, asked: Asked) -> str:
    """Return which figures of these areas are estimates, "" when none is."""
    names = estimated_here(view.holdings, asked.codes)
    if not names:
        return ""
    listed = ", ".join(names[:5]) + (", …" if len(names) > 5 else "")
    return say_many(
        "{n} figure of need is an estimate here, carried over from areas with other bounds: "
        "{names}.",
        "{n} figures of need are estimates here, carried over from areas with other bounds: "
        "{names}.", len(names), names=listed,
    )  # fmt: skip
