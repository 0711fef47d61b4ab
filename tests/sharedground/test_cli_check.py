"""Checking and changing places from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sharedground.cli import main
from sharedground.model.place import Kind
from sharedground.store import database
from tests.pages.data_town import PEOPLE, a_town, areas_geojson
from tests.sharedground.test_worklist import LISTED


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    files = {Kind.AREAS: areas_geojson(), Kind.POPULATION: PEOPLE, Kind.ASSETS: LISTED}
    a_town(database.open_database(url), files)
    return url


def run(url: str, *words: str) -> Result:
    return CliRunner().invoke(main, ["--database", url, *words])


def listed(url: str) -> dict[str, str]:
    lines = run(url, "check", "list", "--json").output.splitlines()
    return {row["name"]: row["asset_id"] for row in map(json.loads, lines)}


def test_places_are_listed_confirmed_and_gone(url: str) -> None:
    found = listed(url)
    assert list(found)[-1] == "Park"
    assert "5 places to check." in run(url, "check", "list").output
    assert "1 place is right" in run(url, "check", "right", found["Park"]).output
    assert run(url, "check", "gone", found["Old pub"], "--reason", "shut").exit_code == 0
    assert {"Park", "Old pub"}.isdisjoint(listed(url))


def test_a_sheet_is_written_and_given_back(url: str, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    said = run(url, "check", "list", "--out", str(out)).output
    assert "out.csv: 5 places to check." in said
    lines = out.read_text("utf-8-sig").splitlines()
    assert len(lines) == 6
    assert run(url, "check", "list", "-n", "2", "--out", str(tmp_path / "two.xlsx")).exit_code == 0
    out.write_text("\n".join(lines).replace("Old pub,,", "Old pub,Gone,").replace(
        "Park,,", "Park,maybe,"), "utf-8")  # fmt: skip
    looked = run(url, "check", "give-back", str(out)).output
    assert "5 rows: 0 still right, 0 changed, 1 gone, 3 left open, " in looked
    assert "Park, What did you find?: “maybe”. We do not know what this means." in looked
    assert "Old pub" in listed(url)
    told = json.loads(run(url, "check", "give-back", str(out), "--yes", "--json").output)
    assert (told["rows"], told["gone"], told["unclear"], told["saved"]) == (5, 1, 1, True)
    assert "Old pub" not in listed(url)
    run(url, "undo-edit", *told["edits"])
    assert "Old pub" in listed(url)
    assert "Let the file end in" in run(url, "check", "list", "--out", "x.txt").output


def test_a_field_is_changed_and_the_change_taken_back(url: str) -> None:
    park = listed(url)["Park"]
    done = run(url, "edit", park, "name=Worthington Park", "--reason", "sign")
    assert done.exit_code == 0
    assert "Worthington Park" in listed(url)
    assert run(url, "undo-edit", done.output.splitlines()[0]).exit_code == 0
    assert "Park" in listed(url)


def test_words_that_mean_nothing_are_answered_in_words(url: str) -> None:
    unknown = run(url, "check", "right", "nobody")
    assert (unknown.exit_code, "no place with the id nobody" in unknown.output) == (2, True)
    park = listed(url)["Park"]
    assert run(url, "edit", park, "name").exit_code == 2
    refused = run(url, "edit", park, "status=shut")
    assert refused.exit_code == 1
    assert "temporarily closed" in refused.output


def test_gaps_of_fresh_places_only(url: str, tmp_path: Path) -> None:
    out = tmp_path / "gaps.csv"
    done = run(url, "gaps", "--out", str(out), "--fresh-only", "--months", "24")
    assert "3 places are left out" in done.output
