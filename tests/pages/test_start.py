"""The first page: the place at a glance, a way to find things, and a place of one's own."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sharedground.model.place import Kind
from tests.pages import gap_town
from tests.pages.gap_town import headings, words

PAGE = "start/start.py"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> gap_town.Engine:
    return gap_town.new_database(monkeypatch, tmp_path)


def figures(app: AppTest) -> dict[str, str]:
    (body,) = (e.proto.body for e in app.get("html") if e.proto.body.startswith("<dl"))
    cells = body.split("<dt>")[1:]
    return {c.split("</dt>")[0]: c.split("<dd>")[1].split("</dd>")[0] for c in cells}


def search(app: AppTest, wanted: str) -> AppTest:
    app.text_input[0].set_value(wanted)
    return next(b for b in app.button if b.label == "Find").click().run()


def test_five_figures_from_the_store(store: gap_town.Engine) -> None:
    gap_town.fill(store)
    app = gap_town.opened(PAGE)
    assert not app.exception
    assert figures(app) == {
        "Places listed": "5", "People": "600", "Neighbourhoods": "2", "Outcomes wanted": "2",
        "Newest data": "May 2024",
    }  # fmt: skip
    said = words(app)
    assert "What Sixways has, and what its people need" in said
    assert "4 can be shown on the map" in said
    assert re.search(r"Version 1, a draft. Saved on \d{1,2} [A-Z][a-z]+ \d{4}<", said)
    assert "We look out for each other." in said
    assert headings(app) == ["Look around", "See strengths and gaps", "Agree what matters"]


def test_the_map_has_a_name_for_each_neighbourhood_and_words(store: gap_town.Engine) -> None:
    gap_town.fill(store)
    said = words(gap_town.opened(PAGE))
    assert 'alt="Map of Sixways with 4 listed places as dots.' in said
    assert ">West</span>" in said
    assert "East &lt;b&gt;*End*&lt;/b&gt;</span>" in said


@pytest.mark.parametrize("wanted", ["zz9 9zz", "M33 OAA"])
def test_an_unknown_postcode_is_answered_in_words(store: gap_town.Engine, wanted: str) -> None:
    gap_town.fill(store)
    app = search(gap_town.opened(PAGE), wanted)
    (warning,) = app.warning
    assert warning.value == f"We could not find {wanted}. Check the letter O and the number 0."


def test_an_unknown_name_is_answered_and_shown_as_text(store: gap_town.Engine) -> None:
    gap_town.fill(store)
    (warning,) = search(gap_town.opened(PAGE), "*Atlantis*").warning
    assert warning.value.startswith("Nothing here is called &#42;Atlantis&#42;")


@pytest.mark.parametrize(
    ("wanted", "address"),
    [
        ("west", {"area": "West"}),
        ("m331aa", {"find": "m331aa"}),
        ("M33 7ZF", {"find": "M33 7ZF"}),
        ("sw1a1aa", {"find": "sw1a1aa"}),
        ("second lib", {"find": "second lib"}),
        ("E01000003", {"area": "E01000003"}),
    ],
)
def test_what_is_found_opens_the_map_there(
    store: gap_town.Engine, wanted: str, address: dict[str, str]
) -> None:
    gap_town.fill(store)
    app = search(gap_town.opened(PAGE), wanted)
    assert not app.exception
    assert "Find what is near you" in words(app)
    assert {name: app.query_params[name] for name in address} == address


def test_one_place_has_no_picker_and_two_have_one(store: gap_town.Engine) -> None:
    first = gap_town.fill(store)
    assert not gap_town.opened(PAGE).selectbox
    second = gap_town.fill(store, "Another town", without=tuple(Kind))
    app = gap_town.opened(PAGE)
    (picker,) = app.selectbox
    assert picker.options == ["Another town", "Sixways"]
    other = second if picker.value == first else first
    app = picker.set_value(other).run()
    (title,) = (e.proto.body for e in app.get("html") if "<h1>" in e.proto.body)
    assert ("Sixways" in title) == (other == first)


def test_a_new_place_shows_what_to_do_first(store: gap_town.Engine) -> None:
    gap_town.fill(store, without=tuple(Kind))
    app = gap_town.opened(PAGE)
    assert not app.exception
    assert headings(app)[0] == "1 of 5 first steps done"
    assert "Add the outlines of your areas</b> <span" in words(app)
    assert figures(app)["People"] == "No data"
    assert not [b for b in app.button if b.label == "Find"]


@pytest.mark.usefixtures("store")
def test_the_demo_is_said_to_be_made_up_and_offers_a_place_of_ones_own(
    store: gap_town.Engine,
) -> None:
    app = gap_town.opened(PAGE)
    assert "Demo town: this place is made up." in words(app)
    assert [p.proto.popover.label for p in app.get("popover")] == ["Start your own place"]
    name = next(box for box in app.text_input if box.label == "Name of the place")
    name.set_value("  Our   Valley ")
    app = next(b for b in app.button if b.label == "Make this place").click().run()
    assert not app.exception
    assert [place.name for place in gap_town.places.places(store)] == ["Our Valley"]
    assert "<h1>Add data</h1>" in words(app)


def test_a_name_already_taken_is_said(store: gap_town.Engine) -> None:
    gap_town.fill(store)
    app = gap_town.opened(PAGE)
    next(box for box in app.text_input if box.label == "Name of the place").set_value("sixways")
    app = next(b for b in app.button if b.label == "Make this place").click().run()
    (warning,) = app.warning
    assert "There is already a place called Sixways" in warning.value


def test_a_reader_is_not_offered_what_they_may_not_do(
    store: gap_town.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    gap_town.fill(store)
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "reader")
    app = gap_town.opened(PAGE)
    assert not app.exception
    assert not app.get("popover")
