"""A made-up town of as many areas as England has small areas, to see that pages stay quick."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from sqlalchemy.engine import Engine

from sharedground.access import acting_as, local_actor
from sharedground.model.frames import ASSETS, SITES, TABLES
from sharedground.model.outcome import Direction, Expression, Outcome, Serving
from sharedground.model.place import Kind
from sharedground.model.vision import Vision, rescaled
from sharedground.store import keeping, places, visions
from tests.builders import TEXT_ASSET, an_upload

ENGLAND = 33_755
KINDS = ("library", "park", "gp-surgery", "school", "community-hub")
_STEP = 0.01


def build(
    engine: Engine, name: str = "Largetown", areas: int = ENGLAND, assets: int = 20_000
) -> str:
    """Make a town of so many square areas, with need, people and places; return its id."""
    random = np.random.default_rng(5)
    with acting_as(local_actor()):
        place_id = places.new_place(engine, name).place_id
        for kind, frames in _frames(areas, assets, random).items():
            upload = an_upload(kind, frames, content=kind.value.encode())
            crs = "EPSG:27700" if kind is Kind.AREAS else None
            keeping.keep(engine, place_id, upload, metric_crs=crs)
        visions.save_vision(engine, place_id, _vision(), opened_from=0)
    return place_id


def _vision() -> Vision:
    outcomes = [
        Outcome(
            code=f"O{n:02d}", name=f"Outcome {n}", weight=n, reach_m=1_600,
            expressed_by=(Expression(indicator=f"Need {n % 4}"),),
            served_by=(Serving(category=KINDS[n % 5]),
                       Serving(category=KINDS[(n + 1) % 5], strength=1)),
        )
        for n in range(1, 11)
    ]  # fmt: skip
    return Vision(title="A good town", outcomes=rescaled(outcomes))


def _frames(areas: int, assets: int, random: np.random.Generator) -> dict[Kind, dict[str, Any]]:
    across = int(np.ceil(np.sqrt(areas)))
    number = np.arange(areas)
    lon, lat = -2.9 + (number % across) * _STEP, 52.2 + (number // across) * _STEP
    codes = np.array([f"E01{n:06d}" for n in number], dtype=object)
    outlines = gpd.GeoDataFrame(
        {"area_code": codes, "area_name": [f"Area {n}" for n in number], "source_id": "areas",
         "row_number": number + 1},
        geometry=shapely.box(lon, lat, lon + _STEP, lat + _STEP), crs="EPSG:4326",
    )[list(TABLES["areas"])]  # fmt: skip
    people = pd.DataFrame(
        {"area_code": codes, "people": random.integers(800, 2_500, areas) * 1.0, "year": 2024.0,
         "source_id": "people", "row_number": number + 2}
    )  # fmt: skip
    indicators = pd.DataFrame(
        [{"indicator_id": f"need{n}", "name": f"Need {n}", "year": 2023.0, "measure": "value",
          "direction": Direction.HIGH_IS_BAD.value, "unit": "%", "source_id": "need"}
         for n in range(4)]
    )  # fmt: skip
    wave = np.sin(lon * 3) + np.cos(lat * 4)
    values = pd.concat(
        [pd.DataFrame({"indicator_id": f"need{n}", "area_code": codes,
                       "value": 20 + 5 * wave + random.normal(0, 2, areas), "source_id": "need",
                       "row_number": number + 2}) for n in range(4)], ignore_index=True
    )  # fmt: skip
    at = random.integers(0, areas, assets)
    ids = np.array([f"p{n}" for n in range(assets)], dtype=object)
    sites = pd.DataFrame(dict.fromkeys(SITES, "") | {
        "site_id": ids, "lon": lon[at] + random.uniform(0, _STEP, assets),
        "lat": lat[at] + random.uniform(0, _STEP, assets), "precision": "exact",
        "placed_by": "coordinates", "source_id": "assets"})[list(SITES)]  # fmt: skip
    kinds = np.array(KINDS, dtype=object)[random.integers(0, 5, assets)]
    listed = pd.DataFrame(TEXT_ASSET | {
        "asset_id": ids, "site_id": ids, "name": ids, "category": kinds, "source_id": "assets",
        "row_number": np.arange(assets) + 2})[list(ASSETS)]  # fmt: skip
    return {
        Kind.AREAS: {"areas": outlines},
        Kind.POPULATION: {"population": people},
        Kind.INDICATORS: {"indicators": indicators, "indicator_values": values},
        Kind.ASSETS: {"assets": listed, "sites": sites},
    }
