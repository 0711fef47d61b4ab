"""A round is started, answered, closed and opened again, and no answer is lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.engine import Engine

from sharedground.access import NOBODY, Actor, Role, acting_as
from sharedground.errors import NotAllowedError, SharedGroundError
from sharedground.model.outcome import Outcome
from sharedground.model.place import Place
from sharedground.model.rounds import (
    RESIDENT,
    Answer,
    Naming,
    Published,
    Round,
    RoundKind,
    Speaker,
    one_line,
)
from sharedground.model.vision import Vision
from sharedground.store import loading, places, rounds, statements
from sharedground.store.rounds import Stored
from tests.browser.payloads import PAYLOADS

VISION = Vision(
    title="Here", version=2,
    outcomes=(Outcome(code="O01", name="Homes", weight=0.5), Outcome(code="O02", name="Health",
                                                                     weight=0.5)),
)  # fmt: skip
SPEAKERS = (Speaker(partner_id="p1", name="Council"), Speaker(partner_id="p2", name="Police"))


@pytest.fixture(autouse=True)
def facilitator() -> Iterator[None]:
    with acting_as(Actor(name="Fay", role=Role.FACILITATOR)):
        yield


@pytest.fixture
def place(engine: Engine) -> Place:
    return places.new_place(engine, "Testville")


def started(engine: Engine, place: Place, **more: object) -> Round:
    told = {"kind": RoundKind.POINTS, "title": "Spring", "vision": VISION, "speakers": SPEAKERS}
    return rounds.start(engine, place.place_id, **(told | more))


def said(asked: Round, device: str, first: float, key: str = "form-one", **more: object) -> Answer:
    given = {"speaker": "p1", "body": {"points": {"O01": first, "O02": 100 - first}}}
    return Answer(round_id=asked.round_id, device=device * 8, key=key, **(given | more))


def nothing(_asked: Round, _answers: object) -> dict[str, tuple[Published, ...]]:
    return {}


def test_a_round_is_started_by_a_facilitator_and_joined_by_code_or_link(
    engine: Engine, place: Place
) -> None:
    asked = started(engine, place)
    keys = rounds.keys_of(engine, place.place_id, asked.round_id)
    assert keys is not None
    assert len(keys.code) == 6
    assert len(keys.token) == 22
    found = rounds.open_by_code(engine, f" {keys.code[:3].lower()}-{keys.code[3:].lower()} ")
    assert found is not None
    assert (found.place_id, found.place_name, found.round) == (place.place_id, "Testville", asked)
    assert rounds.open_by_token(engine, keys.token) == found
    assert rounds.open_by_code(engine, "ZZZZZZ") is None
    held = loading.load(engine, place.place_id)
    assert held.rounds == (asked,)
    assert keys.code not in held.rounds[0].model_dump_json()
    for role in (Role.READER, Role.PARTICIPANT, Role.OFFICER):
        with acting_as(Actor(name="x", role=role)):
            with pytest.raises(NotAllowedError):
                started(engine, place)
            with pytest.raises(NotAllowedError):
                rounds.keys_of(engine, place.place_id, asked.round_id)


def test_an_answer_needs_no_role_and_moves_no_revision(engine: Engine, place: Place) -> None:
    asked = started(engine, place)
    before = places.revision_of(engine, place.place_id)
    with acting_as(NOBODY):
        assert rounds.record(engine, [(place.place_id, said(asked, "a", 60))]) == [Stored.NEW]
    assert places.revision_of(engine, place.place_id) == before


def test_the_same_form_again_is_the_same_answer(engine: Engine, place: Place) -> None:
    asked = started(engine, place)
    one = (place.place_id, said(asked, "a", 60))
    other = (place.place_id, said(asked, "a", 70))
    assert rounds.record(engine, [one, one, other]) == [Stored.NEW, Stored.AGAIN, Stored.NEW]
    assert rounds.record(engine, [other, one]) == [Stored.AGAIN, Stored.AGAIN]
    assert rounds.answered(engine, place.place_id, asked.round_id).rows == 2


def test_many_at_once_are_all_kept_once(engine: Engine, place: Place) -> None:
    asked = started(engine, place)
    answers = [(place.place_id, said(asked, f"d{n:07}", n % 100)) for n in range(60)]
    with ThreadPoolExecutor(6) as pool:
        stored = [s for batch in pool.map(
            lambda n: rounds.record(engine, answers[n : n + 20]), range(0, 50, 10)
        ) for s in batch]  # fmt: skip
    assert stored.count(Stored.NEW) == 60
    assert stored.count(Stored.AGAIN) == len(stored) - 60
    got = rounds.answers_of(engine, place.place_id, asked.round_id)
    assert got["number"].tolist() == list(range(1, 61))


def test_the_newest_form_of_a_phone_counts_and_a_late_older_one_does_not(
    engine: Engine, place: Place
) -> None:
    asked = started(engine, place)
    for seq, first, key in ((1, 60, "form-one"), (3, 30, "form-three"), (2, 90, "form-two")):
        rounds.record(engine, [(place.place_id, said(asked, "a", first, key, seq=seq))])
    last = rounds.latest(engine, place.place_id, asked.round_id)
    assert len(last) == 1
    assert last["body"][0]["points"]["O01"] == 30
    assert len(rounds.answers_of(engine, place.place_id, asked.round_id)) == 3
    own = rounds.own(engine, place.place_id, asked.round_id, "a" * 8)
    assert own[""]["body"]["points"]["O01"] == 30
    assert rounds.own(engine, place.place_id, asked.round_id, "b" * 8) == {}


def test_the_screen_learns_who_answered_and_a_phone_speaks_for_one_at_a_time(
    engine: Engine, place: Place
) -> None:
    asked = started(engine, place)
    put = [
        said(asked, "a", 60), said(asked, "b", 50, speaker="p2"),
        said(asked, "c", 10, speaker=RESIDENT), said(asked, "b", 40, "form-two", speaker=RESIDENT),
    ]  # fmt: skip
    rounds.record(engine, [(place.place_id, one) for one in put])
    now = rounds.answered(engine, place.place_id, asked.round_id)
    assert now == rounds.Answered({"p1": 1}, 3, 2, 4)


def test_a_closed_round_takes_nothing_more_and_its_keys_are_gone(
    engine: Engine, place: Place
) -> None:
    asked = started(engine, place)
    keys = rounds.keys_of(engine, place.place_id, asked.round_id)
    first, late = said(asked, "a", 60), said(asked, "b", 50)
    rounds.record(engine, [(place.place_id, first)])
    closed = rounds.close(engine, place.place_id, asked.round_id, publish=nothing)
    assert not closed.is_open
    assert closed.closings == 1
    assert rounds.open_by_code(engine, keys.code) is None
    assert rounds.open_by_token(engine, keys.token) is None
    stored = rounds.record(engine, [(place.place_id, late), (place.place_id, first)])
    assert stored == [Stored.CLOSED, Stored.AGAIN]
    revision = places.revision_of(engine, place.place_id)
    rounds.close(engine, place.place_id, asked.round_id, publish=nothing)
    assert places.revision_of(engine, place.place_id) == revision

    opened = rounds.reopen(engine, place.place_id, asked.round_id)
    assert opened.is_open
    again = rounds.keys_of(engine, place.place_id, asked.round_id)
    assert again is not None
    assert again.code != keys.code
    assert rounds.record(engine, [(place.place_id, late)]) == [Stored.NEW]
    assert len(rounds.answers_of(engine, place.place_id, asked.round_id)) == 2


def test_what_cannot_be_asked_is_said(engine: Engine, place: Place) -> None:
    bare = VISION.model_copy(update={"outcomes": ()})
    twice = (SPEAKERS[0], SPEAKERS[0])
    for more, code in (
        ({"title": " "}, "round.title"), ({"vision": bare}, "round.outcomes"),
        ({"vision": None}, "round.outcomes"), ({"speakers": twice}, "round.speakers"),
        ({"speakers": (), "residents": False}, "round.nobody"),
    ):  # fmt: skip
        with pytest.raises(SharedGroundError) as refused:
            started(engine, place, **more)
        assert refused.value.code == code


def test_votes_on_statements_are_never_named(engine: Engine, place: Place) -> None:
    asked = started(engine, place, kind=RoundKind.STATEMENTS, naming=Naming.NAMED)
    assert asked.naming is Naming.UNATTRIBUTED


def test_a_statement_of_the_room_waits_and_is_approved_or_turned_down(
    engine: Engine, place: Place
) -> None:
    asked = started(engine, place, kind=RoundKind.STATEMENTS)
    where = (engine, place.place_id, asked.round_id)
    own = statements.add(*where, "I feel safe at night.")
    assert own.state.value == "approved"
    with acting_as(NOBODY):
        one = statements.suggest(*where, "More  buses", by="p1", key="k1", device="d" * 8)
        again = statements.suggest(*where, "More buses", by="p1", key="k1", device="d" * 8)
        same = statements.suggest(*where, "more BUSES", by=RESIDENT, key="k2", device="e" * 8)
        with pytest.raises(NotAllowedError):
            statements.decide(*where, one.statement_id, approve=True)
    assert one == again == same
    assert (one.text, one.state.value, one.by, one.number) == ("More buses", "waiting", "p1", 2)
    assert statements.waiting(*where) == 1
    no = statements.decide(*where, one.statement_id, approve=False, answer="Asked already")
    assert (no.state.value, no.answer) == ("turned_down", "Asked already")
    yes = statements.decide(*where, one.statement_id, approve=True, text="More buses at night")
    assert (yes.state.value, yes.text) == ("approved", "More buses at night")


def test_one_phone_cannot_flood_the_queue_nor_a_closed_round(engine: Engine, place: Place) -> None:
    asked = started(engine, place, kind=RoundKind.STATEMENTS)
    where = (engine, place.place_id, asked.round_id)
    for n in range(statements.MOST_WAITING):
        statements.suggest(*where, f"No. {n}", by=RESIDENT, key=f"k{n}", device="d" * 8)
    with pytest.raises(SharedGroundError) as refused:
        statements.suggest(*where, "One more", by=RESIDENT, key="kx", device="d" * 8)
    assert refused.value.code == "statement.waiting"
    rounds.close(*where, publish=nothing)
    with pytest.raises(SharedGroundError) as refused:
        statements.suggest(*where, "Late", by=RESIDENT, key="ky", device="e" * 8)
    assert refused.value.code == "round.closed"


def test_words_are_kept_as_they_are_typed(engine: Engine, place: Place) -> None:
    asked = started(engine, place, kind=RoundKind.STATEMENTS)
    for n, payload in enumerate(PAYLOADS):
        kept = statements.suggest(
            engine, place.place_id, asked.round_id, payload, by=RESIDENT, key=f"k{n}"
        )
        assert kept.text == one_line(payload)


def test_a_round_of_a_file_is_closed_from_the_start(engine: Engine, place: Place) -> None:
    asked = started(engine, place)
    rounds.close(engine, place.place_id, asked.round_id, publish=nothing)
    told = asked.model_copy(update={"round_id": "from-file", "source": "points.xlsx"})
    answers = [said(told, "a", 60), said(told, "b", 30, speaker="p2")]
    kept = rounds.keep_closed(engine, place.place_id, told, answers, publish=nothing)
    assert not kept.is_open
    assert len(rounds.latest(engine, place.place_id, "from-file")) == 2
    with pytest.raises(SharedGroundError) as refused:
        rounds.reopen(engine, place.place_id, "from-file")
    assert refused.value.code == "round.source"


def test_signs_that_turn_text_round_are_taken_out(engine: Engine, place: Place) -> None:
    asked = started(engine, place, kind=RoundKind.STATEMENTS, title="A\u202e b\n c")
    assert asked.title == "A b c"
    kept = statements.suggest(
        engine, place.place_id, asked.round_id, "More \u202eevil\u200b buses \x07 for 👩‍👧",
        by=RESIDENT, key="k1",
    )  # fmt: skip
    assert kept.text == "More evil buses for 👩‍👧"


@pytest.mark.parametrize("text", ["\u200d\u200c", "\u202e \u200b", " \u200d \u200d"])
def test_a_statement_of_nothing_that_can_be_seen_is_refused(
    engine: Engine, place: Place, text: str
) -> None:
    asked = started(engine, place, kind=RoundKind.STATEMENTS)
    with pytest.raises(SharedGroundError) as refused:
        statements.add(engine, place.place_id, asked.round_id, text)
    assert refused.value.code == "statement.text"
