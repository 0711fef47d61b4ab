"""Bars as charts of PowerPoint: their numbers lie in a spreadsheet inside and can be changed."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from pptx.enum.chart import XL_CHART_TYPE

from sharedground.export.workbook import Column, Sheet, workbook_bytes
from sharedground.figures import look
from sharedground.figures.bars import colour_of
from sharedground.figures.exhibits import Bar, Bars
from sharedground.figures.svg import only_text, words_of
from sharedground.look import mixed
from sharedground.slides.drawing import WIDER, Box, Canvas, edge, emu, line, paint, safe_run
from sharedground.words import decimal, say

SHEET: Final = "Data"
_NAMES, _NAMES_OF_NARROW = 0.46, 0.6
"""The most of a chart's width that the names take."""

_NARROW: Final = 460.0

_CELLS: Final = 45
"""Dots nearer than this part of the axis would lie over one another."""

_BEFORE_PARTNERS: Final = 5
"""Columns of the spreadsheet before the first partner's."""

_STEPS: Final = (0.0, 0.22, -0.22, 0.42, -0.42)
_BAR_SHARE: Final = 0.56
_HEAD: Final = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def called(bar: Bar, bars: Bars) -> str:
    """Return the name of a row; where no bar can carry its words, they stand here."""
    words_here = math.isnan(bar.value) or has_ranges(bars) or bool(bars.dots)
    return f"{bar.name}: {bar.words}" if words_here else bar.name


def caption(bars: Bars) -> str:
    """Return what the bars measure, and what their signs mean where there are any."""
    signs = [bars.axis] if bars.axis else []
    dashed = say("Dashed: could go either way")
    if any(not bar.firm for bar in bars.bars) and dashed not in bars.axis:
        signs.append(dashed)
    if has_ranges(bars) and not bars.dots:
        signs.append(say("Thin line: likely range"))
    return ". ".join(told.rstrip(".") for told in signs)


def has_ranges(bars: Bars) -> bool:
    """Whether any bar has a likely range."""
    return any(not math.isnan(end) for bar in bars.bars for end in (bar.low, bar.high))


def names_width(bars: Bars, size: float, width: float) -> float:
    """Return how wide the names of the rows are."""
    longest = max((look.width_of(called(bar, bars), size) for bar in bars.bars), default=0.0)
    return min(longest * WIDER + 14, (_NAMES if width > _NARROW else _NAMES_OF_NARROW) * width)


def row_height(bars: Bars, size: float, width: float) -> float:
    """Return the least height of a row, by the longest name's lines."""
    room = names_width(bars, size, width) - 12
    many = max((len(look.wrapped(called(bar, bars), size, room / WIDER)) for bar in bars.bars),
               default=1)  # fmt: skip
    return max(1.65, 1.25 * many + 0.4) * size


@dataclass(frozen=True)
class _Data:
    """What python-pptx asks of the data of a chart: its XML and its spreadsheet."""

    xml: str
    xlsx_blob: bytes

    def xml_bytes(self, chart_type: XL_CHART_TYPE) -> bytes:  # noqa: ARG002
        """Return the chart as XML."""
        return self.xml.encode("utf-8")


def draw(canvas: Canvas, bars: Bars, box: Box, size: float, made_at: dt.datetime) -> None:
    """Put bars on a slide."""
    if bars.dots:
        box = _names_beside(canvas, bars, box, size)
    xml = _scatter(bars, box) if bars.dots else _bars(bars, box, size, canvas.language)
    data = _Data(xml, _workbook(bars, made_at))
    shapes: Any = canvas.slide.shapes
    corner = (emu(box.left), emu(box.top), emu(box.width), emu(box.height))
    frame = shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *corner, data)
    about = frame._element.nvGraphicFramePr.cNvPr
    about.set("name", only_text(bars.title or bars.axis)[:200] or "-")
    about.set("descr", only_text(bars.alt or bars.title or bars.axis))


def _names_beside(canvas: Canvas, bars: Bars, box: Box, size: float) -> Box:
    """Write the names of rows, which a chart of dots has no axis for; return what is left."""
    wide = names_width(bars, size, box.width)
    tall = box.height / len(bars.bars)
    for at, bar in enumerate(bars.bars):
        row = Box(box.left, box.top + at * tall, wide - 12, tall)
        canvas.text(row, [line(called(bar, bars), size, align="r")], bar.name, anchor="ctr")
    return Box(box.left + wide, box.top, box.width - wide, box.height)


# ---- the spreadsheet inside -----------------------------------------------------------------


