"""Odd cells are told, and cost neither the row nor the time."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import numpy as np
import pytest

import sharedground.intake
from sharedground.intake.read import read_file
from sharedground.model.place import Kind
from tests.sharedground.intake.tables import codes_of, table, take

SOON = 0.1
"""Seconds for 5,000 letters. A pattern that tries every split of a text takes far longer."""


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    package = sharedground.intake
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{found.name}.{name}", value


@pytest.mark.parametrize(
    "filler", ["a", " ", "(", "'", ".", "1", "a ", "-", "@a", "a.", ", ", "£1"]
)
def test_no_pattern_is_slow_on_a_long_cell(filler: str) -> None:
    text = (filler * 5_000)[:5_000] + "!"
    slow = []
    for name, pattern in patterns():
        start = time.process_time()
        pattern.search(text)
        if time.process_time() - start > SOON:
            slow.append(name)
    assert slow == []


def test_a_very_long_name_is_shortened_and_said() -> None:
    long = "Community hall " * 3_000
    intake = take(Kind.ASSETS, table([{"Name": long, "Type": "Library"}]))
    (name,) = intake.frames["assets"]["name"]
    assert len(name) <= 200
    assert name.startswith("Community hall Community")
    assert name.endswith("…")
    assert "name.long" in codes_of(intake)
    assert max(len(fault.value) for fault in intake.report.faults) <= 300


@pytest.mark.parametrize(
    ("row", "code", "value"),
    [
        ({"Longitude": "-2.33", "Latitude": ""}, "coordinates.half", "-2.33"),
        ({"Longitude": "-2.33", "Latitude": "north"}, "coordinates.unreadable", "north"),
        ({"Longitude": "1e999", "Latitude": "53.4"}, "coordinates.unreadable", "1e999"),
    ],
)
def test_coordinates_that_cannot_be_used_are_told(
    row: dict[str, object], code: str, value: str
) -> None:
    good = {"Name": "A", "Type": "Library", "Longitude": "-2.3325", "Latitude": "53.4244"}
    intake = take(Kind.ASSETS, table([good, {"Name": "B", "Type": "Library", **row}]))
    (fault,) = [f for f in intake.report.faults if f.code == code]
    assert (fault.row, fault.value) == (3, value)
    assert intake.report.kept == 2


def test_a_blank_place_is_no_fault() -> None:
    rows: list[dict[str, object]] = [
        {"Name": "A", "Type": "Library", "Longitude": "-2.3325", "Latitude": "53.4244"},
        {"Name": "B", "Type": "Library", "Longitude": "", "Latitude": "n/a"},
    ]
    told = codes_of(take(Kind.ASSETS, table(rows)))
    assert not {"coordinates.half", "coordinates.unreadable"} & set(told)


def test_a_capacity_that_cannot_be_one_is_left_out_and_told() -> None:
    cells = ["40", "", "-3", "9" * 26, "lots"]
    rows: list[dict[str, object]] = [
        {"Name": f"Hall {n}", "Type": "Library", "Capacity": cell} for n, cell in enumerate(cells)
    ]
    intake = take(Kind.ASSETS, table(rows))
    capacity = intake.frames["assets"]["capacity"].to_numpy(float)
    np.testing.assert_array_equal(capacity, [40, np.nan, np.nan, np.nan, np.nan])
    told = [f.value for f in intake.report.faults if f.code == "capacity.unreadable"]
    assert told == ["-3", "9" * 26, "lots"]


def test_of_two_columns_with_one_heading_the_first_is_used_and_it_is_said() -> None:
    raw = read_file("halls.csv", b"name,type,name\nFirst,Library,Second\n")
    intake = take(Kind.ASSETS, raw.tables[0])
    assert list(intake.frames["assets"]["name"]) == ["First"]
    (fault,) = [f for f in intake.report.faults if f.code == "column.twice"]
    assert "name" in str(fault.reason)


def test_lines_in_two_encodings_are_both_read() -> None:
    old = "Café Nôtre,Sale\n".encode("cp1252")
    new = "Ürmston Hall,Urmston\n".encode()
    read = read_file("halls.csv", b"name,town\n" + new * 3 + old)
    names = list(read.tables[0].rows["name"])
    assert names == ["Ürmston Hall"] * 3 + ["Café Nôtre"]
    assert "Lines in another encoding than the rest of the file: 1." in map(
        str, read.tables[0].notes
    )


def test_rows_of_another_length_than_the_headings_are_told() -> None:
    read = read_file("halls.csv", b"name,town,note\nA,Sale,x\nB\nC,Sale,x,more\nD,Sale,x,,\n")
    notes = " ".join(map(str, read.tables[0].notes))
    assert "fewer cells than there are headings: 1. The first is row 3." in notes
    assert "more cells than there are headings: 1. The first is row 4." in notes


def test_where_the_first_of_two_columns_of_one_heading_is_empty_the_next_is_used() -> None:
    headings = ["Name", "Type", "Postcode", "Name (2)", "Postcode (2)", "Postcode (3)"]
    rows = [
        ["Hall", "Library", "M33 2DQ", "Mary Jones", "M41 5AA", ""],
        ["Barn", "Library", "", "", "M41 5AA", "M33 4BN"],
        ["Loft", "Library", "", "", "", "M33 4BN"],
        ["", "Library", "M33 4BN", "Mary Jones", "", ""],
    ]
    intake = take(Kind.ASSETS, table(rows, headings))
    sites = intake.frames["sites"]
    assert sites["postcode"].tolist() == ["M33 2DQ", "M41 5AA", "M33 4BN", "M33 4BN"]
    assert "Mary Jones" not in set(intake.frames["assets"]["name"])
    told = {f.column: f.reason for f in intake.report.faults if f.code == "column.twice"}
    assert told["Postcode"].endswith("Where it is empty, we used the next one: in 2 rows.")
    assert told["Name"] == 'Several columns are called "Name". We used the first.'
