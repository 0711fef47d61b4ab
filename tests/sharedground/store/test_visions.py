"""A saved version is proposed, agreed and withdrawn; what it says never changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy.engine import Engine

from sharedground.access import Actor, Role, acting_as
from sharedground.errors import NotAllowedError, NotFoundError, SharedGroundError
from sharedground.model.vision import Vision, VisionState
from sharedground.store import loading, places, visions
from tests.builders import a_vision

DAY = dt.date(2026, 11, 20)
SOMEONE = Actor(name="x", role=Role.PARTICIPANT)


@pytest.fixture(autouse=True)
def as_facilitator() -> Iterator[None]:
    with acting_as(Actor(name="z", role=Role.FACILITATOR)):
        yield


def two_versions(engine: Engine) -> str:
    """Return the id of a place with two saved versions."""
    place_id = places.new_place(engine, "Sale").place_id
    visions.save_vision(engine, place_id, a_vision(), opened_from=0)
    visions.save_vision(engine, place_id, a_vision(title="Second"), opened_from=1)
    return place_id


def in_use(engine: Engine, place_id: str) -> Vision | None:
    return loading.load(engine, place_id).vision


def test_an_agreed_version_is_in_use_until_a_later_one_is_agreed(engine: Engine) -> None:
    place_id = two_versions(engine)
    assert in_use(engine, place_id).version == 2  # type: ignore[union-attr]
    visions.set_state(
        engine, place_id, 1, VisionState.AGREED, on=DAY, in_the_room=[" Sale  Council ", "Mo", "Mo"]
    )
    used = in_use(engine, place_id)
    assert used is not None
    assert (used.version, used.agreed_on, used.in_the_room) == (1, DAY, ("Sale Council", "Mo"))
    assert loading.load(engine, place_id).newest_vision.version == 2  # type: ignore[union-attr]
    visions.set_state(engine, place_id, 2, VisionState.PROPOSED)
    assert in_use(engine, place_id).version == 1  # type: ignore[union-attr]
    visions.set_state(engine, place_id, 2, VisionState.AGREED)
    assert in_use(engine, place_id).version == 2  # type: ignore[union-attr]
    visions.set_state(engine, place_id, 2, VisionState.DRAFT, reason="too early")
    assert in_use(engine, place_id).version == 1  # type: ignore[union-attr]


def test_a_change_of_an_agreed_version_is_a_new_draft_and_the_agreed_one_stays(
    engine: Engine,
) -> None:
    place_id = two_versions(engine)
    agreed = visions.set_state(engine, place_id, 2, VisionState.AGREED, in_the_room=["Mo"])
    saved = visions.save_vision(engine, place_id, agreed.with_weights([1, 1]), opened_from=2)
    assert (saved.version, saved.state, saved.agreed_on, saved.in_the_room) == (
        3, VisionState.DRAFT, None, ())  # fmt: skip
    held = loading.load(engine, place_id)
    assert held.vision == held.visions[1] == agreed


def test_each_step_is_a_line_in_the_journal_and_leaves_the_data_as_it_is(engine: Engine) -> None:
    place_id = two_versions(engine)
    before = loading.load(engine, place_id).data_revision
    visions.set_state(engine, place_id, 2, VisionState.PROPOSED)
    visions.set_state(engine, place_id, 2, VisionState.AGREED, on=DAY, in_the_room=["Mo"])
    visions.set_state(engine, place_id, 2, VisionState.DRAFT, reason="too early")
    journal = loading.journal_of(engine, place_id).head(3)
    assert list(journal["action"]) == ["withdraw vision", "agree vision", "propose vision"]
    assert journal["details"][1] == {
        "version": 2, "state": "agreed", "on": "2026-11-20", "in_the_room": ["Mo"],
        "was": {"state": "proposed", "agreed_on": None, "in_the_room": []}}  # fmt: skip
    assert journal["reason"][0] == "too early"
    assert loading.load(engine, place_id).data_revision == before


def test_who_takes_part_may_propose_and_only_a_facilitator_may_agree_or_undo_it(
    engine: Engine,
) -> None:
    place_id = two_versions(engine)
    with acting_as(SOMEONE):
        visions.set_state(engine, place_id, 2, VisionState.PROPOSED)
        with pytest.raises(NotAllowedError):
            visions.set_state(engine, place_id, 2, VisionState.AGREED)
    visions.set_state(engine, place_id, 2, VisionState.AGREED)
    with acting_as(SOMEONE), pytest.raises(NotAllowedError):
        visions.set_state(engine, place_id, 2, VisionState.DRAFT)
    with (
        acting_as(Actor(name="y", role=Role.READER)),
        pytest.raises(NotAllowedError),
    ):
        visions.set_state(engine, place_id, 1, VisionState.PROPOSED)
    assert in_use(engine, place_id).state is VisionState.AGREED  # type: ignore[union-attr]


def test_a_step_that_leads_nowhere_is_refused_in_words(engine: Engine) -> None:
    place_id = two_versions(engine)

    def refused(version: int, state: VisionState, on: dt.date | None = None) -> str:
        with pytest.raises(SharedGroundError) as caught:
            visions.set_state(engine, place_id, version, state, on=on)
        assert caught.value.code == "vision.state"
        return caught.value.message

    assert "nothing to withdraw" in refused(2, VisionState.DRAFT)
    far = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)
    assert "still to come" in refused(2, VisionState.AGREED, far)
    visions.set_state(engine, place_id, 2, VisionState.PROPOSED)
    assert "proposed already" in refused(2, VisionState.PROPOSED)
    visions.set_state(engine, place_id, 2, VisionState.AGREED)
    assert "agreed already" in refused(2, VisionState.PROPOSED)
    assert "agreed already" in refused(2, VisionState.AGREED)
    visions.save_vision(engine, place_id, a_vision(outcomes=()), opened_from=2)
    assert "Share the points first" in refused(3, VisionState.PROPOSED)


def test_a_version_that_is_not_there_is_said_with_those_that_are(engine: Engine) -> None:
    place_id = two_versions(engine)
    with pytest.raises(NotFoundError, match=r"no version 9 .* 1 to 2"):
        visions.set_state(engine, place_id, 9, VisionState.AGREED)


def test_a_version_saved_before_there_were_states_still_opens() -> None:
    body = a_vision().model_dump(mode="json")
    for name in ("agreed_on", "in_the_room", "weights_from"):
        del body[name]
    for outcome in body["outcomes"]:
        del outcome["goal"]
    assert Vision.model_validate(body) == a_vision()