def _workbook(bars: Bars, made_at: dt.datetime) -> bytes:
    table = _table_of_dots(bars) if bars.dots else _table_of_bars(bars)
    frame = pd.DataFrame(dict(zip(_unlike(list(table)), table.values(), strict=True)))
    numbers = {str(name): Column(number=True) for name in frame.columns
               if pd.api.types.is_numeric_dtype(frame[name])}  # fmt: skip
    return workbook_bytes([Sheet(SHEET, table=frame, columns=numbers)], made_at)


def _table_of_bars(bars: Bars) -> dict[str, list[str] | list[float]]:
    return {
        bars.heading or say("Name"): [called(bar, bars) for bar in bars.bars],
        bars.axis or bars.title or say("Value"): [bar.value for bar in bars.bars],
        say("Down to the low end"): [_span(bar, low=True) for bar in bars.bars],
        say("Up to the high end"): [_span(bar, low=False) for bar in bars.bars],
        say("In words"): [bar.words for bar in bars.bars],
    }


def _table_of_dots(bars: Bars) -> dict[str, list[str] | list[float]]:
    many = len(bars.bars)
    partners = _partners(bars)
    levels = _levels(partners, many, _top(bars))
    table: dict[str, list[str] | list[float]] = {
        bars.heading or say("Name"): [bar.name for bar in bars.bars],
        say("From"): [0.0] * many,
        bars.axis or bars.title or say("Value"): [bar.value for bar in bars.bars],
        say("Height"): _heights(many), say("Height of the end"): _heights(many),
    }  # fmt: skip
    for n, (name, xs) in enumerate(partners):
        table |= {name: xs, say("{name}: height", name=name): levels[n]}
    return table


def _unlike(names: Sequence[str]) -> list[str]:
    return [name if name not in names[:at] else f"{name} ({at + 1})"
            for at, name in enumerate(names)]  # fmt: skip


def _span(bar: Bar, *, low: bool) -> float:
    """Return how far the range goes from the bar's end; 0 for none."""
    span = bar.value - bar.low if low else bar.high - bar.value
    return 0.0 if math.isnan(span) else max(0.0, span)


def _partners(bars: Bars) -> list[tuple[str, list[float]]]:
    """Return each partner with its value on each row, in the order in which they first stand."""
    names = list(dict.fromkeys(name for row in bars.dots for name, _ in row))
    rows = [dict(row) for row in bars.dots]
    return [(name, [row.get(name, math.nan) for row in rows]) for name in names]


# ---- bars -----------------------------------------------------------------------------------


def _bars(bars: Bars, box: Box, size: float, language: str) -> str:
    rows, colour = bars.bars, colour_of(bars)
    wide = names_width(bars, size, box.width)
    top = _end(bars, box.width - wide, size)
    points = "".join(_point(at, colour, firm=bar.firm) for at, bar in enumerate(rows))
    series = (
        f'<c:ser><c:idx val="0"/><c:order val="0"/>{_title(bars.axis or bars.title)}'
        f"<c:spPr>{paint(colour)}</c:spPr>"
        f'<c:invertIfNegative val="0"/>{points}{_labels(bars, size, language)}'
        f"{_ranges(bars)}"
        f"<c:cat>{_words('A', [called(bar, bars) for bar in rows])}</c:cat>"
        f"<c:val>{_numbers('B', [bar.value for bar in rows])}</c:val></c:ser>"
    )
    plot = (
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="{round(100 * (1 / _BAR_SHARE - 1))}"/><c:axId val="111"/>'
        f'<c:axId val="222"/></c:barChart>{_category_axis(size, language)}{_value_axis(top)}'
    )
    return _chart(plot, wide / box.width, 1 - wide / box.width)


def _end(bars: Bars, width: float, size: float) -> float:
    """Return where the axis ends, so that every bar's words have room beside it."""
    top = max([bars.most, *_finite(bars)], default=0.0) or 1.0
    if has_ranges(bars):
        return top * 1.02
    longest = max((look.width_of(bar.words, size, "bold") for bar in bars.bars), default=0.0)
    room = min(max(40.0, longest * WIDER + 12), width * 0.5)
    return top * width / (width - room)


def _finite(bars: Bars) -> list[float]:
    ends = [end for bar in bars.bars for end in (bar.value, bar.high)]
    return [end for end in ends if not math.isnan(end)]


def _point(at: int, colour: str, *, firm: bool) -> str:
    how = paint(colour) if firm else paint("") + edge(colour, 2.25, dashed=True)
    return (
        f'<c:dPt><c:idx val="{at}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"<c:spPr>{how}</c:spPr></c:dPt>"
    )


