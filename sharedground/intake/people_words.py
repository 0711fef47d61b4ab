"""The words of `data/words/people.txt`, by section: names, and words that no person is called."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).resolve().parents[2] / "data" / "words" / "people.txt"


@cache
def _sections() -> dict[str, frozenset[str]]:
    found: dict[str, list[str]] = {}
    here: list[str] = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            here = found.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            here += (word.replace("_", " ") for word in line.split())
    return {name: frozenset(words) for name, words in found.items()}


def words_of(section: str) -> frozenset[str]:
    """Return the words of one section, in lower case."""
    return _sections()[section]
