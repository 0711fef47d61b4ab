"""What is asked of the map, and which places answer it."""

import numpy as np
import pandas as pd
import pytest

from components.map import card, filters, listing
from components.map.filters import Asked, area_names, as_postcode, codes_of, matching
from sharedground import portrait_findings
from sharedground.analysis.choosing import Facet
from sharedground.model.vision import Vision

LABELS = pd.DataFrame(
    {"area_code": ["E1", "E2", "E3"], "label": ["Sale 1A", "Sale 1B", "Sale"],
     "group": ["Sale", "Sale", ""], "level": "ward"}
)  # fmt: skip
PLACES = pd.DataFrame(
    {"number": [0, 1, 2], "name": ["Sale Library", "Grub Club", "A*Star"],
     "category": ["library", "food-support", "wobble"], "organization": ["", "St. Paul's", ""],
     "address": ["Main St", "", ""], "postcode": ["M33 7ZF", "", ""], "label": ["Sale 1A", "", ""],
     "area_code": ["E1", "E2", ""]}
)  # fmt: skip

VISION = Vision(title="-", statement="", outcomes=())


def asked(**given: object) -> Asked:
    plain: dict[str, object] = {
        "area": "all", "title": "Sale", "codes": ("E1", "E2", "E3"), "kinds": (), "words": "",
        "colour": "nothing", "streets": None,
    }  # fmt: skip
    return Asked(**(plain | given))  # type: ignore[arg-type]


def test_only_places_checked_lately_can_be_asked_for() -> None:
    dated = PLACES.assign(check_state=["stale", "fresh", "unknown"])
    assert matching(dated, asked(more={Facet.CHECKED: ("fresh",)}), VISION, near=False)[
        "number"
    ].tolist() == [1]
    assert len(matching(dated, asked(), VISION, near=False)) == 3


def test_every_area_can_be_chosen_by_a_name_of_its_own() -> None:
    names = area_names("Trafford", LABELS)
    assert list(names) == ["all", "group:Sale", "area:E3", "area:E1", "area:E2"]
    assert len(set(names.values())) == len(names)
    assert names["area:E3"] == "Sale (E3)"


@pytest.mark.parametrize(
    ("area", "codes"),
    [("all", ("E1", "E2", "E3")), ("group:Sale", ("E1", "E2")), ("area:E3", ("E3",)),
     ("area:gone", ()), ("group:", ("E3",))],
)  # fmt: skip
def test_the_codes_of_an_area(area: str, codes: tuple[str, ...]) -> None:
    assert codes_of(area, LABELS) == codes


@pytest.mark.parametrize(
    ("words", "postcode"),
    [("m33 7zf", "M33 7ZF"), ("M337ZF", "M33 7ZF"), ("  w1a1aa ", "W1A 1AA"), ("library", None),
     ("M33", None), ("M33 7ZF please", None), ("", None)],
)  # fmt: skip
def test_what_is_a_postcode(words: str, postcode: str | None) -> None:
    assert as_postcode(words) == postcode


@pytest.mark.parametrize(
    ("words", "numbers"),
    [("sale", [0]), ("LIBRARIES main", [0]), ("st. paul's", [1]), ("a*", [2]), ("help food", [1]),
     ("(", []), ("main street", [0]), ("MAIN St", [0]), ("main road", []), ("nothing like it", [])],
)  # fmt: skip
def test_words_are_found_in_name_kind_address_and_organisation(
    words: str, numbers: list[int]
) -> None:
    assert list(matching(PLACES, asked(words=words), VISION, near=False)["number"]) == numbers


def test_kinds_filter_and_an_area_marks_what_lies_inside() -> None:
    found = matching(PLACES, asked(kinds=("library", "food-support"), area="area:E1",
                                   codes=("E1",)), VISION, near=False)  # fmt: skip
    assert dict(zip(found["number"], found["inside"], strict=True)) == {0: True, 1: False}


def test_the_whole_place_takes_in_what_lies_just_outside_it() -> None:
    assert matching(PLACES, asked(), VISION, near=False)["inside"].all()


def test_near_a_postcode_the_area_does_not_hide_what_is_nearer() -> None:
    found = matching(PLACES, asked(area="area:E1", codes=("E1",)), VISION, near=True)
    assert list(found["number"]) == [0, 1, 2]
    assert found["inside"].all()


def test_kinds_are_in_the_order_of_families_and_unknown_ones_are_other() -> None:
    assert filters.kinds_present(PLACES) == ("library", "food-support", "other")


@pytest.mark.parametrize(
    ("metres", "said"),
    [(np.nan, ""), (3, "50 m"), (374, "350 m"), (940, "950 m"), (951, "1.0 km"), (5_250, "5.2 km")],
)
def test_distances_as_people_say_them(metres: float, said: str) -> None:
    assert listing.distance(metres) == said


@pytest.mark.parametrize(
    ("times", "said"),
    [(np.nan, "nothing that serves it"), (0, "nothing that serves it"),
     (0.514, "51% of what is usual"), (1, "as much as is usual"), (2.04, "2.0 times what is usual"),
     (0.001, "1% of what is usual")],
)  # fmt: skip
def test_how_much_is_within_reach_in_words(times: float, said: str) -> None:
    assert portrait_findings.as_usual(times) == said


PLACE = pd.Series(
    {"name": "<img src=x onerror=alert(1)>", "category": "library", "description": "`${x}`",
     "url": "", "organization": "", "address": "", "postcode": "", "schedules": "",
     "cost_options": "", "eligibility": "", "accessibility": "", "phone": "", "email": ""}
)  # fmt: skip


LINKED = ("https://x.example.org/a?b=c", "x.example.org", " http://x.example.org:8080 ")
NOT_LINKED = (
    "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,hi", "https://[x", "not a site",
    "javascript://x.org/%0aalert(1)", "ftp://x.example.org", "https://user@x.example.org", "",
)  # fmt: skip


@pytest.mark.parametrize(
    ("url", "linked"), [*((u, True) for u in LINKED), *((u, False) for u in NOT_LINKED)]
)
def test_only_a_web_address_becomes_a_link(url: str, linked: bool) -> None:
    told = card.card_html(pd.Series({**PLACE, "url": url}), pd.DataFrame({"name": []}))
    assert ("<a " in told) == linked
    assert "<img" not in told
    assert "`${" not in told


def test_lines_to_choose_from_are_all_different() -> None:
    twins = pd.DataFrame(
        {
            "number": [4, 9],
            "name": "Chess Club",
            "postcode": "M33 7ZF",
            "label": "",
            "placed_by": "",
        }
    )
    assert listing.labels_of(twins) == {
        4: "Chess Club, M33 7ZF", 9: "Chess Club, M33 7ZF (9)",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("visibility", "words"),
    [("officers", "Only officers see this place"), ("public", ""),
     ("partners", "Only partners and officers see this place.")],
)  # fmt: skip
def test_a_card_says_who_sees_a_place_that_is_not_for_everyone(visibility: str, words: str) -> None:
    none = pd.DataFrame({"name": []})
    told = card.card_html(pd.Series({**PLACE, "url": "", "visibility": visibility}), none)
    assert words in told
    assert ("Only" in told) == bool(words)
