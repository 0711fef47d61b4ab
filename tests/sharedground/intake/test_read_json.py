"""Flat JSON, JSON lines, 360Giving, and GeoJSON in its less common forms."""

from __future__ import annotations

import json

import pytest

from sharedground.errors import FileRefusedError
from sharedground.intake.context import Context
from sharedground.intake.kind import guess_kinds
from sharedground.intake.raw import RawTable
from sharedground.intake.read import read_file
from sharedground.model.place import Kind
from tests.sharedground.intake.inside import read_inside


def tables(whole: object) -> list[RawTable]:
    return list(read_inside("list.json", json.dumps(whole).encode()).tables)


def records(whole: object) -> list[dict[str, str]]:
    (table,) = tables(whole)
    return table.rows.to_dict("records")


def test_an_array_of_objects_is_a_table() -> None:
    rows = records([{"name": "Hall", "n": 1}, {"name": "Hut", "open": True, "x": None}])
    assert rows == [
        {"name": "Hall", "n": "1", "open": "", "x": ""},
        {"name": "Hut", "n": "", "open": "TRUE", "x": ""},
    ]


def test_lists_are_found_where_programs_put_them() -> None:
    inner = [{"name": "Hall"}]
    for whole in (
        {"result": {"records": inner}},
        {"Organisations": inner},
        {"d": {"a": [], "b": inner}},
    ):
        assert records(whole) == [{"name": "Hall"}]
    two = tables({"halls": inner, "clubs": [{"name": "Chess"}, {"name": "Go"}]})
    assert [(t.name, len(t.rows)) for t in two] == [("halls", 1), ("clubs", 2)]


def test_nested_values_get_the_shortest_heading_that_is_their_own() -> None:
    [row] = records([{"id": 7, "tags": {"name": "Hall", "amenity": "library"}, "lat": 53.4}])
    assert row == {"id": "7", "name": "Hall", "amenity": "library", "lat": "53.4"}
    [row] = records([{"name": "Hall", "owner": {"name": "Ann"}, "list": ["a", "b", None, 3]}])
    assert row == {"name": "Hall", "owner name": "Ann", "list": "a; b; 3"}


def test_rows_as_lists_of_cells() -> None:
    census = [["NAME", "P1_001N", "tract"], ["Tract 101", 4599, "010100"]]
    socrata = {"meta": {"view": {"columns": [{"name": "sid"}, {"name": "Site"}]}},
               "data": [["row-1", "Hall"], ["row-2", None]]}  # fmt: skip
    assert records(census) == [{"NAME": "Tract 101", "P1_001N": "4599", "tract": "010100"}]
    assert records(socrata) == [{"sid": "row-1", "Site": "Hall"}, {"sid": "row-2", "Site": ""}]


def test_a_point_inside_a_row_is_a_position() -> None:
    [row] = records([{"name": "Hall", "location": {"type": "Point", "coordinates": [-2.3, 53.4]}}])
    assert row["location"] == "POINT (-2.3 53.4)"


def test_one_object_on_each_line() -> None:
    text = '{"name": "Hall", "n": 1}\r\n\r\n{"name": "Hut", "n": 2}\n'
    for data in (text.encode(), text.encode("utf-16"), b"\xef\xbb\xbf" + text.encode()):
        found = read_inside("a.jsonl", data)
        assert found.tables[0].rows["name"].tolist() == ["Hall", "Hut"]
    with pytest.raises(FileRefusedError, match=r"Line 3 of a\.jsonl") as no:
        read_inside("a.jsonl", (text + "\n{").replace("2}", "2").encode())
    assert no.value.code == "file.json_line"


def test_features_on_each_line_are_a_map() -> None:
    feature = {"type": "Feature", "properties": {"name": "Hall"},
               "geometry": {"type": "Point", "coordinates": [1, 2]}}  # fmt: skip
    line = json.dumps(feature)
    found = read_file("a.geojsonl", f"{line}\n\x1e{line}\n".encode())
    assert (found.format, len(found.tables[0].rows)) == ("geojson", 2)


def test_json_without_records_and_topojson_are_named() -> None:
    for whole, seems in (
        ({"a": 1}, "json"),
        ([[1, 2]], "json"),
        ({"type": "Topology", "objects": {}}, "topojson"),
    ):
        with pytest.raises(FileRefusedError) as no:
            tables(whole)
        assert (no.value.code, no.value.details["seems"]) == ("file.kind_unknown", seems)


@pytest.mark.parametrize("data", [b'[{"a": 1}', b'{"a": [1,', b"[" * 100_000, b'{"a":' * 5_000])
def test_json_cut_short_or_too_deep(data: bytes) -> None:
    with pytest.raises(FileRefusedError) as no:
        read_inside("a.json", data)
    assert no.value.code in ("file.unreadable", "file.kind_unknown")


def test_deep_rows_that_parse_are_refused_or_flattened_never_worse() -> None:
    for depth in (50, 400, 900):
        data = b'[{"a":' + b'{"a":' * depth + b"1" + b"}" * depth + b"}]"
        try:
            [table] = read_inside("a.json", data).tables
        except FileRefusedError as no:
            code = no.code
        else:
            code = "file.unreadable"
            assert table.rows.iloc[0].tolist() == ["1"]
        assert code == "file.unreadable"


def test_grants_have_the_headings_of_the_standards_own_sheets() -> None:
    grant = {
        "id": "360G-1", "title": "Choir", "amountAwarded": 2266, "currency": "GBP",
        "recipientOrganization": [{"id": "GB-CHC-1", "name": "Choir", "charityNumber": "1",
                                   "url": "https://choir.example", "postalCode": "M33 1AA"}],
        "fundingOrganization": [{"id": "GB-LAE-TRF", "name": "Trafford"}],
        "beneficiaryLocation": [{"name": "Sale", "geoCode": "E05000001"}, {"name": "Urmston"}],
        "plannedDates": [{"startDate": "2020-01-01", "duration": 12}],
    }  # fmt: skip
    raw = read_inside("g.json", json.dumps({"grants": [grant]}).encode())
    [table] = raw.tables
    row = table.rows.iloc[0].to_dict()
    assert row["Recipient Org:0:Name"] == "Choir"
    assert row["Recipient Org:0:Charity Number"] == "1"
    assert row["Recipient Org:0:Web Address"] == "https://choir.example"
    assert row["Beneficiary Location:1:Name"] == "Urmston"
    assert row["Planned Dates:0:Duration (months)"] == "12"
    assert guess_kinds(raw, Context()) == (Kind.PARTNERS,)
