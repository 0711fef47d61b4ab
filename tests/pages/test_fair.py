"""The page Who is reached?: no more claimed than is clear, and the figures of the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sharedground import fair, fair_words, workflow
from sharedground.access import Role, acting_as, local_actor
from sharedground.cli import main
from sharedground.model.place import Kind
from sharedground.store import loading
from sharedground.views import view_for
from sharedground.words import decimal
from tests.pages import gap_town
from tests.pages.gap_town import headings, opened, words

PAGE = "see/fair.py"


@pytest.mark.usefixtures("town")
def test_headings_state_the_findings() -> None:
    app = opened(PAGE, outcome="O05")
    assert not app.exception
    assert headings(app) == [
        "Learning: people with more need have less in reach, 0 against 10.0 per 1,000",
        "What is in reach leans towards people with less need",
        "1 organisation has a place in reach of 200 of 600 people",
        "Too few areas to look for clusters",
    ]
    said = words(app)
    assert "For 2 places" not in said
    assert "For 1 place the lists name nobody" in said
    assert "It cannot show what partners do better together" in said


@pytest.mark.usefixtures("town")
def test_kinds_of_place_by_address_have_only_those_on_the_map() -> None:
    app = opened(PAGE, by="kinds", kind="library")
    assert not app.exception
    assert headings(app)[0].startswith("Libraries: people with more need have less in reach")
    (kinds,) = [box for box in app.selectbox if box.label == "Kind of place"]
    assert kinds.options == ["Libraries"]


@pytest.mark.usefixtures("town")
def test_an_outcome_without_a_figure_compares_nobody_but_says_who_is_left_out() -> None:
    app = opened(PAGE, outcome="O09")
    assert not app.exception
    assert headings(app)[0] == "No data on need yet, so nobody can be compared"
    assert "No data for 600 people in 6 areas" in words(app)
    assert "The lists name nobody who runs these places" in headings(app)


def test_without_people_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    engine = gap_town.new_database(monkeypatch, tmp_path)
    gap_town.fill(engine, without=(Kind.POPULATION,))
    app = opened(PAGE)
    assert not app.exception
    assert headings(app) == ["No numbers of people yet"]


def test_page_python_and_command_line_have_the_same_figures_of_the_demo_town(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    engine = gap_town.new_database(monkeypatch, tmp_path)
    url = engine.url.render_as_string()
    assert CliRunner().invoke(main, ["--database", url, "demo"]).exit_code == 0
    app = opened(PAGE, outcome="O05")
    said = [CliRunner().invoke(main, ["--database", url, name, "--outcome", "O05", "--json",
                                      "--for", "officers"]).output
            for name in ("fair", "cover")]  # fmt: skip
    one, cover = map(json.loads, said)
    assert fair_words.signed(one["index"]["value"]) in words(app)
    assert fair_words.percent(one["tenths"][0]["reached"]) in words_of_charts(app)
    assert decimal(cover["joint"]) in headings(app)[2]
    with acting_as(local_actor()):
        place_id = main_place(engine)
        view = view_for(loading.load(engine, place_id), Role.OFFICER)
        found = fair.look(view, workflow.vision_in_use(view.holdings), outcome="O05")
    assert fair.as_data(found) == one
    assert headings(app)[0] == fair_words.heading(found)


def main_place(engine: gap_town.Engine) -> str:
    from sharedground.store import places

    return places.places(engine)[0].place_id


def words_of_charts(app: gap_town.AppTest) -> str:
    """Return the alternative texts of all charts, joined."""
    return "\n".join(str(chart.proto) for chart in app.get("plotly_chart"))
