"""A database of an older program keeps all that it held."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import shapely
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext

from sharedground.store import database, dialect, loading, places, schema, versions
from sharedground.store.database import MIGRATIONS, newest_version


def _at_first(url: str) -> sa.Engine:
    """Return a database as the first program made it."""
    engine = dialect.engine(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001_first_tables")
    return engine


def _fill(engine: sa.Engine) -> None:
    tables = sa.MetaData()
    tables.reflect(engine)

    def put(table: str, **values: Any) -> None:
        with engine.execution_options(writes=True).begin() as connection:
            connection.execute(tables.tables[table].insert().values(place_id="p", **values))

    put("place", name="Old town", metric_crs="EPSG:27700", detour_factor=1.3, fictional=False,
        revision=3, data_revision=3)  # fmt: skip
    for source, live in (("former", False), ("present", True)):
        put("source", source_id=source, import_id=source, kind="assets", sha256="f", reading="{}",
            live=live, loaded_at=dt.datetime.now(dt.UTC), rows_read=1, rows_kept=1, rows_merged=0,
            rows_set_aside=0, reports=[])  # fmt: skip
    put("site", site_id="s", lon=-2.3, lat=53.4, precision="exact", source_id="present")
    put("asset", asset_id="a", site_id="s", name="Old library", category="library",
        visibility="public", sensitive=False, phone="0161", source_id="present",
        row_number=2)  # fmt: skip


def _tables(engine: sa.Engine) -> dict[str, dict[str, list[str]]]:
    """Return what each table is made of; a column that came later may stand later."""
    found = sa.inspect(engine)
    return {
        name: {
            "columns": sorted(
                f"{c['name']} {c['type']} {c['nullable']} {c['default']}"
                for c in found.get_columns(name)
            ),
            "key": [str(found.get_pk_constraint(name))],
            "foreign keys": sorted(map(str, found.get_foreign_keys(name))),
            "indexes": sorted(map(str, found.get_indexes(name))),
            "unique": sorted(map(str, found.get_unique_constraints(name))),
            "checks": sorted(map(str, found.get_check_constraints(name))),
        }
        for name in found.get_table_names()
    }


def test_a_new_database_is_made_of_what_all_migrations_lead_to(engine: sa.Engine) -> None:
    made = _tables(engine)
    with engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == newest_version()
    with engine.begin() as connection:
        schema.metadata.drop_all(connection)
        connection.execute(sa.text("DROP TABLE alembic_version"))
    database.migrate(engine)
    assert _tables(engine) == made


def test_an_older_database_is_brought_up_to_date_with_its_data(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    old = _at_first(url)
    _fill(old)
    old.dispose()
    engine = database.open_database(url)
    held = loading.load(engine, "p")
    assert held.located_assets()[["name", "lon", "phone", "assurer"]].values.tolist() == [
        ["Old library", -2.3, "0161", ""]
    ]
    assert [source.list_id for source in held.sources] == ["present"]
    assert held.sources[0].publish_contacts
    history = versions.versions_of(engine, "p").set_index("source_id")
    assert history["held"].to_dict() == {"former": False, "present": True}
    assert places.place_named(engine, "Old town").metric_crs == "EPSG:27700"
    engine.dispose()


def test_the_areas_of_an_older_database_become_its_main_set(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    old = _at_first(url)
    _fill(old)
    tables = sa.MetaData()
    tables.reflect(old)
    outline = shapely.to_wkb(shapely.box(-2.3, 53.4, -2.29, 53.41))

    def put(table: str, **values: Any) -> None:
        with old.execution_options(writes=True).begin() as connection:
            connection.execute(tables.tables[table].insert().values(place_id="p", **values))

    for source, kind in (("outlines", "areas"), ("census", "population")):
        put("source", source_id=source, import_id=source, kind=kind, sha256=source, reading="{}",
            live=True, loaded_at=dt.datetime.now(dt.UTC), rows_read=1, rows_kept=1, rows_merged=0,
            rows_set_aside=0, reports=[])  # fmt: skip
    put("area", area_code="A1", area_name="One", geometry=outline, min_x=0, min_y=0, max_x=0,
        max_y=0, source_id="outlines", row_number=1)  # fmt: skip
    put("population", area_code="A1", people=12.0, year=2024.0, source_id="census", row_number=2)
    old.dispose()
    engine = database.open_database(url)
    held = loading.load(engine, "p")
    assert held.main_set is not None
    assert (held.main_set.set_id, held.main_set.areas) == ("outlines", 1)
    assert held.areas["area_code"].tolist() == ["A1"]
    assert held.population["people"].tolist() == [12.0]
    assert held.other_sets == ()
    assert {source.set_id for source in held.sources} == {"outlines", ""}
    engine.dispose()
