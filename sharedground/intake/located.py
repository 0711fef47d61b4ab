"""Positions of the rows of one table, and how each came about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sharedground.model.placing import EXACT, NONE

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Texts = NDArray[np.object_]


@dataclass
class Located:
    """Positions of the rows of one table, in degrees (EPSG:4326).

    Parameters
    ----------
    lon, lat
        NaN where nothing says where the row lies.
    precision
        exact, approximate or none.
    placed_by
        How, in the words of `model.placing`; "" where nothing placed the row.
    postcode
        Tidied postcodes, "" where there is none.
    swapped, stand_in, outside
        Rows whose coordinates were turned round, disbelieved, or lie outside the place.
    """

    lon: Floats
    lat: Floats
    precision: Texts
    placed_by: Texts
    postcode: Texts
    swapped: Flags
    stand_in: Flags
    outside: Flags

    @classmethod
    def nowhere(cls, rows: int) -> Located:
        """Return `rows` rows that lie nowhere yet."""
        nothing = np.full(rows, np.nan)
        flags = (np.zeros(rows, dtype=bool) for _ in range(3))
        return cls(
            nothing, nothing.copy(), texts_of(rows, NONE), texts_of(rows), texts_of(rows), *flags
        )

    @property
    def placed(self) -> Flags:
        """Rows with a position."""
        return np.isfinite(self.lon) & np.isfinite(self.lat)

    def put(self, lon: Floats, lat: Floats, how: str, precision: str = EXACT) -> Flags:
        """Place rows that have no position yet; return which they were."""
        new = ~self.placed & np.isfinite(lon) & np.isfinite(lat)
        self.lon[new], self.lat[new] = lon[new], lat[new]
        self.precision[new], self.placed_by[new] = precision, how
        return new


def texts_of(rows: int, text: str = "") -> Texts:
    """Return the same text for so many rows."""
    return np.full(rows, text, dtype=object)
