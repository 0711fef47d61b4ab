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
    swapped, mirrored, stand_in, outside
        Rows whose coordinates were turned round, got another sign, were disbelieved, or lie
        outside the place.
    turned
        Rows whose easting and northing were turned round: they are among `swapped`.
    """

    lon: Floats
    lat: Floats
    precision: Texts
    placed_by: Texts
    postcode: Texts
    swapped: Flags
    mirrored: Flags
    stand_in: Flags
    outside: Flags
    turned: Flags

    @classmethod
    def nowhere(cls, rows: int) -> Located:
        """Return `rows` rows that lie nowhere yet."""
        nothing = np.full(rows, np.nan)
        flags = (np.zeros(rows, dtype=bool) for _ in range(5))
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

    def unplace(self, rows: Flags) -> None:
        """Take the position of rows away."""
        self.lon[rows], self.lat[rows] = np.nan, np.nan
        self.precision[rows], self.placed_by[rows] = NONE, ""


def texts_of(rows: int, text: str = "") -> Texts:
    """Return the same text for so many rows."""
    return np.full(rows, text, dtype=object)
