"""Files inside gzip and zip: every table is there to choose, and nothing is left out in silence."""

from __future__ import annotations

import gzip
import io
import tarfile

import pytest

from sharedground.errors import FileRefusedError
from sharedground.intake.guard import Limits
from sharedground.intake.read import read_file
from tests.sharedground.intake import hostile_files as make
from tests.sharedground.intake.inside import read_inside

HALLS = b"name,place\nHall,Sale\nHut,Stretford\n"
POINT = make.geojson({"type": "Point", "coordinates": [1, 2]}, None, name="Hall")


def refused(name: str, data: bytes, limits: Limits | None = None) -> FileRefusedError:
    with pytest.raises(FileRefusedError) as no:
        read_inside(name, data, limits or Limits())
    assert "{" not in no.value.message
    return no.value


def test_gzip_around_a_table() -> None:
    for packed in (gzip.compress(HALLS), gzip.compress(HALLS[:20]) + gzip.compress(HALLS[20:])):
        found = read_inside("halls.csv.gz", packed)
        assert (found.format, len(found.tables)) == ("csv", 1)
        assert found.tables[0].rows["name"].tolist() == ["Hall", "Hut"]


def test_gzip_around_a_workbook_and_a_map() -> None:
    book = make.linked_workbook("x")
    assert read_inside("halls.xlsx.gz", gzip.compress(book)).tables[0].rows.shape == (1, 2)
    found = read_file("halls.geojson.gz", gzip.compress(POINT))
    assert (found.format, found.tables[0].name) == ("geojson", "halls")


def test_a_zip_of_one_table_is_that_table() -> None:
    found = read_inside("halls.zip", make.zipped({"folder/halls.csv": HALLS}))
    assert (found.format, [t.name for t in found.tables], found.tables[0].notes) == (
        "csv",
        [""],
        (),
    )


def test_a_zip_of_several_tables_gives_each_to_choose() -> None:
    members = {
        "lists/halls.csv": HALLS,
        "lists/schools.tsv": b"name\tkind\nOak\tschool\n",
        "book.xlsx": make.linked_workbook("x"),
        "clubs.json": b'[{"name": "Chess"}]',
        "readme.txt": b"These are the lists.\nOf 2024.\n",
        "photo.png": b"\x89PNG\r\n",
        "leaflet.pdf": b"%PDF-1.4",
        "none.csv": b"",
        "__MACOSX/lists/._halls.csv": b"\x00\x05\x16\x07",
    }
    found = read_inside("lists.zip", make.zipped(members))
    names = {t.name: len(t.rows) for t in found.tables}
    assert names == {"halls": 2, "schools": 1, "book: S": 1, "clubs": 1}
    assert found.format == "zip"
    [note] = found.tables[0].notes
    assert note == "Not read, as no table is in it: readme.txt, leaflet.pdf, none.csv."


def test_tables_of_one_name_are_told_apart() -> None:
    found = read_inside("a.zip", make.zipped({"2023/halls.csv": HALLS, "2024/halls.csv": HALLS}))
    assert [t.name for t in found.tables] == ["halls", "halls (2)"]


def test_maps_of_several_kinds_in_one_zip() -> None:
    members = {"points.geojson": POINT, "data/halls.csv": HALLS}
    members |= {f"shapes/{name}": data for name, data in make.shapefile(["A", "B"]).items()}
    members |= {"shapes/halls.shp.xml": b"<metadata/>", "shapes/halls.sbn": b"\x00\x01"}
    members |= {"layers.gpkg": make.geopackage(make.SAFE_LAYER)}
    found = read_file("maps.zip", make.zipped(members))
    tables = {t.name: (len(t.rows), t.geometry is not None) for t in found.tables}
    assert tables == {
        "halls": (2, True),
        "points": (1, True),
        "halls (2)": (2, False),
        "layers: safe": (1, True),
    }
    assert found.tables[0].notes == ()


@pytest.mark.parametrize(
    ("name", "data", "inner"),
    [
        ("a.csv.gz.gz", gzip.compress(gzip.compress(HALLS)), "a.csv.gz"),
        ("a.zip", make.zipped({"b.zip": make.zipped({"c.csv": HALLS}), "d.csv": HALLS}), "b.zip"),
        ("a.zip.gz", gzip.compress(make.zipped({"c.csv": HALLS})), "a.zip"),
        ("a.zip", make.zipped({"b.csv.gz": gzip.compress(HALLS)}), "b.csv.gz"),
    ],
    ids=["gzip in gzip", "zip in zip", "zip in gzip", "gzip in zip"],
)
def test_what_is_packed_twice_is_refused(name: str, data: bytes, inner: str) -> None:
    no = refused(name, data)
    assert (no.code, no.details["inner"]) == ("file.nested", inner)


def test_zips_without_a_table_say_what_they_are() -> None:
    no = refused("a.zip", make.zipped({"readme.txt": b"Nothing here.", "a.png": b"\x89PNG"}))
    assert (no.code, no.details["seems"]) == ("file.kind_unknown", "zip")
    no = refused("a.zip", make.zipped({"a.pdf": b"%PDF-1.4"}))
    assert (no.code, no.details["seems"]) == ("file.kind_unknown", "pdf")


def test_other_packed_files_are_named() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        info = tarfile.TarInfo("halls.csv")
        info.size = len(HALLS)
        tar.addfile(info, io.BytesIO(HALLS))
    for data in (out.getvalue(), gzip.compress(out.getvalue()), b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a"):
        no = refused("halls.tar", data)
        assert (no.code, no.details["seems"]) == ("file.kind_unknown", "packed")


def test_gzip_that_unpacks_without_end_or_is_cut_short() -> None:
    assert refused("a.csv.gz", gzip.compress(bytes(60 << 20))).code == "file.zip_bomb"
    assert refused("a.csv.gz", gzip.compress(HALLS)[:-12]).code == "file.unreadable"
    assert refused("a.csv.gz", b"\x1f\x8b\x08\x00" + bytes(40)).code == "file.unreadable"


def test_a_zip_of_more_files_than_anybody_can_choose_from() -> None:
    many = make.zipped({f"{n}.csv": HALLS for n in range(12)})
    assert refused("a.zip", many, Limits(tables=10)).code == "file.too_many_tables"
    assert len(read_inside("a.zip", many, Limits(tables=12)).tables) == 12


def test_cells_are_counted_over_all_members() -> None:
    two = make.zipped({"a.csv": HALLS, "b.csv": HALLS})
    assert refused("a.zip", two, Limits(cells=7)).code == "file.too_many_cells"
