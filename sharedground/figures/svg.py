"""Writes a picture as SVG: no script, no style, nothing from elsewhere; words are only words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

import numpy as np

from sharedground.figures import look
from sharedground.figures.scene import Dot, Figure, Floats, Line, Mark, Shape, Text

TEXT_FONT = "Atkinson Next, Atkinson Hyperlegible Next, Arial, sans-serif"
HEADING_FONT = "Bricolage, Bricolage Grotesque, Arial, sans-serif"
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def svg_text(figure: Figure) -> str:
    """Return a picture as SVG, with its title and its description inside."""
    size = f'width="{figure.width:g}" height="{figure.height:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {figure.width:g} '
        f'{figure.height:g}" role="img" aria-labelledby="title desc" '
        f'xml:lang="{words_of(figure.language)}">'
        f'<title id="title">{words_of(figure.title)}</title>'
        f'<desc id="desc">{words_of(figure.alt)} {words_of(figure.source)}</desc>'
        f'<rect width="100%" height="100%" fill="{figure.ground}"/>'
        f"{''.join(map(mark_svg, figure.marks))}</svg>"
    )


def only_text(text: str) -> str:
    """Return text on one line, without what XML cannot hold and what turns a line around."""
    return _TURNS.sub("", _NOT_IN_XML.sub("", " ".join(text.split())))


def words_of(text: str) -> str:
    """Return text that no reader of XML takes for more than text."""
    return escape(only_text(text), quote=True)


def mark_svg(mark: Mark) -> str:
    """Return one mark as SVG."""
    match mark:
        case Shape():
            return _shape(mark)
        case Line():
            return (
                f'<path d="{paths_of(mark.paths)}" fill="none" stroke="{mark.colour}" stroke-width='
                f'"{mark.width:g}" stroke-linejoin="round" stroke-linecap="round"'
                f"{_dashes(mark.dashed)}/>"
            )
        case Dot():
            return _dot(mark)
        case Text():
            return _text(mark)


def _shape(shape: Shape) -> str:
    fill = f'fill="{shape.fill}"' if shape.fill else 'fill="none"'
    clear = f' fill-opacity="{shape.opacity:g}"' if shape.opacity < 1 else ""
    edge = (
        f' stroke="{shape.edge}" stroke-width="{shape.width:g}" stroke-linejoin="round"'
        f"{_dashes(shape.dashed)}"
        if shape.edge
        else ""
    )
    return f'<path d="{paths_of(shape.rings, "Z")}" {fill}{clear}{edge} fill-rule="evenodd"/>'


def _dashes(dashed: bool) -> str:
    return ' stroke-dasharray="6 5"' if dashed else ""


def paths_of(parts: Iterable[Floats], end: str = "") -> str:
    """Return lines as the `d` of a path, to a tenth of a unit."""
    return "".join(f"M{_points(part)}{end}" for part in parts)


def _points(part: Floats) -> str:
    return " ".join(map("%g".__mod__, np.round(part, 1).ravel().tolist()))


def _dot(dot: Dot) -> str:
    rim = f' stroke="{dot.rim}" stroke-width="{dot.rim_width:g}"' if dot.rim else ""
    x, y, r = dot.x, dot.y, dot.radius
    body = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:g}" fill="{dot.fill}"{rim}/>'
        if dot.shape == "circle"
        else f'<rect x="{x - r:.1f}" y="{y - r:.1f}" width="{2 * r:g}" height="{2 * r:g}" '
        f'rx="{r / 3:.2g}" fill="{dot.fill}"{rim}/>'
    )
    if dot.icon:
        k = 1.1 * r / 15
        body += (
            f'<path transform="translate({x - 7.5 * k:.1f} {y - 7.5 * k:.1f}) scale({k:.3f})" '
            f'fill="{dot.ink}" d="{dot.icon}"/>'
        )
    return f'<g opacity="0.5">{body}</g>' if dot.faint else body


def _font_of(style: str, others: str) -> str:
    own = words_of(look.family(style).replace(",", " "))
    return others if others.startswith(own) else f"{own}, {others}"


def _text(text: Text) -> str:
    font = _font_of("heading", HEADING_FONT) if text.heading else _font_of("text", TEXT_FONT)
    weight = ' font-weight="700"' if text.bold or text.heading else ""
    anchor = f' text-anchor="{text.anchor}"' if text.anchor != "start" else ""
    place = f'x="{text.x:.1f}" y="{text.y:.1f}" font-family="{font}" font-size="{text.size:g}"'
    words = words_of(text.words)
    # In letters of another font the words take the same room, so none stands over another.
    style = "heading" if text.heading else "bold" if text.bold else "text"
    place += f' textLength="{look.width_of(text.words, text.size, style):.1f}"'
    place += ' lengthAdjust="spacingAndGlyphs"'
    # A halo is the words twice: not every reader of SVG knows paint-order.
    under = (
        f'<text {place}{weight}{anchor} fill="{text.halo}" stroke="{text.halo}" stroke-width="4" '
        f'stroke-linejoin="round" aria-hidden="true">{words}</text>'
        if text.halo
        else ""
    )
    return f'{under}<text {place}{weight}{anchor} fill="{text.colour}">{words}</text>'
