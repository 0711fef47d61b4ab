"""Areas around a place: their people share its places, and it is known what lies there."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from sharedground.analysis.reach import Floats


@dataclass(frozen=True, eq=False)
class Around:
    """Areas outside the place that are loaded with their people.

    Parameters
    ----------
    areas
        area_code, x, y (metres, the place's CRS, a point inside), people; none lies in the place.
    outline
        All of them together, in the same CRS.
    name
        What the set that they come from is called.
    """

    areas: pd.DataFrame
    outline: BaseGeometry
    name: str = ""

    def widened(self, outline: BaseGeometry, assets_xy: Floats) -> BaseGeometry:
        """Return up to where it is known what is in reach.

        That is the place with the areas around it if any asset is listed there; else the place
        alone, because areas of which nobody listed anything say nothing of what is in reach.

        Parameters
        ----------
        outline
            The place.
        assets_xy
            Shape (assets, 2): all that are listed.
        """
        shapely.prepare(self.outline)
        listed = shapely.intersects_xy(self.outline, assets_xy[:, 0], assets_xy[:, 1])
        return shapely.union_all([outline, self.outline]) if listed.any() else outline
