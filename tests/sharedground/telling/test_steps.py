"""A story is made of the data: each step is there because its data is, with the same figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy.engine import Engine

from sharedground import demo, what_if
from sharedground.access import Role, acting_as, local_actor
from sharedground.analysis import nearness, standing, story
from sharedground.analysis.standing import Verdict
from sharedground.figures.exhibits import Bars, Facts, Map, Sheet, Step
from sharedground.model.place import Kind
from sharedground.scenarios import Present
from sharedground.store import database, loading, places
from sharedground.study import Study
from sharedground.telling import closing
from sharedground.telling.deck import deck
from sharedground.telling.registry import kinds, step
from sharedground.telling.town import Town
from sharedground.views import view_for
from tests.pages.gap_town import EAST, HOSTILE, fill

NOW = dt.datetime(2026, 3, 4, 18, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def larrowby() -> Town:
    engine, place = demo.open_demo()
    return Town.of(engine, place.place_id, now=NOW)


def town_of(folder: Path, *, without: tuple[Kind, ...] = ()) -> Town:
    engine = database.open_database(f"sqlite:///{folder / 'town.sqlite'}")
    return Town.of(engine, fill(engine, without=without), now=NOW)


def steps_of(town: Town) -> dict[str, Step]:
    return {one.code: one for one in deck(town).steps}


def test_the_demo_has_every_step_that_its_data_allows_in_order(larrowby: Town) -> None:
    codes = [one.code for one in deck(larrowby).steps]
    assert codes == ["where", "vision", "assets", "reach", "strengths", "gaps", "sure", "help"]
    orders = [kind.order for kind in kinds()]
    assert all(one < other for one, other in pairwise(orders))


def test_findings_are_short_and_whole(larrowby: Town) -> None:
    for one in deck(larrowby).steps:
        assert 2 <= len(one.title.split()) <= 15, one.title
        assert one.source
        assert one.ask.endswith("?")
        assert one.door
        for text in (one.title, one.lede, *one.notes, *one.method):
            assert "nan" not in text.split()
            assert "{" not in text


def test_strengths_come_before_gaps(larrowby: Town) -> None:
    codes = [one.code for one in deck(larrowby).steps]
    assert codes.index("assets") < codes.index("strengths") < codes.index("gaps")


def test_bars_of_gaps_are_the_figures_of_strengths_and_gaps(larrowby: Town) -> None:
    made = steps_of(larrowby)["gaps"]
    bars = next(one for one in made.exhibits if isinstance(one, Bars))
    first = standing.ranked(larrowby.rows, Verdict.FIRST)
    assert [bar.words for bar in bars.bars] == [story.score(gap) for gap in first["gap"][:7]]
    assert [bar.code for bar in bars.bars] == first["key"].tolist()[:7]
    assert made.title == story.first_heading(larrowby.rows, larrowby.level)


def test_the_map_of_gaps_says_of_each_area_what_its_row_says(larrowby: Town) -> None:
    shown = next(one for one in steps_of(larrowby)["gaps"].exhibits if isinstance(one, Map))
    assert len(shown.regions) == len(larrowby.rows)
    for region, (_, row) in zip(shown.regions, larrowby.rows.iterrows(), strict=True):
        assert region.name == row["name"]
        if not np.isnan(row["gap"]):
            assert region.words.endswith(f"Gap {story.score(row['gap'])} of 100")
    assert [tuple(row) for row in shown.sheet.rows] == [(r.name, r.words) for r in shown.regions]
    xy = np.concatenate([ring for one in shown.regions for ring in one.rings])
    assert xy.min() >= 0
    assert (xy[:, 0] <= shown.width).all()
    assert (xy[:, 1] <= shown.map_height).all()


def test_points_of_the_vision_add_up_to_100(larrowby: Town) -> None:
    bars = next(one for one in steps_of(larrowby)["vision"].exhibits if isinstance(one, Bars))
    assert sum(bar.value for bar in bars.bars) == pytest.approx(100)


def test_what_people_can_reach_is_counted_as_on_its_page(larrowby: Town) -> None:
    bars = next(one for one in steps_of(larrowby)["reach"].exhibits if isinstance(one, Bars))
    for bar in bars.bars:
        share = nearness.in_reach(larrowby.assessed(), bar.code).share
        assert bar.value == pytest.approx(100 * share)


def test_what_would_help_is_what_the_page_what_would_help_finds(larrowby: Town) -> None:
    made = steps_of(larrowby)["help"]
    kind = made.settings["kind"]
    assert kind in closing.kinds_for(larrowby)
    now = Present.of(larrowby.view, larrowby.vision, found=larrowby.found)
    found = what_if.sites(now, what_if.Ask(category=kind, sites=3))
    sheet = next(one for one in made.exhibits if isinstance(one, Sheet))
    assert [row[1] for row in sheet.rows] == found.table["name"].tolist()
    assert found.effect.mean_after < found.effect.mean_before


def test_figures_are_those_that_python_gives_for_everyone(larrowby: Town) -> None:
    engine, place = demo.open_demo()
    study = Study(view_for(loading.load(engine, place.place_id), Role.READER), larrowby.vision)
    worst = study.gaps(grouped=True)
    mine = larrowby.rows.set_index("key")["gap"]
    theirs = worst.set_index("key")["gap"].reindex(mine.index)
    assert np.allclose(mine, theirs, equal_nan=True)


def test_a_story_is_of_what_everyone_may_see_only(larrowby: Town) -> None:
    engine, place = demo.open_demo()
    officers = view_for(loading.load(engine, place.place_id), Role.OFFICER)
    with pytest.raises(ValueError, match="everyone"):
        Town.seen(officers, larrowby.vision, larrowby.found, larrowby.points, larrowby.opinions)


def test_without_figures_of_need_no_step_speaks_of_gaps(tmp_path: Path) -> None:
    made = steps_of(town_of(tmp_path, without=(Kind.INDICATORS,)))
    assert {"where", "assets", "vision"} <= set(made)
    assert not {"strengths", "gaps", "sure", "help"} & set(made)


def test_without_areas_nothing_is_said_of_them(tmp_path: Path) -> None:
    only = (Kind.AREAS, Kind.LOOKUP, Kind.POPULATION, Kind.INDICATORS, Kind.POSTCODES)
    made = steps_of(town_of(tmp_path, without=only))
    assert set(made) == {"where", "vision"}
    facts = next(one for one in made["where"].exhibits if isinstance(one, Facts))
    assert {one.value for one in facts.facts if one.label in ("People", "Areas")} == {"No data"}


def test_an_empty_place_has_no_story(tmp_path: Path) -> None:
    engine: Engine = database.open_database(f"sqlite:///{tmp_path / 'none.sqlite'}")
    with acting_as(local_actor()):
        place = places.new_place(engine, "Nowhere yet")
    made = deck(Town.of(engine, place.place_id, now=NOW))
    assert made.steps == ()


def test_names_of_areas_and_places_stay_as_they_are(tmp_path: Path) -> None:
    made = steps_of(town_of(tmp_path))
    shown = next(one for one in made["gaps"].exhibits if isinstance(one, Map))
    assert {one.name for one in shown.regions} == {"West", EAST}
    places_ = next(one for one in made["assets"].exhibits if isinstance(one, Map))
    assert HOSTILE in {one.name for one in places_.spots}


def test_a_made_up_place_is_said_to_be_made_up(larrowby: Town) -> None:
    assert deck(larrowby).kicker == "Demo town: this place is made up."


def test_two_steps_cannot_share_a_code() -> None:
    with pytest.raises(ValueError, match="gaps"):
        step("gaps", "Gaps again", 61)(lambda _: None)


def test_the_same_place_is_told_the_same(larrowby: Town) -> None:
    again = replace(larrowby)
    one, other = deck(larrowby), deck(again)
    assert [s.title for s in one.steps] == [s.title for s in other.steps]
    assert [s.lede for s in one.steps] == [s.lede for s in other.steps]
