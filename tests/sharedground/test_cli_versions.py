"""Next versions, going back and taking away from the command line, predictable for scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sharedground.cli import main
from tests.sharedground.test_cli import write
from tests.sharedground.test_renewing import APRIL, MARCH

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    url = f"sqlite:///{tmp_path / 'cli.sqlite'}"

    def call(*words: object) -> Result:
        return CliRunner().invoke(main, ["--database", url, *map(str, words)])

    assert call("new", "Sale").exit_code == 0
    return call


def report(done: Result) -> dict[str, object]:
    assert done.exit_code == 0, done.output
    found: dict[str, object] = json.loads(done.output)
    return found


def places_in(run: Run) -> str:
    return next(line for line in run("status").output.splitlines() if " assets:" in line).strip()


def test_a_file_of_the_same_name_goes_on_with_its_list_and_never_doubles_it(
    run: Run, tmp_path: Path
) -> None:
    path = write(tmp_path, "libraries.csv", MARCH)
    first = report(run("add", "assets", path, "--source", "Libraries", "--json"))
    assert (first["updates"], first["looks_like"]) == (None, "")
    again = report(run("add", "assets", path, "--json"))
    assert again["updates"] == {
        "list": "Libraries", "source_id": first["source_id"],
        "added": 0, "changed": 0, "gone": 0, "same": 3,
    }  # fmt: skip
    assert places_in(run) == "assets: 3"
    write(tmp_path, "libraries.csv", APRIL)
    done = run("add", "assets", path)
    assert "3 rows read, all kept." in done.output
    assert "Newer version of Libraries (" in done.output
    assert "1 added, 1 changed, 1 gone, 1 the same." in done.output
    assert "add it with --updates new" in done.output
    assert places_in(run) == "assets: 3"


def test_another_file_name_makes_a_list_of_its_own_and_says_what_it_looks_like(
    run: Run, tmp_path: Path
) -> None:
    run("add", "assets", write(tmp_path, "libraries.csv", MARCH), "--source", "Libraries")
    april = write(tmp_path, "libraries-april.csv", APRIL)
    done = run("add", "assets", april)
    assert 'If it is: undo, and add it with --updates "Libraries".' in done.output
    assert report(run("add", "assets", april, "--json"))["looks_like"] == ""
    assert "is taken away" in run("undo", "libraries-april.csv").output
    said = report(run("add", "assets", april, "--updates", "libraries", "--json"))
    assert said["updates"] | {"source_id": ""} == {  # type: ignore[operator]
        "list": "Libraries", "source_id": "", "added": 1, "changed": 1, "gone": 1, "same": 1,
    }  # fmt: skip
    assert places_in(run) == "assets: 3"


def test_a_person_can_say_new_and_keep_what_is_gone(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, "libraries.csv", MARCH)
    run("add", "assets", path)
    write(tmp_path, "libraries.csv", APRIL)
    assert "What is gone from the file is kept." in run("add", "assets", path, "--keep-gone").output
    assert places_in(run) == "assets: 4"
    write(tmp_path, "libraries.csv", APRIL + "Shed,Park,M33 1AA,\n")
    assert report(run("add", "assets", path, "--updates", "new", "--json"))["updates"] is None
    assert run("versions").output.count("\nlibraries.csv") + 1 == 2


def test_versions_are_listed_used_undone_and_taken_away(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, "libraries.csv", MARCH)
    run("add", "assets", path)
    write(tmp_path, "libraries.csv", APRIL)
    run("add", "assets", path)
    newest, first = json.loads(run("versions", "--json").output)
    assert (newest["live"], first["live"]) == (True, False)
    listed = run("versions", "libraries.csv").output
    assert f"* {newest['source_id'][:8]}" in listed
    assert f"hash {first['sha256'][:8]}), 3 rows" in listed
    done = run("undo", "--reason", "wrong month")
    assert "comes back into use." in done.output
    assert "1 place will go, 1 place will come back" in done.output
    assert f"use {newest['source_id'][:8]}" in done.output
    assert run("use", newest["source_id"][:8]).exit_code == 0
    assert json.loads(run("versions", "--json").output)[0]["live"]
    assert "is taken away" in run("take-away", "libraries.csv").output
    assert places_in(run) == "assets: 0"
    assert "libraries.csv (taken away)" in run("versions").output
    assert run("use", first["source_id"][:8]).exit_code == 0
    assert places_in(run) == "assets: 3"


def test_wrong_use_is_said(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, "libraries.csv", MARCH)
    other = write(tmp_path, "others.csv", APRIL)
    assert (run("undo").exit_code, run("undo").output) == (2, "This place has no lists yet.\n")
    assert run("add", "assets", path, "--updates", "nowhere").exit_code == 2
    run("add", "assets", path)
    done = run("add", "assets", path, other, "--updates", "libraries.csv")
    assert done.exit_code == 2
    assert "Only one file" in done.output
    assert run("use", "zzzz").exit_code == 2
    assert "There is no version zzzz" in run("versions", "zzzz").output
