"""The page Strengths and gaps: findings as headings, strengths first, the unknown said."""

from pathlib import Path

import pytest

from sharedground.access import acting_as, local_actor
from sharedground.model.place import Kind
from sharedground.model.vision import Vision
from sharedground.store import loading, visions
from tests.pages import gap_town
from tests.pages.gap_town import headings, words
from tests.pages.screen_text import ways_on

PAGE = "see/gaps.py"


@pytest.mark.usefixtures("town")
def test_headings_state_the_findings_and_strengths_come_first() -> None:
    app = gap_town.opened(PAGE)
    assert not app.exception
    assert headings(app) == [
        "3 places serve what matters here",
        "No area reaches the target for most of what matters yet",
        "1 neighbourhood may need more first",
        "Outcome by outcome: 1 has no figure of need yet",
        "1 kind of place serves nothing in the vision",
        "1 outcome has nothing in reach that serves it",
        "Why this number?",
    ]


@pytest.mark.usefixtures("town")
def test_small_areas_by_address() -> None:
    app = gap_town.opened(PAGE, level="Small areas")
    assert headings(app)[1:3] == [
        "2 small areas have enough in reach for most of what matters",
        "3 small areas may need more first",
    ]
    assert "1 small area lies in between." in words(app)
    assert "25 % of what matters, by weight, has no figure of need." in words(app)


@pytest.mark.usefixtures("town")
def test_an_outcome_that_nothing_serves_is_counted_with_0() -> None:
    said = words(gap_town.opened(PAGE))
    assert "None on the map yet" in said.split("Kind by kind")[0]
    assert said.index("Nature *and* trees") < said.index("None on the map yet")


@pytest.mark.usefixtures("town")
def test_it_says_how_many_people_have_one_in_reach() -> None:
    said = words(gap_town.opened(PAGE))
    assert "% of people have at least one within about" in said
    assert "of all people have the nearest within" in said
    assert "people live there," in said


@pytest.mark.usefixtures("town")
def test_kind_by_kind() -> None:
    app = gap_town.opened(PAGE, by="kinds")
    assert not app.exception
    kinds = next(box for box in app.selectbox if box.label == "Kind of place")
    assert kinds.options[0] == "All kinds that serve the vision"
    kinds.select(kinds.options[1]).run()
    assert not app.exception
    assert "How this outcome stands" in headings(app)
    assert "Try other weights" not in words(app)


@pytest.mark.usefixtures("town")
def test_what_is_counted_otherwise_is_said_and_changes_the_figures() -> None:
    usual = gap_town.opened(PAGE, outcome="O04")
    other = gap_town.opened(PAGE, outcome="O04", decay="one", detour="1.5")
    assert "Counted otherwise than usual:" not in words(usual)
    assert "a way on foot is 1.5 times the straight line; all in reach count the same." in words(
        other
    )
    assert [t.value.to_csv() for t in usual.dataframe] != [
        t.value.to_csv() for t in other.dataframe
    ]


@pytest.mark.usefixtures("town")
def test_an_outcome_without_a_figure_is_no_data_and_not_zero() -> None:
    app = gap_town.opened(PAGE, outcome="Nature &#42;and&#42; trees")
    said = words(app)
    assert "No place on the map serves this yet" in said
    assert "No data on need yet" in headings(app)
    assert "This does not mean zero." in said
    assert "Nothing that serves this is in reach of anyone here yet." in said
    assert "Choose figures on Our vision" in ways_on(app)


@pytest.mark.usefixtures("town")
def test_the_table_has_every_row_and_says_no_data_in_words() -> None:
    app = gap_town.opened(PAGE, level="Small areas")
    (table,) = app.dataframe
    assert list(table.value["How it stands"]) == ["May need more first"] * 3 + [
        "In between", "Enough in reach", "Enough in reach",
    ]  # fmt: skip
    assert table.value["Gap, 0 to 100"].iloc[0] == pytest.approx(100 * 11 / 12)
    assert table.proto.placeholder == "No data"


