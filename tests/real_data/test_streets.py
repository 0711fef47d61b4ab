"""The streets of Newport: as long as networkx finds them; the same from tables and an extract."""

from __future__ import annotations

import time
from pathlib import Path

import networkx
import numpy as np
import pandas as pd
import pytest
from pyproj import Transformer

from sharedground import along_streets
from sharedground.analysis import reach, streets
from sharedground.analysis.streets import Streets
from sharedground.intake.context import Intake, Options
from sharedground.intake.read import gather, read_file
from sharedground.intake.take import take_in
from sharedground.model.place import Kind
from tests.real_data.towns import known_of

pytestmark = pytest.mark.real_data

BRITISH = "EPSG:27700"
PAIRS = 200


def taken(real_data: Path, *names: str) -> list[Intake]:
    [(name, parts)] = gather([real_data / "newport_osm" / each for each in names])
    context = known_of("newport", real_data)
    found = take_in(Kind.STREETS, read_file(name, parts), "s", Options(), context)
    for one in found:
        assert one.report.read == one.report.kept + one.report.merged + one.report.set_aside
    return found


def built(found: list[Intake]) -> Streets:
    tables = {name: frame for one in found for name, frame in one.frames.items()}
    return along_streets.from_tables(tables["street_nodes"], tables["street_edges"], BRITISH)


@pytest.fixture(scope="module")
def newport(real_data: Path) -> Streets:
    return built(taken(real_data, "walk_nodes.parquet", "walk_edges.parquet"))


def test_the_network_is_what_its_readme_says(newport: Streets) -> None:
    assert (len(newport), len(newport.length_m)) == (13_795, 17_350)
    assert round(newport.metres / 1000) == 931
    assert newport.joined_nodes == pytest.approx(0.980, abs=0.0005)


def test_the_extract_gives_nearly_the_same_network(newport: Streets, real_data: Path) -> None:
    [lines] = taken(real_data, "newport-2023-06-13.osm.pbf")
    found = built([lines])
    assert lines.report.read == 13_778
    assert found.metres == pytest.approx(newport.metres, rel=0.01)
    assert len(found.length_m) == pytest.approx(17_350, rel=0.02)
    assert len(found) == pytest.approx(13_795, rel=0.02)
    assert found.joined_nodes == pytest.approx(newport.joined_nodes, abs=0.005)


def test_ways_are_as_long_as_networkx_finds_them_on_200_pairs(real_data: Path) -> None:
    folder = real_data / "newport_osm"
    nodes = pd.read_parquet(folder / "walk_nodes.parquet")
    edges = pd.read_parquet(folder / "walk_edges.parquet")
    known = networkx.MultiGraph()
    ends = edges[["u", "v", "length_m"]].itertuples(index=False, name=None)
    known.add_weighted_edges_from(ends)
    there = Transformer.from_crs("EPSG:4326", BRITISH, always_xy=True)
    xy = np.stack(there.transform(nodes["lon"].to_numpy(), nodes["lat"].to_numpy()), axis=1)
    at = pd.Series(np.arange(len(nodes)), index=nodes["node"])
    town = streets.streets_of(xy, at[edges[["u", "v"]].stack()].to_numpy().reshape(-1, 2),
                              edges["length_m"].to_numpy())  # fmt: skip
    main = max(networkx.connected_components(known), key=len)
    rng = np.random.default_rng(7)
    ones, others = (rng.choice(sorted(main), PAIRS, replace=False) for _ in range(2))
    found = streets.pairs(town, xy[at[ones]], xy[at[others]], 100_000)
    metres = np.full((PAIRS, PAIRS), np.inf)
    metres[found.area_order[found.area], found.asset_order[found.asset]] = found.distance_m
    for i, (one, other) in enumerate(zip(ones, others, strict=True)):
        expected = networkx.shortest_path_length(known, one, other, weight="weight")
        assert metres[i, i] == pytest.approx(expected, rel=1e-6, abs=1e-3)


def test_all_areas_and_places_take_well_under_a_second_once_loaded(
    newport: Streets, real_data: Path
) -> None:
    outlines = known_of("newport", real_data).outlines
    assert outlines is not None
    points = outlines.to_crs(BRITISH).geometry.representative_point()
    areas = np.stack([points.x, points.y], axis=1)
    places = pd.read_csv(real_data / "newport_osm/osm_community_pois.csv")
    there = Transformer.from_crs("EPSG:4326", BRITISH, always_xy=True)
    assets = np.stack(there.transform(places["lon"].to_numpy(), places["lat"].to_numpy()), axis=1)
    streets.pairs(newport, areas, assets, 1200)
    start = time.perf_counter()
    along = streets.pairs(newport, areas, assets, 2400)
    assert time.perf_counter() - start < 1.0
    straight = reach.pairs(areas, assets, 2400, 1.0)
    assert 0.3 * len(straight) < len(along) < len(straight)
    assert streets.snap(newport, areas).on.sum() == 59
    assert streets.snap(newport, assets).on.all()


def test_no_way_along_streets_is_shorter_than_the_straight_line(newport: Streets) -> None:
    rng = np.random.default_rng(3)
    some = newport.xy[rng.choice(np.flatnonzero(newport.part == 0), 300, replace=False)]
    found = streets.pairs(newport, some[:150], some[150:], 3000)
    one, other = (
        some[:150][found.area_order[found.area]],
        some[150:][found.asset_order[found.asset]],
    )
    straight = np.hypot(*(one - other).T)
    assert len(found) > 500
    assert (found.distance_m > 0.99 * straight - 2).all()
