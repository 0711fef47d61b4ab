"""A version is proposed, agreed and withdrawn on its page; all are listed, and two compared."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from sharedground.access import acting_as, local_actor
from sharedground.model.outcome import Direction
from sharedground.model.vision import Vision, VisionState
from sharedground.store import loading, places, visions
from tests.pages import gap_town
from tests.pages.gap_town import HOSTILE, headings, words

VISION, VERSIONS = "agree/vision.py", "agree/versions.py"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    return gap_town.new_database(monkeypatch, tmp_path)


@pytest.fixture
def town(engine: Engine) -> str:
    return gap_town.fill(engine)


def press(app: AppTest, label: str) -> AppTest:
    app = next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def newest(engine: Engine, town: str) -> Vision:
    found = loading.load(engine, town).newest_vision
    assert found is not None
    return found


def add_version(engine: Engine, town: str) -> None:
    learning, nature = gap_town.vision().outcomes
    third = nature.model_copy(update={"code": "O06", "name": HOSTILE, "weight": 0.3})
    changed = gap_town.vision(outcomes=(
        learning.model_copy(update={"weight": 0.7, "name": "Learning for all"}), third,
    ))  # fmt: skip
    with acting_as(local_actor()):
        visions.save_vision(engine, town, changed, opened_from=1, reason="A meeting")


def test_a_version_is_proposed_agreed_with_who_was_there_and_withdrawn(
    engine: Engine, town: str
) -> None:
    app = press(gap_town.opened(VISION), "Propose version 1")
    assert newest(engine, town).state is VisionState.PROPOSED
    app.multiselect(key="vision-room-1").set_value(["Mo of the hall"])
    app.date_input(key="vision-on-1").set_value(dt.date(2026, 11, 20)).run()
    press(app, "Agree it")
    agreed = newest(engine, town)
    assert (agreed.agreed_on, agreed.in_the_room) == (dt.date(2026, 11, 20), ("Mo of the hall",))
    said = words(app)
    assert "Version 1, agreed on 20 November 2026." in said
    assert "In the room: Mo of the hall." in said
    assert "Propose version 1" not in labels(app)
    press(app, "Withdraw it")
    assert newest(engine, town).state is VisionState.DRAFT


def test_who_reads_sees_no_ways_to_change_its_state_and_no_names_of_people(
    monkeypatch: pytest.MonkeyPatch, engine: Engine, town: str
) -> None:
    with acting_as(local_actor()):
        visions.set_state(engine, town, 1, VisionState.AGREED, in_the_room=["Mo of the hall"])
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "reader")
    app = gap_town.opened(VISION)
    assert labels(app) == ["Cymraeg"]
    assert "Mo of the hall" not in words(app)
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "participant")
    app = gap_town.opened(VISION)
    assert "Agree it" not in labels(app)
    assert "Mo of the hall" in words(app)


def test_a_change_after_an_agreement_is_shown_as_a_draft_beside_the_one_in_use(
    engine: Engine, town: str
) -> None:
    with acting_as(local_actor()):
        visions.set_state(engine, town, 1, VisionState.AGREED, on=dt.date(2026, 11, 20))
    app = press(gap_town.opened(VISION), "Change this vision")
    press(app, "Save as version 2")
    said = words(app)
    assert "You are looking with version 2 of our vision, a draft saved on" in said
    assert "In use is version 1 of our vision, agreed on 20 November 2026." in said
    assert newest(engine, town).state is VisionState.DRAFT


def test_what_a_change_would_bring_is_set_beside_the_version_in_use(
    engine: Engine, town: str
) -> None:
    learning, nature = gap_town.vision().outcomes
    good = learning.expressed_by[0].model_copy(update={"direction": Direction.HIGH_IS_GOOD})
    with acting_as(local_actor()):
        visions.set_state(engine, town, 1, VisionState.AGREED)
        other = learning.model_copy(update={"expressed_by": (good,), "served_by": ()})
        visions.save_vision(engine, town, gap_town.vision(outcomes=(other, nature)), opened_from=1)
    app = press(gap_town.opened(VISION), "Change this vision")
    assert "The first five areas stay the same" in words(app)


def test_all_versions_are_listed_and_the_one_in_use_is_named(engine: Engine, town: str) -> None:
    add_version(engine, town)
    app = gap_town.opened(VERSIONS)
    assert not app.exception
    said = words(app)
    assert "2 versions so far" in headings(app)
    assert "Version 2, draft (in use)" in said
    assert "A meeting" in said
    assert "not agreed" in said


def test_two_versions_are_compared_by_outcomes_points_and_areas(engine: Engine, town: str) -> None:
    add_version(engine, town)
    app = gap_town.opened(VERSIONS)
    said = words(app)
    assert "1 outcome added, 1 outcome taken out, 1 outcome changed" in said
    assert "Changed: points, name. It was called Learning" in said
    assert "<img" not in said.replace("<img src=data", "")
    assert "The same area has the largest gap" in said
    assert "First by version 2" in said
    app.selectbox[0].set_value("2").run()
    assert "Choose two different versions." in words(app)


def test_without_a_saved_version_the_page_says_what_to_do(engine: Engine) -> None:
    with acting_as(local_actor()):
        places.new_place(engine, "Nowhere yet")
    app = gap_town.opened(VERSIONS)
    assert not app.exception
    assert "No version is saved yet" in headings(app)


def test_a_version_without_outcomes_can_be_compared_and_read(engine: Engine, town: str) -> None:
    with acting_as(local_actor()):
        visions.save_vision(engine, town, gap_town.vision(outcomes=()), opened_from=1)
    app = gap_town.opened(VERSIONS)
    assert not app.exception
    assert not app.error
    said = words(app)
    assert "2 outcomes taken out" in said
    assert "cannot be put in order" in said