def _labels(bars: Bars, size: float, language: str) -> str:
    """Return the words at the ends of the bars; those that are the rounded value follow it."""
    flags = "".join(
        f'<c:{name} val="{int(name == "showVal")}"/>'
        for name in ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent",
                     "showBubbleSize")
    )  # fmt: skip
    if has_ranges(bars):
        return f"<c:dLbls>{flags.replace('1', '0')}</c:dLbls>"
    look_of = _letters(size, language, bold=True)
    shown = f'<c:spPr><a:noFill/></c:spPr>{look_of}<c:dLblPos val="outEnd"/>{flags}'
    plain = _plain_format(bars)
    if plain:
        return (
            f'<c:dLbls><c:numFmt formatCode="{words_of(plain)}" sourceLinked="0"/>{shown}</c:dLbls>'
        )
    each = "".join(
        f'<c:dLbl><c:idx val="{at}"/><c:tx>{_rich(" " + bar.words, size, language)}</c:tx>{shown}'
        "</c:dLbl>"
        for at, bar in enumerate(bars.bars)
        if not math.isnan(bar.value)
    )
    return f"<c:dLbls>{each}{shown}</c:dLbls>"


def _plain_format(bars: Bars) -> str:
    """Return the number format that writes every bar's words, "" where none does."""
    known = [bar for bar in bars.bars if not math.isnan(bar.value)]
    if any(abs(bar.value % 1 - 0.5) < 1e-6 for bar in known):
        return ""
    if all(bar.words == decimal(bar.value) for bar in known):
        return '" "#,##0'
    if all(bar.words == f"{decimal(bar.value)} %" for bar in known):
        return '" "#,##0" %"'
    return ""


def _ranges(bars: Bars) -> str:
    if not has_ranges(bars):
        return ""
    up = _numbers("D", [_span(bar, low=False) for bar in bars.bars])
    down = _numbers("C", [_span(bar, low=True) for bar in bars.bars])
    return (
        '<c:errBars><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"<c:plus>{up}</c:plus><c:minus>{down}</c:minus>"
        f"<c:spPr>{edge('ink', 2)}</c:spPr></c:errBars>"
    )


# ---- bars with dots -------------------------------------------------------------------------


def _scatter(bars: Bars, box: Box) -> str:
    """Return how each partner sees each row: dots, over the mean of all as a bar.

    No program draws lying bars and dots in one chart. So all are dots here, and each bar is a
    thick line from 0 to the mean.
    """
    many = len(bars.bars)
    top = _top(bars)
    colour = mixed(colour_of(bars), look.colour("bg"), 0.3)
    thick = min(24.0, 0.5 * box.height / max(1, many))
    partners = _partners(bars)
    levels = _levels(partners, many, top)
    means = [_mean(at, bar, many - at, edge(colour, thick)) for at, bar in enumerate(bars.bars)]
    dots = [_dots(at, many, name, xs, levels[at]) for at, (name, xs) in enumerate(partners)]
    # Means are first in order, so they lie below; written last, or LibreOffice leaves them out.
    plot = (
        '<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
        f'{"".join(dots + means)}<c:axId val="222"/><c:axId val="333"/></c:scatterChart>'
        f"{_plain_axis(222, 333, 0, top * 1.04, 'b')}{_plain_axis(333, 222, 0.5, many + 0.5, 'l')}"
    )
    return _chart(plot, 0.0, 1.0)


def _top(bars: Bars) -> float:
    values = [value for row in bars.dots for _, value in row] + _finite(bars) + [bars.most]
    return max((value for value in values if math.isfinite(value)), default=0.0) or 1.0


def _heights(rows: int) -> list[float]:
    return [float(rows - at) for at in range(rows)]


def _levels(
    partners: Sequence[tuple[str, list[float]]], rows: int, top: float
) -> list[list[float]]:  # fmt: skip
    """Return how high each partner's dots stand: those of about the same value one over another."""
    found = [_heights(rows) for _ in partners]
    for row in range(rows):
        taken: dict[int, int] = {}
        for at, (_, xs) in enumerate(partners):
            if not math.isfinite(xs[row]):
                continue
            cell = round(xs[row] / top * _CELLS)
            level = taken.get(cell, 0)
            taken[cell] = level + 1
            found[at][row] += _STEPS[min(level, len(_STEPS) - 1)]
    return found


def _mean(at: int, bar: Bar, height: float, line_of: str) -> str:
    """Return the mean of a row as a thick line from 0; nothing where there is no data."""
    if not math.isfinite(bar.value):
        return ""
    row = at + 2
    ends = _cells(f"$B${row}:$C${row}", [0.0, bar.value])
    heights = _cells(f"$D${row}:$E${row}", [float(height)] * 2)
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/>{_called(f"$A${row}", bar.name)}'
        f'<c:spPr>{line_of}</c:spPr><c:marker><c:symbol val="none"/></c:marker>'
        f'<c:xVal>{ends}</c:xVal><c:yVal>{heights}</c:yVal><c:smooth val="0"/></c:ser>'
    )


