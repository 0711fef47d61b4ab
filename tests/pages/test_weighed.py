"""Every page that uses the vision says which version, and looks with another one when asked to."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from sharedground.access import acting_as, local_actor
from sharedground.model.vision import VisionState
from sharedground.store import visions
from tests.pages import gap_town
from tests.pages.gap_town import words

AGREED = "version 2 of our vision, agreed on 20 November 2026"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    return gap_town.new_database(monkeypatch, tmp_path)


@pytest.fixture
def town(engine: Engine) -> str:
    """Three versions: a draft, one that was agreed, and a later draft."""
    place_id = gap_town.fill(engine)
    with acting_as(local_actor()):
        for n, weights in enumerate(([1, 1], [1, 3]), start=1):
            visions.save_vision(
                engine, place_id, gap_town.vision().with_weights(weights), opened_from=n
            )
        visions.set_state(engine, place_id, 2, VisionState.AGREED, on=dt.date(2026, 11, 20))
    return place_id


def lines(app: AppTest) -> list[str]:
    assert not app.exception
    return [link.proto.label for link in app.get("page_link")]


@pytest.mark.parametrize(
    ("page", "how"),
    [("see/gaps.py", "Weighed by"), ("see/sure.py", "Weighed by"), ("see/fair.py", "Weighed by"),
     ("see/what_if.py", "Weighed by"), ("explore/map.py", "Weighed by")],
)  # fmt: skip
def test_each_page_says_the_version_in_use_and_links_to_it(town: str, page: str, how: str) -> None:
    assert f"{how} {AGREED}" in lines(gap_town.opened(page))


def test_an_address_looks_with_another_version_and_says_so(town: str) -> None:
    app = gap_town.opened("see/gaps.py", version="1")
    assert f"Weighed by {AGREED}" not in lines(app)
    said = words(app)
    assert "You are looking with version 1 of our vision, a draft saved on" in said
    assert f"In use is {AGREED}." in said
    ways = [link.proto for link in app.get("page_link") if link.proto.label == "Who is reached?"]
    assert "version=1" in ways[0].query_string
    next(b for b in app.button if b.label == "Back to the version in use").click().run()
    assert f"Weighed by {AGREED}" in lines(app)
    assert "version" not in app.query_params


@pytest.mark.parametrize("told", ["9", "<b>x</b>"])
def test_a_version_that_is_not_there_is_said_and_the_one_in_use_is_shown(
    town: str, told: str
) -> None:
    app = gap_town.opened("see/gaps.py", version=told)
    assert f"Weighed by {AGREED}" in lines(app)
    shown = told.replace("<", "&lt;").replace(">", "&gt;")
    assert f"There is no version {shown} of our vision. This page uses {AGREED}." in words(app)
