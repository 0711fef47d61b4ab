"""The look of pictures: the same colours, signs and letters as on the pages."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from PIL import ImageFont

from sharedground.model.category import BY_CODE, OTHER, Family

ASSETS: Final = Path(__file__).resolve().parents[2] / "components" / "assets"
FONTS: Final = ASSETS / "fonts" / "static-1.0"
"""Atkinson Hyperlegible Next and Bricolage Grotesque, cut by tools/make_fonts.py."""

ICONS: Final = ASSETS / "icons" / "maki-8.2.0"
_FILES: Final = {"text": "atkinson-regular.ttf", "bold": "atkinson-bold.ttf",
                 "heading": "bricolage-bold.ttf"}  # fmt: skip
_MEASURED_AT: Final = 100


@cache
def _tokens() -> dict[str, Any]:
    """Return the colours of the light look: what is taken away is seen on paper and on slides."""
    tokens: dict[str, Any] = json.loads((ASSETS / "tokens.json").read_text("utf-8"))["light"]
    return tokens


def colour(name: str) -> str:
    """Return one colour by its name, such as "ink"."""
    return str(_tokens()[name])


def scale(name: str) -> tuple[str, ...]:
    """Return the colours of a scale, from low to high."""
    return tuple(_tokens()[name])


def luminance(hex_colour: str) -> float:
    """Return the relative luminance of "#RRGGBB", 0 to 1 (WCAG 2.2)."""
    channels = (int(hex_colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return how well one colour is told from another: 1 not at all, 21 black from white."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


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
    hue, page = str(_tokens()["kinds"][category.family.value]), colour("bg")
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
    return ImageFont.truetype(FONTS / _FILES[style], _MEASURED_AT)


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
