"""The one style sheet of the file: our colours in both looks, our letters, and the rules."""

from __future__ import annotations

import base64
import json
from functools import cache
from typing import Any, Final

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


@cache
def sheet() -> str:
    """Return the style sheet; it is always the same, whatever the story says."""
    tokens: dict[str, dict[str, Any]] = json.loads((look.ASSETS / "tokens.json").read_text("utf-8"))
    dark = f":root{{{_variables(tokens['dark'])}}}{figure_svg.dark_rules()}"
    return (
        f"{''.join(_face(*one) for one in _LETTERS)}:root{{{_variables(tokens['light'])}}}\n"
        f"{figure_svg.style()}{(figure_svg.ASSETS / 'page.css').read_text('utf-8')}"
        f"@media screen and (prefers-color-scheme:dark){{{dark}}}"
    )


def _variables(tokens: dict[str, Any]) -> str:
    plain = {name: value for name, value in tokens.items() if isinstance(value, str)}
    return "".join(f"--sp-{name.replace('_', '-')}:{value};" for name, value in plain.items())


def _face(family: str, file: str, letters: str) -> str:
    inside = base64.b64encode((look.ASSETS / "fonts" / file).read_bytes()).decode("ascii")
    return (
        f'@font-face{{font-family:"{family}";font-weight:200 800;font-display:block;'
        f"unicode-range:{letters};"
        f'src:url("data:font/woff2;base64,{inside}") format("woff2")}}\n'
    )
