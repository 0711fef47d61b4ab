"""Tables as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

_RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_bytes(frame: pd.DataFrame, *, for_excel: bool = True) -> bytes:
    """Return a table as CSV in UTF-8; "no data" is empty.

    Text that a spreadsheet would run as a formula gets a leading apostrophe. Numbers are
    written as they are.

    Parameters
    ----------
    for_excel
        Begin with a byte order mark, without which Excel misreads accents. Scripts that read
        plain UTF-8 would take it as part of the first heading.
    """
    safe = frame.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = safe[column].map(as_text)
    safe.columns = pd.Index([as_text(str(name)) for name in safe.columns])
    return safe.to_csv(index=False, lineterminator="\r\n").encode(
        "utf-8-sig" if for_excel else "utf-8"
    )


def as_text(value: Any) -> Any:
    """Return text that no spreadsheet runs; anything but text is left alone."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_RISKY):
        return f"'{value}"
    return value
