"""A partnership file from a stranger: refused in words, with all its faults, and nothing kept."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import stat
import string
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from sharedground.access import acting_as
from sharedground.errors import FileRefusedError
from sharedground.partnership.archive import Limits, Opened, limits_from
from sharedground.partnership.faults import Faults
from sharedground.partnership.pack import pack, read_package, unpack
from sharedground.partnership.read import read_table
from sharedground.partnership.shape import Field, Shape, Type, shape_of, tables
from sharedground.partnership.write import guarded, table_bytes, unguarded
from sharedground.store import database, packing, places
from tests.sharedground.export.small_town import OFFICER, a_store

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a partnership file with nothing wrong."""
    town, place_id = a_store(tmp_path_factory.mktemp("town"))
    with acting_as(OFFICER):
        return pack(town, place_id, whole=True).content


@pytest.fixture
def store(tmp_path: Path) -> Engine:
    return database.open_database(f"sqlite:///{tmp_path / 'empty.sqlite'}")


def files_of(content: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def zipped(files: Files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


def listed(files: Files) -> Files:
    """Return the files with sizes and hashes that fit again, as someone who forges would."""
    descriptor = json.loads(files["datapackage.json"])
    for one in descriptor["resources"]:
        content = files.get(one["path"], b"")
        one["bytes"] = len(content)
        one["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return files | {"datapackage.json": json.dumps(descriptor).encode()}


def with_cell(files: Files, table: str, column: str, value: str, row: int = 0) -> Files:
    path = f"data/{table}.csv"
    rows = list(csv.DictReader(io.StringIO(files[path].decode(), newline="")))
    rows[row][column] = value
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return listed(files | {path: out.getvalue().encode()})


def refused(store: Engine, content: bytes, limits: Limits | None = None) -> FileRefusedError:
    """Open a file that must be refused; assert that nothing was kept of it."""
    with acting_as(OFFICER), pytest.raises(FileRefusedError) as no:
        unpack(store, "gift.zip", content, limits=limits)
    assert places.places(store) == []
    assert no.value.message.startswith("gift.zip was not opened, and nothing was changed.")
    assert no.value.details["faults"]
    assert not re.search(r"invalid|error|sorry|traceback", no.value.message, re.IGNORECASE)
    return no.value


def test_the_good_one_opens(store: Engine, good: bytes) -> None:
    with acting_as(OFFICER):
        assert unpack(store, "gift.zip", good).same


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "package.no_zip"),
        (b"hello", "package.no_zip"),
        (zipped({"a.csv": b"x"}), "package.no_descriptor"),
        (zipped({"datapackage.json": b"[]"}), "package.not_ours"),
        (zipped({"datapackage.json": b"{" * 100_000}), "package.not_ours"),
        (zipped({"datapackage.json": b"[" * 100_000}), "package.not_ours"),
        (zipped({"datapackage.json": b'{"sharedground": {"format": 99}}'}), "package.newer"),
        (zipped({"datapackage.json": b'{"sharedground": {"format": "1"}}'}), "package.newer"),
    ],
)
def test_what_is_no_partnership_file_is_said(store: Engine, content: bytes, code: str) -> None:
    assert refused(store, content).code == code


