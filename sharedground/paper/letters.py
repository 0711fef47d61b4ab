"""Words as paper can hold them: a letter that no font here has is shown as □, and nothing stops.

A file that declares PDF/UA may not hold a letter without a picture of it, so typst refuses to write
one. Our own fonts have Latin with all its marks; those that typst brings have Greek, Cyrillic,
Arabic, Hebrew and more. What neither has, such as Chinese or an emoji, is found here by asking.
"""

from __future__ import annotations

import dataclasses
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, TypeVar

from sharedground.figures.png import fonts

MISSING: Final = "□"
"""Stands for a letter that no font has."""

_SURE_BELOW: Final = 0x0250
_NEVER: Final = ((0x2E80, 0xA4CF), (0xAC00, 0xD7AF), (0xD800, 0xFAFF), (0xFE30, 0xFE4F),
                 (0xFF00, 0xFFFF), (0x10000, 0x10FFFF))  # fmt: skip
"""East Asian letters, emoji and private ones: not worth asking for one by one."""

_DROPPED: Final = {"Cc", "Cs", "Cf"}
_JOINERS: Final = "\u200c\u200d"
_AROUND: Final = re.compile(f"[{_JOINERS}\ufe00-\ufe0f]*{MISSING}[{_JOINERS}\ufe00-\ufe0f]*")
_LONG_WORD: Final = re.compile(r"\S{25,}")
_PROBE: Final = b"""
#set document(title: "x")
#set text(font: "Atkinson Next", lang: "en")
#json(bytes(sys.inputs.told))
"""

_T = TypeVar("_T")


def tidy(text: str) -> str:
    """Return words on one line, without signs that are no letters or turn the line around."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(
        letter for letter in line
        if letter in _JOINERS or unicodedata.category(letter) not in _DROPPED
    )  # fmt: skip


def shown(text: str) -> str:
    """Return words that can be printed: letters that no font has are □, as a last resort."""
    line = tidy(text)
    odd = frozenset(letter for letter in line if ord(letter) >= _SURE_BELOW)
    lost = _lost(odd) if odd else frozenset()
    if not lost:
        return line
    return _AROUND.sub(MISSING, "".join(MISSING if one in lost else one for one in line))


def breakable(text: str) -> str:
    """Return words that a narrow column can break: a very long one may end anywhere."""
    return _LONG_WORD.sub(lambda found: "\u200b".join(found.group()), text)


def cut(text: str, most: int) -> str:
    """Return words with so many letters at most, ended by … where something is left out."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def printable(value: _T) -> _T:
    """Return the same dataclass, tuple or mapping with all its words as `shown`.

    What is read aloud (`alt`) keeps its letters: it needs no picture of them.
    """
    done: Any = _printable(value)
    return done  # type: ignore[no-any-return]


def _printable(value: Any) -> Any:
    match value:
        case str():
            return shown(value)
        case tuple() | list():
            return type(value)(map(_printable, value))
        case Mapping():
            return {name: _printable(one) for name, one in value.items()}
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changed = {
        field.name: tidy(one) if field.name == "alt" else _printable(one)
        for field in dataclasses.fields(value)
        if not _is_plain(one := getattr(value, field.name))
    }
    return dataclasses.replace(value, **changed) if changed else value


def _is_plain(value: object) -> bool:
    return not isinstance(value, (str, tuple, list, Mapping)) and not dataclasses.is_dataclass(
        value
    )


def _lost(letters: Iterable[str]) -> frozenset[str]:
    """Return those of these letters that no font has."""
    never = {one for one in letters if any(low <= ord(one) <= high for low, high in _NEVER)}
    asked = sorted(set(letters) - never - set(_JOINERS))
    if not asked or _has("".join(asked)):
        return frozenset(never)
    return frozenset(never | {one for one in asked if not _has(one)})


@lru_cache(maxsize=10_000)
def _has(letters: str) -> bool:
    """Say whether there is a picture of all these letters, as typst itself sees it."""
    import typst

    try:
        typst.compile(_PROBE, format="pdf", font_paths=fonts(), pdf_standards=["ua-1", "a-2a"],
                      sys_inputs={"told": json.dumps(" ".join(letters))})  # fmt: skip
    except typst.TypstError:
        return False
    return True
