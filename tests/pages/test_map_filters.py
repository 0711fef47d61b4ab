"""The button Filters of the map: chips with counts, the address, and the way out of nothing."""

import re
from pathlib import Path

import pytest

from tests.pages import gap_town
from tests.pages.gap_town import headings, words
from tests.pages.test_map import PAGE, inside, listed


@pytest.fixture(autouse=True)
def town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gap_town.fill(gap_town.new_database(monkeypatch, tmp_path))


def labels(app: gap_town.AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_what_serves_an_outcome_is_chosen_and_named_in_the_address() -> None:
    app = gap_town.opened(PAGE, serves="Learning, directly")
    assert headings(app)[0] == "3 places in Sixways"
    assert "Learning, directly (3)" in labels(app)
    assert inside(app) == 3


def test_who_runs_a_place_is_chosen_whatever_the_case() -> None:
    app = gap_town.opened(PAGE, run_by="Town Council")
    assert "Run by Town Council" in next(one for one in labels(app) if one.startswith("Run by"))
    assert 0 < inside(app) <= 4


def test_two_filters_are_cleared_in_one_go() -> None:
    app = gap_town.opened(PAGE, kinds="Libraries", serves="Learning")
    assert [b.label for b in app.button if b.key == "clear-all"] == ["Clear all"]
    next(b for b in app.button if b.key == "clear-all").click()
    app.run()
    assert headings(app)[0] == "4 places in Sixways"
    assert not [one for one in labels(app) if one.startswith("Libraries")]


def test_nothing_that_fits_offers_the_nearest_way_out() -> None:
    app = gap_town.opened(PAGE, kinds="Bus stops", serves="Learning", area="West")
    assert "No place fits all that you chose." in words(app)
    ways = [button for button in app.button if str(button.key).startswith("way-")]
    assert ways[0].label == "Without the filter “Kind of place”: 3 places"
    ways[0].click()
    app.run()
    assert {"West Library", "Second Library"} < set(listed(app))


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_link_filters_the_same_in_every_language(language: str) -> None:
    app = gap_town.opened(PAGE, kinds="library", lang=language)
    assert 0 < inside(app) < 4
    assert app.query_params["kinds"] in ("library", ["library"])


def test_what_is_chosen_stands_in_the_address_by_its_code() -> None:
    app = gap_town.opened(PAGE, kinds="Libraries", serves="Learning")
    said = {name: "".join(app.query_params[name]) for name in ("kinds", "serves")}
    assert said["kinds"] == "library"
    assert re.fullmatch(r"[A-Z]\w+", said["serves"])
