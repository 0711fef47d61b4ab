"""Files made to harm are refused in words, and reach no other file and no network."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sharedground.errors import FileRefusedError
from sharedground.intake.guard import DEFAULT, Limits
from sharedground.intake.raw import RawFile
from sharedground.intake.read import Parts, read_file
from tests.sharedground.intake import hostile_files as make

SECRET = "the-secret-of-another-file"
SHORT = Limits(cpu_seconds=2, wall_seconds=5)


@dataclass
class Listener:
    """A server that counts who calls, and never answers."""

    url: str
    calls: list[bytes] = field(default_factory=list)


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    server = socket.create_server(("127.0.0.1", 0))
    found = Listener(f"http://127.0.0.1:{server.getsockname()[1]}/x.geojson")

    def wait() -> None:
        while True:
            try:
                with server.accept()[0] as caller:
                    caller.settimeout(2)
                    found.calls.append(caller.recv(200))
            except OSError:
                return

    threading.Thread(target=wait, daemon=True).start()
    yield found
    server.shutdown(socket.SHUT_RDWR)
    server.close()


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "secret.csv"
    path.write_text(f"name,secret\nx,{SECRET}\n")
    return str(path)


def attempt(name: str, data: Parts | bytes, limits: Limits = DEFAULT) -> RawFile | FileRefusedError:
    """Read, and hold the result to what every attack must respect."""
    begun = time.monotonic()
    result: RawFile | FileRefusedError
    try:
        result = read_file(name, data, limits)
        shown = repr(result.tables) + "".join(t.rows.to_csv() for t in result.tables)
    except FileRefusedError as no:
        result = no
        shown = no.message + repr(no.details)
    assert time.monotonic() - begun < 30
    assert SECRET not in shown
    assert "Traceback" not in shown
    return result


def refused(name: str, data: Parts | bytes, limits: Limits = DEFAULT) -> str:
    """Return the code of a refusal."""
    result = attempt(name, data, limits)
    assert isinstance(result, FileRefusedError)
    assert len(result.message) > 30
    return result.code


def accepted(name: str, data: Parts | bytes) -> RawFile:
    """Return a file that does no harm, as data."""
    result = attempt(name, data)
    assert isinstance(result, RawFile)
    return result


def test_the_listener_hears_a_call(listener: Listener) -> None:
    """Without this, "no call was heard" would prove nothing."""
    port = int(listener.url.split(":")[2].split("/")[0])
    before = len(listener.calls)
    with socket.create_connection(("127.0.0.1", port)) as caller:
        caller.sendall(b"hello")
        caller.recv(1)
    assert listener.calls[before:] == [b"hello"]
    listener.calls.clear()


@pytest.mark.parametrize("ending", ["vrt", "geojson", "kml", "gpkg", "shp", "csv", "xlsx", "zip"])
def test_text_that_points_elsewhere(ending: str, secret: str, listener: Listener) -> None:
    for text in (make.vrt(secret), make.vrt(f"/vsicurl/{listener.url}"), make.wfs(listener.url)):
        assert refused(f"a.{ending}", text) == "file.names_other_files"
    assert not listener.calls


def test_text_that_points_elsewhere_in_disguise(secret: str, listener: Listener) -> None:
    text = make.vrt(secret).decode()
    for disguised in ("\n  " + text, f"<!-- list -->{text}", f'<?xml version="1.0"?>{text}'):
        assert refused("a.geojson", disguised.encode()) == "file.names_other_files"
        assert refused("a.geojson", disguised.encode("utf-16")) == "file.names_other_files"
    assert refused("a.csv", b"name,place\n" + text.encode() + b"\n" + b'"') == "file.open_quote"
    inside = accepted("a.csv", b"name,place\n" + text.encode() + b",Sale\n")
    assert inside.tables[0].rows["name"][0].startswith("<OGRVRTDataSource")


@pytest.mark.parametrize("member", ["a.vrt", "a.geojson", "a.kml", "a.gpkg", "a.shp", "f/a.csv"])
def test_zips_that_point_elsewhere(member: str, secret: str, listener: Listener) -> None:
    for text in (make.vrt(secret), make.wfs(listener.url), make.vrt(f"/vsicurl/{listener.url}")):
        other = {member.replace("a.", "b."): b"name\nx\n"}
        assert refused("a.zip", make.zipped({member: text} | other)) == "file.names_other_files"
    assert not listener.calls


def test_shapefile_parts_that_point_elsewhere(secret: str, listener: Listener) -> None:
    good = make.shapefile(["Hall"])
    for text in (make.vrt(secret), make.wfs(listener.url), f"/vsicurl/{listener.url}".encode()):
        assert refused("halls.shp", good | {"halls.shp": text}) in (
            "file.names_other_files",
            "file.unreadable",
        )
        refused("halls.shp", good | {"halls.dbf": text})
        found = accepted("halls.shp", good | {"halls.prj": text})
        assert found.tables[0].crs_wkt == ""
    assert not listener.calls


def test_an_address_as_the_text_of_a_file_is_text(listener: Listener) -> None:
    for text in (f"/vsicurl/{listener.url}", f"WFS:{listener.url}", listener.url):
        found = accepted("a.csv", text.encode())
        assert [found.format, *found.tables[0].rows.shape[1:]] == ["csv", 1]
    assert not listener.calls


def test_a_crs_that_is_an_address_or_file(secret: str, listener: Listener) -> None:
    point = {"type": "Point", "coordinates": [1, 2]}
    for target in (listener.url, f"/vsicurl/{listener.url}", secret):
        for crs in (
            {"type": "name", "properties": {"name": target}},
            {"type": "link", "properties": {"href": target, "type": "ogcwkt"}},
        ):
            found = accepted("a.geojson", make.geojson(point, crs))
            assert "WGS 84" in found.tables[0].crs_wkt
    assert not listener.calls


def test_xml_entities(secret: str, listener: Listener) -> None:
    for target in (f"file://{secret}", listener.url):
        assert refused("a.kml", make.xxe_kml(target)) == "file.defines_entities"
        packed = make.zipped({"doc.kml": make.xxe_kml(target)})
        assert refused("a.kmz", packed) == "file.defines_entities"
        assert refused("a.xlsx", make.xxe_workbook(target)) == "file.unreadable"
    assert refused("a.xlsx", make.laughing_workbook()) == "file.unreadable"
    assert not listener.calls


def test_links_to_another_workbook_are_not_followed(secret: str, listener: Listener) -> None:
    for target in (f"file://{secret}", listener.url):
        found = accepted("a.xlsx", make.linked_workbook(target))
        assert found.tables[0].rows["place"].tolist() == ["7"]
    assert not listener.calls


def test_zips_that_leave_their_folder(secret: str) -> None:
    parts = make.shapefile(["Hall"])
    for folder in ("../", "/etc/", "a/../../", "..\\", "C:\\"):
        away = {folder + name: data for name, data in parts.items()}
        assert refused("a.zip", make.zipped(away)) == "file.leaves_folder"
    linked = make.zipped(parts | {"halls.prj": secret.encode()}, links=("halls.prj",))
    assert refused("a.zip", linked) == "file.names_other_files"


def test_zips_that_unpack_without_end() -> None:
    assert refused("a.zip", make.zeros_zip("a.dbf", 2 << 30)) == "file.zip_bomb"
    assert refused("a.xlsx", make.giant_cell_workbook(60 << 20)) == "file.zip_bomb"
    nested = make.zipped({"b.zip": make.zeros_zip("a.dbf", 2 << 30)})
    assert refused("a.zip", nested) == "file.zip_bomb"


def test_zips_that_lie_about_their_size() -> None:
    lying = make.zeros_zip("a.shp", 1 << 30, admit=False)
    assert refused("a.zip", lying) == "file.unreadable"
    assert refused("a.xlsx", make.lying_workbook(150 << 20)) in (
        "file.unreadable",
        "file.too_much_memory",
    )


def test_a_workbook_that_kills_its_reader() -> None:
    assert refused("a.xlsx", make.corner_workbook()) == "file.too_much_memory"


def test_a_cell_no_person_wrote() -> None:
    assert refused("a.xlsx", make.giant_cell_workbook(8 << 20)) == "file.cell_too_long"
    assert refused("a.csv", b"name\n" + b"a" * 40_000_000) == "file.cell_too_long"
    assert refused("a.csv", b'name,b\n"' + b"a,\n" * 1_000_000) == "file.cell_too_long"


@pytest.mark.parametrize("start", [b"", b"a,b\n1,2\n"])
@pytest.mark.parametrize("cell", [b"aaaaaaaa", b'"aaaaaa"'])
def test_a_million_columns(start: bytes, cell: bytes) -> None:
    wide = start + b",".join([cell] * 1_000_000)
    assert refused("a.csv", wide) == "file.too_many_columns"


def test_endless_rows_and_slow_files_are_stopped() -> None:
    data = make.geopackage(make.SAFE_LAYER + make.ENDLESS_LAYER, ("safe", "endless"))
    assert refused("a.gpkg", data, SHORT) == "file.took_too_long"
    wall = Limits(wall_seconds=1)
    assert refused("a.gpkg", data, wall) == "file.took_too_long"


def _with_view(call: str) -> bytes:
    view = f"CREATE VIEW v AS SELECT fid, geom, {call} AS name FROM safe;"
    return make.geopackage(make.SAFE_LAYER + view, ("safe", "v"))


def test_geopackages_that_reach_for_more(secret: str, listener: Listener) -> None:
    pixel = f"gdal_get_pixel_value('/vsicurl/{listener.url}', 1, 'pixel', 0, 0)"
    found = accepted("a.gpkg", _with_view(pixel))
    assert found.tables[1].rows["name"].tolist() == [""]
    for call in ("ogr_geocode('x')", "load_extension('/x.so')", f"readfile('{secret}')"):
        assert refused("a.gpkg", _with_view(call)) == "file.unreadable"
    reader = (
        "PRAGMA writable_schema=1; INSERT INTO sqlite_master VALUES('table','vt','vt',0,"
        f"'CREATE VIRTUAL TABLE vt USING VirtualOGR(''{secret}'')');"
    )
    data = make.geopackage(make.SAFE_LAYER + reader, ("safe", "vt"))
    assert refused("a.gpkg", data) == "file.unreadable"
    assert not listener.calls


def test_deep_brackets() -> None:
    assert refused("a.geojson", make.nested_geojson(200_000)) == "file.unreadable"


def test_numbers_that_are_none_stay_text() -> None:
    found = accepted("a.csv", b"name,x\na,NaN\nb,Infinity\nc,1e308\nd,-1e999\n")
    assert found.tables[0].rows["x"].tolist() == ["NaN", "Infinity", "1e308", "-1e999"]
    strange = make.geojson(
        {"type": "Point", "coordinates": [float("nan"), 1e308]}, a=float("nan"), b=float("inf")
    )
    rows = accepted("a.geojson", strange).tables[0].rows
    assert rows.iloc[0].to_dict() == {"a": "", "b": "inf"}


def test_hidden_characters_are_removed_and_counted() -> None:
    text = "na\x00me,b\n\u202eevil\u2066,\x001\x07\n"
    for data in (text.encode(), text.encode("utf-16")):
        (found,) = accepted("a.csv", data).tables
        assert found.rows.to_dict("list") == {"name": ["evil"], "b": ["1"]}
        assert found.notes == ("Hidden characters (control or direction signs) removed: 5.",)
    point = {"type": "Point", "coordinates": [1, 2]}
    (layer,) = accepted("a.geojson", make.geojson(point, None, name="a\u202eb\u0085")).tables
    assert layer.rows["name"].tolist() == ["ab"]
    sheet = make.cell("A1", "na\u202eme") + make.cell("B1", "b")
    data = make.workbook(f'<sheetData><row r="1">{sheet}</row></sheetData>')
    (table,) = accepted("a.xlsx", data).tables
    assert list(table.rows.columns) == ["name", "b"]


def test_formulas_and_markup_are_only_text() -> None:
    rows = "=cmd|'/c calc'!A1,<script>x</script>\n+1,\"-1; DROP TABLE\"\n"
    (found,) = accepted("a.csv", f"a,b\n{rows}".encode()).tables
    assert found.rows["a"].tolist() == ["=cmd|'/c calc'!A1", "+1"]
    assert found.rows["b"].tolist() == ["<script>x</script>", "-1; DROP TABLE"]


def test_locked_files() -> None:
    assert refused("a.xlsx", make.locked_workbook()) == "file.password"
    locked = bytearray(make.zipped(make.shapefile(["Hall"])))
    at = locked.find(b"PK\x01\x02")
    while at >= 0:
        locked[at + 8] |= 1
        at = locked.find(b"PK\x01\x02", at + 4)
    assert refused("a.zip", bytes(locked)) == "file.password"


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n,,\n \n", b"\x00" * 500, make.zipped({}), b"\xef\xbb\xbf",
     b'{"type":"FeatureCollection","features":[]}', make.workbook("<sheetData/>")],
)  # fmt: skip
def test_files_with_nothing_in_them(data: bytes) -> None:
    assert refused("a.csv", data) == "file.empty"


OLD_WORD = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + bytes(500)
    + "WordDocument".encode("utf-16-le")
    + bytes(500)
)


@pytest.mark.parametrize(
    ("data", "seems"),
    [
        (b"%PDF-1.4\n1 0 obj", "pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "picture"),
        (b"\x7fELF" + bytes(range(256)) * 8, "binary"),
        (b'{"a": 1}', "json"),
        (b"<!DOCTYPE html><html><table><tr><td>1</table>", "web_page"),
        (b"<!DOCTYPE html><html><p>404: there is no such page</p></html>", "web_page"),
        (OLD_WORD, "document"),
        (b"<?xml version='1.0'?><gml:x xmlns:gml='http://www.opengis.net/gml'/>", "xml"),
        (make.zipped({"word/document.xml": b"<x/>"}), "document"),
        (make.zipped({"a.gdb/gdb": b"x"}), "geodatabase"),
    ],
)
def test_other_kinds_are_named(data: bytes, seems: str) -> None:
    no = attempt("a.csv", data)
    assert isinstance(no, FileRefusedError)
    assert (no.code, no.details["seems"]) == ("file.kind_unknown", seems)


def test_files_cut_short() -> None:
    whole = {
        "a.gpkg": make.geopackage(make.SAFE_LAYER),
        "a.xlsx": make.linked_workbook("x"),
        "a.zip": make.zipped(make.shapefile(["Hall"])),
        "a.geojson": make.geojson({"type": "Point", "coordinates": [1, 2]}),
    }
    for name, data in whole.items():
        assert refused(name, data[: len(data) * 2 // 3]) == "file.unreadable"


STARTS = [
    b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"SQLite format 3\x00",
    b"\x00\x00\x27\x0a", b'{"type":"FeatureCollection","features":[', b"\xff\xfe", b"name,n\n",
]  # fmt: skip


@settings(
    max_examples=12, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=3000))
def test_any_bytes_give_tables_or_words(start: bytes, rest: bytes) -> None:
    result = attempt("a.bin", start + rest)
    if isinstance(result, RawFile):
        assert all(len(t.rows) == len(t.row_numbers) for t in result.tables)
    else:
        assert result.code.startswith("file.")
