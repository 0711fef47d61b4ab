"""Names of sheets in spreadsheets that we hand out, by which they are known when they come back."""

from __future__ import annotations

from typing import Final

FILL_IN: Final = "Fill in here"
"""The sheet of a template that is filled in; the same in every language."""

SOURCES_SHEET: Final = "sources"
"""The sheet of an export that lists where its rows come from."""
