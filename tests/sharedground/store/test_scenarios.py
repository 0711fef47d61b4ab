"""Scenarios are kept by name, deleted, and brought back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sharedground.access import Actor, Role, acting_as
from sharedground.errors import NotAllowedError, NotFoundError, SharedGroundError
from sharedground.model.place import Place
from sharedground.model.scenario import Closing, Longer, Opening, Scenario
from sharedground.store import loading, places, scenarios, schema
from tests.browser.payloads import PAYLOADS

NEW = Scenario(
    name="Three more", note="For the meeting", reach_m=1_200.0,
    actions=(Opening(category="youth-space", lon=-2.29, lat=53.4, name="Old mill", capacity=20),
             Closing(asset_id="a"), Longer(asset_id="b", hours=30, extra=6)),
)  # fmt: skip
BEA = Actor(name="Bea", role=Role.PARTICIPANT)


@pytest.fixture
def place(engine: Engine) -> Place:
    return places.new_place(engine, "Testville")


def held(engine: Engine, place: Place) -> tuple[Scenario, ...]:
    return loading.load(engine, place.place_id).scenarios


def test_a_scenario_is_kept_whole_and_moves_no_figure(engine: Engine, place: Place) -> None:
    before = loading.load(engine, place.place_id)
    with acting_as(BEA):
        saved = scenarios.save(engine, place.place_id, NEW)
    after = loading.load(engine, place.place_id)
    assert after.scenarios == (saved,)
    assert (saved.by, saved.actions, saved.reach_m) == ("Bea", NEW.actions, 1_200.0)
    assert after.place.revision == before.place.revision + 1
    assert after.data_revision == before.data_revision
    with engine.connect() as connection:
        last = connection.execute(
            sa.select(schema.journal).order_by(schema.journal.c.revision.desc())
        ).mappings().first()  # fmt: skip
    assert last is not None
    assert (last["actor"], last["action"]) == ("Bea", "save scenario")
    assert last["details"] == {"scenario_id": saved.scenario_id, "name": "Three more"}


def test_what_is_deleted_can_be_brought_back(engine: Engine, place: Place) -> None:
    saved = scenarios.save(engine, place.place_id, NEW)
    scenarios.delete(engine, place.place_id, saved.scenario_id, reason="done")
    assert held(engine, place) == ()
    with pytest.raises(NotFoundError) as refused:
        scenarios.delete(engine, place.place_id, saved.scenario_id)
    assert refused.value.code == "scenario.gone"
    scenarios.restore(engine, place.place_id, saved.scenario_id)
    assert held(engine, place) == (saved,)


def test_whoever_takes_part_deletes_only_what_they_kept(engine: Engine, place: Place) -> None:
    mine = scenarios.save(engine, place.place_id, NEW)
    with acting_as(BEA):
        with pytest.raises(NotAllowedError):
            scenarios.delete(engine, place.place_id, mine.scenario_id)
        hers = scenarios.save(engine, place.place_id, scenarios.named(NEW, "Hers"))
        scenarios.delete(engine, place.place_id, hers.scenario_id)
    with acting_as(Actor(name="visitor", role=Role.READER)), pytest.raises(NotAllowedError):
        scenarios.save(engine, place.place_id, scenarios.named(NEW, "Nobody's"))
    assert held(engine, place) == (mine,)


def test_two_scenarios_never_have_one_name(engine: Engine, place: Place) -> None:
    first = scenarios.save(engine, place.place_id, NEW)
    with pytest.raises(SharedGroundError) as refused:
        scenarios.save(engine, place.place_id, scenarios.named(NEW, " three  MORE "))
    assert refused.value.code == "scenario.taken"
    scenarios.delete(engine, place.place_id, first.scenario_id)
    scenarios.save(engine, place.place_id, NEW)
    with pytest.raises(SharedGroundError) as refused:
        scenarios.restore(engine, place.place_id, first.scenario_id)
    assert refused.value.code == "scenario.taken"


def test_a_place_keeps_only_so_many(
    engine: Engine, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scenarios, "MOST", 1)
    scenarios.save(engine, place.place_id, NEW)
    with pytest.raises(SharedGroundError) as refused:
        scenarios.save(engine, place.place_id, scenarios.named(NEW, "Another"))
    assert refused.value.code == "scenario.many"


@pytest.mark.parametrize(("name", "note", "code"), [("  ", "", "scenario.name"),
                                                    ("x" * 81, "", "scenario.name"),
                                                    ("x", "y" * 601, "scenario.note")])  # fmt: skip
def test_a_name_must_stand_in_one_line(name: str, note: str, code: str) -> None:
    with pytest.raises(SharedGroundError) as refused:
        scenarios.named(NEW, name, note)
    assert refused.value.code == code


def test_a_scenario_that_changes_nothing_is_not_kept(engine: Engine, place: Place) -> None:
    with pytest.raises(SharedGroundError) as refused:
        scenarios.save(engine, place.place_id, Scenario(name="Nothing"))
    assert refused.value.code == "scenario.empty"


def test_names_made_to_do_harm_are_only_text(engine: Engine, place: Place) -> None:
    for text in PAYLOADS:
        wanted = " ".join(text.split())[:80].strip()
        saved = scenarios.save(engine, place.place_id, scenarios.named(NEW, wanted))
        assert saved.name == wanted
        assert scenarios.found(held(engine, place), wanted).scenario_id == saved.scenario_id
    with pytest.raises(NotFoundError) as refused:
        scenarios.found(held(engine, place), "<b>none</b>")
    assert refused.value.code == "scenario.unknown"
