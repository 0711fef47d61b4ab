"""One cell of any source, written as clean text."""

from __future__ import annotations

import json
import math
import re
from datetime import date, datetime, time, timedelta

# Control characters (but for tab and line ends) and the marks that reverse reading
# direction: invisible, and able to make a name on screen differ from the stored one.
# Left-to-right marks, joiners and soft hyphens are ordinary in copied text and stay.
_HIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
_HIDDEN_RE = re.compile(f"[{_HIDDEN}\ud800-\udfff]")

_LONGEST = 200


class Cleaner:
    """Removes hidden characters, and counts how many it removed."""

    def __init__(self) -> None:
        self.removed = 0

    def clean(self, text: str) -> str:
        """Return `text` without hidden characters."""
        if text.isprintable():  # far quicker than the search, and true of most cells
            return text
        cleaned, n = _HIDDEN_RE.subn("", text)
        self.removed += n
        return cleaned

    def text(self, value: object) -> str:
        """Write a value of a spreadsheet or layer as text.

        Parameters
        ----------
        value
            What calamine or GDAL gives: None, bool, int, float, str, bytes, a date or time,
            or a list or dict (a GeoJSON property that is itself JSON).

        Returns
        -------
        str
            "" for None and for a number that is not one (NaN); whole numbers without ".0";
            dates and times as ISO 8601; durations as H:MM:SS.
        """
        if isinstance(value, str):
            return self.clean(value)
        if isinstance(value, float):
            return _number(value)
        if value is None:
            return ""
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, datetime | date | time):
            return value.isoformat()
        if isinstance(value, timedelta):
            return _duration(value)
        if isinstance(value, list | dict):
            return self.clean(json.dumps(value, ensure_ascii=False, default=str))
        return value.hex() if isinstance(value, bytes) else str(value)


def _number(value: float) -> str:
    if math.isnan(value):
        return ""
    whole = value.is_integer() and abs(value) < 1e15
    return str(int(value)) if whole else repr(value)


def _duration(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    return f"{'-' if seconds < 0 else ''}{hours}:{rest // 60:02}:{rest % 60:02}"


def unique_headings(raw: list[str]) -> list[str]:
    """Make headings distinct: the second "Name" becomes "Name (2)".

    Parameters
    ----------
    raw
        Headings as found. White space inside is narrowed to single spaces, and what goes
        beyond 200 characters is cut; an empty one becomes "Column 3 (no heading)", counted
        from 1.

    Returns
    -------
    list of str
        As many headings, all different and none empty.
    """
    named = [
        " ".join(h.split())[:_LONGEST] or f"Column {i} (no heading)" for i, h in enumerate(raw, 1)
    ]
    taken: set[str] = set()
    for i, heading in enumerate(named):
        n = 1
        while named[i] in taken:
            n += 1
            named[i] = f"{heading} ({n})"
        taken.add(named[i])
    return named
