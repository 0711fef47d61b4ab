"""Street maps from the internet: only safe addresses, chosen by officers, taken back again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.engine import Engine

from sharedground.access import Actor, Role, acting_as
from sharedground.cli import main
from sharedground.errors import NotAllowedError, SharedGroundError
from sharedground.model.street_map import StreetMap, street_map
from sharedground.partnership.pack import pack
from sharedground.partnership.pack import unpack as opened
from sharedground.store import database, loading, places, street_maps

URL = "https://tiles.example.org/{z}/{x}/{y}.png?key=a1"


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    url = f"sqlite:///{tmp_path / 'cli.sqlite'}"

    def call(*words: object) -> Result:
        return CliRunner().invoke(main, ["--database", url, *map(str, words)])

    call("new", "Sale")
    return call


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return database.open_database(f"sqlite:///{tmp_path / 'cli.sqlite'}")


def chosen(engine: Engine) -> tuple[StreetMap, ...]:
    return loading.load(engine, places.places(engine)[0].place_id).street_maps


@pytest.mark.parametrize(
    "url",
    [
        "http://tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}.png",
        "https://tiles.example.org/{z}/{x}/{y}/{y}.png",
        "https://tiles.example.org/{z}/{x}/{y}/{s}.png",
        "https://{x}.example.org/{z}/{x}/{y}.png",
        "https://example.org@evil.example/{z}/{x}/{y}.png",
        "https://127.0.0.1/{z}/{x}/{y}.png",
        "https://localhost/{z}/{x}/{y}.png",
        "https://[::1]/{z}/{x}/{y}.png",
        "https://tiles.example.org; script-src */{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}/{y}.png\nhttps://evil.example",
        'https://tiles.example.org/{z}/{x}/{y}"onerror=alert(1)',
        "https://*.example.org/{z}/{x}/{y}.png",
        "javascript:alert(1)//{z}/{x}/{y}",
        "data:image/png;base64,{z}{x}{y}",
        "https://tiles.example.org/" + "a" * 400 + "/{z}/{x}/{y}.png",
        "",
    ],
)
def test_an_address_that_is_none_of_pictures_by_https_is_refused_in_words(url: str) -> None:
    with pytest.raises(SharedGroundError) as no:
        street_map("Ours", url, "The council")
    assert no.value.code == "streets.url"
    assert "{z}, {x} and {y}" in no.value.message


@pytest.mark.parametrize(
    ("name", "credit", "code"),
    [("", "x", "streets.name"), ("openstreetmap", "x", "streets.name"),
     ("a" * 41, "x", "streets.name"), ("Ours", " ", "streets.credit")],
)  # fmt: skip
def test_a_street_map_has_a_name_of_its_own_and_says_whose_it_is(
    name: str, credit: str, code: str
) -> None:
    with pytest.raises(SharedGroundError) as no:
        street_map(name, URL, credit)
    assert no.value.code == code


def test_a_street_map_is_added_listed_and_taken_away_from_the_command_line(
    run: Callable[..., Result], engine: Engine
) -> None:
    added = run("streets", "add", "Ours", URL, "--credit", "© The council")
    assert "It comes from https://tiles.example.org" in added.output
    listed = json.loads(run("streets", "list", "--json").output)
    assert [one["name"] for one in listed] == ["OpenStreetMap", "Ours"]
    assert street_maps.sites(engine) == ("https://tiles.example.org",)
    assert run("streets", "remove", "ours").exit_code == 0
    assert chosen(engine) == street_maps.sites(engine) == ()
    assert run("streets", "remove", "Ours").exit_code != 0


def test_one_of_the_same_name_gives_way(run: Callable[..., Result], engine: Engine) -> None:
    run("streets", "add", "Ours", URL, "--credit", "Old")
    run("streets", "add", "ours", URL, "--credit", "New")
    assert [one.credit for one in chosen(engine)] == ["New"]


def test_only_officers_choose(run: Callable[..., Result], engine: Engine) -> None:
    run("status")
    place_id = places.places(engine)[0].place_id
    with acting_as(Actor(name="Bo", role=Role.PARTICIPANT)), pytest.raises(NotAllowedError):
        street_maps.add_street_map(engine, place_id, street_map("Ours", URL, "Us"))


def test_a_partnership_file_brings_street_maps_and_one_with_a_bad_address_is_refused(
    run: Callable[..., Result], engine: Engine, tmp_path: Path
) -> None:
    run("streets", "add", "Ours", URL, "--credit", "Us")
    shared = pack(engine, places.places(engine)[0].place_id)
    other = database.open_database(f"sqlite:///{tmp_path / 'other.sqlite'}")
    opened(other, "copy.zip", shared.content)
    assert chosen(other) == chosen(engine)
    with pytest.raises(SharedGroundError):
        street_maps.from_text(json.dumps({"name": "x", "url": "http://a", "credit": "x"}))
