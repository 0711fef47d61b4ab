"""Sheets as tables of PowerPoint, with a heading row that screen readers know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sharedground.figures import look
from sharedground.figures.exhibits import Sheet
from sharedground.figures.svg import only_text
from sharedground.slides.drawing import (
    LINE,
    NAMESPACES,
    WIDER,
    Box,
    Canvas,
    edge,
    emu,
    line,
    named,
    paragraph,
)
from sharedground.words import say

PAD: Final = 9.0
"""Left and right of the words of a cell; the first column has none on its left."""

_ABOVE: Final = 6.0
"""Above and below the words of a cell together."""

_PLAIN_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_LEAST: Final = 44.0


@dataclass(frozen=True)
class Grid:
    """A table that is measured: how wide its columns and how high its rows are."""

    columns: tuple[float, ...]
    head: float
    rows: tuple[float, ...]

    @property
    def height(self) -> float:
        """How high all of it is."""
        return self.head + sum(self.rows)


def natural_width(sheet: Sheet, size: float) -> float:
    """Return how wide a table is with every cell on one line."""
    return sum(_wishes(sheet, size))


def least_width(sheet: Sheet, size: float) -> float:
    """Return how wide a table is with every cell on one line, and its headings on several."""
    return sum(_wishes(sheet, size, tight=True))


def grid_of(sheet: Sheet, size: float, width: float) -> Grid:
    """Return a table of a width; what is too long has several lines, headings before cells."""
    columns = _columns(_wishes(sheet, size), _wishes(sheet, size, tight=True), width)
    head = _height([column.name for column in sheet.columns], columns, size, "bold")
    rows = tuple(_height(row, columns, size, "text") for row in sheet.rows)
    return Grid(columns, head, rows)


def _wishes(sheet: Sheet, size: float, *, tight: bool = False) -> list[float]:
    """Return how wide each column is with every cell on one line; if `tight`, not its heading."""
    found = []
    for at, column in enumerate(sheet.columns):
        names = only_text(column.name).split() if tight else [only_text(column.name)]
        heads = max((look.width_of(name, size, "bold") for name in names), default=0.0)
        cells = max((look.width_of(_cell(row, at), size) for row in sheet.rows), default=0.0)
        found.append(max(_LEAST, max(heads * 1.1, cells) * WIDER + _sides(at) + 2))
    return found


def _sides(at: int) -> float:
    return 2 * PAD if at else PAD


def _cell(row: Sequence[str], at: int) -> str:
    return only_text(str(row[at])) if at < len(row) else ""


def _columns(wishes: list[float], least: list[float], width: float) -> tuple[float, ...]:
    """Share a width: what is left over to all alike, what is missing from the widest."""
    if sum(wishes) <= width:
        return tuple(one * width / sum(wishes) for one in wishes)
    if sum(least) <= width:
        share = (width - sum(least)) / (sum(wishes) - sum(least))
        return tuple(one + share * (wish - one) for one, wish in zip(least, wishes, strict=True))
    low, high = 0.0, max(least)
    for _ in range(40):
        most = (low + high) / 2
        low, high = (most, high) if sum(min(one, most) for one in least) < width else (low, most)
    return tuple(min(one, low) for one in least)


def _height(cells: Sequence[str], columns: tuple[float, ...], size: float,
            style: str) -> float:  # fmt: skip
    lines = [
        len(look.wrapped(_cell(cells, at), size, max(8.0, (wide - _sides(at)) / WIDER), style))
        for at, wide in enumerate(columns)
    ]
    return max([1, *lines]) * size * LINE + _ABOVE


def draw(canvas: Canvas, sheet: Sheet, grid: Grid, box: Box, size: float) -> None:
    """Put a table on a slide."""
    number = next(canvas.numbers())
    columns = "".join(f'<a:gridCol w="{emu(wide)}"/>' for wide in grid.columns)
    head = _row([c.name for c in sheet.columns], sheet, grid.head, size, canvas.language, head=True)
    rows = "".join(
        _row(row, sheet, tall, size, canvas.language)
        for row, tall in zip(sheet.rows, grid.rows, strict=True)
    )
    alt = say("Table: {title}", title=sheet.title or ", ".join(c.name for c in sheet.columns))
    canvas.add(
        f"<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr>"
        f"{named(number, sheet.title or alt, alt)}"
        '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/>'
        f'</p:nvGraphicFramePr><p:xfrm><a:off x="{emu(box.left)}" y="{emu(box.top)}"/>'
        f'<a:ext cx="{emu(sum(grid.columns))}" cy="{emu(grid.height)}"/></p:xfrm><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>'
        f'<a:tblPr firstRow="1"><a:tableStyleId>{_PLAIN_STYLE}</a:tableStyleId></a:tblPr>'
        f"<a:tblGrid>{columns}</a:tblGrid>{head}{rows}</a:tbl></a:graphicData></a:graphic>"
        "</p:graphicFrame>"
    )


def _row(cells: Sequence[str], sheet: Sheet, tall: float, size: float,
         language: str, *, head: bool = False) -> str:  # fmt: skip
    style = "bold" if head else "text"
    written = "".join(
        "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>"
        + paragraph(
            line(_cell(cells, at), size, style, align="r" if column.numeric else "l"),
            language,
        )
        + f"</a:txBody>{_border(head=head, left=PAD if at else 0.0)}</a:tc>"
        for at, column in enumerate(sheet.columns)
    )
    return f'<a:tr h="{emu(tall)}">{written}</a:tr>'


def _border(*, head: bool, left: float) -> str:
    under = edge("ink" if head else "line", 1.5 if head else 0.75)
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    below = under.replace("<a:ln ", "<a:lnB ", 1).replace("</a:ln>", "</a:lnB>")
    half = emu(_ABOVE / 2)
    margins = f'marL="{emu(left)}" marR="{emu(PAD)}" marT="{half}" marB="{half}"'
    return f'<a:tcPr {margins} anchor="ctr">{none}{below}<a:noFill/></a:tcPr>'
