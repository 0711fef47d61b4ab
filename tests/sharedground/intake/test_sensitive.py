"""Places whose address is kept from the public are marked by what they are, or as a list says."""

from __future__ import annotations

from typing import Any

import pytest

from sharedground.intake.context import Intake, Ruling
from sharedground.intake.sensitive import is_a_home, kind_is_sensitive
from sharedground.model.place import Kind
from tests.sharedground.intake.tables import codes_of, table, take

SENSITIVE = (
    "Women's Refuge", "Sale Womens Refuge", "The Refuge", "Trafford Women’s Aid", "Safe House",
    "Safehouse North", "Trafford Domestic Abuse Service", "Domestic violence support",
    "Manchester Rape Crisis", "Hostel for young people", "Homeless Hostel", "Bail hostel",
    "Women's hostel", "Approved Premises", "Old Hall Road Childrens Home", "Oak Children's Home",
    "Secure Children's Unit", "Asylum seekers accommodation", "Crisis House", "Half-way house",
)  # fmt: skip
NOT_SENSITIVE = (
    "Wildlife Refuge", "Bird refuge", "Refugee Support Network", "City of Refuge Church",
    "Refuge Assurance Building", "Pedestrian refuge island", "Youth Hostel", "YHA Manchester",
    "Cats Refuge", "Children's Centre", "Home-Start Trafford", "Children's Homework Club",
    "Care Home", "Needle exchange", "Safe drop-in", "Mountain refuge", "Sale Library",
)  # fmt: skip
HOMES = ("c/o Jane Smith, Sale", "C/O 12 Oak Lane", "At the home of a member", "care of Mrs Smith",
         "Private house, Sale", "home address: ask")  # fmt: skip
NO_HOMES = ("c/o Trafford Town Hall, Sale", "1 Oak Lane, Sale", "Private Road, Sale",
            "The Home Guard Hall", "care of the Parish Church")  # fmt: skip


def assets_of(*rows: dict[str, str], **options: Any) -> Intake:
    placed = [{"lon": "-2.33", "lat": f"53.42{n}", **row} for n, row in enumerate(rows)]
    return take(Kind.ASSETS, table(placed), **options)


def flags(intake: Intake) -> list[bool]:
    return [bool(flag) for flag in intake.frames["assets"]["sensitive"]]


def test_kinds_whose_address_is_secret_are_known() -> None:
    assert [name for name in SENSITIVE if not kind_is_sensitive(name)] == []


def test_words_that_only_sound_like_it_are_not() -> None:
    assert [name for name in NOT_SENSITIVE if kind_is_sensitive(name)] == []


def test_addresses_that_are_homes_are_known() -> None:
    assert [address for address in HOMES if not is_a_home(address)] == []
    assert [address for address in NO_HOMES if is_a_home(address)] == []


def test_it_is_said_with_how_many() -> None:
    intake = assets_of({"name": "A", "type": "Refuge"}, {"name": "B", "type": "Library"})
    assert flags(intake) == [True, False]
    assert intake.report.sensitive == intake.report.as_json()["sensitive"] == 1
    assert "sensitive.found" in codes_of(intake)
    assert "1 place is marked as sensitive" in next(
        fault.reason for fault in intake.report.faults if fault.code == "sensitive.found"
    )


@pytest.mark.parametrize("heading", ["Sensitive", "Sensitive location", "Hide address",
                                     "Address confidential", "is_sensitive"])  # fmt: skip
def test_a_column_says_so_and_hides_no_row(heading: str) -> None:
    rows = [
        {"name": f"Hub {n}", "type": "Library", heading: a} for n, a in enumerate(("Yes", "No"))
    ]
    intake = assets_of(*rows)
    assert flags(intake) == [True, False]
    assert set(intake.frames["assets"]["visibility"]) == {"public"}
    assert intake.report.columns["sensitive"] == heading


def test_a_column_that_says_no_counts_more_than_words() -> None:
    assert flags(assets_of({"name": "The Refuge", "type": "Pub", "Sensitive": "No"})) == [False]


def test_a_person_counts_more_than_the_list_for_one_row_or_all() -> None:
    rows = [{"name": "The Refuge", "type": "Pub"}, {"name": "Hub", "type": "Library"}]
    assert flags(assets_of(*rows, rulings=(Ruling("", 0, "sensitive", "no"),))) == [False, False]
    both = (Ruling("", 2, "sensitive", "no"), Ruling("", 3, "sensitive", "yes"))
    assert flags(assets_of(*rows, rulings=both)) == [False, True]
    assert flags(assets_of(*rows, rulings=(Ruling("", 0, "sensitive", "yes"), both[0]))) == [
        False, True,
    ]  # fmt: skip


def test_a_home_address_by_its_heading_is_sensitive() -> None:
    rows = [{"name": "Childcare", "type": "Nursery", "Home address": "1 Oak Lane, Sale"}]
    assert flags(assets_of(*rows)) == [True]


def test_the_name_of_a_sensitive_place_does_not_tell_where_it_is() -> None:
    rows = [{"name": "", "type": "Refuge"}, {"name": "", "type": "Library"}]
    names = assets_of(*rows).frames["assets"]["name"].tolist()
    assert " near " not in names[0]
    assert " near " in names[1]
