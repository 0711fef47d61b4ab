"""Columns are found by what they mean: by heading, by what values look like, and with a reason."""

from __future__ import annotations

import pytest

from sharedground.errors import SharedGroundError
from sharedground.intake.columns import ColumnMatch
from sharedground.intake.take import match_columns
from sharedground.model.place import Kind
from tests.sharedground.intake.tables import POSTCODES, a_place, table, take

HALLS = ("St John's Hall", "The Fuse", "Old School Rooms")


def columns_of(kind: Kind = Kind.ASSETS, **columns: object) -> ColumnMatch:
    """Match a table of three rows; a single value stands in every row."""
    listed = {h: c if isinstance(c, (list, tuple)) else [c] * 3 for h, c in columns.items()}
    rows = [{heading: cells[row] for heading, cells in listed.items()} for row in range(3)]
    return match_columns(kind, table(rows), a_place())


@pytest.mark.parametrize(
    ("heading", "field", "cells"),
    [
        ("Org Name", "name", HALLS),
        ("Venue", "name", HALLS),
        ("PropertyName", "name", HALLS),
        ("pharmacy_name", "name", HALLS),
        ("EstablishmentName", "name", HALLS),
        ("Facility", "name", HALLS),
        ("Post Code", "postcode", list(POSTCODES)),
        ("POSTAL_CODE", "postcode", list(POSTCODES)),
        ("Postcod", "postcode", list(POSTCODES)),
        ("Longtitude", "lon", "-2.33"),
        ("GeoX", "lon", "-2.33"),
        ("long", "lon", "-2.33"),
        ("lng", "lon", "-2.33"),
        ("Y", "lat", "53.42"),
        ("X", "easting", "378,123"),
        ("Eastings", "easting", "378123"),
        ("Grid Northing", "northing", "392,000"),
        ("Lat/Long", "latlon", "53.42, -2.33"),
        ("Location", "latlon", "(53.42, -2.33)"),
        ("the_geom", "wkt", "POINT (-2.33 53.42)"),
        ("Location", "name", HALLS),
        ("Tel No.", "phone", "0161 912 3189"),
        ("Web Site", "url", "www.example.org"),
        ("E-mail Address", "email", "a@example.org"),
        ("Opening Hours", "schedules", "Mon 9-5"),
        ("Managed By", "organization", "Sale Trust"),
        ("Facility Type", "category", "Library"),
        ("StreetName", "address_street", "High Street"),
        ("Post Town", "city", "Sale"),
        ("Address Line 2", "address_2", "Sale Moor"),
        ("Last checked", "assured_date", "2024-05-01"),
        ("Number of beds", "capacity", "23"),
        ("UPRN", "identifier_uprn", "100012797623"),
        ("Who is it for?", "eligibility", "Adults"),
        ("Price", "cost_options", "Free"),
    ],
)
def test_a_heading_is_understood_by_its_meaning(heading: str, field: str, cells: object) -> None:
    named = {} if field == "name" else {"Name": HALLS}
    found = columns_of(**{**named, heading: cells})
    assert found.get(field) == heading
    assert found.why[field]


def test_columns_without_telling_headings_are_found_by_their_values() -> None:
    found = columns_of(A=HALLS, B=list(POSTCODES), C="a@example.org", D="0161 912 3189")
    assert found.fields == {"name": "A", "postcode": "B", "email": "C", "phone": "D"}


def test_coordinates_without_headings_are_found_when_they_lie_in_the_place() -> None:
    found = columns_of(Name=HALLS, P=["-2.331", "-2.35", "-2.361"], Q=["53.421", "53.41", "53.38"])
    assert (found.get("lon"), found.get("lat")) == ("P", "Q")


def test_a_column_called_ward_is_only_believed_when_it_holds_known_codes() -> None:
    known = columns_of(Name=HALLS, Ward=["E01006001", "E01006002", "E01006003"])
    other = columns_of(Name=HALLS, Ward=["E05000001", "E05000002", "E05000003"])
    assert known.get("area_code") == "Ward"
    assert "area_code" not in other
    assert "Ward" in other.unused


