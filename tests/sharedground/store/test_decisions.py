"""What was decided, promised or left open is recorded once, changed, done, and taken back."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sharedground.access import Actor, Role, acting_as
from sharedground.errors import NotAllowedError, NotFoundError, SharedGroundError, StaleError
from sharedground.model.decision import Decision, DecisionKind, DecisionState, Meeting
from sharedground.model.place import Kind, Place
from sharedground.store import decisions, keeping, loading, meetings, places, schema
from sharedground.store.decisions import checked
from sharedground.store.holdings import Holdings
from sharedground.views import view_for
from tests.browser.payloads import PAYLOADS
from tests.builders import an_upload

PROMISE = Decision(
    decision_id="form-1", kind=DecisionKind.COMMITMENT, words="Open the hall on Saturdays",
    who=("Friends of the Park", "Anna"), by_when=dt.date(2026, 12, 24), outcome="O05",
    outcome_name="Learning", area="E01000001", area_name="Old Mill",
)  # fmt: skip
BEA = Actor(name="Bea", role=Role.PARTICIPANT)
FAY = Actor(name="Fay", role=Role.FACILITATOR)
READER = Actor(name="visitor", role=Role.READER)


@pytest.fixture
def place(engine: Engine) -> Place:
    return places.new_place(engine, "Testville")


def held(engine: Engine, place: Place) -> Holdings:
    return loading.load(engine, place.place_id)


def test_a_promise_is_recorded_whole_and_moves_no_figure(engine: Engine, place: Place) -> None:
    before = held(engine, place)
    with acting_as(BEA):
        kept = decisions.save(engine, place.place_id, PROMISE)
    after = held(engine, place)
    assert after.decisions == (kept,)
    assert kept == PROMISE.model_copy(update={"by": "Bea", "made_on": kept.made_on})
    assert after.place.revision == before.place.revision + 1
    assert after.data_revision == before.data_revision


def test_a_form_that_is_sent_twice_records_once(engine: Engine, place: Place) -> None:
    first = decisions.save(engine, place.place_id, PROMISE)
    other = PROMISE.model_copy(update={"words": "Something else"})
    assert decisions.save(engine, place.place_id, other) == first
    assert held(engine, place).decisions == (first,)
    revision = held(engine, place).place.revision
    decisions.take_back(engine, place.place_id, "form-1")
    decisions.save(engine, place.place_id, PROMISE)
    assert held(engine, place).decisions == ()
    assert held(engine, place).place.revision == revision + 1


def test_what_became_of_a_promise_is_logged(engine: Engine, place: Place) -> None:
    decisions.save(engine, place.place_id, PROMISE)
    with acting_as(BEA):
        decisions.set_state(engine, place.place_id, "form-1", DecisionState.DONE, "Twelve came")
    decisions.set_state(engine, place.place_id, "form-1", DecisionState.OPEN)
    (kept,) = held(engine, place).decisions
    assert [(one.by, one.state, one.words) for one in kept.log] == [
        ("Bea", DecisionState.DONE, "Twelve came"), ("Olwen", DecisionState.OPEN, ""),
    ]  # fmt: skip
    for state in (DecisionState.NOT_DONE, DecisionState.DROPPED):
        with pytest.raises(SharedGroundError) as refused:
            decisions.set_state(engine, place.place_id, "form-1", state, "  ")
        assert refused.value.code == "decision.reason"
    assert held(engine, place).decisions == (kept,)


def test_only_a_promise_can_be_done_or_not_done(engine: Engine, place: Place) -> None:
    noted = PROMISE.model_copy(update={"kind": DecisionKind.DECISION})
    decisions.save(engine, place.place_id, noted)
    with pytest.raises(SharedGroundError) as refused:
        decisions.set_state(engine, place.place_id, "form-1", DecisionState.DONE)
    assert refused.value.code == "decision.state"
    dropped = decisions.set_state(
        engine, place.place_id, "form-1", DecisionState.DROPPED, "No money"
    )
    assert dropped.state is DecisionState.DROPPED


def test_a_change_never_overwrites_what_another_changed(engine: Engine, place: Place) -> None:
    seen = decisions.save(engine, place.place_id, PROMISE)
    now = decisions.amend(engine, place.place_id, seen, {"words": "Open it on Sundays", "by": "x"})
    assert (now.words, now.by) == ("Open it on Sundays", "Olwen")
    with pytest.raises(StaleError) as refused:
        decisions.amend(engine, place.place_id, seen, {"words": "Open it on Mondays"})
    assert refused.value.code == "decision.newer"
    assert held(engine, place).decisions == (now,)
    with engine.connect() as connection:
        (details,) = connection.execute(
            sa.select(schema.journal.c.details).where(schema.journal.c.action == "change decision")
        ).scalars()
    assert details["was"] == {"words": PROMISE.words}


def test_a_change_to_what_cannot_be_done_is_refused(engine: Engine, place: Place) -> None:
    decisions.save(engine, place.place_id, PROMISE)
    done = decisions.set_state(engine, place.place_id, "form-1", DecisionState.DONE)
    for changes in ({"kind": "decision"}, {"words": " "}, {"words": "x" * 601}, {"kind": "wish"},
                    {"who": ("x" * 301,)}, {"who": 7}, {"by_when": "soon"}):  # fmt: skip
        with pytest.raises(SharedGroundError):
            decisions.amend(engine, place.place_id, done, changes)
    assert held(engine, place).decisions == (done,)


def test_whoever_takes_part_takes_back_only_what_they_recorded(
    engine: Engine, place: Place
) -> None:
    mine = decisions.save(engine, place.place_id, PROMISE)
    with acting_as(BEA):
        with pytest.raises(NotAllowedError):
            decisions.take_back(engine, place.place_id, "form-1")
        with pytest.raises(NotAllowedError):
            decisions.amend(engine, place.place_id, mine, {"words": "Mine now"})
        hers = PROMISE.model_copy(update={"decision_id": "form-2"})
        decisions.save(engine, place.place_id, hers)
        decisions.take_back(engine, place.place_id, "form-2")
        with pytest.raises(NotFoundError) as refused:
            decisions.take_back(engine, place.place_id, "form-2")
        assert refused.value.code == "decision.gone"
        decisions.bring_back(engine, place.place_id, "form-2")
    assert [one.decision_id for one in held(engine, place).decisions] == ["form-1", "form-2"]
    with acting_as(READER):
        for write in (
            lambda: decisions.save(engine, place.place_id, PROMISE),
            lambda: decisions.set_state(engine, place.place_id, "form-1", DecisionState.DONE),
        ):
            with pytest.raises(NotAllowedError):
                write()


@pytest.mark.parametrize("hostile", PAYLOADS[:8])
def test_hostile_words_are_words_on_one_line(engine: Engine, place: Place, hostile: str) -> None:
    told = checked(PROMISE.model_dump() | {"words": f"Said:\n{hostile}", "who": (hostile, hostile)})
    decisions.save(engine, place.place_id, told)
    (kept,) = held(engine, place).decisions
    assert kept.words.startswith("Said: ")
    assert "\n" not in kept.words + "".join(kept.who)
    assert len(kept.who) == 1


def test_everyone_sees_what_was_promised_and_no_person(engine: Engine, place: Place) -> None:
    row = dict.fromkeys(("partner_kind", "description", "url", "email", "phone"), "") | {
        "partner_id": "p1", "name": "Friends of the Park", "external_identifiers": "[]",
        "source_id": "partners", "row_number": 2,
    }  # fmt: skip
    frames = {"partners": pd.DataFrame([row])}
    keeping.keep(engine, place.place_id, an_upload(Kind.PARTNERS, frames))
    told = PROMISE.model_copy(update={"words": "Anna opens the hall: 07700 900123"})
    with acting_as(BEA):
        decisions.save(engine, place.place_id, told)
        decisions.set_state(engine, place.place_id, "form-1", DecisionState.DONE, "anna did it")
    with acting_as(FAY):
        meetings.start_meeting(
            engine, place.place_id, title="Autumn", in_the_room=["Anna", "Friends of the Park"]
        )
    for role, people in ((Role.READER, False), (Role.PARTICIPANT, True)):
        seen = view_for(held(engine, place), role).holdings
        text = f"{seen.decisions} {seen.meetings}"
        assert ("Anna" in text, "anna" in text, "Bea" in text, "Fay" in text) == (people,) * 4
        assert ("900123" in text) == people
    public = view_for(held(engine, place), Role.READER).holdings
    assert public.decisions[0].who == ("Friends of the Park", "1 person")
    assert public.meetings[0].in_the_room == ("Friends of the Park",)


def test_a_decision_is_found_by_how_its_id_begins(engine: Engine, place: Place) -> None:
    kept = decisions.save(engine, place.place_id, PROMISE)
    assert decisions.found([kept], "FORM") == kept
    assert decisions.found([kept], "open the hall on saturdays") == kept
    for unknown in ("", "nothing"):
        with pytest.raises(NotFoundError) as refused:
            decisions.found([kept], unknown)
        assert refused.value.code == "decision.unknown"


def begin(engine: Engine, place: Place, **given: object) -> Meeting:
    with acting_as(FAY):
        return meetings.start_meeting(engine, place.place_id, **{"title": "Autumn"} | given)  # type: ignore[arg-type]


def test_one_meeting_goes_on_at_a_time(engine: Engine, place: Place) -> None:
    first = begin(engine, place, meeting_id="m1", vision_version=2, in_the_room=[" Ann ", "Ann"])
    assert first.in_the_room == ("Ann",)
    assert first.open
    assert begin(engine, place, meeting_id="m1") == first
    with pytest.raises(SharedGroundError) as refused:
        begin(engine, place)
    assert refused.value.code == "meeting.open"
    with acting_as(FAY):
        ended = meetings.close_meeting(engine, place.place_id, "m1")
        assert meetings.close_meeting(engine, place.place_id, "m1") == ended
    assert ended.closed_revision == held(engine, place).place.revision
    second = begin(engine, place, title="Winter", held_on=dt.date(2026, 12, 1))
    kept = held(engine, place).meetings
    assert kept == (ended, second)
    assert (meetings.going_on(kept), meetings.last_ended(kept)) == (second, ended)


def test_a_meeting_is_begun_by_facilitators_and_has_a_name(engine: Engine, place: Place) -> None:
    with acting_as(BEA), pytest.raises(NotAllowedError):
        meetings.start_meeting(engine, place.place_id, title="Mine")
    for title in ("", " ", "x" * 121):
        with pytest.raises(SharedGroundError) as refused:
            begin(engine, place, title=title)
        assert refused.value.code == "meeting.title"
    made = begin(engine, place)
    with acting_as(FAY):
        changed = meetings.amend_meeting(
            engine, place.place_id, made.meeting_id, title="Late autumn", in_the_room=["Bo"]
        )
        with pytest.raises(NotFoundError):
            meetings.close_meeting(engine, place.place_id, "another")
    assert held(engine, place).meetings == (changed,)
    assert (changed.title, changed.in_the_room) == ("Late autumn", ("Bo",))
