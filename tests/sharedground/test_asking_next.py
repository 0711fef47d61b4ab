"""Which statement comes next follows the votes so far."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine

from sharedground import asking_next
from sharedground.model.rounds import RESIDENT, Answer
from sharedground.store import database, rounds, statements
from tests.components.server.join import hall as halls


@pytest.fixture
def engine(tmp_path) -> Engine:
    return database.open_database(f"sqlite:///{tmp_path / 'x.sqlite'}")


def test_before_anybody_voted_all_come_alike_and_later_new_ones_come_sooner(engine: Engine) -> None:
    hall = halls.votes(engine, "One.", "Two.", "Three.")
    there = statements.statements(engine, hall.place_id, hall.asked.round_id)
    ids = [one.statement_id for one in there]
    ask = (engine, hall.place_id, hall.asked.round_id, ids)
    assert set(asking_next.priorities(*ask).values()) == {(0.5 * 0.5 * 9) ** 2}
    votes = [(0, 1), (1, -1)]
    rounds.record(engine, [
        (hall.place_id, Answer(round_id=hall.asked.round_id, device=f"phone-{phone:03d}",
                               key=f"form-{at:04d}", speaker=RESIDENT, item=ids[at],
                               body={"vote": vote}))
        for phone in range(20) for at, vote in votes
    ])  # fmt: skip
    found = asking_next.priorities(*ask)
    assert found[ids[2]] > found[ids[0]] > found[ids[1]]


def test_a_statement_that_nobody_knows_of_is_left_out(engine: Engine) -> None:
    hall = halls.votes(engine, "One.")
    assert asking_next.priorities(engine, hall.place_id, hall.asked.round_id, []) == {}