def test_a_truncated_file_is_refused_wherever_it_ends(store: Engine, good: bytes) -> None:
    for end in range(1, len(good), len(good) // 40):
        refused(store, good[:end])


@pytest.mark.parametrize(
    "name",
    ["../evil.csv", "/etc/evil.csv", "data/../../evil", "C:\\evil.csv", "data\\..\\evil", "~/evil",
     "data/./evil", "data//evil", ".hidden", "data/e vil", "data/é", "a\nb"],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(store: Engine, good: bytes, name: str) -> None:
    assert refused(store, zipped(files_of(good) | {name: b"x"})).code == "package.path"


def test_a_link_is_refused(store: Engine, good: bytes) -> None:
    out = io.BytesIO(good)
    with zipfile.ZipFile(out, "a") as packed:
        entry = zipfile.ZipInfo("data/link.csv")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(entry, "/etc/passwd")
    assert refused(store, out.getvalue()).code == "package.path"


def test_one_name_twice_is_refused(store: Engine, good: bytes) -> None:
    out = io.BytesIO(good)
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("DATA/place.csv", b"other")
    assert refused(store, out.getvalue()).code == "package.twice"


def test_a_locked_file_is_refused(store: Engine, good: bytes) -> None:
    locked = bytearray(good)
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1
    assert refused(store, bytes(locked)).code == "package.locked"


def test_a_bomb_is_never_unpacked(store: Engine, good: bytes) -> None:
    bomb = zipped(files_of(good) | {"data/bomb.csv": b"0" * 300_000_000})
    assert len(bomb) < 2_000_000
    assert refused(store, bomb).code == "package.bomb"
    assert refused(store, good, Limits(unzipped=10_000)).code == "package.bomb"
    assert refused(store, good, Limits(bytes=10_000)).code == "package.too_big"
    assert refused(store, good, Limits(members=3)).code == "package.too_many"
    assert refused(store, good, Limits(cells=3)).code == "package.cells"


def test_a_member_that_is_larger_than_it_says_is_refused(store: Engine, good: bytes) -> None:
    liar = bytearray(good)
    at = liar.index(b"PK\x01\x02")
    size = int.from_bytes(liar[at + 24 : at + 28], "little")
    liar[at + 24 : at + 28] = (size - 100).to_bytes(4, "little")
    refused(store, bytes(liar))


def test_limits_are_settings() -> None:
    assert limits_from({"SHAREDGROUND_LIMIT_PACKAGE_CELLS": "7"}).cells == 7
    assert limits_from({"SHAREDGROUND_LIMIT_PACKAGE_CELLS": "-7"}) == Limits()


def test_a_changed_file_does_not_match_its_hash(store: Engine, good: bytes) -> None:
    files = files_of(good)
    changed = files | {"data/asset.csv": files["data/asset.csv"].replace(b"Sale", b"Hale")}
    found = refused(store, zipped(changed))
    assert found.code == "package.hash"
    assert "data/asset.csv was changed after the file was made." in found.message


def test_every_fault_is_told_at_once(store: Engine, good: bytes) -> None:
    files = files_of(good)
    del files["data/site.csv"]
    files["data/extra.csv"] = b"x"
    files["data/area.csv"] += b"x"
    codes = [fault.code for fault in refused(store, zipped(files)).details["faults"]]
    assert sorted(codes) == ["package.hash", "package.missing", "package.unlisted"]


@pytest.mark.parametrize("table", tables(whole=True))
def test_a_table_with_other_columns_is_refused_by_name(
    store: Engine, good: bytes, table: str
) -> None:
    files = files_of(good)
    path = f"data/{table}.csv"
    head, _, rest = files[path].partition(b"\r\n")
    more = listed(files | {path: head + b",zebra\r\n" + rest})
    found = refused(store, zipped(more))
    assert found.code == "package.columns"
    assert "Not known: zebra." in found.message
    assert f"The table {table} " in found.message


@pytest.mark.parametrize("table", tables(whole=False))
def test_a_missing_table_is_refused_by_name(store: Engine, good: bytes, table: str) -> None:
    files = files_of(good)
    descriptor = json.loads(files["datapackage.json"])
    descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] != table]
    del files[f"data/{table}.csv"]
    files["datapackage.json"] = json.dumps(descriptor).encode()
    assert f"The table {table} is missing." in refused(store, zipped(files)).message


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("place", "metric_crs", "+proj=tmerc +nadgrids=/etc/passwd"),
        ("place", "metric_crs", "EPSG:4326"),
        ("place", "metric_crs", "EPSG:999999"),
        ("place", "detour_factor", "99"),
        ("place", "detour_factor", "nan"),
        ("place", "place_id", "../../etc"),
        ("place", "name", ""),
        ("place", "revision", "-4"),
        ("place", "revision", "99999999999"),
        ("place", "fictional", "maybe"),
        ("source", "kind", "zebra"),
        ("source", "loaded_at", "yesterday"),
        ("source", "loaded_at", "2026-01-01T00:00:00"),
        ("source", "reports", "{}"),
        ("source", "reports", "[" * 100_000),
        ("source", "reading", "[]"),
        ("source", "url", "javascript:alert(1)"),
        ("source", "live", "1"),
        ("source", "source_id", "another"),
        ("area", "geometry", '{"type":"Point","coordinates":[1,2]}'),
        ("area", "geometry", '{"type":"Polygon","coordinates":[[[0,0],[0,95],[1,1],[0,0]]]}'),
        ("area", "geometry", "{"),
        ("area", "geometry", ""),
        ("area", "min_x", "Infinity"),
        ("area", "min_x", "1_000"),
        ("area", "area_code", "E01000001"),
        ("indicator", "direction", "sideways"),
        ("indicator_value", "value", "=1+1"),
        ("indicator_value", "indicator_id", "no-such"),
        ("partner", "url", "data:text/html,x"),
        ("partner", "external_identifiers", '[{"scheme": 1}]'),
        ("site", "lat", "95"),
        ("site", "precision", "great"),
        ("asset", "category", "zebra"),
        ("asset", "visibility", "everybody"),
        ("asset", "url", "javascript:alert(1)"),
        ("asset", "external_identifiers", "{"),
        ("asset", "site_id", "nowhere"),
        ("asset", "sensitive", ""),
        ("asset", "row_number", "1.5"),
        ("asset", "asset_id", "x" * 2_000),
        ("upload", "content", "data/place.csv"),
        ("upload", "content", "files/../data/place.csv"),
        ("upload", "content", "/etc/passwd"),
        ("record", "original", "[]"),
    ],
)
def test_a_cell_that_may_not_be_is_told_with_its_row(
    store: Engine, good: bytes, table: str, column: str, value: str
) -> None:
    found = refused(store, zipped(with_cell(files_of(good), table, column, value)))
    assert {fault.code for fault in found.details["faults"]} <= {
        "package.cell", "package.key", "package.place"
    }  # fmt: skip
    assert table in found.message or "The place has a name or a setting" in found.message


