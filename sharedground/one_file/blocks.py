"""What a step shows, as HTML: maps, bars with the same in a table, tables, figures and words."""

from __future__ import annotations

from collections.abc import Sequence

from sharedground.figures.bars import bars_figure
from sharedground.figures.exhibits import (
    Bars,
    Column,
    Exhibit,
    Facts,
    Map,
    Sheet,
    Spot,
    Words,
)
from sharedground.figures.scene import Figure
from sharedground.figures.svg import mark_svg, words_of
from sharedground.one_file import figure_svg
from sharedground.words import say

WIDE, NARROW = 640.0, 400.0
"""How many units bars are wide where there is room, and beside a map or on a phone."""


def html(exhibit: Exhibit, *, beside: bool = False) -> str:
    """Return one exhibit; `beside` a map it has half the width."""
    match exhibit:
        case Facts():
            return _block("facts", exhibit.title, _facts(exhibit))
        case Words():
            return _block("words", exhibit.title, _lines(exhibit.lines))
        case Bars():
            return _block("bars", exhibit.title, _bars(exhibit, beside))
        case Map():
            return _block("map", "", _map(exhibit))
        case Sheet():
            return _block("sheet", "", table(exhibit))


def _block(kind: str, title: str, body: str) -> str:
    head = f"<h3>{words_of(title)}</h3>" if title else ""
    return f'<div class="block {kind}">{head}{body}</div>'


def _facts(shown: Facts) -> str:
    rows = "".join(
        f"<div><dt>{words_of(one.label)}</dt><dd>{words_of(one.value)}</dd>"
        + (f'<dd class="base">{words_of(one.note)}</dd>' if one.note else "")
        + "</div>"
        for one in shown.facts
    )
    return f"<dl>{rows}</dl>"


def _lines(lines: Sequence[str]) -> str:
    if len(lines) == 1:
        return f"<p>{words_of(lines[0])}</p>"
    return f"<ul>{''.join(f'<li>{words_of(line)}</li>' for line in lines)}</ul>"


def _bars(shown: Bars, beside: bool) -> str:
    widths = ((NARROW, ""),) if beside else ((WIDE, "wide"), (NARROW, "narrow"))
    pictures = "".join(picture(bars_figure(shown, width), kind) for width, kind in widths)
    return pictures + _twin(bars_sheet(shown))


def bars_sheet(shown: Bars) -> Sheet:
    """Return bars in rows; numbers stand on the right."""
    rows = bars_figure(shown).table
    names = [str(name) for name in rows.columns]
    columns = tuple(Column(name, numeric=at == 1) for at, name in enumerate(names))
    return Sheet(shown.title, columns, tuple(tuple(map(str, row)) for row in rows.to_numpy()))


def picture(figure: Figure, kind: str) -> str:
    """Return a picture that says what it shows."""
    return (
        f'<svg class="picture {kind}" viewBox="0 0 {figure.width:g} {figure.height:g}" role="img" '
        f'preserveAspectRatio="xMinYMin meet" aria-label="{words_of(figure.alt or figure.title)}">'
        f"{''.join(map(mark_svg, figure.marks))}</svg>"
    )


def _map(shown: Map) -> str:
    source = f'<p class="source">{words_of(shown.source)}</p>' if shown.source else ""
    places = _twin(_spots(shown.spots), say("The places in a table")) if shown.spots else ""
    return (
        f'{figure_svg.map_html(shown)}<p class="says">{words_of(shown.alt)}</p>{source}'
        f"{_twin(shown.sheet)}{places}"
    )


def _spots(spots: Sequence[Spot]) -> Sheet:
    rows = tuple(sorted({(one.name, one.words) for one in spots}))
    return Sheet(
        say("The places of this map"), (Column(say("Place")), Column(say("What it is"))), rows
    )


def _twin(sheet: Sheet, words: str = "") -> str:
    """Return the same in rows, folded away."""
    if not sheet.rows:
        return ""
    head = words_of(words or say("The same in a table"))
    return f'<details class="twin"><summary>{head}</summary>{table(sheet)}</details>'


def table(sheet: Sheet) -> str:
    """Return a table; page.js makes its columns sortable."""
    first = next((at for at, one in enumerate(sheet.columns) if not one.numeric), 0)
    heads = "".join(
        f'<th scope="col"{_right(c.numeric)}>{words_of(c.name)}</th>' for c in sheet.columns
    )
    rows = "".join(_row(sheet.columns, row, first) for row in sheet.rows)
    caption = f"<caption><span>{words_of(sheet.title)}</span></caption>" if sheet.title else ""
    return (
        f'<div class="scroll"><table>{caption}<thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(columns: Sequence[Column], row: Sequence[str], first: int) -> str:
    cells = (_cell(cell, columns[at].numeric, at == first) for at, cell in enumerate(row))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(words: str, numeric: bool, first: bool) -> str:
    if first:
        return f'<th scope="row">{words_of(words)}</th>'
    return f"<td{_right(numeric)}>{words_of(words)}</td>"


def _right(numeric: bool) -> str:
    return ' class="right"' if numeric else ""
