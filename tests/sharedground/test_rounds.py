"""What a round says, and what it never gives away."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from sqlalchemy.engine import Engine

from sharedground import rounds
from sharedground.access import Actor, Role, acting_as
from sharedground.errors import SharedGroundError
from sharedground.model.outcome import Outcome
from sharedground.model.place import Place
from sharedground.model.rounds import RESIDENT, Answer, Naming, RoundKind, Speaker
from sharedground.model.vision import Vision
from sharedground.store import database, places
from sharedground.store import rounds as store

VISION = Vision(
    title="Here",
    outcomes=tuple(Outcome(code=f"O0{n}", name=f"Outcome {n}", weight=0.25) for n in range(1, 5)),
)
SPEAKERS = tuple(Speaker(partner_id=f"p{n}", name=f"Partner {n}") for n in range(1, 7))
REFERENCE = [[40, 30, 20, 10], [30, 40, 20, 10], [10, 20, 30, 40], [35, 25, 25, 15]]


@pytest.fixture
def engine() -> Engine:
    return database.open_database("sqlite://")


@pytest.fixture(autouse=True)
def facilitator() -> Iterator[None]:
    with acting_as(Actor(name="Fay", role=Role.FACILITATOR)):
        yield


@pytest.fixture
def place(engine: Engine) -> Place:
    return places.new_place(engine, "Testville")


class Room:
    """A round of points and the phones in it."""

    def __init__(self, engine: Engine, place: Place, naming: Naming = Naming.NAMED) -> None:
        self.engine, self.place_id = engine, place.place_id
        self.asked = store.start(
            engine, place.place_id, kind=RoundKind.POINTS, title="Spring", naming=naming,
            vision=VISION, speakers=SPEAKERS,
        )  # fmt: skip
        self.count = itertools.count(1)

    def say(self, speaker: str, points: list[float], device: str = "") -> store.Stored:
        given = dict(zip([o.code for o in VISION.outcomes], points, strict=True))
        n = next(self.count)
        answer = Answer(
            round_id=self.asked.round_id, device=(device or speaker).ljust(8, "-"),
            key=f"form-{n:04}", seq=n, speaker=speaker, body={"points": given},
        )  # fmt: skip
        return store.record(self.engine, [(self.place_id, answer)])[0]

    def close(self) -> rounds.Shares:
        self.asked = rounds.close(self.engine, self.place_id, self.asked.round_id)
        return rounds.points_of(self.engine, self.place_id, self.asked)

    def reopen(self) -> None:
        self.asked = store.reopen(self.engine, self.place_id, self.asked.round_id)


@pytest.fixture
def room(engine: Engine, place: Place) -> Room:
    return Room(engine, place)


@pytest.fixture
def unnamed(engine: Engine, place: Place) -> Room:
    return Room(engine, place, Naming.UNATTRIBUTED)


def test_the_shared_weights_are_the_mean_of_the_partners(room: Room) -> None:
    for n, row in enumerate(REFERENCE, start=1):
        room.say(f"p{n}", row)
    found = room.close()
    # methods A1: s = [.2875, .2875, .2375, .1875]
    assert found.mean.tolist() == pytest.approx([0.2875, 0.2875, 0.2375, 0.1875])
    assert found.raters == 4
    assert found.partners.loc["p3"].tolist() == pytest.approx([0.1, 0.2, 0.3, 0.4])
    assert found.points.loc["p3"].tolist() == [10, 20, 30, 40]


def test_nothing_is_told_while_the_round_is_open(room: Room) -> None:
    room.say("p1", REFERENCE[0])
    found = rounds.points_of(room.engine, room.place_id, room.asked)
    assert found.mean is None
    assert found.partners.empty
    assert found.why_none == "open"


def test_a_partner_is_the_mean_of_its_people_and_any_sum_counts_the_same(room: Room) -> None:
    room.say("p1", [100, 0, 0, 0], "one")
    room.say("p1", [0, 5, 0, 0], "two")
    room.say("p2", [0, 0, 200, 200])
    found = room.close()
    assert found.partners.loc["p1"].tolist() == [0.5, 0.5, 0, 0]
    assert found.people.to_dict() == {"p1": 2, "p2": 1}
    assert found.mean.tolist() == [0.25, 0.25, 0.25, 0.25]


def test_residents_are_people_of_their_own_and_never_in_the_mean(room: Room) -> None:
    room.say("p1", [100, 0, 0, 0])
    for n in range(5):
        room.say(RESIDENT, [0, 0, 0, 100], f"resident{n}")
    found = room.close()
    assert found.mean.tolist() == [1, 0, 0, 0]
    assert found.residents.tolist() == [0, 0, 0, 1]
    assert found.resident_people == 5


def test_fewer_than_five_residents_are_not_shown(room: Room) -> None:
    for n in range(4):
        room.say(RESIDENT, [0, 0, 0, 100], f"resident{n}")
    found = room.close()
    assert found.residents is None
    assert found.why_no_residents == "few"


def test_unattributed_shows_the_mean_of_three_and_nobodys_row(unnamed: Room) -> None:
    unnamed.say("p1", [100, 0, 0, 0])
    unnamed.say("p2", [0, 100, 0, 0])
    few = unnamed.close()
    assert few.mean is None
    assert few.why_none == "few"
    unnamed.reopen()
    unnamed.say("p3", [0, 0, 100, 0])
    found = unnamed.close()
    assert found.mean.tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0])
    assert found.partners.empty
    assert found.points.empty
    assert found.people.empty
    weights = rounds.partner_weights(
        unnamed.engine, unnamed.place_id,
        VISION.model_copy(update={"weights_from": unnamed.asked.round_id}),
    )  # fmt: skip
    assert weights.empty


def test_one_more_answer_changes_no_published_average(unnamed: Room) -> None:
    """The attack: close, let one more answer, close again, and subtract."""
    secret = [7.0, 13.0, 31.0, 49.0]
    for n in range(3):
        unnamed.say(f"p{n + 1}", REFERENCE[n])
    before = unnamed.close()
    unnamed.reopen()
    unnamed.say("p4", secret)
    after = unnamed.close()
    revealed = after.mean * 4 - before.mean * 3
    assert not np.allclose(revealed, np.array(secret) / 100)
    assert after.mean.equals(before.mean)
    assert after.why_none == "few-new"
    unnamed.reopen()
    unnamed.say("p5", [25, 25, 25, 25])
    unnamed.say("p6", [10, 20, 30, 40])
    last = unnamed.close()
    assert last.raters == 6
    assert last.why_none == ""


def test_no_mix_of_published_averages_ever_reveals_one_answer(engine: Engine, place: Place) -> None:
    """Whatever is added up and taken away, three answers or more are left in it."""
    for seed in range(8):
        room = Room(engine, place, Naming.UNATTRIBUTED)
        dice = random.Random(seed)
        answers: list[np.ndarray] = []
        rows: list[np.ndarray] = []
        latest: dict[str, int] = {}
        for _ in range(7):
            for speaker in dice.sample([s.partner_id for s in SPEAKERS], dice.randint(1, 4)):
                points = [dice.randint(1, 50) for _ in range(4)]
                latest[speaker] = len(answers)
                answers.append(np.array(points) / sum(points))
                room.say(speaker, points)
            held = room.asked.published.get("partners", ())
            found = room.close()
            if room.asked.published.get("partners", ()) != held:
                rows.append(np.array([float(n in latest.values()) for n in range(200)]))
                assert found.mean.to_numpy() == pytest.approx(
                    np.mean([answers[n] for n in latest.values()], axis=0)
                )
            room.reopen()
        store.close(engine, place.place_id, room.asked.round_id, publish=rounds.publication)
        assert len(rows) >= 2
        assert _fewest_left_over(np.array(rows)[:, : len(answers)]) >= 3


def _fewest_left_over(published: np.ndarray) -> int:
    """Return the least number of answers in any mix of published sums that is not nothing.

    A mix with two answers or fewer exists when the sums, with those answers left out, are less
    independent than with them.
    """
    rank = np.linalg.matrix_rank(published)
    count = published.shape[1]
    for size in (1, 2):
        for left in itertools.combinations(range(count), size):
            others = [n for n in range(count) if n not in left]
            if np.linalg.matrix_rank(published[:, others]) < rank:
                return size
    return 3


def test_the_weights_of_a_round_go_into_a_vision(room: Room) -> None:
    for n, row in enumerate(REFERENCE, start=1):
        room.say(f"p{n}", row)
    made = rounds.weighted(VISION, room.close())
    assert [o.weight for o in made.outcomes] == pytest.approx([0.2875, 0.2875, 0.2375, 0.1875])
    assert made.weights_from == room.asked.round_id
    table = rounds.partner_weights(room.engine, room.place_id, made)
    assert table["name"].to_dict() == {f"p{n}": f"Partner {n}" for n in range(1, 5)}
    assert table["O01"].tolist() == pytest.approx([0.4, 0.3, 0.1, 0.35])
    other = VISION.model_copy(update={"outcomes": VISION.outcomes[:3]})
    with pytest.raises(SharedGroundError) as refused:
        rounds.weighted(other, rounds.points_of(room.engine, room.place_id, room.asked))
    assert refused.value.code == "round.other_outcomes"


def test_votes_are_a_table_of_people_nobody_can_be_told_by(engine: Engine, place: Place) -> None:
    asked = store.start(
        engine, place.place_id, kind=RoundKind.STATEMENTS, title="Statements", vision=None
    )
    for n, (item, vote) in enumerate([("s1", 1), ("s1", -1), ("s2", 0), ("s1", 1)]):
        device = f"device-{n % 3}"
        answer = Answer(round_id=asked.round_id, device=device, key=f"form-{n:04}", seq=n,
                        speaker=RESIDENT, item=item, body={"vote": vote})  # fmt: skip
        store.record(engine, [(place.place_id, answer)])
    assert rounds.votes_of(engine, place.place_id, asked).empty
    closed = rounds.close(engine, place.place_id, asked.round_id)
    votes = rounds.votes_of(engine, place.place_id, closed)
    assert list(votes.index) == [0, 1, 2]
    assert votes["s1"].value_counts().to_dict() == {1: 1, -1: 1}
    assert pd.isna(votes["s2"]).sum() == 2


def test_a_statement_becomes_an_outcome_that_counts_nothing_yet() -> None:
    long = "People of every age can meet somewhere warm and friendly without spending any money."
    made = rounds.outcome_from(VISION, long)
    assert [o.weight for o in made.outcomes] == [0.25, 0.25, 0.25, 0.25, 0]
    assert made.outcomes[-1].code == "X01"
    assert len(made.outcomes[-1].name) <= 80
    assert made.outcomes[-1].name.endswith("…")
    assert made.outcomes[-1].why == long
    again = rounds.outcome_from(made, "More buses.", why="Said by most")
    assert (again.outcomes[-1].code, again.outcomes[-1].name) == ("X02", "More buses")
    with pytest.raises(SharedGroundError) as refused:
        rounds.outcome_from(again, "more BUSES")
    assert refused.value.code == "outcome.there"


def test_without_names_another_phone_cannot_pose_as_a_partner(unnamed: Room) -> None:
    """The attack: pose as three partners with known points, and subtract the two results."""
    secret = [5.0, 15.0, 10.0, 70.0]
    for n, row in enumerate([*REFERENCE[:3], secret], start=1):
        assert unnamed.say(f"p{n}", row) is store.Stored.NEW
    before = unnamed.close()
    unnamed.reopen()
    for n in range(1, 4):
        posing = unnamed.say(f"p{n}", [100, 0, 0, 0], f"attacker-{n}")
        assert posing is store.Stored.TAKEN
    after = unnamed.close()
    assert after.mean.equals(before.mean)
    assert after.raters == 4
    unnamed.reopen()
    assert unnamed.say("p1", [10, 20, 30, 40]) is store.Stored.NEW, "its own phone may change"
    assert unnamed.say("p6", [1, 1, 1, 1], "p1") is store.Stored.NEW, "and speak for another"
    assert unnamed.say("p1", [1, 1, 1, 1], "other phone") is store.Stored.NEW, "so it is free"


def test_with_names_several_people_may_speak_for_a_partner_and_it_is_seen(room: Room) -> None:
    room.say("p1", [100, 0, 0, 0], "one")
    assert room.say("p1", [0, 100, 0, 0], "two") is store.Stored.NEW
    asked = store.answered(room.engine, room.place_id, room.asked.round_id)
    assert asked.phones == {"p1": 2}
