"""The page What changed: two moments by address, findings first, and what everyone may see."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine

from sharedground.access import Actor, Role, acting_as
from sharedground.store import meetings, places, suggestions
from tests.pages.gap_town import HOSTILE, headings, opened, words

PAGE = "meet/changed.py"
FAY = Actor(name="Fay", role=Role.FACILITATOR)


def after_a_meeting(engine: Engine, name: str = "") -> str:
    with acting_as(FAY):
        place_id = places.places(engine)[0].place_id
        held = meetings.start_meeting(engine, place_id, title=f"Autumn {HOSTILE}"[:120])
        meetings.close_meeting(engine, place_id, held.meeting_id)
        if name:
            said = {"name": name, "category": "library", "lon": -2.245, "lat": 53.405}
            which = suggestions.suggest(engine, place_id, "place", said)
            suggestions.approve(engine, place_id, which)
    return place_id


def test_since_the_last_meeting_is_what_is_shown_first(town: Engine) -> None:
    after_a_meeting(town, HOSTILE)
    app = opened(PAGE)
    assert not app.exception
    text = words(app)
    assert "The mean gap went down from" in text
    assert "New: " in text
    assert "<img" not in text
    assert "the meeting Autumn" in text
    assert headings(app)[1:] == ["Strengths and gaps", "Places"]


def test_nothing_changed_is_said(town: Engine) -> None:
    after_a_meeting(town)
    app = opened(PAGE)
    assert headings(app) == ["Nothing changed"]


def test_the_address_names_both_moments(town: Engine) -> None:
    after_a_meeting(town, "New Library")
    app = opened(PAGE, since="r1", until="v1")
    assert not app.exception
    assert "New Library" not in words(app)
    assert "West Library" in words(app)
    app = opened(PAGE, since="nonsense", until="r9999")
    assert not app.exception
    assert "New Library" in words(app)


def test_a_day_can_be_chosen(town: Engine) -> None:
    after_a_meeting(town)
    app = opened(PAGE)
    app = app.selectbox(key="since@changed").select("day").run()
    assert not app.exception
    assert [each.label for each in app.date_input] == ["Which day?"]


@pytest.mark.parametrize("role", [Role.READER, Role.FACILITATOR])
def test_everyone_sees_the_same(town: Engine, role: Role, monkeypatch: pytest.MonkeyPatch) -> None:
    after_a_meeting(town, "Kept by 07700 900123")
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", role.value)
    text = words(opened(PAGE))
    assert "900123" not in text
    assert "Kept by" in text
