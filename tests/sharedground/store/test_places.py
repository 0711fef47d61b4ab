"""Places: made, found by name, copied whole."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.engine import Engine

from sharedground.access import Actor, Role, acting_as
from sharedground.errors import NotAllowedError, NotFoundError, SharedGroundError, StaleError
from sharedground.store import database, keeping, loading, places, schema, visions
from tests.builders import a_site, a_vision, an_asset, an_assets_upload


def test_a_place_is_found_by_its_name_in_any_case(engine: Engine) -> None:
    made = places.new_place(engine, "  Old   Trafford ")
    assert places.place_named(engine, "old trafford") == made


def test_an_unknown_place_is_answered_with_the_places_there_are(engine: Engine) -> None:
    places.new_place(engine, "Sale")
    with pytest.raises(NotFoundError, match="Places here: Sale"):
        places.place_named(engine, "Hale")


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_must_be_readable(engine: Engine, name: str) -> None:
    with pytest.raises(SharedGroundError, match="1 to 80"):
        places.new_place(engine, name)


def test_two_places_cannot_share_a_name(engine: Engine) -> None:
    places.new_place(engine, "Sale")
    with pytest.raises(SharedGroundError, match="already a place called Sale"):
        places.new_place(engine, "SALE")


def test_a_reader_may_not_make_a_place(engine: Engine) -> None:
    with acting_as(Actor(name="x", role=Role.READER)), pytest.raises(NotAllowedError):
        places.new_place(engine, "Sale")


def test_the_migrations_make_exactly_the_tables_of_the_schema(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, schema.metadata) == []


def test_opening_a_database_again_changes_nothing(engine: Engine) -> None:
    places.new_place(engine, "Sale")
    again = database.open_database(engine.url.render_as_string(hide_password=False))
    assert [place.name for place in places.places(again)] == ["Sale"]
    again.dispose()


def test_a_place_is_copied_with_everything_it_has(engine: Engine, tmp_path: Path) -> None:
    place = places.new_place(engine, "Demo")
    upload = an_assets_upload([an_asset("a", "s")], [a_site("s")])
    keeping.keep(engine, place.place_id, upload)
    visions.save_vision(engine, place.place_id, a_vision(), opened_from=0)
    other = database.open_database(f"sqlite:///{tmp_path / 'other.sqlite'}")
    for _ in range(2):
        places.copy_place(engine, other, place.place_id)
    for table in schema.metadata.sorted_tables:
        count = sa.select(sa.func.count()).select_from(table)
        with engine.connect() as here, other.connect() as there:
            assert here.execute(count).scalar() == there.execute(count).scalar(), table.name
    other.dispose()


def test_every_version_of_a_vision_is_kept(engine: Engine) -> None:
    place = places.new_place(engine, "Sale")
    first = visions.save_vision(engine, place.place_id, a_vision(), opened_from=0)
    second = visions.save_vision(
        engine, place.place_id, first.with_weights([1, 1]), opened_from=1, reason="meeting"
    )
    held = loading.load(engine, place.place_id)
    assert [v.version for v in held.visions] == [1, 2]
    assert held.vision == second
    assert held.visions[0].outcomes[0].weight == 0.75


def test_saving_a_vision_does_not_make_the_data_new(engine: Engine) -> None:
    place = places.new_place(engine, "Sale")
    before = loading.load(engine, place.place_id).data_revision
    visions.save_vision(engine, place.place_id, a_vision(), opened_from=0)
    held = loading.load(engine, place.place_id)
    assert (held.data_revision, held.place.revision) == (before, place.revision + 1)


def test_a_stale_vision_is_refused_and_both_are_given_back(engine: Engine) -> None:
    place = places.new_place(engine, "Sale")
    theirs = visions.save_vision(engine, place.place_id, a_vision(title="Theirs"), opened_from=0)
    with pytest.raises(StaleError) as refused:
        visions.save_vision(engine, place.place_id, a_vision(title="Mine"), opened_from=0)
    assert refused.value.details["theirs"] == theirs
    assert refused.value.details["yours"].title == "Mine"
    assert loading.load(engine, place.place_id).vision == theirs