@pytest.mark.usefixtures("town")
def test_charts_have_words_for_those_who_cannot_see_them() -> None:
    shown = gap_town.opened(PAGE, outcome="Learning")
    alts = [element.proto.alt for element in shown.get("plotly_chart")]
    assert len(alts) == 3
    assert alts[0].startswith("Bars: West: ")
    assert alts[1].startswith("Bars: 1. East <b>*End*</b>: 75")
    assert "1 neighbourhood may need more first" in alts[2]


@pytest.mark.usefixtures("town")
def test_who_runs_what_counts_those_nobody_has_named() -> None:
    said = words(gap_town.opened(PAGE))
    assert "3 serve it directly, 0 help. Run by 1 organisation; not stated for 1." in said


def test_other_weights_are_tried_and_never_saved(town: gap_town.Engine) -> None:
    app = gap_town.opened(PAGE)
    assert "You are trying other weights." not in words(app)
    app.slider[0].set_value(40).run()
    assert "You are trying other weights." in words(app)
    assert "62 % of the vision" in words(app)
    app.slider[0].set_value(0).run()
    assert "No data on need yet" in headings(app)
    place_id = gap_town.places.places(town)[0].place_id
    (saved,) = loading.load(town, place_id).visions
    assert [outcome.weight for outcome in saved.outcomes] == [0.75, 0.25]
    next(b for b in app.button if b.label == "Back to the vision's weights").click().run()
    assert "75 % of the vision" in words(app)
    assert "You are trying other weights." not in words(app)


@pytest.mark.usefixtures("town")
def test_why_this_number_shows_the_rows_that_went_in() -> None:
    app = gap_town.opened(PAGE)
    area = next(box for box in app.selectbox if box.label == "Area")
    area.set_value("E01000000").run()
    said = words(app)
    assert "Need here is 8 of 100" in said
    assert "so 100 % of it is reached" in said
    assert "8 × 0 % = 0 of 100" in said
    assert "West Library" in said
    assert "Low income (2023)" in said
    assert "row 2" in said


@pytest.mark.usefixtures("town")
def test_hostile_names_are_text() -> None:
    app = gap_town.opened(PAGE)
    next(box for box in app.selectbox if box.label == "Area").set_value("E01000000").run()
    said = words(app)
    assert "<img src=x" not in said
    assert "&lt;img src=x onerror=alert(1)&gt; &#96;b&#96; &#36;&#123;x&#125;" in said
    assert "<b>*End*</b>" not in said


def test_a_sensitive_place_adds_without_saying_where(
    town: gap_town.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = gap_town.places.schema.asset
    with town.execution_options(writes=True).begin() as connection:
        connection.execute(table.update().where(table.c.asset_id == "l1").values(sensitive=True))
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "reader")
    app = gap_town.opened(PAGE)
    next(box for box in app.selectbox if box.label == "Area").set_value("E01000000").run()
    said = words(app)
    assert "West Library" not in said
    assert "Second Library" in said
    assert "Where they are is hidden to protect people." in said


@pytest.mark.parametrize(
    ("missing", "title"),
    [
        (tuple(Kind), "No areas yet"),
        ((Kind.POPULATION,), "No numbers of people yet"),
        ((Kind.ASSETS,), "No places on the map yet"),
    ],
)
def test_what_is_missing_is_said_with_a_way_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, missing: tuple[Kind, ...], title: str
) -> None:
    gap_town.fill(gap_town.new_database(monkeypatch, tmp_path), without=missing)
    app = gap_town.opened(PAGE)
    assert not app.exception
    assert headings(app) == [title]
    assert ways_on(app) == ["Add data"]


def test_a_vision_without_outcomes_is_written_first(town: gap_town.Engine) -> None:
    place_id = gap_town.places.places(town)[0].place_id
    with acting_as(local_actor()):
        visions.save_vision(town, place_id, Vision(title="Nothing yet"), opened_from=1)
    app = gap_town.opened(PAGE)
    assert headings(app) == ["No outcomes yet"]
    assert ways_on(app) == ["Write our vision"]


def test_without_a_lookup_areas_stand_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gap_town.fill(gap_town.new_database(monkeypatch, tmp_path), without=(Kind.LOOKUP,))
    app = gap_town.opened(PAGE)
    assert "3 areas may need more first" in headings(app)
    assert [group.proto.label for group in app.get("button_group")] == ["Look at", "Outcome"]
