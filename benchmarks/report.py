"""Writes what a benchmark measured into docs/performance.md, between the marks of its name."""

from __future__ import annotations

import datetime as dt
import os
import platform
from importlib.metadata import version
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def machine(*packages: str) -> str:
    """Return the facts of this machine that a figure depends on, in one line."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    named = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"{dt.datetime.now(dt.UTC):%d %B %Y}; {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} processors, load {load}; Python {platform.python_version()}, {named}"
    )


def table(headings: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """Return rows as a Markdown table, the first column left, the others right."""
    lines = [headings, ("---", *("--:" for _ in headings[1:])), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def write(name: str, text: str) -> None:
    """Put text between the marks of this benchmark on the page."""
    before, begin, rest = PAGE.read_text(encoding="utf-8").partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition(f"<!-- end of {name} -->")
    if not begin or not end:
        message = f"{PAGE} has no marks for {name}"
        raise ValueError(message)
    PAGE.write_text(f"{before}{begin}\n{text}\n\n{end}{after}", encoding="utf-8")