def _dots(at: int, rows: int, name: str, xs: list[float], heights: list[float]) -> str:
    number = rows + at
    first = _letter(_BEFORE_PARTNERS + 2 * at)
    second = _letter(_BEFORE_PARTNERS + 2 * at + 1)
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>{_called(f"${first}$1", name)}'
        "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
        '<c:marker><c:symbol val="circle"/><c:size val="11"/>'
        f"<c:spPr>{paint('ink')}{edge('bg', 1)}</c:spPr></c:marker>"
        f"<c:xVal>{_numbers(first, xs)}</c:xVal><c:yVal>{_numbers(second, heights)}</c:yVal>"
        '<c:smooth val="0"/></c:ser>'
    )


def _letter(column: int) -> str:
    """Return the letters of a spreadsheet's column, 0 for A."""
    head, last = divmod(column, 26)
    return (_letter(head - 1) if head else "") + chr(ord("A") + last)


# ---- parts of both --------------------------------------------------------------------------


def _chart(plot: str, left: float, width: float) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {_HEAD}>'
        '<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        '<c:plotArea><c:layout><c:manualLayout><c:layoutTarget val="inner"/>'
        '<c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{left:.4f}"/><c:y val="0"/><c:w val="{width:.4f}"/><c:h val="1"/>'
        f"</c:manualLayout></c:layout>{plot}<c:spPr><a:noFill/></c:spPr></c:plotArea>"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:chartSpace>"
    )


def _title(words: str) -> str:
    return _called("$B$1", words)


def _called(cell: str, words: str) -> str:
    return (
        f"<c:tx><c:strRef><c:f>{SHEET}!{cell}</c:f><c:strCache>"
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{words_of(words)}</c:v></c:pt></c:strCache>'
        "</c:strRef></c:tx>"
    )


def _words(letter: str, words: Sequence[str]) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{words_of(one)}</c:v></c:pt>' for at, one in enumerate(words)
    )
    return (
        f"<c:strRef><c:f>{SHEET}!{_range(letter, len(words))}</c:f><c:strCache>"
        f'<c:ptCount val="{len(words)}"/>{points}</c:strCache></c:strRef>'
    )


def _numbers(letter: str, values: Sequence[float]) -> str:
    return _cells(_range(letter, len(values)), values)


def _cells(cells: str, values: Sequence[float]) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{value!r}</c:v></c:pt>'
        for at, value in enumerate(map(float, values))
        if math.isfinite(value)
    )
    return (
        f"<c:numRef><c:f>{SHEET}!{cells}</c:f><c:numCache>"
        f'<c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{points}'
        "</c:numCache></c:numRef>"
    )


def _range(letter: str, rows: int) -> str:
    return f"${letter}$2:${letter}${rows + 1}"


def _letters(size: float, language: str, *, bold: bool = False) -> str:
    return (
        "<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}">{paint("ink")}'
        f'<a:latin typeface="+mn-lt"/></a:defRPr></a:pPr><a:endParaRPr lang="{language}"/>'
        "</a:p></c:txPr>"
    )


def _rich(words: str, size: float, language: str) -> str:
    return (
        "<c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r>"
        f'<a:rPr lang="{language}" sz="{round(size * 100)}" b="1">{paint("ink")}'
        f'<a:latin typeface="+mn-lt"/></a:rPr><a:t>{safe_run(words)}</a:t></a:r></a:p></c:rich>'
    )


def _category_axis(size: float, language: str) -> str:
    return (
        '<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="maxMin"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="l"/><c:numFmt formatCode="@" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"<c:spPr>{edge('ink', 1.5)}</c:spPr>{_letters(size, language)}"
        '<c:crossAx val="222"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:tickLblSkip val="1"/>'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _value_axis(top: float) -> str:
    return (
        f'<c:valAx><c:axId val="222"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{top!r}"/><c:min val="0"/></c:scaling><c:delete val="1"/>'
        '<c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="none"/>'
        '<c:crossAx val="111"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )


def _plain_axis(number: int, other: int, low: float, top: float, at: str) -> str:
    return (
        f'<c:valAx><c:axId val="{number}"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{float(top)!r}"/><c:min val="{float(low)!r}"/></c:scaling>'
        f'<c:delete val="{int(at == "b")}"/><c:axPos val="{at}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="none"/><c:spPr>{edge("ink", 1.5)}'
        f'</c:spPr><c:crossAx val="{other}"/><c:crosses val="min"/>'
        '<c:crossBetween val="midCat"/></c:valAx>'
    )
