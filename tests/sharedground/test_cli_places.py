"""What the map can do, from the command line: places that fit, in a sentence; and its picture."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy.engine import Engine

from sharedground import workflow
from sharedground.access import Role, acting_as
from sharedground.cli import main
from sharedground.finding import by_distance, masks, now_in, numbered
from sharedground.model.place import Kind
from sharedground.store import database, loading, places
from sharedground.surroundings import area_labels
from sharedground.views import view_for
from tests.browser.payloads import PAYLOADS
from tests.pages.data_town import FIGURES, OFFICER, PEOPLE, areas_geojson

Run = Callable[..., Result]
LISTED = (
    b"Name,Category,Address,lon,lat,Organisation,Opening hours,Cost,Wheelchair access\n"
    b"West Library,Library,1 West Street,-2.295,53.405,Sale Trust,Sat 10:00-16:00,Free,yes\n"
    b"East Library,Library,2 East Street,-2.275,53.405,Sale Trust,Mon-Fri 09:00-17:00,Free,no\n"
    b"Chess Club,Community hub,3 Mid Street,-2.2851,53.405,Chess Friends,,Five pounds,yes\n"
)
POSTCODES = b"postcode,lon,lat\nM33 7ZF,-2.2949,53.405\n"


def add(engine: Engine, kind: Kind, content: bytes, name: str = "x.csv") -> None:
    place_id = places.places(engine)[0].place_id
    with acting_as(OFFICER):
        workflow.keep(engine, place_id, workflow.preview(engine, place_id, kind, name, content))


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """Return a store with three areas side by side and three places."""
    found = database.open_database(f"sqlite:///{tmp_path / 'cli.sqlite'}")
    with acting_as(OFFICER):
        places.new_place(found, "Sale")
    add(found, Kind.AREAS, areas_geojson(), "areas.geojson")
    for kind, content in ((Kind.POPULATION, PEOPLE), (Kind.INDICATORS, FIGURES),
                          (Kind.POSTCODES, POSTCODES), (Kind.ASSETS, LISTED)):  # fmt: skip
        add(found, kind, content, f"{kind.value}.csv")
    return found


def names(done: Result) -> list[str]:
    assert done.exit_code == 0, done.output
    return [line.split(";")[0] for line in done.output.splitlines()[1:]]


def test_all_places_with_the_sentence_of_the_map(engine: Engine, run: Run) -> None:
    done = run("places")
    assert done.output.startswith("All places: 3 places.")
    assert names(done) == ["Chess Club", "East Library", "West Library"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["--kind", "library"], ["East Library", "West Library"]),
        (["--run-by", "chess friends"], ["Chess Club"]),
        (["--open", "saturday"], ["West Library"]),
        (["--open", "saturday", "--unsaid"], ["Chess Club", "West Library"]),
        (["--open", "monday", "--part", "evening"], []),
        (["--step-free", "yes"], ["Chess Club", "West Library"]),
        (["--free"], ["East Library", "West Library"]),
        (["--words", "mid street"], ["Chess Club"]),
        (["--area", "E01000001"], ["Chess Club"]),
        (["--area", "sale 002", "--kind", "library"], ["East Library"]),
    ],
)
def test_each_choice_of_the_map_is_an_option(
    engine: Engine, run: Run, asked: list[str], found: list[str]
) -> None:
    assert names(run("places", *asked)) == found


def test_near_a_postcode_the_nearest_comes_first_with_minutes(engine: Engine, run: Run) -> None:
    done = run("places", "--near", "m33 7zf", "--within", 15)
    assert names(done) == ["West Library", "Chess Club"]
    assert "2 places within 15 minutes’ walk of M33 7ZF. The nearest is West Library" in done.output
    assert "min on foot" in done.output
    same = run("places", "--near", "53.405,-2.2949", "--within", 15)
    assert names(same) == names(done)


def test_as_json_it_has_the_sentence_and_what_it_counts(engine: Engine, run: Run) -> None:
    told = json.loads(run("places", "--kind", "library", "--form", "json").output)
    assert told["count"] == len(told["places"]) == 2
    assert told["told"].startswith("Libraries: 2 places.")
    assert {place["name"] for place in told["places"]} == {"East Library", "West Library"}


@pytest.mark.parametrize("form", ["csv", "geojson", "xlsx"])
def test_a_file_holds_the_same_places(engine: Engine, run: Run, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"places.{form}"
    assert run("places", "--kind", "library", "-o", out).exit_code == 0
    content = out.read_bytes()
    assert content[:2] == b"PK" if form == "xlsx" else b"West Library" in content
    assert b"Chess Club" not in content


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--near", "M99 9XX"], "We do not know the postcode M99 9XX."),
        (["--near", "95,2"], "We do not know the postcode"),
        (["--area", "Nowhere"], "There is no area called Nowhere."),
        (["--serves", "Nothing"], "There is no outcome Nothing."),
        (["--run-by", "Nobody"], "No place is run by Nobody."),
        (["--within", "5"], "--within needs --near"),
        (["--form", "xlsx"], "the file with -o for xlsx"),
    ],
)
def test_what_cannot_be_found_is_said(
    engine: Engine, run: Run, asked: list[str], said: str
) -> None:
    done = run("places", *asked)
    assert done.exit_code != 0
    assert said in done.output


@pytest.mark.parametrize("colour", ["nothing", "people", "need", "need-and-places"])
def test_the_map_is_drawn_to_a_file(engine: Engine, run: Run, tmp_path: Path, colour: str) -> None:
    out = tmp_path / "map.svg"
    done = run("picture", "--kind", "library", "--colour", colour, "-o", out)
    assert done.exit_code == 0, done.output
    assert "Libraries: 2 places." in done.output
    svg = out.read_text("utf-8")
    assert ">Sale<" in svg
    assert ("how many areas" in svg) == (colour != "nothing")


def test_the_picture_of_an_area_is_named_by_it(engine: Engine, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "map.png"
    assert run("picture", "--area", "E01000001", "-o", out).exit_code == 0
    assert out.read_bytes()[:4] == b"\x89PNG"
    assert run("picture", "-o", tmp_path / "map.pdf").exit_code == 2


def test_hostile_words_stay_one_line_each_and_move_no_cursor(engine: Engine, run: Run) -> None:
    quoted = [text.replace('"', '""') for text in PAYLOADS]
    rows = [f'"{n} {text}\x1b[2J\x07",Library,{-2.299 + n / 4000:.5f},53.405'
            for n, text in enumerate(quoted)]  # fmt: skip
    add(engine, Kind.ASSETS, "\n".join(["Name,Category,lon,lat", *rows]).encode(), "evil.csv")
    done = run("places", "--kind", "library")
    assert len(names(done)) == len(PAYLOADS) + 2
    assert not any(letter in done.output for letter in "\x1b\x07\u200b\u202e")


def test_from_python_the_same_places_are_found(engine: Engine) -> None:
    view = view_for(loading.load(engine, places.places(engine)[0].place_id), Role.READER)
    found = numbered(view, area_labels(view.holdings), dt.date(2026, 11, 28))
    near = by_distance(found, (-2.2949, 53.405), 1.3)
    assert near["name"].iloc[0] == "West Library"
    assert main.commands.keys() >= {"places", "picture"}
    fit = masks(near, {}, workflow.vision_in_use(view.holdings), within=15)
    assert near[fit["within"]]["name"].tolist() == ["West Library", "Chess Club"]


def test_now_is_now_in_a_made_up_town_too(engine: Engine) -> None:
    place = places.places(engine)[0]
    seen = view_for(loading.load(engine, place.place_id), Role.READER)
    made_up = replace(seen.holdings, place=place.model_copy(update={"fictional": True}))
    for view in (seen, replace(seen, holdings=made_up)):
        now = now_in(view, "UTC")
        assert abs(now - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)
