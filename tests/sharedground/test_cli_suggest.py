"""Suggestions from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sharedground.cli import main
from sharedground.model.place import Kind
from sharedground.store import database
from tests.pages.data_town import GROUPS, a_town, areas_geojson


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    a_town(database.open_database(url), {Kind.AREAS: areas_geojson(), Kind.ASSETS: GROUPS})
    return url


def run(url: str, *words: str) -> Result:
    return CliRunner().invoke(main, ["--database", url, *words])


def test_a_suggestion_goes_in_is_decided_and_opened_again(url: str) -> None:
    made = run(url, "suggest", "place", "--name", "Shed", "--lon", "-2.28", "--lat", "53.4")
    which = made.output.splitlines()[0]
    assert f"{which}  waiting  place: Shed" in run(url, "suggestions").output
    assert run(url, "suggestions", "approve", which).exit_code == 0
    assert run(url, "suggestions", "reopen", which).exit_code == 0
    assert run(url, "suggestions", "turn-down", which, "--why", "Not here").exit_code == 0
    row = json.loads(run(url, "suggestions", "--state", "turned down", "--json").output)
    assert (row["answer"], row["body"]["name"]) == ("Not here", "Shed")


def test_too_little_is_answered_in_words(url: str) -> None:
    refused = run(url, "suggest", "missing")
    assert refused.exit_code == 1
    assert "Say a little more" in refused.output
    assert run(url, "suggestions", "turn-down", "nobody").exit_code == 2


def test_a_spot_may_be_told_by_an_area_or_a_postcode(url: str) -> None:
    run(url, "suggest", "missing", "--category", "dentist", "--area", "sale 001")
    run(url, "suggest", "missing", "--category", "dentist", "--postcode", "m33 3wj")
    by_postcode, by_area = (
        json.loads(line)["body"] for line in run(url, "suggestions", "--json").output.splitlines()
    )
    assert (round(by_area["lon"], 3), round(by_area["lat"], 3)) == (-2.285, 53.405)
    assert by_area["placed_by"] == "area"
    assert (by_postcode["postcode"], by_postcode["placed_by"]) == ("M33 3WJ", "postcode")
    assert by_postcode["lon"] == pytest.approx(-2.3, abs=0.1)
    unknown = run(url, "suggest", "missing", "--note", "x", "--area", "Nowhere")
    assert "There is no area called Nowhere." in unknown.output


def test_a_correction_must_be_of_something_and_can_stand(url: str) -> None:
    asked = ("suggest", "correction", "--of", "nobody", "--change", "name=Shed")
    assert "not listed now" in run(url, *asked).output
    assert (
        "cannot be changed by a suggestion" in run(url, *asked[:4], "--change", "colour=red").output
    )