def test_a_vision_that_cannot_be_used_is_refused(store: Engine, good: bytes) -> None:
    files = files_of(good)
    body = json.dumps({"title": "x", "outcomes": [], "version": 1, "zebra": 1})
    out = io.StringIO(newline="")
    csv.writer(out).writerows(
        [["version", "body", "saved_by", "saved_at", "reason"],
         [1, body, "", "2026-01-01T00:00:00+00:00", ""]]
    )  # fmt: skip
    found = refused(store, zipped(listed(files | {"data/vision.csv": out.getvalue().encode()})))
    assert "vision, row 2, body" in found.message


def test_many_faults_are_counted_and_do_not_flood(store: Engine, good: bytes) -> None:
    files = files_of(good)
    rows = b"\r\n".join(b"S,zebra,x,y" for _ in range(5_000))
    table = b"source_id,postcode,lon,lat\r\n" + rows + b"\r\n"
    found = refused(store, zipped(listed(files | {"data/postcode.csv": table})))
    assert len(found.details["faults"]) == 200
    assert "And 192 more." in found.message
    assert len(found.message) < 2_000


@pytest.mark.parametrize("body", [b"S,A\r\n", b"S,A,1,2,3\r\n", b'S,"A,1,2\r\n', b"\r\n\r\n",
                                  b"S,A,1,\x00\r\n", b"S,\xff,1,2\r\n"])  # fmt: skip
def test_rows_of_another_length_are_refused(store: Engine, good: bytes, body: bytes) -> None:
    files = files_of(good) | {"data/postcode.csv": b"source_id,postcode,lon,lat\r\n" + body}
    refused(store, zipped(listed(files)))


def test_a_save_that_fails_half_way_leaves_nothing(store: Engine, good: bytes) -> None:
    with acting_as(OFFICER):
        rows, _ = read_package("gift.zip", good, Limits())
        rows["journal"] = [*rows["journal"], rows["journal"][0]]
        with pytest.raises(IntegrityError):
            packing.restore(store, rows)
    assert places.places(store) == []
    with acting_as(OFFICER):
        assert unpack(store, "gift.zip", good).same


