"""Turns a picture into pixels with typst, in our own letters: no browser, no system packages."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Final

from sharedground.figures.look import font_folders
from sharedground.figures.scene import Figure
from sharedground.figures.svg import svg_text

if TYPE_CHECKING:
    import typst

PIXELS: Final = 2_400
"""How wide a picture is: sharp in a document of A4 and on a wide slide."""

_TEMPLATE: Final = b"""
#let told = json(bytes(sys.inputs.told))
#set page(width: told.width * 1pt, height: told.height * 1pt, margin: 0pt)
#image(bytes(told.svg), format: "svg", width: 100%)
"""


def png_bytes(figure: Figure, pixels: int = PIXELS) -> bytes:
    """Return a picture as PNG, so many pixels wide.

    The picture goes in as a value beside a template that never changes: no word of it can act as
    typst's own language.
    """
    import typst

    told = {"svg": svg_text(figure), "width": figure.width, "height": figure.height}
    return typst.compile(
        _TEMPLATE, format="png", ppi=72 * pixels / figure.width, font_paths=fonts(),
        sys_inputs={"told": json.dumps(told)},
    )  # fmt: skip


@cache
def fonts() -> typst.Fonts:
    """Return our own letters and those of typst, whatever the server has."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=list(font_folders()))
