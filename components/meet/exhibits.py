"""What a step shows, as HTML in letters that can be read from the back of a room."""

from __future__ import annotations

import math
from collections.abc import Sequence

from components import parts
from components.parts import safe_html
from sharedground.figures.exhibits import Bar, Bars, Exhibit, Facts, Map, Sheet, Words
from sharedground.words import say


def html(exhibit: Exhibit) -> str:
    """Return an exhibit other than a map."""
    match exhibit:
        case Facts():
            figures = [parts.Figure(one.label, one.value, one.note) for one in exhibit.facts]
            return _headed(exhibit.title, parts.key_figures_html(figures))
        case Words():
            return _headed(exhibit.title, _words(exhibit.lines))
        case Bars():
            return _bars(exhibit)
        case Sheet():
            return sheet(exhibit)
        case Map():
            message = "a map is drawn as a picture"
            raise TypeError(message)


def _headed(title: str, body: str) -> str:
    head = f'<h2 class="sp-st-h">{safe_html(title)}</h2>' if title else ""
    return f'<section class="sp-st">{head}{body}</section>'


def _words(lines: Sequence[str]) -> str:
    if len(lines) == 1:
        return f'<p class="sp-st-p">{safe_html(lines[0])}</p>'
    return f'<ul class="sp-st-ul">{"".join(f"<li>{safe_html(one)}</li>" for one in lines)}</ul>'


def _bars(shown: Bars) -> str:
    """Return bars as a list: each name, its bar, and its figure in words."""
    every = [bar.value for bar in shown.bars if not math.isnan(bar.value)]
    every += [value for row in shown.dots for _, value in row]
    most = max([*every, shown.most, 1e-9])
    dots = shown.dots or ((),) * len(shown.bars)
    rows = "".join(_bar(bar, most, row)
                   for bar, row in zip(shown.bars, dots, strict=True))  # fmt: skip
    body = (
        f'<p class="sp-st-axis">{safe_html(shown.axis)}</p>'
        f'<ul class="sp-bars sp-{shown.tone}">{rows}</ul>'
    )
    return _headed(shown.title, body)


def _bar(bar: Bar, most: float, dots: Sequence[tuple[str, float]]) -> str:
    known = not math.isnan(bar.value)
    wide = f"{max(0.0, 100 * bar.value / most):.1f}%" if known else "100%"
    kind = "sp-bar-none" if not known else "" if bar.firm else "sp-bar-open"
    said = "" if bar.firm or not known else (
        f'<span class="sp-unseen"> {safe_html(say("Could go either way"))}</span>'
    )  # fmt: skip
    marks = "".join(
        f'<i class="sp-bar-dot" style="left:{100 * value / most:.1f}%" '
        f'title="{safe_html(name)}"></i>'
        for name, value in dots
    )
    return (
        f'<li><span class="sp-bar-name">{safe_html(bar.name)}</span>'
        f'<span class="sp-bar-track"><i class="sp-bar {kind}" style="width:{wide}"></i>{marks}'
        f'</span><b class="sp-bar-words">{safe_html(bar.words)}{said}</b></li>'
    )


def sheet(shown: Sheet, *, headed: bool = True) -> str:
    """Return a table with its caption."""
    heads = "".join(
        f'<th scope="col"{_right(column.numeric)}>{safe_html(column.name)}</th>'
        for column in shown.columns
    )
    rows = "".join(
        "<tr>" + "".join(
            f'<th scope="row">{safe_html(cell)}</th>' if at == first
            else f"<td{_right(shown.columns[at].numeric)}>{safe_html(cell)}</td>"
            for at, cell in enumerate(row)
        ) + "</tr>"
        for first in (next((n for n, c in enumerate(shown.columns) if not c.numeric), 0),)
        for row in shown.rows
    )  # fmt: skip
    caption = f"<caption>{safe_html(shown.title)}</caption>" if headed else ""
    table = f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return (
        f'<div class="sp-st sp-sheet" tabindex="0" role="region" '
        f'aria-label="{safe_html(shown.title)}">{table}</div>'
    )


def _right(numeric: bool) -> str:
    return ' class="sp-right"' if numeric else ""