def test_a_car_park_has_no_capacity_for_people() -> None:
    assert "capacity" not in columns_of(Name=HALLS, car_park_capacity="30")


def test_a_contact_column_is_a_contact_and_a_person_is_not() -> None:
    assert columns_of(Name=HALLS, Contact="a@example.org").get("contact") == "Contact"
    assert "contact" not in columns_of(**{"Name": HALLS, "Contact name": "Jo Bell"})


def test_each_heading_serves_one_field() -> None:
    found = columns_of(Name=HALLS, Organisation=["A", "B", "C"], Type="Library", Location="Sale")
    assert len(set(found.fields.values())) == len(found.fields)
    assert not set(found.fields.values()) & set(found.unused)


def test_the_venue_is_the_building_when_a_service_has_its_own_name() -> None:
    found = columns_of(**{"Service name": HALLS, "Venue": "Town Hall", "Organisation": "Trust"})
    assert found.get("name") == "Service name"
    assert found.get("site_name") == "Venue"
    assert found.get("organization") == "Organisation"


def test_a_heading_that_is_a_kind_of_place_gives_the_name() -> None:
    assert columns_of(community_hub=HALLS, postcode=list(POSTCODES)).get("name") == "community_hub"


def test_a_column_of_web_addresses_or_numbers_is_never_the_category() -> None:
    found = columns_of(Name=HALLS, Type="5", URI="https://example.org/id/council/trafford")
    assert "category" not in found


def test_the_days_of_a_week_are_read_as_opening_times() -> None:
    days = ("Mon", "Tue", "Wed", "Thu", "Fri")
    found = columns_of(Name=HALLS, **{f"hours_{day}": "9-5" for day in days})
    assert found.get("schedules_thu") == "hours_Thu"


def test_a_chosen_column_wins_whatever_its_heading_says() -> None:
    intake = take(
        Kind.ASSETS,
        table([{"Name": "wrong", "Also": "The Fuse", "PC": "M33 2DQ"}]),
        columns={"name": "also", "post code": "PC"},
    )
    assert intake.frames["assets"]["name"].tolist() == ["The Fuse"]
    assert intake.report.columns["postcode"] == "PC"
    assert "You chose" in intake.report.why["name"]


def test_a_chosen_heading_that_is_not_there_is_said_with_those_that_are() -> None:
    with pytest.raises(SharedGroundError) as failure:
        take(Kind.ASSETS, table([{"Name": "a", "Postcode": "M33 2DQ"}]), columns={"name": "Title"})
    assert failure.value.code == "column.not_found"
    assert "Postcode" in failure.value.message


def test_a_chosen_field_that_we_do_not_know_is_said_with_those_we_do() -> None:
    with pytest.raises(SharedGroundError) as failure:
        take(Kind.ASSETS, table([{"Name": "a", "Postcode": "M33 2DQ"}]), columns={"zzz": "Name"})
    assert failure.value.code == "column.field_unknown"
    assert "postcode" in failure.value.message


def test_bare_numbers_are_no_telephone_numbers() -> None:
    assert "phone" not in columns_of(Name=HALLS, Size=["46004621", "16913961", "19916704"])


def test_an_empty_choice_says_that_the_file_does_not_hold_the_field() -> None:
    rows = [{"Name": "a", "Notes": "closed on Mondays", "Postcode": "M33 2DQ"}]
    intake = take(Kind.ASSETS, table(rows), columns={"description": ""})
    assert "description" not in intake.report.columns
    assert "Notes" in intake.report.unused


def test_who_is_in_charge_is_no_charge() -> None:
    found = columns_of(Name=HALLS, **{"Bod in charge": "Sue", "Postcode": list(POSTCODES)})
    assert "cost_options" not in found
