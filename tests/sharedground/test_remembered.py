"""What a person chose for a list is found again for the next one like it, and can be left."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from sharedground import workflow
from sharedground.access import acting_as
from sharedground.intake.context import Options
from sharedground.model.outcome import Direction
from sharedground.model.place import Kind
from sharedground.remembered import clue_of
from sharedground.store import database, loading
from sharedground.workflow import About
from tests.pages.data_town import FIGURES, GROUPS, OFFICER, a_town, areas_geojson

MORE = GROUPS + b"Bells,Hall,wobble,,\r\n"


@pytest.fixture
def town(tmp_path: Path) -> tuple[Engine, str]:
    engine = database.open_database(f"sqlite:///{tmp_path / 'x.sqlite'}")
    return engine, a_town(engine, {Kind.AREAS: areas_geojson()})


def read(town: tuple[Engine, str], name: str, content: bytes, **given: object) -> workflow.Preview:
    kind = given.pop("kind", Kind.ASSETS)
    with acting_as(OFFICER):
        return workflow.preview(*town, kind, name, content, **given)  # type: ignore[arg-type]


def kept(town: tuple[Engine, str], name: str, content: bytes, **given: object) -> None:
    with acting_as(OFFICER):
        workflow.keep(*town, read(town, name, content, **given))


CHOSEN = Options(columns={"category": "Sort"}, categories={"Wobble": "park"})
SAID = About(title="Groups in March", publisher="The team", licence="CC BY 4.0", date="March")


def test_the_next_sheet_is_read_as_the_last_one(town: tuple[Engine, str]) -> None:
    kept(town, "groups march 2024.csv", GROUPS, options=CHOSEN, about=SAID)
    found = read(town, "groups april 2024.csv", MORE)
    assert found.remembered == ("columns", "publisher", "licence")
    assert found.about == About(publisher="The team", licence="CC BY 4.0")
    assert [(w.text, w.rows, w.category, w.how) for w in found.report.words][:1] == [
        ("Library", 1, "library", "known")
    ]
    chosen = {word.text: word for word in found.report.words if word.how == "chosen"}
    assert {text: word.category for text, word in chosen.items()} == {
        "Wobble": "park", "wobble": "park"
    }  # fmt: skip
    assert not [fault for fault in found.report.faults if fault.code == "category.unknown"]


def test_what_is_said_now_wins_over_what_is_remembered(town: tuple[Engine, str]) -> None:
    kept(town, "groups.csv", GROUPS, options=CHOSEN, about=SAID)
    now = Options(columns={"category": ""}, categories={"wobble": ""})
    found = read(town, "groups.csv", MORE, options=now, about=About(publisher="Others"))
    assert "category" not in found.report.columns
    assert found.about.publisher == "Others"


def test_a_fresh_start_uses_nothing_remembered(town: tuple[Engine, str]) -> None:
    kept(town, "groups.csv", GROUPS, options=CHOSEN, about=SAID)
    found = read(town, "groups.csv", MORE, remember=False)
    assert (found.remembered, found.about) == ((), About())
    assert "category" not in found.report.columns


def test_another_list_with_the_same_headings_takes_columns_and_not_its_publisher(
    town: tuple[Engine, str],
) -> None:
    chosen = Options(columns={"category": "Sort"}, category="library")
    kept(town, "libraries.csv", GROUPS, options=chosen, about=SAID)
    assert read(town, "clubs.csv", MORE).remembered == ("columns",)
    again = read(town, "libraries_2025.csv", MORE)
    assert again.remembered == ("columns", "category", "publisher", "licence")
    assert again.report.category.given == again.report.kept


def test_only_words_of_the_file_go_with_its_reading(town: tuple[Engine, str]) -> None:
    words = {"Wobble": "park", "Elsewhere": "library"}
    kept(town, "a.csv", GROUPS, options=Options(columns={"category": "Sort"}, categories=words))
    found = read(town, "b.csv", b"Name,Type,lon,lat\nA,Wobble,-2.28,53.405\n")
    assert found.options.categories == {"wobble": "park"}
    assert found.report.words[0].how == "chosen"


def test_a_word_that_is_taken_back_is_forgotten(town: tuple[Engine, str]) -> None:
    kept(town, "a.csv", GROUPS, options=CHOSEN)
    taken_back = Options(columns={"category": "Sort"}, categories={"wobble": ""})
    kept(town, "a.csv", MORE, options=taken_back)
    found = read(town, "c.csv", MORE)
    assert {word.how for word in found.report.words if word.text == "Wobble"} == {"guessed"}


def test_the_directions_of_figures_are_remembered(town: tuple[Engine, str]) -> None:
    ways = {"Zebra index": Direction.HIGH_IS_GOOD}
    kept(town, "f.csv", FIGURES, kind=Kind.INDICATORS, options=Options(direction=ways))
    found = read(town, "f2.csv", FIGURES.replace(b"4.1", b"4.2"), kind=Kind.INDICATORS)
    assert found.remembered == ("direction",)
    assert set(found.frames["indicators"]["direction"]) == {"high-is-bad", "high-is-good"}


def test_another_heading_row_is_found_again_by_the_name_of_the_file(
    town: tuple[Engine, str],
) -> None:
    sheet = (
        b"Report %d\nList of halls\nGroup A,Group B,\nName,Place,Kind\n"
        b"X hall,Sale M33 2AB,hall\nY hall,Sale M33 3AB,hall\n"
    )
    kept(town, "halls 01.csv", sheet % 1, options=Options(heading_rows={"": 4}))
    found = read(town, "halls 02.csv", sheet % 2)
    assert found.remembered == ("reading",)
    assert found.report.columns["name"] == "Name"
    assert found.raw.tables[0].heading_row == 4


def test_a_file_is_taken_for_what_the_last_one_like_it_was(town: tuple[Engine, str]) -> None:
    with acting_as(OFFICER):
        raw = read(town, "a.csv", GROUPS).raw
        assert workflow.kinds_of(*town, raw) == (Kind.ASSETS,)
        kept(town, "a.csv", GROUPS, kind=Kind.PARTNERS)
        assert workflow.kinds_of(*town, raw) == (Kind.PARTNERS, Kind.ASSETS)


def test_remembering_is_no_write_of_its_own(town: tuple[Engine, str]) -> None:
    before = loading.place_at(*town).revision
    kept(town, "a.csv", GROUPS, options=CHOSEN, about=SAID)
    assert loading.place_at(*town).revision == before + 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Libraries March 2024.xlsx", "libraries-april-2025.csv"),
        ("allotments_v2 (final).csv", "Allotments.csv"),
        ("2024-03-01 halls.csv", "halls (1).csv"),
    ],
)
def test_names_of_files_are_the_same_but_for_what_changes(one: str, two: str) -> None:
    assert clue_of(one) == clue_of(two)
