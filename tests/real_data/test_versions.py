"""Lists of a real borough as their own next versions: known, compared, kept and undone exactly."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sqlalchemy.engine import Engine

from sharedground import renewing, workflow, workflow_versions
from sharedground.access import Actor, Role, acting_as
from sharedground.intake.context import Options
from sharedground.intake.read import read_file
from sharedground.intake.renewal.identity import placed, same_assets
from sharedground.intake.take import take_in
from sharedground.model.place import Kind
from sharedground.store import database, edits, loading, places, versions
from sharedground.store.holdings import Holdings
from tests.real_data.towns import known_of

pytestmark = pytest.mark.real_data

OFFICER = Actor(name="Ada", role=Role.FACILITATOR)
NEED = {
    Kind.AREAS: "areas/lsoa_2011.geojson",
    Kind.POPULATION: "need/population_mid2024_lsoa2021.csv",
    Kind.INDICATORS: "need/iod2019_lsoa2011_long.csv",
}


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return database.open_database(f"sqlite:///{tmp_path / 'trafford.sqlite'}")


@pytest.fixture
def place_id(engine: Engine) -> str:
    with acting_as(OFFICER):
        return places.new_place(engine, "Trafford").place_id


def read(
    engine: Engine, place_id: str, path: Path, *, kind: Kind = Kind.ASSETS,
    content: bytes | None = None, updates: str = renewing.BEST_GUESS,
) -> workflow.Preview:  # fmt: skip
    return workflow.preview(
        engine, place_id, kind, path.name, path.read_bytes() if content is None else content,
        updates=updates,
    )  # fmt: skip


def gaps_csv(engine: Engine, place_id: str) -> bytes:
    view = workflow.officers_view(engine, place_id)
    found = workflow.assessment(view, workflow.vision_in_use(view.holdings))
    return workflow.gaps_csv(found)


def assert_same(one: Holdings, other: Holdings) -> None:
    for field in fields(Holdings):
        before, after = getattr(one, field.name), getattr(other, field.name)
        if isinstance(before, pd.DataFrame):
            pd.testing.assert_frame_equal(pd.DataFrame(before), pd.DataFrame(after))
        elif field.name not in ("place", "data_revision", "other_sets"):
            assert before == after, field.name


def test_the_libraries_of_today_are_the_next_version_of_those_of_the_archive(
    engine: Engine, place_id: str, real_data: Path
) -> None:
    trafford = real_data / "trafford"
    with acting_as(OFFICER):
        for kind, name in NEED.items():
            workflow.keep(engine, place_id, read(engine, place_id, trafford / name, kind=kind))
        workflow.keep(
            engine, place_id, read(engine, place_id, trafford / "assets/libraries_archive.csv")
        )
        before = loading.load(engine, place_id)
        sale = before.assets.set_index("name").loc["Sale Library", "asset_id"]
        edits.edit_thing(engine, place_id, "asset", str(sale), {"assured_date": "2026-11-01"})
        before, figures = loading.load(engine, place_id), gaps_csv(engine, place_id)
        newer = read(engine, place_id, trafford / "assets/libraries.csv")
        assert newer.updates == before.sources[-1].source_id
        renewal = workflow_versions.renewal_of(engine, place_id, newer)
        assert renewal is not None
        assert renewal.compared.counts == {"added": 0, "changed": 13, "gone": 0, "same": 0}
        moved = renewal.compared.changed.query("field == 'postcode'").set_index("name")
        assert moved.loc["Altrincham Library", ["was", "now"]].tolist() == ["WA14 1EJ", "WA14 1AH"]
        workflow.keep(engine, place_id, newer)
        after = loading.load(engine, place_id)
        assert set(after.assets["asset_id"]) == set(before.assets["asset_id"])
        assert after.assets.set_index("asset_id").loc[sale, "assured_date"] == "2026-11-01"
        assert gaps_csv(engine, place_id) != figures
        versions.undo_upload(engine, place_id, newer.source_id)
        assert_same(before, loading.load(engine, place_id))
        assert gaps_csv(engine, place_id) == figures


def test_a_list_of_libraries_with_rows_added_changed_and_taken_out(
    engine: Engine, place_id: str, real_data: Path
) -> None:
    path = real_data / "trafford/assets/libraries.csv"
    first, *rows = path.read_text("utf-8-sig").splitlines()
    for was, now in (("altrincham.library@", "altrincham@"),
                     ("Stretford Library,", "Stretford Library and Hub,")):  # fmt: skip
        rows = [row.replace(was, now) for row in rows]
    hale = rows.pop(2)
    rows.insert(4, 'New Shelf,"1 New Road, Sale",M33 7ZF,Partnership run library,,,,,-2.32,53.42')
    with acting_as(OFFICER):
        workflow.keep(engine, place_id, read(engine, place_id, path))
        changed = "\n".join([first, *rows]).encode()
        newer = read(engine, place_id, path, content=changed, updates=renewing.IF_SURE)
        renewal = workflow_versions.renewal_of(engine, place_id, newer)
    assert renewal is not None
    assert renewal.compared.counts == {"added": 1, "changed": 2, "gone": 1, "same": 10}
    assert renewal.compared.added["name"].tolist() == ["New Shelf"]
    assert hale.startswith(renewal.compared.gone["name"].iloc[0])
    told = renewal.compared.changed.set_index("name")["field"].to_dict()
    assert told == {"Altrincham Library": "email", "Stretford Library and Hub": "name"}


@pytest.mark.parametrize(
    "name", ["allotments", "care_homes", "council_land_and_buildings", "gm_food_banks",
             "mental_health_services_raw", "pharmacies", "schools_and_colleges", "sports_clubs"],
)  # fmt: skip
def test_rows_are_known_again_when_a_tenth_is_gone_a_third_changed_and_all_reordered(
    name: str, real_data: Path
) -> None:
    """Two cells of every third row say something else; the order of rows tells nothing."""
    former = pd.read_csv(real_data / f"trafford/assets/{name}.csv", dtype=str,
                         keep_default_na=False, encoding_errors="replace")  # fmt: skip
    random = np.random.default_rng(7)
    new = former.assign(origin=range(len(former)))[random.random(len(former)) > 0.1]
    new = new.sample(frac=1, random_state=7).reset_index(drop=True)
    origin = new.pop("origin").tolist()
    for row in np.flatnonzero(random.random(len(new)) < 1 / 3):
        for column in random.choice(new.columns, size=2, replace=False):
            cell = str(new.at[row, column])
            if not cell.replace(".", "").replace("-", "").isdigit():
                new.loc[row, column] = f"{cell} revised".strip()
    sides = [_placed(rows, name, side, real_data) for side, rows in (("a", former), ("b", new))]
    numbers = [dict(zip(side["asset_id"], side["row_number"], strict=True)) for side in sides]
    found = same_assets(sides[0], sides[1])
    right = sum(
        origin[numbers[1][one] - 2] == numbers[0][other] - 2 for one, other in found.items()
    )
    assert right == len(found), f"{len(found) - right} rows of {name} are taken for others"
    assert right >= 0.99 * len(sides[1])


def _placed(rows: pd.DataFrame, name: str, side: str, data: Path) -> pd.DataFrame:
    raw = read_file(f"{name}.csv", rows.to_csv(index=False).encode())
    taken = take_in(Kind.ASSETS, raw, side, Options(), known_of("trafford", data))
    return placed(renewing.frames_of(taken))
