"""One table on its way in: its rows, what their columns mean, and what surrounds it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.intake.columns import ColumnMatch, cells
from sharedground.intake.context import Context, Options
from sharedground.intake.ledger import Ledger
from sharedground.intake.raw import RawFile, RawTable
from sharedground.model.report import Categorised, Personal, Placed, Word


@dataclass(frozen=True)
class Reading:
    """A table with its meaning and its surroundings.

    Parameters
    ----------
    table, match
        Rows as read, and which column means what.
    file
        The file it is from.
    source_id, options, context
        Where the rows come from, what a person said, what is known of the place.
    ledger
        Takes the fate of every row.
    """

    table: RawTable
    match: ColumnMatch
    file: RawFile
    source_id: str
    options: Options
    context: Context
    ledger: Ledger

    def cells(self, field_name: str) -> pd.Series[str]:
        """Return a field's column as read, all "" when it was not found."""
        return cells(self.table, self.match.get(field_name))

    @property
    def row_numbers(self) -> NDArray[np.int64]:
        """Row numbers as a person sees them."""
        return self.table.row_numbers


@dataclass(frozen=True)
class Taken:
    """What one table gave: clean tables by name, and figures for the report."""

    frames: dict[str, pd.DataFrame]
    facts: dict[str, Any] = field(default_factory=dict)
    placed: Placed = field(default_factory=Placed)
    category: Categorised = field(default_factory=Categorised)
    sentences: tuple[str, ...] = ()
    personal: Personal = field(default_factory=Personal)
    sensitive: int = 0
    words: tuple[Word, ...] = ()
