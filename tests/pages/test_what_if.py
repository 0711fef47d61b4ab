"""The page What would help?: new places, closures, longer hours, and what is kept of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from sharedground import demo, what_if, what_if_words, workflow
from sharedground.access import Role, acting_as, local_actor
from sharedground.model.scenario import Closing, Opening, Scenario
from sharedground.scenarios import Present
from sharedground.store import loading, places, scenarios
from sharedground.views import view_for
from sharedground.what_if import Ask, Where
from tests.browser.payloads import PAYLOADS
from tests.pages import gap_town
from tests.pages.data_town import words
from tests.pages.gap_town import headings

PAGE = "see/what_if.py"
LIBRARY = Opening(category="library", lon=-2.245, lat=53.405, name=PAYLOADS[0])


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    engine = gap_town.new_database(monkeypatch, tmp_path)
    gap_town.fill(engine)
    return engine


def keep(engine: Engine, *kept: Scenario) -> None:
    with acting_as(local_actor()):
        for one in kept:
            scenarios.save(engine, places.places(engine)[0].place_id, one)


def held(engine: Engine) -> list[str]:
    place_id = places.places(engine)[0].place_id
    return [one.name for one in loading.load(engine, place_id).scenarios]


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def test_the_page_has_the_figures_that_python_has(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gap_town.new_database(monkeypatch, tmp_path)  # empty: the demo town is shown
    engine, place = demo.open_demo()
    view = view_for(loading.load(engine, place.place_id), Role.FACILITATOR)
    now = Present.of(view, workflow.vision_in_use(view.holdings))
    ask = Ask(category="youth-space", sites=4, reach_m=1_200, where=Where.BUILDINGS, by_need=True)
    found = what_if.sites(now, ask)
    app = gap_town.opened(PAGE, new="youth-space", n="4", reach="15", where="buildings", need="1")
    said = words(app)
    assert not app.exception
    assert headings(app)[0] == what_if_words.sites_sentence(found)
    for row in found.table.itertuples():
        assert f"{row.name} {round(row.gained):,} people more" in said
    assert what_if_words.certificate_sentence(found) in said
    table = what_if.closures(now)
    app = gap_town.opened(PAGE, **{"try": "closures"})
    assert f"Most people would miss {table['name'].iloc[0]}" in headings(app)
    assert f"{round(table['left'].iloc[0]):,} people would have no" in words(app)


@pytest.mark.usefixtures("town")
def test_a_new_library_goes_where_none_is() -> None:
    app = gap_town.opened(PAGE, new="library", n="1")
    assert not app.exception
    assert headings(app)[0] == (
        "Libraries: 1 new place would bring about 300 more people within 15 minutes’ walk of one."
    )
    said = words(app)
    assert "No other spot would do more." in said
    assert "The mean gap would go from" in said


def test_what_is_kept_is_set_side_by_side_deleted_and_brought_back(town: Engine) -> None:
    app = gap_town.opened(PAGE, new="library", n="1")
    hostile = PAYLOADS[3][:80]
    next(box for box in app.text_input if box.label == "Name").set_value(hostile).run()
    app = press(app, "Keep it")
    assert not app.exception
    assert held(town) == [hostile]
    app = gap_town.opened(PAGE, **{"try": "kept"})
    assert not app.exception
    assert "Side by side" in headings(app)
    said = words(app)
    assert hostile in said
    assert "Today" in said
    app = press(app, "Delete this scenario")
    assert held(town) == []
    assert "No scenario is kept here yet" in words(app)
    app = press(app, "Bring it back")
    assert held(town) == [hostile]
    assert not app.exception


def test_a_scenario_that_another_has_deleted_meanwhile_takes_no_other_with_it(
    town: Engine,
) -> None:
    for name in ("AAA", "BBB"):
        keep(town, Scenario(name=name, actions=(LIBRARY,)))
    app = gap_town.opened(PAGE, **{"try": "kept"})
    shown = next(box for box in app.selectbox if "AAA" in box.options)
    gone = shown.options[0]
    place_id = places.places(town)[0].place_id
    with acting_as(local_actor()):
        [found] = [one for one in loading.load(town, place_id).scenarios if one.name == gone]
        scenarios.delete(town, place_id, found.scenario_id)
    app = press(app, "Delete this scenario")
    assert not app.exception
    assert held(town) == [name for name in ("AAA", "BBB") if name != gone]


def test_a_name_that_is_taken_is_said(town: Engine) -> None:
    keep(town, Scenario(name="Ours", actions=(LIBRARY,)))
    app = gap_town.opened(PAGE, new="library", n="1")
    next(box for box in app.text_input if box.label == "Name").set_value("OURS").run()
    app = press(app, "Keep it")
    assert "There is a scenario called OURS already" in app.warning[0].value
    assert held(town) == ["Ours"]


def test_a_reader_sees_scenarios_and_changes_none(
    town: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(town, Scenario(name="Ours", actions=(LIBRARY, Closing(asset_id="gone"))))
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "reader")
    for way in ("places", "closures", "hours", "kept"):
        app = gap_town.opened(PAGE, **{"try": way})
        assert not app.exception
        labels = {button.label for button in app.button}
        assert not labels & {"Keep it", "Delete this scenario", "Bring it back"}
    said = words(app)
    assert "Ours" in said
    assert "1 place of it is not on the map any more, and is left out." in said
    assert "Kept: " in said
    assert "local" not in said.split("Kept: ")[1]


@pytest.mark.usefixtures("town")
def test_spots_come_from_the_address_and_bad_ones_are_left_out() -> None:
    app = gap_town.opened(
        PAGE, new="library", where="points", spots="53.405,-2.255;x,y;91,0;53.405,-2.245"
    )
    assert not app.exception
    assert "2 spots are marked" in words(app)
    app = press(app, "Start again")
    assert "Mark spots" in words(app)


@pytest.mark.usefixtures("town")
def test_without_kinds_of_building_it_says_what_to_do() -> None:
    app = gap_town.opened(PAGE, new="dentist", where="buildings")
    app.multiselect[0].set_value([]).run()
    assert not app.exception
    assert "Choose other kinds of building." in words(app)


@pytest.mark.usefixtures("town")
def test_longer_hours_say_where_the_hours_come_from() -> None:
    app = gap_town.opened(PAGE, **{"try": "hours", "open-kind": "library", "evenings": "3"})
    assert not app.exception
    assert headings(app)[0].startswith("If ")
    assert "so we take 35 hours a week. 3 evenings more are 9 hours" in words(app)
    app.number_input[0].set_value(18.0).run()
    assert "it would offer 1.50 times as much" in words(app)
