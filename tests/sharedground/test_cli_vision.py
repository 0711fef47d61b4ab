"""The vision from the command line: proposed, agreed, compared, with the figures of Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sharedground import vision_change
from sharedground.access import Role, acting_as, local_actor
from sharedground.cli import main
from sharedground.store import database, loading, places, visions
from sharedground.views import view_for
from sharedground.vision_change import compared_in
from tests.pages import gap_town

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command on a town with two versions."""
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    engine = database.open_database(url)
    place_id = gap_town.fill(engine)
    with acting_as(local_actor()):
        visions.save_vision(engine, place_id, gap_town.vision().with_weights([1, 9]), opened_from=1)

    def command(*words: object) -> Result:
        return CliRunner().invoke(main, ["--database", url, "vision", *map(str, words)])

    return command


def test_a_version_is_proposed_agreed_and_withdrawn(run: Run) -> None:
    assert "Version 1, proposed." in run("propose", 1).output
    done = run("agree", 1, "--on", "2026-11-20", "--in-the-room", "Town Council",
               "--in-the-room", "Mo")  # fmt: skip
    assert "In use: version 1 of our vision, agreed on 20 November 2026." in done.output
    shown = run("show")
    assert "In the room: Town Council, Mo." in shown.output
    assert "75 points: O05 Learning" in shown.output
    assert json.loads(run("show", "--json").output)["in_use"] is True
    assert json.loads(run("show", "--version", 2, "--json").output)["in_use"] is False
    assert "In use: version 2 of our vision, a draft" in run("withdraw", 1).output


def test_versions_are_listed_newest_first(run: Run) -> None:
    rows = [json.loads(line) for line in run("list", "--json").output.splitlines()]
    assert [(row["version"], row["in_use"], row["state"]) for row in rows] == [
        (2, True, "draft"), (1, False, "draft")]  # fmt: skip
    assert "In use." in run("list").output.splitlines()[0]


def test_an_exported_version_can_be_brought_in_again(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "first.csv"
    assert run("export", "--version", 1, "--out", out).exit_code == 0
    assert "Saved as version 3: 2 outcomes." in run("import", out).output
    found = json.loads(run("compare", 1, 3, "--json").output)
    assert {row["fate"] for row in found["outcomes"]} == {"same"}


def test_the_figures_of_compare_are_those_of_python(run: Run, tmp_path: Path) -> None:
    engine = database.open_database(f"sqlite:///{tmp_path / 'store.sqlite'}")
    held = loading.load(engine, places.places(engine)[0].place_id)
    first, second = held.visions
    found = compared_in(view_for(held, Role.READER), first, second)
    told = json.loads(run("compare", 1, 2, "--json").output)
    assert told == json.loads(json.dumps(vision_change.as_data(found)))
    assert "Learning: 75 to 10 points. Changed: points." in run("compare", 1, 2).output


@pytest.mark.parametrize(
    ("words", "said"),
    [(("show", "--version", 9), "There is no version 9"), (("compare", 1, 9), "no version 9"),
     (("agree", 9), "There is no version 9"), (("withdraw", 2), "nothing to withdraw")],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_words(
    run: Run, words: tuple[object, ...], said: str
) -> None:
    done = run(*words)
    assert done.exit_code != 0
    assert said in done.output
