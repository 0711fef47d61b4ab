"""A network of streets: its two tables, lines cut where they meet, and what is left out."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from shapely.geometry import LineString, MultiLineString, Point

from sharedground.errors import NothingUsableError
from sharedground.intake.context import Context, Intake, Options
from sharedground.intake.kind import guess_kinds
from sharedground.intake.raw import RawTable
from sharedground.intake.read import gather, group, read_file
from sharedground.intake.streets import MARGIN_M, cut_at_junctions
from sharedground.intake.take import take_in
from sharedground.model.place import Kind
from tests.sharedground.intake.tables import SOUTH, WEST, a_file, a_place, table

HERE = (WEST + 0.02, SOUTH + 0.02)
NODES = [("1", HERE[0], HERE[1]), ("2", HERE[0] + 0.001, HERE[1]), ("3", HERE[0], HERE[1] + 0.001)]
EDGES = [("1", "2", 70.0), ("2", "3", 140.0)]


def nodes(rows: list[tuple[object, ...]], name: str = "nodes") -> RawTable:
    return table(rows, ["node", "lon", "lat"], name=name)


def edges(rows: list[tuple[object, ...]], name: str = "edges") -> RawTable:
    return table(rows, ["u", "v", "length_m"], name=name)


def taken(*tables: RawTable, context: Context | None = None) -> list[Intake]:
    found = take_in(Kind.STREETS, a_file(*tables), "s", Options(), context or a_place())
    for one in found:
        report = one.report
        assert report.read == report.kept + report.merged + report.set_aside
    return found


def network(found: list[Intake]) -> tuple[pd.DataFrame, pd.DataFrame]:
    tables = {name: frame for one in found for name, frame in one.frames.items()}
    return tables["street_nodes"], tables["street_edges"]


def codes(one: Intake) -> list[str]:
    return [fault.code for fault in one.report.faults]


def test_nodes_and_the_streets_between_them_are_a_network() -> None:
    found = taken(nodes(NODES), edges(EDGES))
    known, streets = network(found)
    assert known["node"].tolist() == ["1", "2", "3"]
    assert streets.to_dict("records") == [
        {"u": "1", "v": "2", "length_m": 70.0}, {"u": "2", "v": "3", "length_m": 140.0},
    ]  # fmt: skip
    assert found[1].report.facts == {"streets": 2, "metres": 210.0, "left_out": {}}


def test_the_order_of_the_tables_and_other_names_of_columns_make_no_difference() -> None:
    told = table([("1.0", "2", 70)], ["from", "to", "length"], name="roads")
    where = table([(n[1], n[2], n[0]) for n in NODES], ["x", "y", "osmid"], name="points")
    known, streets = network(taken(told, where))
    assert (len(known), streets["u"].tolist()) == (3, ["1"])


def test_a_street_to_a_node_that_is_not_there_and_lengths_that_are_none_are_set_aside() -> None:
    rows = [*EDGES, ("1", "9", 5), ("", "2", 5), ("1", "2", "far"), ("1", "2", -3), ("1", "3", 0)]
    both = taken(nodes([*NODES, ("4", "", 53.4)]), edges([*rows, ("1", "4", 8)]))
    assert codes(both[0]) == ["node.no_position"]
    assert sorted(codes(both[1])) == [
        "street.length_negative", "street.length_unknown", "street.node_unknown",
        "street.node_unknown", "street.node_unknown",
    ]  # fmt: skip
    faults = {fault.row: fault for fault in both[1].report.faults}
    assert (faults[4].column, faults[4].value) == ("v", "9")
    assert network(both)[1]["length_m"].tolist() == [70, 140, 0]


def test_a_node_that_stands_twice_is_merged_and_one_without_a_number_set_aside() -> None:
    first = taken(nodes([*NODES, NODES[0], ("", *HERE)]), edges(EDGES))[0]
    assert (first.report.kept, first.report.merged, first.report.set_aside) == (3, 1, 1)


def test_what_lies_far_outside_the_place_is_left_out_and_counted() -> None:
    beyond = ("8", WEST - 0.3, SOUTH)
    near = ("9", WEST - 0.3 * MARGIN_M / 111_320, SOUTH)
    found = taken(nodes([*NODES, beyond, near]), edges([*EDGES, ("1", "8", 9000), ("1", "9", 1e4)]))
    assert [one.report.set_aside for one in found] == [1, 1]
    [(reason, n)] = found[1].report.facts["left_out"].items()
    assert ("outside the place" in reason, n) == (True, 1)
    assert codes(found[1]) == []


def test_lengths_that_seem_no_metres_are_told_and_missing_ones_are_straight() -> None:
    short = taken(nodes(NODES), edges([("1", "2", 0.07), ("2", "3", 0.14)]))[1]
    assert codes(short) == ["street.length_unit"]
    straight = table([("1", "2")], ["u", "v"], name="edges")
    found = taken(nodes(NODES), straight)
    assert codes(found[1]) == ["street.straight"]
    assert network(found)[1]["length_m"].tolist() == [pytest.approx(66.5, abs=0.5)]


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        ((nodes(NODES),), "streets.no_stretches"),
        ((edges(EDGES),), "streets.no_nodes"),
        ((table([("a", "b")], ["name", "owner"]),), "streets.no_columns"),
        ((nodes(NODES), edges([("7", "8", 3)])), "file.nothing_usable"),
    ],
)
def test_half_a_network_or_none_is_refused_in_words(
    tables: tuple[RawTable, ...], code: str
) -> None:
    with pytest.raises(NothingUsableError) as no:
        taken(*tables)
    assert no.value.code == code


def test_a_place_without_outlines_is_asked_for_them_first() -> None:
    with pytest.raises(NothingUsableError) as no:
        taken(nodes(NODES), edges(EDGES), context=Context())
    assert no.value.code == "streets.no_areas"


def test_of_very_many_faults_the_number_is_told() -> None:
    many = [("1", "9", 5.0)] * 600
    found = taken(nodes(NODES), edges([*EDGES, *many]))[1]
    assert codes(found) == ["street.node_unknown"]
    assert found.report.faults[0].reason.startswith("600 rows")
    assert found.report.set_aside == 600


def line(*points: tuple[float, float]) -> LineString:
    return LineString([(HERE[0] + x / 1000, HERE[1] + y / 1000) for x, y in points])


def test_lines_are_cut_where_they_share_a_point_and_not_where_one_crosses_on_a_bridge() -> None:
    street = line((0, 0), (1, 0), (2, 0))
    into = line((1, 0), (1, 1))
    bridge = line((0.5, -1), (0.5, 1))
    known, streets = cut_at_junctions(np.array([street, into, bridge], dtype=object))
    assert (len(known), len(streets)) == (6, 4)
    degree = pd.concat([streets["u"], streets["v"]]).value_counts()
    assert sorted(degree) == [1, 1, 1, 1, 1, 3]
    assert streets["length_m"].sum() == pytest.approx(2 * 66.5 + 111.3 + 222.6, abs=1)


def test_a_line_of_parts_and_one_that_meets_itself_are_cut_too() -> None:
    loop = line((0, 0), (1, 0), (1, 1), (0.5, 0.5), (1, 0), (2, 0))
    parts = MultiLineString([line((5, 5), (6, 5)), line((6, 5), (7, 5))])
    known, streets = cut_at_junctions(np.array([loop, parts], dtype=object))
    assert (len(known), len(streets)) == (6, 5)
    assert len(cut_at_junctions(np.empty(0, dtype=object))[1]) == 0


def test_ways_of_openstreetmap_that_people_may_walk_along_are_kept_and_the_rest_counted() -> None:
    ways = [
        ("residential", "", ""), ("motorway", "", ""), ("construction", "", ""), ("", "", ""),
        ("service", "", "private"), ("track", "permissive", "private"), ("trunk", "no", ""),
        ("footway", "", ""), ("steps", "use_sidepath", ""), ("service", "", "customers"),
    ]  # fmt: skip
    rows = [{"highway": a, "foot": b, "access": c} for a, b, c in ways]
    [found] = taken(table(rows, shapes=[line((0, n), (1, n)) for n in range(len(rows))]))
    assert found.report.kept == 4
    assert sorted(found.report.facts["left_out"].values()) == [1, 2, 3]
    assert (found.report.facts["nodes"], found.report.facts["streets"]) == (8, 4)


def test_lines_of_other_publishers_and_points_among_them() -> None:
    rows = [{"road_classification": text} for text in ("A Road", "Motorway", "Local Road")]
    shapes = [line((0, n), (1, n)) for n in range(3)]
    [found] = taken(table(rows, shapes=shapes))
    assert found.report.kept == 2
    rows = [{"id": str(n)} for n in range(11)]
    shapes = [*(line((0, n), (1, n)) for n in range(10)), Point(HERE)]
    [found] = taken(table(rows, shapes=shapes))
    assert codes(found) == ["street.every_line", "street.no_line"]


def parquet(rows: list[tuple[object, ...]], names: list[str]) -> bytes:
    packed = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(pd.DataFrame(rows, columns=names)), packed)
    return packed.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


FILES = {
    "walk_nodes.parquet": parquet([(int(a), b, c) for a, b, c in NODES], ["node", "lon", "lat"]),
    "walk_edges.parquet": parquet([(int(a), int(b), c) for a, b, c in EDGES],
                                  ["u", "v", "length_m"]),
}  # fmt: skip


def test_two_files_of_one_network_are_read_as_one_and_so_is_a_zip_of_them() -> None:
    [(name, parts), other] = group([*FILES.items(), ("list.csv", b"a,b\n1,2\n")])
    assert (name, set(parts), other[0]) == ("walk_edges.parquet", set(FILES), "list.csv")
    for raw in (read_file(name, parts), read_file("walk.zip", zipped(FILES))):
        found = take_in(Kind.STREETS, raw, "s", Options(), a_place())
        assert [len(frame) for frame in network(found)] == [3, 2]
        assert guess_kinds(raw, a_place()) == (Kind.STREETS,)


def test_files_that_are_not_of_one_network_stay_apart() -> None:
    names = ["north_nodes.csv", "south_edges.csv", "edges.csv", "edges_2.csv", "nodes.xlsx"]
    assert len(group([(name, b"a,b\n1,2\n") for name in names])) == len(names)


def test_the_command_line_puts_two_files_together_as_well(tmp_path: Path) -> None:
    paths = []
    for name, content in FILES.items():
        path = tmp_path / name
        path.write_bytes(content)
        paths.append(path)
    [(name, parts)] = gather(paths)
    assert (name, len(parts)) == ("walk_edges.parquet", 2)


def test_roads_may_be_a_background_or_a_network() -> None:
    roads = table([{"highway": "primary"}] * 3, shapes=[line((0, n), (1, n)) for n in range(3)])
    assert guess_kinds(a_file(roads), a_place()) == (Kind.BACKGROUND, Kind.STREETS)


def test_half_a_network_is_taken_for_one_so_that_the_other_half_is_asked_for() -> None:
    for half in (nodes(NODES), edges(EDGES)):
        assert guess_kinds(a_file(half), a_place()) == (Kind.STREETS,)


@pytest.mark.parametrize(
    "headings",
    [
        ["name", "postcode", "source"],
        ["from", "to", "reason"],
        ["u", "v", "w"],
        ["id", "lon", "lat"],
    ],
)
def test_other_lists_are_not_taken_for_a_network(headings: list[str]) -> None:
    assert Kind.STREETS not in guess_kinds(a_file(table([("a", "b", "c")], headings)), a_place())
