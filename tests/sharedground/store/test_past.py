"""A place as it was at any former revision is what was read at that time, to the last cell."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields, replace
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from sharedground.access import Actor, Role, acting_as
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.model.decision import Decision, DecisionKind, DecisionState
from sharedground.model.outcome import Direction
from sharedground.model.place import Kind, Level, Place
from sharedground.model.rounds import RoundKind
from sharedground.model.scenario import Opening, Scenario
from sharedground.model.street_map import StreetMap
from sharedground.model.vision import VisionState
from sharedground.store import (
    area_sets,
    decisions,
    describing,
    directions,
    edits,
    keeping,
    loading,
    meetings,
    pairs,
    past,
    places,
    rounds,
    scenarios,
    schema,
    street_maps,
    suggestions,
    surveyed,
    versions,
    visions,
)
from sharedground.store.holdings import Holdings
from sharedground.store.unwinding import NOT_TOLD
from tests.builders import (
    a_site,
    a_vision,
    an_asset,
    an_assets_upload,
    an_upload,
    some_areas,
    some_people,
)

FAY = Actor(name="Fay", role=Role.FACILITATOR)


@pytest.fixture
def place(engine: Engine) -> Place:
    return places.new_place(engine, "Testville")


def assert_same(then: Holdings, now: Holdings) -> None:
    """Fail unless everything is equal, down to order and types."""
    for field in fields(Holdings):
        before, after = getattr(then, field.name), getattr(now, field.name)
        if isinstance(before, pd.DataFrame):
            pd.testing.assert_frame_equal(pd.DataFrame(before), pd.DataFrame(after), obj=field.name)
        elif field.name == "other_sets":
            assert [one.about for one in before] == [one.about for one in after]
            for one, other in zip(before, after, strict=True):
                pd.testing.assert_frame_equal(pd.DataFrame(one.areas), pd.DataFrame(other.areas))
                pd.testing.assert_frame_equal(one.indicator_values, other.indicator_values)
        else:
            assert before == after, field.name


class Walk:
    """Steps at random through all that may be done to a place."""

    def __init__(self, engine: Engine, place_id: str, seed: int) -> None:
        self.engine, self.place_id = engine, place_id
        self.random = random.Random(seed)
        self.made = 0
        self.seen: dict[int, Holdings] = {}
        self.edits: list[str] = []

    def any_of(self, values: Any) -> Any:
        every = list(values)
        if not every:
            raise NotFoundError("none", "none")
        return self.random.choice(every)

    def held(self) -> Holdings:
        return loading.load(self.engine, self.place_id)

    def new(self, name: str) -> str:
        self.made += 1
        return f"{name}{self.made}"

    def steps(self, n: int) -> None:
        moves: list[Callable[[], object]] = [
            getattr(self, name) for name in sorted(dir(self)) if name.startswith("do_")
        ]
        self.look()
        for _ in range(n):
            with suppress(SharedGroundError):
                self.random.choice(moves)()
            self.look()

    def look(self) -> None:
        held = self.held()
        self.seen.setdefault(held.place.revision, held)

    def version(self, *, live: bool | None = None) -> str:
        every = versions.versions_of(self.engine, self.place_id)
        if live is not None:
            every = every[every["live"] == live]
        return str(self.any_of(every["source_id"]))

    def do_add_assets(self) -> None:
        live = [one.source_id for one in self.held().sources if one.kind is Kind.ASSETS
                and one.sha256]  # fmt: skip
        updates = self.random.choice(["", *live])
        source = f"{updates.split('-')[0]}-{self.new('v')}" if updates else self.new("list")
        ids = [f"{source.split('-')[0]}{one}" for one in self.random.sample("abcd", 3)]
        assets = [an_asset(one, f"s-{one}", source_id=source, email=f"{source}@town.example")
                  for one in ids]  # fmt: skip
        sites = [a_site(f"s-{one}", source_id=source) for one in ids]
        found = pd.DataFrame(
            [(*sorted(ids)[:2], self.random.choice(["same", "open"]), 0.9, ["name"])],
            columns=["one", "other", "verdict", "likeness", "evidence"],
        )
        upload = an_assets_upload(assets, sites, content=source.encode())
        publish = self.random.random() < 0.3
        upload = replace(upload, updates=updates, pairs=found, publish_contacts=publish)
        keeping.keep(self.engine, self.place_id, upload)

    def asset(self) -> str:
        return str(self.any_of(self.held().assets["asset_id"]))

    def do_add_areas(self) -> None:
        source = self.new("areas")
        upload = an_upload(Kind.AREAS, {"areas": some_areas(self.random.randint(2, 5), source)},
                           content=source.encode())  # fmt: skip
        beside = self.random.random() < 0.4
        named = upload.source.model_copy(update={"set_name": source})
        keeping.keep(
            self.engine, self.place_id, replace(upload, source=named, beside=beside),
            replace_areas=True, metric_crs=self.random.choice(["EPSG:27700", "EPSG:32630"]),
        )  # fmt: skip

    def do_add_people(self) -> None:
        source = self.new("people")
        frame = {"population": some_people([100.0 + self.made] * 3, source)}
        keeping.keep(self.engine, self.place_id,
                     an_upload(Kind.POPULATION, frame, content=source.encode()))  # fmt: skip

    def do_add_figures(self) -> None:
        source = self.new("need")
        about = {"indicator_id": "low", "name": "Low income", "year": 2023.0, "measure": "value",
                 "direction": "high-is-bad", "unit": "%", "source_id": source}  # fmt: skip
        values = {"indicator_id": "low", "area_code": [f"E0100{i:04d}" for i in range(3)],
                  "value": [float(self.made), 2.0, 3.0], "source_id": source,
                  "row_number": range(2, 5)}  # fmt: skip
        frames = {"indicators": pd.DataFrame([about]), "indicator_values": pd.DataFrame(values)}
        keeping.keep(self.engine, self.place_id,
                     an_upload(Kind.INDICATORS, frames, content=source.encode()))  # fmt: skip

    def do_undo(self) -> None:
        versions.undo_upload(self.engine, self.place_id, self.version(live=True))

    def do_use(self) -> None:
        versions.use_version(self.engine, self.place_id, self.version(live=False))

    def do_take_away(self) -> None:
        versions.take_away(self.engine, self.place_id, self.version(live=True))

    def do_publish(self) -> None:
        publish = self.random.random() < 0.5
        versions.publish_contacts(self.engine, self.place_id, self.version(live=True),
                                  publish=publish)  # fmt: skip

    def do_describe(self) -> None:
        describing.describe_source(
            self.engine, self.place_id, self.version(live=True),
            {"title": self.new("title"), "date": "2024"},
        )  # fmt: skip

    def do_make_main(self) -> None:
        sets = area_sets.area_sets(self.engine, self.place_id)
        area_sets.make_main(self.engine, self.place_id, self.any_of(sets).set_id)

    def do_describe_set(self) -> None:
        sets = area_sets.area_sets(self.engine, self.place_id)
        area_sets.describe_set(
            self.engine, self.place_id, self.any_of(sets).set_id, name=self.new("set"),
            level=self.random.choice(list(Level)), vintage=2021,
        )  # fmt: skip

    def do_settings(self) -> None:
        crs = self.random.choice([None, "EPSG:32629"])
        places.change_place(self.engine, self.place_id, metric_crs=crs,
                            detour_factor=1.2 + self.made / 100)  # fmt: skip

    def do_edit(self) -> None:
        changes = self.random.choice(
            [{"name": self.new("Name")}, {"lon": "-2.28"}, {"category": "park"}, {"email": ""}]
        )
        self.edits += edits.edit_thing(self.engine, self.place_id, "asset", self.asset(), changes)

    def do_undo_edit(self) -> None:
        edits.undo_edits(self.engine, self.place_id, [self.any_of(self.edits)])

    def do_check(self) -> None:
        self.edits += edits.assure(
            self.engine, self.place_id, [self.asset()], pd.Timestamp("2026-03-01")
        )

    def do_survey(self) -> None:
        said = self.random.random() < 0.5
        surveyed.set_surveyed(self.engine, self.place_id, ["E01000001"], surveyed=said)

    def do_direct(self) -> None:
        way = self.random.choice([Direction.HIGH_IS_GOOD, Direction.HIGH_IS_BAD])
        directions.set_direction(self.engine, self.place_id, "low", way)

    def do_street_map(self) -> None:
        told = StreetMap(name="Ours", url="https://tiles.example.org/{z}/{x}/{y}.png",
                         credit=self.new("By "))  # fmt: skip
        if self.random.random() < 0.5:
            street_maps.add_street_map(self.engine, self.place_id, told)
        else:
            street_maps.remove_street_map(self.engine, self.place_id, "Ours")

    def do_pair(self) -> None:
        one, other = sorted({self.asset(), self.asset(), "a"})[:2]
        verdict = self.random.choice(pairs.VERDICTS)
        pairs.decide(self.engine, self.place_id, one, other, verdict)

    def do_suggest(self) -> None:
        said = {"name": self.new("Hall"), "category": "library", "lon": -2.29, "lat": 53.405}
        suggestions.suggest(self.engine, self.place_id, "place", said)

    def do_suggest_correction(self) -> None:
        said = {"changes": {"name": self.new("Better")}}
        which = self.asset()
        suggestions.suggest(self.engine, self.place_id, "correction", said, thing_id=which)

    def _suggestion(self, *states: str) -> str:
        every = self.held().suggestions
        return str(self.any_of(every.loc[every["state"].isin(states), "suggestion_id"]))

    def do_approve(self) -> None:
        suggestions.approve(self.engine, self.place_id, self._suggestion("waiting"))

    do_approve_too = do_approve

    def do_turn_down(self) -> None:
        suggestions.turn_down(self.engine, self.place_id, self._suggestion("waiting"), answer="No")

    def do_reopen(self) -> None:
        suggestions.reopen(self.engine, self.place_id, self._suggestion("approved", "turned down"))

    def do_vision(self) -> None:
        opened = len(self.held().visions)
        visions.save_vision(
            self.engine, self.place_id, a_vision(title=self.new("V")), opened_from=opened
        )

    def do_vision_state(self) -> None:
        version = self.any_of(self.held().visions).version
        visions.set_state(self.engine, self.place_id, version,
                          self.random.choice(list(VisionState)), in_the_room=["Mo"])  # fmt: skip

    def do_scenario(self) -> None:
        new = Opening(category="youth-space", lon=-2.29, lat=53.4)
        scenarios.save(self.engine, self.place_id, Scenario(name=self.new("S"), actions=(new,)))

    def do_scenario_live(self) -> None:
        with self.engine.connect() as connection:
            which = self.any_of(connection.execute(sa.select(schema.scenario)).mappings().all())
        change = scenarios.delete if which["live"] else scenarios.restore
        change(self.engine, self.place_id, which["scenario_id"])

    def do_decide(self) -> None:
        told = Decision(kind=DecisionKind.COMMITMENT, words=self.new("Do "), who=("Mo",))
        decisions.save(self.engine, self.place_id, told)

    def do_decision_change(self) -> None:
        seen = self.any_of(self.held().decisions)
        decisions.amend(self.engine, self.place_id, seen, {"words": self.new("Do "), "who": ()})

    def do_decision_state(self) -> None:
        seen = self.any_of(self.held().decisions)
        state = self.random.choice(list(DecisionState))
        decisions.set_state(self.engine, self.place_id, seen.decision_id, state, self.new("word"))

    def do_decision_live(self) -> None:
        with self.engine.connect() as connection:
            which = self.any_of(connection.execute(sa.select(schema.decision)).mappings().all())
        change = decisions.take_back if which["live"] else decisions.bring_back
        change(self.engine, self.place_id, which["decision_id"])

    def do_meeting(self) -> None:
        meetings.start_meeting(self.engine, self.place_id, title=self.new("M"))

    def do_meeting_change(self) -> None:
        which = self.any_of(self.held().meetings).meeting_id
        if self.random.random() < 0.5:
            meetings.close_meeting(self.engine, self.place_id, which)
        else:
            meetings.amend_meeting(self.engine, self.place_id, which, title=self.new("T"))

    def do_round(self) -> None:
        asked = [one for one in self.held().rounds if not one.source]
        if not asked or self.random.random() < 0.4:
            rounds.start(self.engine, self.place_id, kind=RoundKind.STATEMENTS,
                         title=self.new("R"))  # fmt: skip
            return
        which = self.any_of(asked)
        if which.is_open:
            rounds.close(self.engine, self.place_id, which.round_id, publish=lambda *_: {})
        else:
            rounds.reopen(self.engine, self.place_id, which.round_id)


@pytest.mark.parametrize("seed", range(2))
def test_every_former_revision_is_read_as_it_was(engine: Engine, place: Place, seed: int) -> None:
    with acting_as(FAY):
        walk = Walk(engine, place.place_id, seed)
        walk.do_add_areas()
        walk.do_add_assets()
        walk.steps(30)
    assert len(walk.seen) > 15
    for revision, then in walk.seen.items():
        found = past.look_back(engine, place.place_id, revision)
        assert found.unknown == ()
        assert_same(then, found.holdings)
    assert_same(walk.held(), loading.load(engine, place.place_id))


def test_nothing_is_made_up_of_what_is_not_known(engine: Engine, place: Place) -> None:
    for revision in (0, 2, -1):
        with pytest.raises(NotFoundError) as refused:
            past.load_at(engine, place.place_id, revision)
        assert refused.value.code == "past.unknown"
    with pytest.raises(NotFoundError) as gone:
        past.load_at(engine, "nowhere", 1)
    assert gone.value.code == "place.gone"


def test_what_an_older_program_did_not_note_is_said(engine: Engine, place: Place) -> None:
    keeping.keep(engine, place.place_id, an_assets_upload([an_asset("a", "s")], [a_site("s")]))
    before = places.revision_of(engine, place.place_id)
    assert before is not None
    describing.describe_source(engine, place.place_id, "assets", {"title": "New"})
    with engine.begin() as connection:
        connection.execute(
            schema.journal.update()
            .where(schema.journal.c.action == "describe source")
            .values(details={"source_id": "assets", "title": "New"})
        )
    found = past.look_back(engine, place.place_id, before)
    assert found.unknown == (NOT_TOLD,)
    assert found.holdings.sources[0].title == "New"


def test_looking_back_leaves_nothing_behind_for_those_who_look_next(
    engine: Engine, place: Place
) -> None:
    keeping.keep(engine, place.place_id, an_assets_upload([an_asset("a", "s")], [a_site("s")]))
    assert past.load_at(engine, place.place_id, 1).assets.empty
    for _ in range(3):
        assert len(loading.load(engine, place.place_id).assets) == 1
    with engine.connect() as connection:
        assert connection.execute(sa.select(schema.journal)).all()
