"""Places that are one are found by name, spot and contact together, and never by one alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from sharedground.intake.likeness import likely_pairs, verdict_key, with_verdicts

METRE = 1 / 111_320
BLANK: dict[str, Any] = dict.fromkeys(
    ["description", "organization", "address", "postcode", "phone", "email", "url", "schedules",
     "eligibility"], ""
) | {
    "category": "other", "lon": np.nan, "lat": np.nan, "precision": "none", "placed_by": "",
    "external_identifiers": "[]", "capacity": np.nan, "source_id": "one",
}  # fmt: skip


def at(metres: float = 0.0) -> dict[str, Any]:
    """Return a point so many metres north of a fixed one."""
    return {"lon": -2.3, "lat": 53.4 + metres * METRE, "placed_by": "coordinates"}


def rows(*given: dict[str, Any], source: str = "one") -> pd.DataFrame:
    """Return places as they are compared; ids tell their list and number."""
    return pd.DataFrame(
        [
            BLANK | {"source_id": source, "asset_id": f"{source}-{number}"} | one
            for number, one in enumerate(given)
        ]
    )


def verdict(one: dict[str, Any], other: dict[str, Any]) -> str:
    """Return what is found of two places on two lists; "" when they are not even alike."""
    pairs = likely_pairs(rows(one), rows(other, source="two"))
    return "" if pairs.empty else str(pairs["verdict"][0])


def codes(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Return the codes of the evidence on two places on two lists."""
    pairs = likely_pairs(rows(one), rows(other, source="two"))
    return [said["code"] for said in pairs["evidence"][0]]


def a(name: str, category: str = "other", **more: Any) -> dict[str, Any]:
    """Return a place of this name."""
    return {"name": name, "category": category, **more}


def test_one_name_spot_and_telephone_number_leave_no_doubt() -> None:
    library = a("Altrincham Library", "library", phone="0161 912 3189", **at())
    again = a("Altrincham Library", "library", phone="+44 161 912 3189", **at(8))
    assert verdict(library, again) == "same"
    assert {"same_name", "same_phone", "metres"} <= set(codes(library, again))


def test_a_name_alone_is_never_enough() -> None:
    assert verdict(a("Lilac Tree Community Pantry"), a("Lilac Tree Community Pantry")) == ""


def test_a_postcode_or_a_spot_alone_is_never_enough() -> None:
    post = {"postcode": "M33 7ZF", "placed_by": "postcode", "lon": -2.3, "lat": 53.4}
    assert verdict(a("Sale Waterside Arts", **post), a("Talkshop", **post)) == ""
    assert verdict(a("Ivy House Dental", **at()), a("Quarry Bakers", **at(2))) == ""


def test_a_telephone_number_alone_is_never_enough() -> None:
    one, other = a("Ivy House", phone="0161 111 2222"), a("Quarry Bakers", phone="0161 111 2222")
    assert verdict(one, other) == ""


def test_a_church_and_a_school_of_one_saint_at_one_postcode_are_two() -> None:
    post = {"postcode": "M33 6SA", "placed_by": "postcode", "lon": -2.3, "lat": 53.4}
    church = a("St Mary's Church", "faith-place", **post)
    assert verdict(church, a("St Mary's Primary School", "school", **post)) == ""
    assert verdict(church, a("St. Marys Church", "faith-place", **post)) == "open"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1st Sale Scouts", "3rd Sale Scouts"),
        ("Moorlands Infant School", "Moorlands Junior School"),
        ("Grammar School for Boys", "Grammar School for Girls"),
        ("Timperley Cricket Club", "Timperley Hockey Club"),
        ("Bowdon North Surgery", "Bowdon South Surgery"),
    ],
)
def test_words_that_exclude_each_other_keep_places_apart(one: str, other: str) -> None:
    assert verdict(a(one, "sport", **at()), a(other, "sport", **at(5))) == ""


def test_food_banks_of_one_trust_at_six_places_are_six() -> None:
    banks = [
        a("Trussell Trust", "food-support", email="info@south.foodbank.org.uk",
          url="http://south.foodbank.org.uk/", **at(1_500 * number))
        for number in range(6)
    ]  # fmt: skip
    assert likely_pairs(rows(*banks)).empty


def test_libraries_of_one_council_sharing_a_switchboard_and_a_web_site_are_not_one() -> None:
    libraries = [
        a(f"{name} Library", "library", phone="0161 912 3189", email="libraries@trafford.gov.uk",
          url="https://www.trafford.gov.uk/libraries", **at(2_000 * number))
        for number, name in enumerate(["Hale", "Sale", "Urmston", "Lostock", "Coppice", "Flixton"])
    ]  # fmt: skip
    assert likely_pairs(rows(*libraries)).empty
    again = [one | {"phone": "", "email": ""} for one in libraries]
    pairs = likely_pairs(rows(*libraries), rows(*again, source="two"))
    assert {
        (one[-1], other[-1]) for one, other in zip(pairs["one"], pairs["other"], strict=True)
    } == {(str(number), str(number)) for number in range(6)}


