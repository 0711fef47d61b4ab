"""A portrait: people, need, what is near, how firm; what each role may see; two side by side."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from shapely.geometry import box
from sqlalchemy.engine import Engine

from sharedground import portrait, portrait_words, workflow
from sharedground.access import Role
from sharedground.analysis.neighbourhood import Neighbourhood, of_areas, of_shape
from sharedground.cli import main
from sharedground.portrait import Portrait
from sharedground.store import database, loading
from sharedground.views import View, view_for
from tests.pages import gap_town
from tests.sharedground import secret_town
from tests.sharedground.secret_town import Secrets

CRS = "EPSG:27700"
CODES = [f"E0100{i:04d}" for i in range(6)]


def url_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'store.sqlite'}"


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return database.open_database(url_of(tmp_path))


def the_view(engine: Engine, place_id: str, role: Role = Role.READER) -> View:
    return view_for(loading.load(engine, place_id), role)


def told_of(view: View, mine: Neighbourhood, name: str = "Here") -> Portrait:
    vision = workflow.vision_in_use(view.holdings)
    return portrait.portrait(view, mine, name, workflow.assessment(view, vision))


def test_an_area_has_people_need_and_what_is_here_and_in_reach(engine: Engine) -> None:
    view = the_view(engine, gap_town.fill(engine))
    told = told_of(view, of_areas(view.areas, CODES[:1], CRS))
    assert told.people.total == 100
    assert told.places == 2
    learning, nature = told.rows.to_dict("records")
    assert (learning["here"], learning["in_reach"]) == (2, 3)
    assert learning["nearest_name"] in {"West Library", gap_town.HOSTILE}
    assert learning["least_min"] == learning["most_min"] == 1
    assert learning["need"] == pytest.approx(0.5 / 6)
    assert math.isnan(nature["need"])
    assert (nature["verdict"], nature["in_reach"], nature["nearest_name"]) == ("no data", 0, "")
    (kind,) = told.kinds.to_dict("records")
    assert (kind["category"], kind["here"], kind["in_reach"]) == ("library", 2, 3)


def test_a_shape_is_an_estimate_and_says_of_how_many_people(engine: Engine) -> None:
    view = the_view(engine, gap_town.fill(engine))
    told = told_of(view, of_shape(view.areas, box(-2.3, 53.4, -2.285, 53.41), CRS))
    people, base = portrait_words.people_in_words(told)
    assert (people, base) == ("about 150", "in 2024; about 50 of them are an estimate")
    said = " ".join(portrait_words.made_of(told, "Sixways"))
    assert "It touches 2 areas, 1 of them only in part." in said
    assert "About 50 of 150 people are counted so." in said
    assert told.places == 3
    assert told.rows["need"].iloc[0] == pytest.approx(
        (100 * 0.5 / 6 + 50 * 1.5 / 6) / 150, rel=0.01
    )


def test_without_people_of_one_area_the_sum_is_no_data_and_the_rest_is_told(engine: Engine) -> None:
    place_id = gap_town.fill(engine)
    view = the_view(engine, place_id)
    people = view.holdings.population
    people.loc[people["area_code"] == CODES[1], "people"] = np.nan
    told = told_of(view, of_areas(view.areas, CODES[:2], CRS))
    said = portrait_words.people_in_words(told)
    assert said == ("No data", "1 of 2 areas has no number of people. The others have 100.")


def test_a_place_without_a_vision_has_people_and_places_and_no_verdict(engine: Engine) -> None:
    view = the_view(engine, gap_town.fill(engine))
    told = portrait.portrait(view, of_areas(view.areas, CODES[:1], CRS), "Here", None)
    assert told.rows.empty
    assert portrait_words.firm_words(told) == []
    assert "all_outcomes" not in portrait.as_data(told)


def test_only_officers_learn_where_a_sensitive_place_is(engine: Engine) -> None:
    place_id = secret_town.fill(engine)
    secrets = Secrets()
    lon, lat = float(secrets.lon), float(secrets.lat)
    around = box(lon - 0.0004, lat - 0.0004, lon + 0.0004, lat + 0.0004)
    public, officers = (the_view(engine, place_id, role) for role in (Role.READER, Role.OFFICER))
    shown = told_of(public, of_shape(public.areas, around, CRS))
    true = told_of(officers, of_shape(officers.areas, around, CRS))
    assert true.places > 0
    assert shown.places == 0
    wide = told_of(public, of_areas(public.areas, list(public.areas["area_code"]), CRS))
    assert wide.squares > 0
    text = json.dumps(portrait.as_data(wide)) + portrait_words.table(wide).to_csv()
    assert [one for one in secrets.all() if one in text] == []


def test_two_are_set_side_by_side_with_what_differs_in_words(engine: Engine) -> None:
    view = the_view(engine, gap_town.fill(engine))
    west = told_of(view, of_areas(view.areas, CODES[:3], CRS), "West")
    east = told_of(view, of_areas(view.areas, CODES[4:], CRS), "East")
    lines = portrait_words.compared(west, east)
    people, places, every = lines["all"]
    assert (people.one, people.other, people.words) == ("300", "200", "More people: West")
    assert (places.one, places.other) == ("3", "0")
    assert every.words == "They stand differently"
    learning, nature = lines["need"]
    assert (learning.one, learning.other, learning.place) == ("25", "83", "50")
    assert learning.words == "Higher need: East"
    assert (nature.one, nature.words) == ("No data", "Cannot be compared")
    assert lines["reach"][0].words == "More in reach: West"
    assert portrait_words.sentences(west, east) == [
        "East: need is clearly higher for 1 outcome.",
        "West: people can reach clearly more for 1 outcome.",
    ]
    table = portrait_words.comparison_table(west, west)
    assert list(table)[1:3] == ["West", "West (2)"]


def run(url: str, *words: str) -> Result:
    return CliRunner().invoke(main, ["--database", url, *words])


def test_the_command_line_says_the_same(engine: Engine, tmp_path: Path) -> None:
    gap_town.fill(engine)
    url = url_of(tmp_path)
    told = json.loads(run(url, "area", CODES[0], CODES[1], "--json").output)
    assert told["people"] == {"total": 200, "known": 200, "estimated": 0,
                              "areas_without_data": 0, "years": [2024]}  # fmt: skip
    assert told["outcomes"][1]["need"] is None
    outline = tmp_path / "ours.geojson"
    outline.write_text(
        '{"type": "Polygon", "coordinates": '
        "[[[-2.3, 53.4], [-2.285, 53.4], [-2.285, 53.41], [-2.3, 53.41], [-2.3, 53.4]]]}"
    )
    drawn = run(url, "area", "--shape", str(outline))
    assert "People: about 150 (in 2024; about 50 of them are an estimate)" in drawn.output
    near = json.loads(run(url, "area", "--near", "m331aa", "--minutes", "5", "--json").output)
    assert near["how"] == "walk"
    out = tmp_path / "two.csv"
    both = run(url, "area", CODES[0], "--with", CODES[5], "--out", str(out))
    assert "need is clearly higher for 1 outcome" in both.output
    assert "Learning: need, 0 to 100" in out.read_text("utf-8")


def test_the_command_line_says_what_is_wrong(engine: Engine, tmp_path: Path) -> None:
    gap_town.fill(engine)
    url = url_of(tmp_path)
    assert "There is no area E1 here." in run(url, "area", "E1").output
    assert "Give codes of areas" in run(url, "area").output
    assert "We do not know the postcode" in run(url, "area", "--near", "ZZ9 9ZZ").output
    empty = tmp_path / "points.geojson"
    empty.write_text('{"type": "Point", "coordinates": [-2.3, 53.4]}')
    assert "has no outline of an area" in run(url, "area", "--shape", str(empty)).output
