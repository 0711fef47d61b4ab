"""The look of pictures: the same colours, signs and letters as on the pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from PIL import ImageFont

from sharedground import look as own
from sharedground.look import contrast as contrast
from sharedground.look import luminance as luminance
from sharedground.model.category import BY_CODE, OTHER, Family

ASSETS: Final = Path(__file__).resolve().parents[2] / "components" / "assets"
FONTS: Final = ASSETS / "fonts" / "static-1.0"
"""Atkinson Hyperlegible Next and Bricolage Grotesque, cut by tools/make_fonts.py."""

ICONS: Final = ASSETS / "icons" / "maki-8.2.0"
_FILES: Final = {"text": "atkinson-regular.ttf", "bold": "atkinson-bold.ttf",
                 "heading": "bricolage-bold.ttf"}  # fmt: skip
_MEASURED_AT: Final = 100
LIGHT: Final = "light"
"""What is taken away is seen on paper and on slides, so in the colours of light pages."""


def colour(name: str) -> str:
    """Return one colour by its name, such as "ink"."""
    return str(own.tokens(LIGHT)[name])


def scale(name: str) -> tuple[str, ...]:
    """Return the colours of a scale, from low to high."""
    return tuple(own.tokens(LIGHT)[name])


@dataclass(frozen=True)
class Sign:
    """How a kind of place is drawn."""

    fill: str
    ink: str
    rim: str
    shape: str
    icon: str


@cache
def sign(code: str) -> Sign:
    """Return how to draw a kind of place; an unknown one is drawn as "other"."""
    category = BY_CODE.get(code, BY_CODE[OTHER])
    hue, page = str(own.tokens(LIGHT)["kinds"][category.family.value]), colour("bg")
    icon = _icon(category.icon)
    if category.family is Family.OTHER:
        return Sign(page, hue, hue, category.shape, icon)
    return Sign(hue, page, page, category.shape, icon)


@cache
def _icon(name: str) -> str:
    found = re.search(r'\bd="([^"]+)"', (ICONS / f"{name}.svg").read_text("utf-8"))
    return re.sub(r"(&#x[A9];|\s)+", " ", found.group(1)).strip() if found else ""


@cache
def _font(style: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_file(style), _MEASURED_AT)


def font_file(style: str) -> Path:
    """Return the letters of a style: the partnership's own, else ours."""
    return own.current().letters.get(style, FONTS / _FILES[style])


def font_folders() -> list[Path]:
    """Return the folders in which letters are looked for."""
    return [FONTS, *{path.parent for path in own.current().letters.values()}]


def family(style: str = "text") -> str:
    """Return what letters are called by the programs in which they are installed."""
    return str(_font(style).getname()[0])


def width_of(words: str, size: float, style: str = "text") -> float:
    """Return how wide words are in letters of this size ("text", "bold" or "heading")."""
    return _measured(words, style) * size / _MEASURED_AT


@lru_cache(maxsize=20_000)
def _measured(words: str, style: str) -> float:
    return float(_font(style).getlength(words))


def wrapped(words: str, size: float, width: float, style: str = "text") -> list[str]:
    """Return words as lines that fit a width; a word that is too long by itself is broken."""
    lines: list[str] = []
    line = ""
    for word in words.split():
        longer = f"{line} {word}".strip()
        if width_of(longer, size, style) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while width_of(line, size, style) > width and len(line) > 1:
            fits = max(1, _fitting(line, size, width, style))
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line] if line else lines


def shortened(words: str, size: float, width: float, style: str = "text") -> str:
    """Return words that fit a width, cut with "…" where they must be."""
    words = " ".join(words.split())
    if width_of(words, size, style) <= width:
        return words
    fits = _fitting(words, size, width - width_of("…", size, style), style)
    return words[:fits].rstrip() + "…"


def _fitting(words: str, size: float, width: float, style: str) -> int:
    """Return how many letters from the first on fit a width."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(words[:middle], size, style) <= width:
            low = middle
        else:
            high = middle - 1
    return low
