"""Grouping files, finding parts on disk, limits and names."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from sharedground.errors import FileRefusedError, SharedGroundError
from sharedground.intake.guard import Limits, limits_from
from sharedground.intake.raw import RawFile
from sharedground.intake.read import gather, group, plain_name, read_file, read_many
from tests.sharedground.intake import hostile_files as make


def test_uploads_are_grouped_by_shapefile() -> None:
    parts = make.shapefile(["Hall"])
    files = [("a.csv", b"x"), ("HALLS.DBF", parts["halls.dbf"]), ("b.csv", b"y")]
    files += [(n, d) for n, d in parts.items() if n != "halls.dbf"]
    found = group(files)
    assert [name for name, _ in found] == ["a.csv", "halls.shp", "b.csv"]
    assert len(found[1][1]) == 3
    assert len(read_file(*found[1]).tables[0].rows) == 1


def test_parts_are_found_beside_the_shp(tmp_path: Path) -> None:
    for name, data in make.shapefile(["Hall"]).items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "halls.shp.xml").write_text("notes of another program")
    (tmp_path / "halls.csv").write_text("name\nOther\n")
    found = gather([tmp_path / "halls.shp", tmp_path / "halls.dbf", tmp_path / "halls.csv"])
    assert [(name, sorted(parts)) for name, parts in found] == [
        ("halls.shp", ["halls.dbf", "halls.shp", "halls.shx"]),
        ("halls.csv", ["halls.csv"]),
    ]


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    for name in ("none.csv", "none.shp", "no/none.shp"):
        with pytest.raises(FileRefusedError) as no:
            gather([tmp_path / name])
        assert no.value.code == "file.not_found"


def test_a_file_too_large_is_not_read_from_disk(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x" * 2000)
    with pytest.raises(FileRefusedError) as no:
        gather([tmp_path / "a.csv"], Limits(bytes=1000))
    assert no.value.code == "file.too_big"


def test_one_bad_file_does_not_lose_the_others() -> None:
    good = {"a.csv": b"name,n\nHall,1\n"}
    first, second, third = read_many(
        [("a.csv", good), ("b.pdf", {"b.pdf": b"%PDF"}), ("a.csv", good)]
    )
    assert isinstance(first, RawFile)
    assert isinstance(third, RawFile)
    assert isinstance(second, FileRefusedError)
    assert second.code == "file.kind_unknown"


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("../../etc/halls.csv", "halls.csv"),
        ("C:\\lists\\halls.csv", "halls.csv"),
        ("halls\u202egpj.csv\x00", "hallsgpj.csv"),
        ("", "file"),
        ("x" * 500 + ".csv", "x" * 196 + ".csv"),
    ],
)
def test_names_lose_folders_and_tricks(given: str, plain: str) -> None:
    assert plain_name(given) == plain


@pytest.mark.parametrize(
    ("limits", "data", "code"),
    [
        (Limits(bytes=10), b"name,place\nHall,Sale\n", "file.too_big"),
        (Limits(columns=2), b"a,b,c\n1,2,3\n", "file.too_many_columns"),
        (Limits(columns=2), b'"a","b","c"\n1,2,3\n', "file.too_many_columns"),
        (Limits(columns=2), b"a,b\n1,2,3\n", "file.too_many_columns"),
        (Limits(cells=5), b"a,b\n1,2\n3,4\n5,6\n", "file.too_many_cells"),
        (Limits(unzipped=20_000), make.giant_cell_workbook(50_000), "file.zip_bomb"),
    ],
)
def test_limits(limits: Limits, data: bytes, code: str) -> None:
    with pytest.raises(FileRefusedError) as no:
        read_file("a.csv", data, limits)
    assert no.value.code == code
    assert "{" not in no.value.message


def test_limits_come_from_the_environment() -> None:
    assert limits_from({}) == Limits()
    assert limits_from({"SHAREDGROUND_LIMIT_BYTES": "7"}).bytes == 7
    for bad in ("0", "-1", "5 MB", "1.5", "²"):
        with pytest.raises(SharedGroundError) as no:
            limits_from({"SHAREDGROUND_LIMIT_BYTES": bad})
        assert no.value.code == "limit.not_a_number"


def test_the_hash_does_not_depend_on_the_order_of_parts() -> None:
    parts = make.shapefile(["Hall"])
    turned = dict(reversed(parts.items()))
    assert read_file("halls.shp", parts).sha256 == read_file("halls.shp", turned).sha256


def test_nothing_is_left_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    read_file("a.csv", b"name,n\nHall,1\n")
    with pytest.raises(FileRefusedError):
        read_file("a.pdf", b"%PDF")
    assert list(tmp_path.iterdir()) == []
