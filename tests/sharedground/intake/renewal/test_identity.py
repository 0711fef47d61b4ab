"""A row of the next version goes on with the row it was: by ids, else as duplicates are found."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sharedground.intake.renewal.identity import same_assets, same_partners

METRE = 1 / 111_320
BLANK: dict[str, Any] = dict.fromkeys(
    ["description", "organization", "address", "postcode", "phone", "email", "url", "schedules",
     "eligibility", "placed_by"], ""
) | {
    "category": "library", "lon": np.nan, "lat": np.nan, "precision": "none",
    "external_identifiers": "[]", "capacity": np.nan,
}  # fmt: skip


def at(metres: float = 0.0) -> dict[str, Any]:
    """Return a point so many metres north of a fixed one."""
    return {"lon": -2.3, "lat": 53.4 + metres * METRE, "placed_by": "coordinates"}


def numbered(scheme: str, number: object) -> dict[str, str]:
    """Return an identifier as assets have it."""
    return {"external_identifiers": json.dumps([{"scheme": scheme, "identifier": str(number)}])}


def listed(version: str, *rows: dict[str, Any]) -> pd.DataFrame:
    """Return one version of a list; ids tell the version and the row."""
    return pd.DataFrame(
        [
            BLANK | {"asset_id": f"{version}{n}", "source_id": version} | row
            for n, row in enumerate(rows, start=1)
        ]
    )


def test_rows_that_say_the_same_go_on_whatever_their_order() -> None:
    rows = [{"name": "Sale Library", **at()}, {"name": "Hale Library", **at(900)}]
    assert same_assets(listed("a", *rows), listed("b", *rows[::-1])) == {"b1": "a2", "b2": "a1"}


def test_twins_that_say_the_same_go_on_one_by_one() -> None:
    twin = {"name": "Bus stop", **at()}
    assert same_assets(listed("a", twin, twin), listed("b", twin, twin, twin)) == {
        "b1": "a1", "b2": "a2",
    }  # fmt: skip


def test_an_identifier_tells_a_place_that_was_renamed_and_moved() -> None:
    before = listed("a", {"name": "Oak School", **numbered("URN", 7), **at()})
    after = listed("b", {"name": "Elm Academy", **numbered("URN", 7), **at(3_000)})
    assert same_assets(before, after) == {"b1": "a1"}


def test_who_moves_into_a_building_is_not_who_was_there() -> None:
    building = {**numbered("UPRN", 100), **at()}
    before = listed("a", {"name": "Oak Bakery", "category": "food-bank", **building})
    after = listed("b", {"name": "Elm Dental", "category": "dentist", **building})
    assert same_assets(before, after) == {}
    after = listed("b", {"name": "Elm Pantry", "category": "food-bank", **building})
    assert same_assets(before, after) == {"b1": "a1"}


def test_row_numbers_that_moved_on_are_no_identifiers() -> None:
    names = ["Alpha Hall", "Beta Barn", "Gamma Hub", "Delta Den", "Omega Yard"]
    before = [{"name": name, **numbered("local", n), **at(900 * n)}
              for n, name in enumerate(names, 1)]  # fmt: skip
    after = [{"name": "Newly Built", **numbered("local", 1), **at(90_000)}]
    after += [{"name": name, **numbered("local", n + 1), **at(900 * n)}
              for n, name in enumerate(names, 1)]  # fmt: skip
    assert same_assets(listed("a", *before), listed("b", *after)) == {
        "b2": "a1", "b3": "a2", "b4": "a3", "b5": "a4", "b6": "a5",
    }  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"phone": "0161 496 0000"},
        {"postcode": "M33 2DQ", **at(60)},
        {"name": "The ST. Mary's Centre"},
        {"category": "community-hub"},
        {"address": "2 Other Road"},
    ],
)
def test_a_place_with_a_field_changed_stays_the_one_it_was(change: dict[str, Any]) -> None:
    place = {"name": "Saint Marys Centre", "postcode": "M33 7ZF", "address": "1 A Road", **at()}
    assert same_assets(listed("a", place), listed("b", place | change)) == {"b1": "a1"}


def test_a_place_whose_name_is_there_once_may_move_away() -> None:
    before = listed("a", {"name": "Altrincham Library", "postcode": "WA14 1EJ", **at()})
    after = listed("b", {"name": "Altrincham Library", "postcode": "WA14 1AH", **at(400)})
    assert same_assets(before, after) == {"b1": "a1"}


def test_of_several_places_of_one_name_each_goes_on_with_the_nearest() -> None:
    before = [{"name": "Post box", **at(metres)} for metres in (0, 50, 5_000)]
    after = [{"name": "Post box", **at(metres)} for metres in (55, 4, 9_000)]
    assert same_assets(listed("a", *before), listed("b", *after)) == {"b1": "a2", "b2": "a1"}


def test_a_renamed_place_is_known_by_its_telephone_and_address() -> None:
    place = {"address": "1 Ashton Lane", "postcode": "M33 5ND", "phone": "0161 973 1111", **at()}
    before = listed("a", {"name": "Sale Moor Library", **place}, {"name": "Hub", **at(5_000)})
    after = listed("b", {"name": "Sale Moor Library and Hub", **place}, {"name": "Den"})
    assert same_assets(before, after) == {"b1": "a1"}


def test_different_places_at_one_postcode_stay_different() -> None:
    before = listed("a", {"name": "Quarry Bakers", "postcode": "M33 7ZF", **at()})
    after = listed("b", {"name": "Ivy House Dental", "postcode": "M33 7ZF", **at()})
    assert same_assets(before, after) == {}


def test_nothing_goes_on_with_an_empty_list() -> None:
    one = listed("a", {"name": "Hub"})
    assert same_assets(one, one.iloc[0:0]) == same_assets(one.iloc[0:0], one) == {}


def test_a_hundred_rows_keep_to_one_former_row_each() -> None:
    rows = [{"name": f"Club {n % 30}", "postcode": f"M33 {n % 7}AA", **at(40 * n)}
            for n in range(100)]  # fmt: skip
    found = same_assets(listed("a", *rows), listed("b", *rows[20:], *rows[:10]))
    assert len(found) == 90
    assert len(set(found.values())) == 90
    assert found["b1"] == "a21"


def partners(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Return partners: id, name, charity number."""
    return pd.DataFrame(
        [
            {"partner_id": one, "name": name,
             **(numbered("GB-CHC", number) if number else {"external_identifiers": "[]"})}
            for one, name, number in rows
        ]
    )  # fmt: skip


def test_partners_go_on_by_name_by_charity_number_and_by_nearly_the_name() -> None:
    before = partners(("a", "Sale Pantry", ""), ("b", "Oak Trust", "77"),
                      ("c", "The Gorse Hill Community Association", ""))  # fmt: skip
    after = partners(("x", "SALE pantry", ""), ("y", "Elm Trust", "77"),
                     ("z", "Gorse Hill Community Asociation", ""), ("w", "New", ""))  # fmt: skip
    assert same_partners(before, after) == {"x": "a", "y": "b", "z": "c"}
