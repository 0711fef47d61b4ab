"""Which way a figure is bad can be said later, and taken back; every change is on record."""

from __future__ import annotations

import pandas as pd
import pytest
from sqlalchemy.engine import Engine

from sharedground.errors import NotFoundError
from sharedground.model.outcome import Direction
from sharedground.model.place import Kind, Place
from sharedground.store import edits, keeping, loading
from sharedground.store.directions import directions_said, set_direction
from sharedground.store.places import new_place
from tests.builders import an_upload

BAD, GOOD = Direction.HIGH_IS_BAD, Direction.HIGH_IS_GOOD


@pytest.fixture
def place(engine: Engine) -> Place:
    return new_place(engine, "Testville")


def _figures(engine: Engine, place: Place, source_id: str, direction: str = "") -> None:
    indicators = pd.DataFrame(
        [["fair-health", "Fair health", 2021.0, "value", direction, "%", source_id]],
        columns=["indicator_id", "name", "year", "measure", "direction", "unit", "source_id"],
    )
    values = pd.DataFrame({"indicator_id": ["fair-health"], "area_code": ["E01000000"],
                           "value": [1.0], "source_id": source_id, "row_number": 2})  # fmt: skip
    upload = an_upload(
        Kind.INDICATORS, {"indicators": indicators, "indicator_values": values},
        content=source_id.encode(),
    )  # fmt: skip
    keeping.keep(engine, place.place_id, upload)


def _now(engine: Engine, place: Place) -> str:
    return str(loading.load(engine, place.place_id).indicators["direction"].iloc[0])


def test_a_direction_is_said_later_and_holds_for_the_next_file(
    engine: Engine, place: Place
) -> None:
    _figures(engine, place, "first")
    assert _now(engine, place) == ""
    set_direction(engine, place.place_id, "fair-health", BAD, reason="agreed")
    assert _now(engine, place) == "high-is-bad"
    _figures(engine, place, "second", "high-is-good")
    assert _now(engine, place) == "high-is-bad"


def test_a_direction_is_taken_back_and_its_history_stays(engine: Engine, place: Place) -> None:
    _figures(engine, place, "first", "high-is-good")
    set_direction(engine, place.place_id, "fair-health", BAD, reason="agreed")
    changed = set_direction(engine, place.place_id, "fair-health", GOOD, reason="no, the reverse")
    edits.undo_edits(engine, place.place_id, changed)
    assert _now(engine, place) == "high-is-bad"
    said = directions_said(engine, place.place_id)
    assert said[["direction", "was", "reason", "undone"]].values.tolist() == [
        ["high-is-good", "high-is-bad", "no, the reverse", True],
        ["high-is-bad", "high-is-good", "agreed", False],
    ]


def test_saying_what_is_so_already_changes_nothing(engine: Engine, place: Place) -> None:
    _figures(engine, place, "first", "high-is-good")
    before = loading.place_at(engine, place.place_id).revision
    assert set_direction(engine, place.place_id, "fair-health", GOOD) == []
    assert loading.place_at(engine, place.place_id).revision == before


def test_a_figure_that_is_not_there_has_no_direction(engine: Engine, place: Place) -> None:
    with pytest.raises(NotFoundError) as unknown:
        set_direction(engine, place.place_id, "no-such", BAD)
    assert unknown.value.code == "indicator.unknown"
