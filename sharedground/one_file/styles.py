"""The one style sheet of the file: our colours in both looks, our letters, and the rules."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from sharedground import look as own
from sharedground.figures import look
from sharedground.one_file import figure_svg

_ATKINSON: Final = "atkinson-hyperlegible-next-5.3.0/atkinson-hyperlegible-next"
_BRICOLAGE: Final = "bricolage-grotesque-5.3.0/bricolage-grotesque"
_LATIN: Final = (
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,"
    "U+2191,U+2193,U+2212,U+2215"
)
_MORE: Final = "U+0100-02BA,U+02BD-02C5,U+1E00-1E9F,U+1EF2-1EFF"
_LETTERS: Final = (
    ("Atkinson Next", f"{_ATKINSON}-latin-wght-normal.woff2", _LATIN),
    ("Atkinson Next", f"{_ATKINSON}-latin-ext-wght-normal.woff2", _MORE),
    ("Bricolage", f"{_BRICOLAGE}-latin-wght-normal.woff2", _LATIN),
    ("Bricolage", f"{_BRICOLAGE}-latin-ext-wght-normal.woff2", _MORE),
)


_OURS: Final = {"text": "Atkinson Next", "heading": "Bricolage"}


@cache
def sheet() -> str:
    """Return the style sheet; it is always the same, whatever the story says."""
    dark = f":root{{{_variables(own.tokens('dark'))}}}{figure_svg.dark_rules()}"
    faces = "".join(_face(family, look.ASSETS / "fonts" / file, letters)
                    for family, file, letters in _LETTERS)  # fmt: skip
    faces += "".join(_face(_OURS[style], path, "U+0-10FFFF")  # a later face is asked first
                     for style, path in own.current().page_letters.items())  # fmt: skip
    return (
        f"{faces}:root{{{_variables(own.tokens('light'))}}}\n"
        f"{figure_svg.style()}{(figure_svg.ASSETS / 'page.css').read_text('utf-8')}"
        f"@media screen and (prefers-color-scheme:dark){{{dark}}}"
    )


def _variables(tokens: Mapping[str, Any]) -> str:
    plain = {name: value for name, value in tokens.items() if isinstance(value, str)}
    return "".join(f"--sp-{name.replace('_', '-')}:{value};" for name, value in plain.items())


def _face(family: str, file: Path, letters: str) -> str:
    inside = base64.b64encode(file.read_bytes()).decode("ascii")
    return (
        f'@font-face{{font-family:"{family}";font-weight:200 800;font-display:block;'
        f"unicode-range:{letters};"
        f'src:url("data:font/woff2;base64,{inside}") format("woff2")}}\n'
    )
