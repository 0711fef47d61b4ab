"""A place of three areas and two surgeries that each test furnishes as it needs.

Areas a (100 people) and b (300) lie 600 m apart, each with a surgery at its point; c (600)
is 9 km away from both. Illness is 1, 2 and 3.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely

from sharedground.analysis.assessment import Assessment
from sharedground.analysis.gaps import assess
from sharedground.model.outcome import Expression, Outcome, Serving
from sharedground.model.vision import Vision


def areas_of(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    """Areas from (code, x, y, people)."""
    table = pd.DataFrame(rows, columns=["area_code", "x", "y", "people"])
    return table.assign(area_name="Name of " + table["area_code"].astype(str))


def assets_of(*rows: tuple[str, str, float, float, float]) -> pd.DataFrame:
    """Assets from (id, category, x, y, capacity)."""
    return pd.DataFrame(rows, columns=["asset_id", "category", "x", "y", "capacity"])


def indicators_of(*rows: tuple[str, str, float, str, str]) -> pd.DataFrame:
    """Indicators from (id, name, year, measure, direction)."""
    table = pd.DataFrame(rows, columns=["indicator_id", "name", "year", "measure", "direction"])
    return table.assign(unit="", source_id="s1")


def values_of(**rows: dict[str, float]) -> pd.DataFrame:
    """Indicator values from indicator_id={area_code: value}."""
    listed = [(i, a, v) for i, values in rows.items() for a, v in values.items()]
    table = pd.DataFrame(listed, columns=["indicator_id", "area_code", "value"])
    return table.assign(source_id="s1", row_number=np.arange(1, len(table) + 1))


def an_outcome(name: str = "Health", weight: float = 1.0, **given: Any) -> Outcome:
    plain: dict[str, Any] = {
        "code": name.lower(),
        "name": name,
        "weight": weight,
        "expressed_by": (Expression(indicator="ill"),),
        "served_by": (Serving(category="gp-surgery"),),
        "reach_m": 1_200.0,
    }
    return Outcome(**(plain | given))


AREAS = areas_of(("a", 0, 0, 100), ("b", 600, 0, 300), ("c", 9_000, 0, 600))
ASSETS = assets_of(("g1", "gp-surgery", 0, 0, np.nan), ("g2", "gp-surgery", 600, 0, np.nan))
OUTLINE = shapely.box(-50_000, -50_000, 50_000, 50_000)
INDICATORS = indicators_of(("ill", "Illness", 2021, "value", "high-is-bad"))
VALUES = values_of(ill={"a": 1, "b": 2, "c": 3})

ACCESS_A = 1_000 * (1 / (100 + 0.68 * 300) + 0.68 / (300 + 0.68 * 100))
ACCESS_B = 1_000 * (0.68 / (100 + 0.68 * 300) + 1 / (300 + 0.68 * 100))
"""Access of a and b by hand: distances 0 m (weight 1) and 600 m (weight 0.68)."""


def assessed(*outcomes: Outcome, **given: Any) -> Assessment:
    """Assess the place, with whatever is given instead of what is there."""
    plain: dict[str, Any] = {
        "areas": AREAS,
        "outline": OUTLINE,
        "assets": ASSETS,
        "indicators": INDICATORS,
        "indicator_values": VALUES,
        "vision": Vision(title="Here", outcomes=outcomes or (an_outcome(),)),
        "detour": 1.0,
    }
    return assess(**(plain | given))


def of(found: Assessment, outcome: str, column: str) -> list[Any]:
    """Return one column of an outcome (or "ALL"), in the order of areas."""
    rows = found.table[found.table["outcome"] == outcome]
    listed: list[Any] = rows[column].tolist()
    return listed
