"""DrawingML: how shapes, outlines and words are written on a slide, in points from its corner.

Words are only ever text of an element or the value of an attribute, escaped, without characters
that XML cannot hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any, Final, Literal

import numpy as np
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide

from sharedground.figures import look
from sharedground.figures.scene import Floats
from sharedground.figures.svg import words_of

WIDE, TALL = 960.0, 540.0
"""A slide of 16 to 9, in points."""

WIDER: Final = 1.17
"""How much wider words may be in the letters that stand in where ours are not installed: slides do
not carry letters with them."""

LINE: Final = 1.2
"""How high a line of words is, in sizes of its letters."""

EMU: Final = 12_700
_SPACING: Final = {"text": 92, "bold": 92, "heading": 96}
"""Per cent of the letters' own line height that give `LINE`."""

NAMESPACES: Final[str] = nsdecls("p", "a", "r")
Align = Literal["l", "ctr", "r"]
Anchor = Literal["t", "ctr", "b"]


@dataclass(frozen=True)
class Box:
    """A part of a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends on the right."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.top + self.height


@dataclass(frozen=True)
class Run:
    """Words of one look; `style` is "text", "bold" or "heading"."""

    words: str
    size: float = 18.0
    style: str = "text"
    colour: str = "ink"


@dataclass(frozen=True)
class Line:
    """A paragraph.

    Parameters
    ----------
    before
        Room above it, in points.
    """

    runs: tuple[Run, ...]
    align: Align = "l"
    bullet: bool = False
    before: float = 0.0


def line(words: str, size: float = 18.0, style: str = "text", colour: str = "ink",
         **more: Any) -> Line:  # fmt: skip
    """Return a paragraph of one look."""
    return Line((Run(words, size, style, colour),), **more)


def emu(points: float) -> int:
    """Return points in the unit of the file."""
    return round(points * EMU)


@cache
def scheme() -> dict[str, str]:
    """Return the names in the theme of our colours, so that a change of the theme takes them."""
    names = {"ink": "tx1", "bg": "bg1", "muted": "tx2", "surface": "bg2", "brand": "accent1"}
    return {look.colour(ours).upper(): theirs for ours, theirs in reversed(names.items())}


def paint(colour: str, opacity: float = 1.0) -> str:
    """Return a fill: of "#RRGGBB", of a name such as "ink", or none for ""."""
    if not colour:
        return "<a:noFill/>"
    value = (colour if colour.startswith("#") else look.colour(colour)).upper()
    clear = f'<a:alpha val="{round(100_000 * opacity)}"/>' if opacity < 1 else ""
    named = scheme().get(value)
    if named:
        return f'<a:solidFill><a:schemeClr val="{named}">{clear}</a:schemeClr></a:solidFill>'
    return f'<a:solidFill><a:srgbClr val="{value[1:]}">{clear}</a:srgbClr></a:solidFill>'


def edge(colour: str, width: float = 1.0, *, dashed: bool = False, flat: bool = True,
         opacity: float = 1.0) -> str:  # fmt: skip
    """Return an outline, or none for the colour ""."""
    if not colour:
        return "<a:ln><a:noFill/></a:ln>"
    dash = '<a:prstDash val="sysDash"/>' if dashed else ""
    cap = ' cap="flat"' if flat else ' cap="rnd"'
    return f'<a:ln w="{emu(width)}"{cap}>{paint(colour, opacity)}{dash}<a:round/></a:ln>'


def place(box: Box, *, flip: bool = False, tag: str = "a:xfrm") -> str:
    """Return where something stands."""
    turned = ' flipV="1"' if flip else ""
    return (
        f'<{tag}{turned}><a:off x="{emu(box.left)}" y="{emu(box.top)}"/>'
        f'<a:ext cx="{emu(box.width)}" cy="{emu(box.height)}"/></{tag}>'
    )


def letters(run: Run, language: str, tag: str = "a:rPr") -> str:
    """Return how words look."""
    face = "+mj-lt" if run.style == "heading" else "+mn-lt"
    heavy = ' b="1"' if run.style != "text" else ' b="0"'
    return (
        f'<{tag} lang="{language}" sz="{round(run.size * 100)}"{heavy} dirty="0">'
        f'{paint(run.colour)}<a:latin typeface="{face}"/></{tag}>'
    )


def indent(size: float) -> float:
    """Return how far the words of a point stand from its left."""
    return 0.9 * size


def paragraph(told: Line, language: str) -> str:
    """Return a paragraph with its runs."""
    spacing = _SPACING[told.runs[0].style] if told.runs else 92
    step = emu(indent(told.runs[0].size)) if told.bullet and told.runs else 0
    margins = f' marL="{step}" indent="-{step}"' if step else ' marL="0" indent="0"'
    dot = (
        f"<a:buClr>{_colour('brand')}</a:buClr>"
        '<a:buFont typeface="Arial"/><a:buChar char="&#8226;"/>'
        if told.bullet
        else "<a:buNone/>"
    )
    runs = "".join(
        f"<a:r>{letters(run, language)}<a:t>{safe_run(run.words)}</a:t></a:r>" for run in told.runs
    )
    return (
        f'<a:p><a:pPr algn="{told.align}"{margins}><a:lnSpc><a:spcPct val="{spacing * 1000}"/>'
        f'</a:lnSpc><a:spcBef><a:spcPts val="{round(told.before * 100)}"/></a:spcBef>{dot}'
        f"</a:pPr>{runs}</a:p>"
    )


def safe_run(words: str) -> str:
    """Return words as `safe`, with the blanks at their ends."""
    start = " " if words[:1] == " " else ""
    end = " " if words.strip() and words[-1:] == " " else ""
    return start + "\u00a0".join(map(words_of, words.split("\u00a0"))) + end


def _colour(name: str) -> str:
    return paint(name).removeprefix("<a:solidFill>").removesuffix("</a:solidFill>")


def body(lines: Iterable[Line], language: str, anchor: Anchor = "t", *, wrap: bool = True) -> str:
    """Return the words of a shape."""
    told = "".join(paragraph(one, language) for one in lines) or "<a:p/>"
    square = "square" if wrap else "none"
    return (
        f'<p:txBody><a:bodyPr wrap="{square}" lIns="0" tIns="0" rIns="0" bIns="0" '
        f'anchor="{anchor}" rtlCol="0"><a:normAutofit/></a:bodyPr><a:lstStyle/>{told}</p:txBody>'
    )


def named(number: int, name: str, alt: str = "", *, decorative: bool = False) -> str:
    """Return the name of a shape with what it shows, or that it shows nothing by itself."""
    told = f' descr="{words_of(alt)}"' if alt else ""
    mark = (
        '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
        "</a:ext></a:extLst>"
        if decorative
        else ""
    )
    return f'<p:cNvPr id="{number}" name="{words_of(name)[:250] or "-"}"{told}>{mark}</p:cNvPr>'


def text_shape(number: int, name: str, box: Box, words: str, *, holder: str = "",
               plate: str = "") -> str:  # fmt: skip
    """Return a shape with words; `holder` is the attributes of a placeholder of the layout."""
    kind = f"<p:nvPr><p:ph {holder}/></p:nvPr>" if holder else "<p:nvPr/>"
    lock = '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>' if holder else '<p:cNvSpPr txBox="1"/>'
    shape = "" if holder else f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{plate or paint("")}'
    return (
        f"<p:sp><p:nvSpPr>{named(number, name)}{lock}{kind}</p:nvSpPr>"
        f"<p:spPr>{place(box)}{shape}</p:spPr>{words}</p:sp>"
    )


def box_shape(number: int, name: str, box: Box, fill: str, line_of: str = "", *,
              preset: str = "rect", decorative: bool = True) -> str:  # fmt: skip
    """Return a plain shape, such as a rule or the patch of a key."""
    return (
        f"<p:sp><p:nvSpPr>{named(number, name, decorative=decorative)}<p:cNvSpPr/><p:nvPr/>"
        f'</p:nvSpPr><p:spPr>{place(box)}<a:prstGeom prst="{preset}"><a:avLst/></a:prstGeom>'
        f"{fill}{line_of or edge('')}</p:spPr></p:sp>"
    )


def outline(number: int, name: str, parts: Sequence[Floats], fill: str, line_of: str, *,
            closed: bool = True, alt: str = "", decorative: bool = False) -> str:  # fmt: skip
    """Return one freeform of many outlines that are filled as one; holes turn the other way."""
    every = np.concatenate([np.asarray(part, dtype=float) for part in parts])
    low, high = every.min(axis=0), every.max(axis=0)
    box = Box(float(low[0]), float(low[1]), *(float(n) for n in high - low))
    end = "<a:close/>" if closed else ""
    path = "".join(_moves(part, low) + end for part in parts)
    kind = "" if closed else ' fill="none"'
    ways = f"<a:path {_extent(box)}{kind}>{path}</a:path>"
    return _freeform(named(number, name, alt, decorative=decorative), box, ways, fill, line_of)


def _moves(part: Floats, low: Floats) -> str:
    at = np.rint((np.asarray(part, dtype=float) - low) * 100).astype(np.int64)
    keep = np.ones(len(at), dtype=bool)
    keep[1:] = (np.diff(at, axis=0) != 0).any(axis=1)
    points = [f'<a:pt x="{x}" y="{y}"/>' for x, y in at[keep].tolist()]
    return f"<a:moveTo>{points[0]}</a:moveTo>" + "".join(
        f"<a:lnTo>{point}</a:lnTo>" for point in points[1:]
    )


def _extent(box: Box) -> str:
    return f'w="{max(1, round(box.width * 100))}" h="{max(1, round(box.height * 100))}"'


def _freeform(told: str, box: Box, ways: str, fill: str, line_of: str) -> str:
    return (
        f"<p:sp><p:nvSpPr>{told}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{place(box)}"
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{ways}</a:pathLst></a:custGeom>'
        f"{fill}{line_of}</p:spPr></p:sp>"
    )


def dots(number: int, name: str, at: Floats, radius: float, shape: str, fill: str,
         line_of: str) -> str:  # fmt: skip
    """Return many circles or squares of one look as one freeform, each a path of its own."""
    low, high = at.min(axis=0) - radius, at.max(axis=0) + radius
    box = Box(float(low[0]), float(low[1]), *(float(n) for n in high - low))
    size, r = _extent(box), round(radius * 100)
    ways = []
    for x, y in np.rint((at - low) * 100).astype(np.int64).tolist():
        around = (
            f'<a:moveTo><a:pt x="{x + r}" y="{y}"/></a:moveTo>'
            f'<a:arcTo wR="{r}" hR="{r}" stAng="0" swAng="21600000"/>'
            if shape == "circle"
            else f'<a:moveTo><a:pt x="{x - r}" y="{y - r}"/></a:moveTo>'
            + "".join(
                f'<a:lnTo><a:pt x="{x + right * r}" y="{y + down * r}"/></a:lnTo>'
                for right, down in ((1, -1), (1, 1), (-1, 1))
            )
        )
        ways.append(f"<a:path {size}>{around}<a:close/></a:path>")
    return _freeform(named(number, name), box, "".join(ways), fill, line_of)


def group(number: int, name: str, alt: str, box: Box, shapes: str) -> str:
    """Return shapes as one group that says what it shows."""
    corner = f'x="{emu(box.left)}" y="{emu(box.top)}"'
    size = f'cx="{emu(box.width)}" cy="{emu(box.height)}"'
    return (
        f"<p:grpSp {NAMESPACES}><p:nvGrpSpPr>{named(number, name, alt)}<p:cNvGrpSpPr/><p:nvPr/>"
        f"</p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off {corner}/><a:ext {size}/><a:chOff {corner}/>"
        f"<a:chExt {size}/></a:xfrm></p:grpSpPr>{shapes}</p:grpSp>"
    )


@dataclass(frozen=True)
class Canvas:
    """A slide that is being drawn."""

    slide: Slide
    language: str

    def numbers(self) -> Iterator[int]:
        """Return numbers that no shape of the slide has."""
        found = self.slide.shapes._spTree.xpath("//@id")
        return count(max((int(one) for one in found if str(one).isdigit()), default=1) + 1)

    def add(self, shape: str) -> None:
        """Put a shape above all others."""
        tree = self.slide.shapes._spTree
        known = shape if "xmlns:p=" in shape[:400] else shape.replace(">", f" {NAMESPACES}>", 1)
        tree.insert_element_before(parse_xml(known), "p:extLst")

    def text(self, box: Box, lines: Iterable[Line], name: str, *, anchor: Anchor = "t",
             holder: str = "") -> None:  # fmt: skip
        """Write words in a box."""
        words = body(lines, self.language, anchor)
        self.add(text_shape(next(self.numbers()), name, box, words, holder=holder))