def test_a_slip_of_the_pen_is_seen_through_but_two_towns_are_not() -> None:
    assert verdict(
        a("Timperley Library", "library", **at()), a("Timperly Library", "library", **at(9))
    )
    towns = [a("Sale Lions", **at()), a("Hale Lions", **at(9))]
    assert likely_pairs(rows(*towns)).empty


def test_a_place_that_moved_is_asked_about() -> None:
    contact = {"email": "altrincham.library@trafford.gov.uk", "url": "trafford.gov.uk/altrincham"}
    old = a("Altrincham Library", "library", **contact, **at())
    assert verdict(old, a("Altrincham Library", "library", **contact, **at(260))) == "open"
    assert "metres" in codes(old, a("Altrincham Library", "library", **contact, **at(260)))


def test_further_apart_than_a_few_streets_a_name_is_not_enough_without_a_contact() -> None:
    one = a("Lilac Tree Pantry", "food-support", **at())
    assert verdict(one, a("Lilac Tree Pantry", "food-support", **at(150))) == "open"
    assert verdict(one, a("Lilac Tree Pantry", "food-support", **at(600))) == ""


def test_another_identifier_of_a_public_register_keeps_places_apart() -> None:
    def stop(code: str) -> dict[str, Any]:
        listed = f'[{{"scheme": "ATCO", "identifier": "{code}"}}]'
        return a("Abington Road", "bus-stop", external_identifiers=listed, **at())

    assert verdict(stop("1800SJ1"), stop("1800SJ2")) == ""
    assert verdict(stop("1800SJ1"), stop("1800SJ1")) in ("open", "same")


def test_a_defibrillator_is_not_the_place_it_is_named_after() -> None:
    assert (
        verdict(a("Total Fitness", "defibrillator", **at()), a("Total Fitness", "sport", **at()))
        == ""
    )


def test_facilities_that_a_list_keeps_apart_stay_apart_and_are_asked_about_once() -> None:
    site = {"phone": "0161 749 2570", "address": "Broad Road, Sale", "postcode": "M33 2AL", **at()}
    halls = rows(
        *(a("Sale Leisure Centre", "sport", description=what, **site)
          for what in ("Pool", "Hall", "Gym"))
    )  # fmt: skip
    assert likely_pairs(halls).empty
    pairs = likely_pairs(halls, rows(a("Sale Leisure Centre", "sport", **site), source="two"))
    assert pairs["verdict"].tolist() == ["open"]


def test_a_place_is_made_one_with_at_most_one_row_of_a_list_without_asking() -> None:
    known = a("Ivy House Dental Practice", "dentist", phone="0161 111 2222", **at())
    near = known | {"name": "Ivy House Dental", **at(3)}
    pairs = likely_pairs(rows(known, near), rows(known, source="two"))
    across = pairs[pairs["other"] == "two-0"]
    assert sorted(across["verdict"]) == ["open", "same"]


def test_kinds_of_place_that_differ_are_told() -> None:
    post = {"address": "2 Green Lane, Sale", "postcode": "M33 1AA", "url": "greenlane.sch.uk"}
    one = a("Green Lane Academy", "sport", **post, **at())
    assert "other_kind" in codes(one, a("Green Lane Academy", "school", **post, **at(2)))


def test_rows_without_a_place_are_compared_within_one_outward_postcode() -> None:
    waits = a("Woodsend Library", "library", postcode="M41")
    there = a("Woodsend Library", "library", postcode="M41 8GN", **at())
    assert verdict(waits, there) == "open"
    assert verdict(waits, there | {"postcode": "WA14 1AA"}) == ""


def test_names_that_we_gave_are_no_names() -> None:
    park = a("Unnamed park or allotment near Sale", "park", **at())
    assert verdict(park, park | at(4)) == ""


def test_no_number_or_address_of_a_person_is_repeated_in_the_evidence() -> None:
    one = a("Altrincham Library", "library", phone="0161 912 3189", email="x@y.org", **at())
    pairs = likely_pairs(rows(one), rows(one, source="two"))
    assert "912" not in str(pairs["evidence"][0])
    assert "@" not in str(pairs["evidence"][0])


def test_what_a_person_said_stands_in_place_of_what_the_rules_say() -> None:
    one = a("Altrincham Library", "library", phone="0161 912 3189", **at())
    pairs = likely_pairs(rows(one), rows(one, source="two"))
    said = with_verdicts(pairs, {verdict_key("two-0", "one-0"): "apart"})
    assert said["verdict"].tolist() == ["apart"]


def test_twenty_thousand_rows_at_one_postcode_and_name_stay_quick() -> None:
    many = pd.DataFrame(
        {**BLANK, "name": "Trussell Trust", "postcode": "M33 7ZF", **at(), "asset_id": str(number)}
        for number in range(20_000)
    )
    many["phone"] = [f"0161 {number:07d}" for number in range(20_000)]
    assert len(likely_pairs(many)) <= 60_000


def test_nothing_compared_with_nothing_finds_nothing() -> None:
    assert likely_pairs(rows(a("Alone")).iloc[:0]).empty
    assert likely_pairs(rows(a("Alone"))).empty
