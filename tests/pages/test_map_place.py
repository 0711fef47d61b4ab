"""One place of the map: opened from list, map and address; all in words and as a table besides."""

from pathlib import Path

import pytest

from tests.pages import gap_town
from tests.pages.gap_town import headings, words
from tests.pages.test_map import PAGE, SHOWN, drawn


@pytest.fixture(autouse=True)
def town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gap_town.fill(gap_town.new_database(monkeypatch, tmp_path))


def the_library(app: gap_town.AppTest) -> tuple[int, str]:
    """Return the number and the id of West Library, as the box and the list have them."""
    box = app.selectbox(key="place_picked")
    number = next(n for n in range(5) if box.format_func(n).startswith("West Library"))
    said = words(app)
    ids = [part.split('"')[0] for part in said.split('data-asset="')[1:]]
    named = [part for part in said.split('data-asset="')[1:] if "<b>West Library</b>" in part[:120]]
    assert len(ids) == 4
    return number, named[0].split('"')[0]


def test_the_address_opens_a_place_and_names_the_one_that_is_open() -> None:
    app = gap_town.opened(PAGE)
    number, asset = the_library(app)
    app.selectbox(key="place_picked").set_value(number).run()
    assert app.query_params["asset"] in (asset, [asset])
    linked = gap_town.opened(PAGE, asset=asset)
    assert linked.selectbox(key="place_picked").value == number
    assert '<h3 class="sp-h3">West Library</h3>' in words(linked)
    assert drawn(linked)["picked"] == number
    linked.selectbox(key="place_picked").set_value(None).run()
    assert "asset" not in linked.query_params
    assert '<h3 class="sp-h3">West Library</h3>' not in words(linked)


def test_a_linked_place_opens_whatever_the_filters_show_and_an_unknown_one_opens_nothing() -> None:
    _, asset = the_library(gap_town.opened(PAGE))
    app = gap_town.opened(PAGE, asset=asset, kinds="Bus stops")
    assert headings(app)[0] == "1 place in Sixways"
    assert '<h3 class="sp-h3">West Library</h3>' in words(app)
    assert gap_town.opened(PAGE, asset="gone").selectbox(key="place_picked").value is None


def test_a_card_tells_what_a_place_serves_and_links_to_the_way_there() -> None:
    _, asset = the_library(gap_town.opened(PAGE))
    app = gap_town.opened(PAGE, asset=asset)
    said = words(app)
    assert "<dt>Serves directly</dt><dd>Learning</dd>" in said
    assert "https://www.openstreetmap.org/directions?to=" in said
    assert f"asset={asset}" in app.code[0].value


def test_what_the_map_shows_is_said_in_a_sentence_and_to_screen_readers() -> None:
    app = gap_town.opened(PAGE, kinds="Libraries")
    told = "Libraries: 3 places."
    assert told in words(app)
    description = drawn(app)["told"]
    assert isinstance(description, list)
    assert "".join(map(chr, description)).startswith(told)
    near = words(gap_town.opened(PAGE, find="m331aa"))
    assert "All places: 4 places, the nearest to M33 1AA first. The nearest is Bus stop, " in near


def test_the_table_has_every_row_of_the_map() -> None:
    app = gap_town.opened(PAGE, kinds="Libraries")
    assert not app.dataframe or "Name" not in app.dataframe[0].value
    app.session_state["places-table"] = True
    app.run()
    table = app.dataframe[0].value
    assert len(table) == 3
    assert list(table.columns[:2]) == ["Name", "Kind of place"]
    assert SHOWN not in set(table["Name"])
    assert any(button.proto.label == "Take the list (Excel)" for button in
               app.get("download_button"))  # fmt: skip