def test_an_older_file_without_a_newer_column_opens(
    store: Engine, good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = files_of(good)
    path = "data/asset.csv"
    rows = list(csv.reader(io.StringIO(files[path].decode(), newline="")))
    at = rows[0].index("accessibility")
    out = io.StringIO(newline="")
    csv.writer(out).writerows([row[:at] + row[at + 1 :] for row in rows])
    content = zipped(listed(files | {path: out.getvalue().encode()}))
    assert refused(store, content).code == "package.columns"
    monkeypatch.setattr("sharedground.partnership.read.newest_version", lambda: "9999_later")
    with acting_as(OFFICER):
        assert unpack(store, "gift.zip", content).same


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_flipped_bytes_are_refused_and_never_crash(good: bytes, data: st.DataObject) -> None:
    changed = bytearray(good)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(changed) - 1))
        changed[at] = data.draw(st.integers(0, 255))
    try:
        rows, _ = read_package("gift.zip", bytes(changed), Limits())
    except FileRefusedError:
        return
    assert rows == read_package("gift.zip", good, Limits())[0]


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_odd_cells_are_taken_or_refused_and_never_crash(good: bytes, data: st.DataObject) -> None:
    files = files_of(good)
    known = [n for n in tables(whole=True) if files[f"data/{n}.csv"].count(b"\r\n") > 1]
    table = data.draw(st.sampled_from(known))
    column = data.draw(st.sampled_from([field.name for field in shape_of(table).fields]))
    odd = st.one_of(st.text(max_size=30), st.sampled_from(["", "NaN", "1e999", "null", "[]", "{}",
                    "-0", "true", "'", "=", '{"type":"Polygon","coordinates":[]}']))  # fmt: skip
    text = data.draw(odd.filter(lambda t: t.isprintable()))
    with suppress(FileRefusedError):
        read_package("gift.zip", zipped(with_cell(files, table, column, text)), Limits())


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
RISKY = st.text(st.sampled_from("=+-@\t\r\n' \"," + string.ascii_letters), max_size=12)


@settings(max_examples=1_000, deadline=None)
@given(text=st.one_of(ANY_TEXT, RISKY))
def test_guarded_text_never_runs_and_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


THINGS = Shape(
    "things", "Things",
    (Field("key", Type.INTEGER, blank=False), Field("text", Type.STRING, blank=False),
     Field("maybe", Type.STRING, blank=True), Field("number", Type.NUMBER, blank=True),
     Field("yes", Type.BOOLEAN, blank=False), Field("any", Type.JSON, blank=False)),
    ("key",),
)  # fmt: skip
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "text": st.one_of(ANY_TEXT, RISKY),
            "maybe": st.one_of(st.none(), RISKY.filter(bool)),
            "number": st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False)),
            "yes": st.booleans(),
            "any": st.recursive(
                st.one_of(st.none(), st.booleans(), ANY_TEXT, st.integers(), st.floats(-9, 9)),
                lambda inner: st.one_of(
                    st.lists(inner, max_size=3), st.dictionaries(ANY_TEXT, inner, max_size=3)
                ),
                max_leaves=5,
            ),
        }
    ),
    max_size=6,
)


@settings(max_examples=500, deadline=None)
@given(rows=ROWS)
def test_every_value_comes_back_exactly(rows: list[dict[str, Any]]) -> None:
    given_rows = [{"key": number, **row} for number, row in enumerate(rows)]
    content = table_bytes(THINGS, given_rows, [])
    opened = Opened({"sharedground": {}}, {"things": {"path": "t"}}, {"t": content})
    faults = Faults("x")
    read = read_table(THINGS, opened, Limits(), faults)
    assert faults.listed == []
    assert read == given_rows
    floats = [[repr(row["number"]) for row in table] for table in (read, given_rows)]
    assert floats[0] == floats[1]


def outlines() -> st.SearchStrategy[list[list[float]]]:
    point = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
    return st.lists(point, min_size=3, max_size=9).map(
        lambda ring: [list(map(float, p)) for p in [*ring, ring[0]]]
    )


@settings(max_examples=300, deadline=None)
@given(ring=outlines())
def test_outlines_come_back_bit_for_bit(ring: list[list[float]]) -> None:
    import shapely

    wkb = shapely.to_wkb(shapely.Polygon(ring))
    shape = Shape("areas", "", (Field("g", Type.GEOJSON, blank=False),), ())
    content = table_bytes(shape, [{"g": wkb}], [])
    opened = Opened({"sharedground": {}}, {"areas": {"path": "t"}}, {"t": content})
    assert read_table(shape, opened, Limits(), Faults("x")) == [{"g": wkb}]
