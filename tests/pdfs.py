"""Reads a PDF in tests: its words, its structure and its outline."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pymupdf


def words_of(pdf: bytes) -> str:
    """Return all its words on one line, in the order they are drawn."""
    with pymupdf.open(stream=pdf) as opened:
        text = " ".join(page.get_text() for page in opened)
    return " ".join(text.replace("\u200b", "").split())


def pages_of(pdf: bytes) -> int:
    """Return how many pages it has."""
    return len(opened(pdf).pages)


def filled_of(pdf: bytes) -> list[float]:
    """Return how far down words go on each page, of 1, without the line at its foot."""
    with pymupdf.open(stream=pdf) as opened:
        return [_lowest(page) / page.rect.height for page in opened]


def _lowest(page: pymupdf.Page) -> float:
    ends = [block[3] for block in page.get_text("blocks")]
    return max((end for end in ends if end < 0.94 * page.rect.height), default=0.0)


def opened(pdf: bytes) -> pikepdf.Pdf:
    """Return it to look inside."""
    return pikepdf.open(io.BytesIO(pdf))


def tags_of(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Yield the elements of its structure, in the order they are read aloud."""
    yield from _below(pdf.Root.StructTreeRoot)


def _below(node: Any) -> Iterator[pikepdf.Dictionary]:
    kids = node.get("/K", pikepdf.Array([]))
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _below(kid)


def headings_of(pdf: pikepdf.Pdf) -> list[tuple[int, str]]:
    """Return the level and the words of each heading."""
    found = []
    for tag in tags_of(pdf):
        name = str(tag["/S"])
        if name[:2] == "/H" and name[2:].isdigit():
            found.append((int(name[2:]), str(tag.get("/T", ""))))
    return found


def bookmarks_of(pdf: pikepdf.Pdf) -> list[str]:
    """Return the titles of all bookmarks."""
    with pdf.open_outline() as outline:
        return [item.title for item in _items(outline.root)]


def _items(items: Any) -> Iterator[Any]:
    for item in items:
        yield item
        yield from _items(item.children)
