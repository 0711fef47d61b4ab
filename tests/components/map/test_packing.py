"""Large maps: places come once by address, a filter sends a mask of a few bytes."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from components.map import layers, packing
from components.map.layers import Layer
from components.server import layers as shelf
from sharedground.access import Role
from sharedground.export import packed
from sharedground.model.place import Place
from sharedground.views import View
from tests.builders import some_areas
from tests.sharedground.test_views import held

MANY = 3_200


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHAREDGROUND_SECRET", "a secret for the tests")


def seen(n: int, areas: gpd.GeoDataFrame | None = None) -> View:
    """Return a view of `n` places, every tenth a park and the others libraries."""
    place = Place(place_id=f"p{n}", name="X", metric_crs="EPSG:27700")
    base = replace(held(), areas=some_areas(2) if areas is None else areas, place=place)
    at = np.arange(n)
    assets = pd.DataFrame(
        {
            "asset_id": [f"a{i}" for i in at], "name": [f"Secret name {i}" for i in at],
            "category": np.where(at % 10 == 0, "park", "library"),
            "lon": -2.3 + at / n / 50, "lat": 53.4 + (at % 100) / 10_000,
        }
    )  # fmt: skip
    assets.loc[1, ["lon", "lat"]] = np.nan
    return View(Role.READER, base, assets, assets.head(0))


def found(view: View, keep: np.ndarray, inside: np.ndarray | None = None) -> pd.DataFrame:
    placed = view.assets["lon"].notna().to_numpy()
    rows = np.flatnonzero(keep & placed)
    within = np.ones(len(rows), bool) if inside is None else inside[rows]
    return view.assets.iloc[rows].assign(number=rows, inside=within)


def state(view: View, places: pd.DataFrame) -> tuple[dict[str, object], int]:
    areas = view.areas
    labels = pd.DataFrame(
        {"area_code": areas["area_code"], "label": areas["area_name"], "group": ""}
    )
    text = layers._state(view, labels, Layer(places=places, chosen=np.empty(0, np.int64)))
    return json.loads(text), len(text)


def kept(address: str) -> bytes:
    sha = address.split("/")[-1].partition(".bin")[0]
    layer = shelf.SHELF.get(sha)
    assert layer is not None
    return layer.plain


def test_places_are_fetched_once_and_no_name_is_in_them() -> None:
    view = seen(MANY)
    told, size = state(view, found(view, np.ones(MANY, bool)))
    assert told["places"] == []
    assert told["points"]["found"] is None
    layer = kept(told["points"]["url"])
    assert b"Secret" not in layer
    columns = packed.unpack(layer)
    assert columns["n"] == MANY
    assert columns["kind"][1] == packed.NOWHERE
    again, _ = state(view, found(view, np.ones(MANY, bool)))
    assert again["points"]["url"].split("?")[0] == told["points"]["url"].split("?")[0]
    assert size < 2_000
    ground = json.loads(kept(told["base"]))
    assert (len(ground["areas"]), len(ground["names"])) == (2, 2)
    assert {"library", "park", "other"} <= set(ground["signs"])


def test_a_kind_is_told_by_its_number_and_words_by_a_bit_for_each_place() -> None:
    view = seen(MANY)
    parks = np.arange(MANY) % 10 == 0
    by_kind, _ = state(view, found(view, parks))
    assert by_kind["points"]["found"] == {"kinds": [1]}
    some = np.arange(MANY) % 7 == 0
    by_words, _ = state(view, found(view, some))
    bits = np.frombuffer(base64.b64decode(by_words["points"]["found"]["bits"]), np.uint8)
    told = np.unpackbits(bits, bitorder="little")[:MANY].astype(bool)
    assert (told == (some & view.assets["lon"].notna())).all()
    assert len(json.dumps(by_words["points"])) < 1_000


def test_a_long_mask_has_an_address_of_its_own() -> None:
    view = seen(40_000)
    some = np.arange(40_000) % 7 == 0
    told, _ = state(view, found(view, some, inside=np.arange(40_000) % 2 == 0))
    assert set(told["points"]["found"]) == set(told["points"]["inside"]) == {"url"}
    assert kept(told["points"]["found"]["url"]) == packed.pack_bits(
        some & view.assets["lon"].notna().to_numpy()
    )


def test_few_places_come_with_the_page() -> None:
    view = seen(50)
    told, _ = state(view, found(view, np.ones(50, bool)))
    assert told["points"] is None
    assert len(told["places"]) == 49


def test_many_areas_come_packed_and_their_classes_too() -> None:
    n = MANY
    areas = gpd.GeoDataFrame(
        {"area_code": [f"E{i}" for i in range(n)], "area_name": [f"Area {i}" for i in range(n)]},
        geometry=[box(i % 80, i // 80, i % 80 + 1, i // 80 + 1) for i in range(n)],
        crs="EPSG:4326",
    )  # fmt: skip
    view = seen(50, areas)
    classes = np.arange(n) % 10 - 1
    told = packing.areas_state(view, classes)
    assert packed.unpack(kept(told["url"]))["n"] == n
    assert np.frombuffer(kept(told["classes"]), np.int8).tolist() == classes.tolist()
    assert packing.areas_state(view, None)["classes"] is None
