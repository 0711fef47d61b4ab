"""HTML in a cell, read as text: what maps show in a bubble."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BREAKS = frozenset(["br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "hr"])
_MUTE = frozenset(["script", "style", "head", "title"])
_MARKUP = re.compile(r"</?[a-zA-Z][^>]{0,500}>|&(?:[a-zA-Z]{2,8}|#\d{1,6});")
_LONGEST_LABEL = 60


class _Text(HTMLParser):
    """Collects text with line breaks, and the cells of table rows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.rows: list[list[str]] = []
        self._mute = 0
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._mute += tag in _MUTE
        if tag in _BREAKS:
            self.parts.append("\n")
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.parts.append(" ")
            self._in_cell = True
            (self.rows or [[]])[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._mute = max(0, self._mute - (tag in _MUTE))
        self._in_cell = self._in_cell and tag not in ("td", "th", "tr", "table")
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._mute:
            return
        self.parts.append(data)
        if self._in_cell and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def plain_text(markup: str) -> str:
    """Return the text of a cell that may be HTML, one line for each block.

    Parameters
    ----------
    markup
        Text. Without tags and entities it is given back as it stands.
    """
    if not _MARKUP.search(markup):
        return markup
    lines = "".join(_parsed(markup).parts).splitlines()
    tidy = [" ".join(line.split()) for line in lines]
    return "\n".join(line for line in tidy if line)


def fields_in(markup: str) -> dict[str, str]:
    """Return label to value of an HTML table of two columns, as GIS programs write; else nothing.

    Parameters
    ----------
    markup
        A description. Rows with one cell are titles; any row with three or more cells means that
        it is another kind of table.
    """
    if "<td" not in markup.lower():
        return {}
    rows = [[" ".join(cell.split()) for cell in row] for row in _parsed(markup).rows]
    pairs = [row for row in rows if len(row) == 2]
    if len(pairs) < 2 or any(len(row) > 2 for row in rows):
        return {}
    if any(not label or len(label) > _LONGEST_LABEL for label, _ in pairs):
        return {}
    found: dict[str, str] = {}
    for label, value in pairs:
        found.setdefault(label.rstrip(":").strip(), value)
    return found


def _parsed(markup: str) -> _Text:
    reader = _Text()
    reader.feed(markup)
    reader.close()
    return reader
