"""A reader goes through every page, and finds no secret on any of them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from sqlalchemy.engine import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from components.menu import EVERY
from components.server import downloads
from components.server.routes import all_routes
from sharedground.access import Actor, Role, acting_as
from sharedground.store import database
from tests.pages.data_town import MAIN
from tests.sharedground.secret_town import Secrets, fill, store_at


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the store of a town that is full of secrets."""
    made = tmp_path_factory.mktemp("secrets")
    engine = database.open_database(store_at(made))
    fill(engine)
    engine.dispose()
    return made


@pytest.fixture
def engine(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.ip_address", "127.0.0.1")
    monkeypatch.setenv("SHAREDGROUND_DATABASE_URL", store_at(folder))
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", Role.READER.value)
    return database.open_database(store_at(folder))


def opened(name: str, **query: str) -> AppTest:
    app = AppTest.from_file(str(MAIN), default_timeout=120)
    for key, value in query.items():
        app.query_params[key] = value
    door = next(door for door in EVERY if door.name == name)
    return app.run().switch_page(door.file).run()


def sent(app: AppTest) -> str:
    """Return all that a page sends to the browser: texts, tables, charts, the map's data."""
    raw = "".join(str(element.proto) for element in app.main)
    numbers = re.sub(r"\\(\d{3})", lambda m: chr(int(m[1], 8)), raw)
    return unquote(numbers)


def found_in(text: str) -> list[str]:
    return [secret for secret in Secrets().all() if secret.casefold() in text.casefold()]


@pytest.mark.parametrize("name", [door.name for door in EVERY])
def test_no_page_sends_a_secret_to_a_reader(engine: Engine, name: str) -> None:
    app = opened(name)
    assert not app.exception
    assert len(sent(app)) > 500
    assert found_in(sent(app)) == []


def test_a_page_for_officers_would_send_them(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the tests above would find nothing because they do not look."""
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", Role.OFFICER.value)
    assert {"-2.28512", "53.40534"} <= set(found_in(sent(opened("map"))))


@pytest.mark.parametrize(
    "words", ["hidden road", "thistle", "zebedee", "900777", "hush shed", "secret"]
)
def test_search_finds_nothing_by_a_secret(engine: Engine, words: str) -> None:
    text = sent(opened("map", find=words))
    assert "0 places" in text or "nearest to" in text
    assert [one for one in found_in(text) if one.casefold() not in words.casefold()] == []


def test_a_sensitive_place_has_no_distance(engine: Engine) -> None:
    """Not even from the postcode it is at: its order there is that of the middle of its square."""
    app = opened("map", find="M33 7ZF")
    rows = re.findall(r"<li>.*?</li>", sent(app).replace("\\", ""))
    refuge = [row for row in rows if "Ada" in row]
    assert refuge
    assert all("sp-right" not in row and "place not shown" in row for row in refuge)


def test_no_route_hands_a_secret_to_a_reader(engine: Engine) -> None:
    client = TestClient(Starlette(routes=all_routes()))
    with acting_as(Actor(name="Rita", role=Role.READER)):
        from sharedground.store import places

        [place] = places.places(engine)
        for what in downloads.MAKERS:
            answer = client.get("/" + downloads.address(Role.READER, place.place_id, what))
            assert answer.status_code == 200
            assert found_in(answer.text) == []
