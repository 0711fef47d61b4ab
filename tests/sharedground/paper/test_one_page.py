"""One page about an area: the figures of its portrait, strengths first, exactly one page."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import outloud
import pdfua
import pytest
import shapely
from click.testing import CliRunner
from sqlalchemy.engine import Engine

from sharedground import demo, portrait, portrait_words, workflow
from sharedground.access import Role, acting_as
from sharedground.analysis.neighbourhood import Neighbourhood, of_areas, of_shape, of_walk
from sharedground.cli import main
from sharedground.figures.exhibits import Fact, Facts, Sheet, Words
from sharedground.model.vision import Vision
from sharedground.paper import profile_pdf
from sharedground.store import database, loading, places
from sharedground.surroundings import area_labels
from sharedground.telling.profile import Profile, profile
from sharedground.views import View, view_for
from tests.decks import HOSTILE
from tests.pages import gap_town
from tests.pdfs import bookmarks_of, headings_of, opened, pages_of, tags_of, words_of
from tests.sharedground import secret_town
from tests.sharedground.secret_town import Secrets

NOW = dt.datetime(2026, 3, 4, 18, 30, tzinfo=dt.UTC)
CRS = "EPSG:27700"


@pytest.fixture(scope="module")
def town() -> View:
    engine, place = demo.open_demo()
    return view_for(loading.load(engine, place.place_id), Role.READER)


def ward(view: View) -> Neighbourhood:
    labels = area_labels(view.holdings)
    codes = labels.loc[labels["group"] == "Southmoor", "area_code"]
    return of_areas(view.areas, codes, str(view.holdings.place.metric_crs))


def page_of(view: View, mine: Neighbourhood, name: str = "Southmoor") -> Profile:
    return profile(view, workflow.vision_in_use(view.holdings), mine, name, now=NOW)


def test_the_figures_are_those_of_the_portrait(town: View) -> None:
    mine, vision = ward(town), workflow.vision_in_use(town.holdings)
    told = portrait.portrait(town, mine, "Southmoor", workflow.assessment(town, vision))
    page = page_of(town, mine)
    assert page.facts.facts[0].value == portrait_words.people_in_words(told)[0]
    assert page.facts.facts[1].value == f"{told.places}"
    rows = told.rows.to_dict("records")
    assert [bar.words for bar in page.reach.bars] == [
        portrait_words.percent(float(row["times"])) for row in rows
    ]
    assert [bar.value for bar in page.need.bars] == [100 * row["need"] for row in rows]
    written = words_of(profile_pdf(page))
    for words in (
        *(fact.value for fact in page.facts.facts), *(bar.words for bar in page.reach.bars),
        *(bar.words for bar in page.need.bars), *page.strong.lines, *page.missing.lines,
        *page.firm.lines, *page.unknown.lines, *(row[4] for row in page.nearest.rows),
    ):  # fmt: skip
        assert words in written


def test_strengths_stand_before_gaps(town: View) -> None:
    titles = bookmarks_of(opened(profile_pdf(page_of(town, ward(town)))))
    assert titles.index("What is strong here") < titles.index("What may be missing")


@pytest.mark.parametrize("how", ["ward", "area", "shape", "walk", "beyond"])
def test_it_is_one_page_for_any_kind_of_part(town: View, how: str) -> None:
    crs = str(town.holdings.place.metric_crs)
    middle = town.areas.geometry.iloc[3].representative_point()
    mine = {
        "ward": lambda: ward(town),
        "area": lambda: of_areas(town.areas, [town.areas["area_code"].iloc[3]], crs),
        "shape": lambda: of_shape(town.areas, middle.buffer(0.02), crs),
        "walk": lambda: of_walk(town.areas, (middle.x, middle.y), 15, 1.3, crs),
        "beyond": lambda: of_shape(town.areas, middle.buffer(0.2), crs),
    }[how]()
    pdf = profile_pdf(page_of(town, mine))
    assert pages_of(pdf) == 1
    assert "this place is made up" in words_of(pdf)


def test_it_is_tagged_and_two_checkers_find_nothing(town: View, tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(profile_pdf(page_of(town, ward(town))))
    assert pdfua.validate(path).findings == ()
    assert [one for one in outloud.check(str(path)).findings if one.severity == "error"] == []
    pdf = opened(path.read_bytes())
    assert len(headings_of(pdf)) == len(bookmarks_of(pdf))
    assert [str(tag["/Alt"]) for tag in tags_of(pdf) if str(tag["/S"]) == "/Figure"] == [
        "Map of where Southmoor lies in Larrowby."
    ]


def test_the_same_page_is_the_same_file(town: View) -> None:
    assert profile_pdf(page_of(town, ward(town))) == profile_pdf(page_of(town, ward(town)))


def test_very_long_words_and_letters_that_no_font_has_stay_on_one_page(town: View) -> None:
    page = page_of(town, ward(town))
    long = "Ŵ" * 60
    names = (*HOSTILE, long)
    many = tuple(
        replace(page.need.bars[0], name=f"{names[n % 6]} {long}", words=f"{n}, place 50")
        for n in range(12)
    )
    rows = tuple((bar.name, "12", long, " ".join(names), long) for bar in many)
    words = Words(long, tuple(f"{name} {long} " * 3 for name in names[:4]))
    full = replace(
        page, name=" ".join(names[:2]), place=long, reach=replace(page.reach, bars=many),
        need=replace(page.need, bars=many), nearest=Sheet("", page.nearest.columns, rows),
        strong=words, missing=words, unknown=words, firm=words,
        facts=Facts("", (Fact(long, long, long),) * 3), source=long * 10,
    )  # fmt: skip
    pdf = profile_pdf(full)
    assert pages_of(pdf) == 1
    assert "□□" in words_of(pdf)


def test_without_people_need_or_vision_it_says_so(tmp_path: Path) -> None:
    engine = database.open_database(f"sqlite:///{tmp_path / 'store.sqlite'}")
    view = view_for(loading.load(engine, gap_town.fill(engine)), Role.READER)
    mine = of_areas(view.areas, ["E01000000"], CRS)
    assert "No data" in words_of(profile_pdf(page_of(view, mine)))
    bare = profile(view, Vision(title="None yet", statement="", outcomes=()), mine, "Here", now=NOW)
    assert bare.reach.bars == ()
    pdf = profile_pdf(bare)
    assert pages_of(pdf) == 1
    assert "Nothing can be compared until we have agreed what matters." in words_of(pdf)


def test_it_is_made_of_what_everyone_may_see(tmp_path: Path) -> None:
    engine = database.open_database(f"sqlite:///{tmp_path / 'store.sqlite'}")
    secrets = Secrets()
    place_id = secret_town.fill(engine, secrets)
    view = view_for(loading.load(engine, place_id), Role.READER)
    mine = of_areas(view.areas, list(view.areas["area_code"]), CRS)
    written = words_of(profile_pdf(page_of(view, mine)))
    assert [one for one in secrets.all() if one.casefold() in written.casefold()] == []
    with acting_as(secret_town.OFFICER):
        officers = workflow.officers_view(engine, place_id)
    with pytest.raises(ValueError, match="everyone may see"):
        page_of(officers, mine)


def test_the_command_takes_a_code_a_name_or_a_shape(tmp_path: Path, engine_url: str) -> None:
    shape = tmp_path / "by the river.geojson"
    first = database.open_database(engine_url)
    areas = loading.load(first, places.places(first)[0].place_id).areas
    shape.write_text(shapely.to_geojson(areas.geometry.iloc[0].buffer(0.002)))
    for words, called in (
        (["E01000000"], "West"), (["west"], "West"), (["--shape", str(shape)], "by the river"),
    ):  # fmt: skip
        out = tmp_path / "page.pdf"
        done = CliRunner().invoke(
            main, ["--database", engine_url, "profile", *words, "-o", str(out)]
        )
        assert done.exit_code == 0, done.output
        assert called.casefold() in words_of(out.read_bytes()).casefold()
    wrong = CliRunner().invoke(
        main, ["--database", engine_url, "profile", "Nowhere", "-o", "x.pdf"]
    )
    assert "There is no area Nowhere here." in wrong.output


@pytest.fixture
def engine_url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'cli.sqlite'}"
    engine: Engine = database.open_database(url)
    gap_town.fill(engine)
    return url
