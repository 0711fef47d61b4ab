"""A partnership file opens elsewhere with every figure, and is what the standard asks for."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pandas as pd
import pyogrio
import pytest
import sqlalchemy as sa
from frictionless import Package
from shapely.geometry import box, mapping
from sqlalchemy.engine import Engine

from sharedground import demo, exports, rounds, workflow, workflow_areas
from sharedground.access import Actor, Role, acting_as
from sharedground.errors import NotAllowedError, NotFoundError, SharedGroundError
from sharedground.model.category import OTHER
from sharedground.model.decision import Decision, DecisionKind, DecisionState
from sharedground.model.outcome import Direction
from sharedground.model.place import Kind
from sharedground.model.rounds import RESIDENT, Answer, Naming, RoundKind, Speaker
from sharedground.model.scenario import Opening, Scenario
from sharedground.partnership import shape
from sharedground.partnership.pack import pack, unpack, without_people
from sharedground.store import (
    database,
    decisions,
    directions,
    edits,
    loading,
    meetings,
    pairs,
    past,
    places,
    scenarios,
    schema,
    suggestions,
    versions,
    visions,
)
from sharedground.store import rounds as store_rounds
from sharedground.views import view_for
from tests.builders import a_vision
from tests.sharedground.export.small_town import ASSETS, OFFICER, a_store

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
PROFILE = Path(__file__).parent / "profiles" / "datapackage-2.0.json"


def gaps(engine: Engine, place_id: str) -> pd.DataFrame:
    view = view_for(loading.load(engine, place_id), Role.OFFICER)
    return workflow.assessment(view, workflow.vision_in_use(view.holdings)).table


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """Assert that two tables are equal in every bit of every number."""
    pd.testing.assert_frame_equal(one, other, check_exact=True)
    for column in one.select_dtypes("float"):
        assert one[column].to_numpy().tobytes() == other[column].to_numpy().tobytes()


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture(scope="session")
def busy_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Make a town in which all that lies over the lists has been done; return its file."""
    town, place_id = a_store(tmp_path_factory.mktemp("busy"))
    with acting_as(OFFICER):
        _work_on(town, place_id)
    town.dispose()
    return Path(str(town.url.database)), place_id


@pytest.fixture
def busy(busy_file: tuple[Path, str], tmp_path: Path) -> tuple[Engine, str]:
    """Return a copy of that town."""
    path, place_id = busy_file
    shutil.copy(path, tmp_path / "busy.sqlite")
    return database.open_database(f"sqlite:///{tmp_path / 'busy.sqlite'}"), place_id


def _work_on(town: Engine, place_id: str) -> None:
    held = loading.load(town, place_id)
    first, second, third = held.assets["asset_id"].tolist()[:3]
    changes = {"category": "park", "lat": "53.406", "lon": "-2.294", "assurer": "Ada Person"}
    edits.edit_thing(town, place_id, "asset", first, changes, was={"category": "x"}, reason="why")
    pairs.decide(town, place_id, *sorted((second, third)), "same")
    said = {"name": "New Hall", "category": OTHER, "lon": -2.28, "lat": 53.402}
    suggestion = suggestions.suggest(town, place_id, "place", said)
    suggestions.approve(town, place_id, suggestion)
    wards = json.dumps(
        {"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"area_code": "W1", "area_name": "Whole Ward"},
             "geometry": mapping(box(-2.31, 53.39, -2.285, 53.42))}]}
    ).encode()  # fmt: skip
    read = workflow.preview(town, place_id, Kind.AREAS, "wards.geojson", wards)
    about = read.area_set.model_copy(update={"name": "Wards"})
    workflow.keep(town, place_id, read, beside=True, described=about)
    figures = next(s for s in loading.load(town, place_id).sources if s.kind is Kind.INDICATORS)
    carried = workflow_areas.preview_carry_over(
        town, place_id, figures.source_id, to_set="Wards"
    )  # fmt: skip
    workflow_areas.keep_carry_over(town, place_id, carried)
    figure = loading.load(town, place_id).indicators["indicator_id"].iloc[0]
    directions.set_direction(town, place_id, figure, Direction.HIGH_IS_GOOD)
    newer = ASSETS.replace(b"Walking Group", b"Running Group")
    read = workflow.preview(town, place_id, Kind.ASSETS, "newer.csv", newer)
    workflow.keep(town, place_id, read)
    visions.save_vision(town, place_id, a_vision(), opened_from=0, reason="first")
    visions.save_vision(town, place_id, a_vision(title="Better"), opened_from=1)
    places.change_place(town, place_id, detour_factor=1.41)
    new = Opening(category="youth-space", lon=-2.29, lat=53.404, name="By the canal", capacity=30)
    wanted = Scenario(name="One more", note="For the meeting", actions=(new,), reach_m=1_200.0)
    scenarios.save(town, place_id, wanted)
    gone = scenarios.save(town, place_id, scenarios.named(wanted, "Never mind"))
    scenarios.delete(town, place_id, gone.scenario_id)
    promise = Decision(
        kind=DecisionKind.COMMITMENT, words="Open the hall", who=("Ada Person",), outcome="O05"
    )
    kept = decisions.save(town, place_id, promise)
    decisions.set_state(town, place_id, kept.decision_id, DecisionState.DONE, "It is open")
    with acting_as(Actor(name="Fay", role=Role.FACILITATOR)):
        meetings.start_meeting(town, place_id, title="Autumn", in_the_room=["Ada Person"])
        for naming in Naming:
            _ask(town, place_id, naming)


def _ask(town: Engine, place_id: str, naming: Naming) -> None:
    """Hold a round that three partners and five residents answer."""
    speakers = [Speaker(partner_id=f"p{n}", name=f"Partner {n}") for n in range(3)]
    vision = loading.load(town, place_id).visions[-1]
    asked = store_rounds.start(
        town, place_id, kind=RoundKind.POINTS, title=naming.value, naming=naming, vision=vision,
        speakers=speakers,
    )  # fmt: skip
    said = [one.partner_id for one in speakers] + [RESIDENT] * 5
    answers = [
        Answer(
            round_id=asked.round_id, device=f"phone-{naming}-{n}", key=f"form-of-{n}",
            speaker=speaker, body={"points": {vision.outcomes[0].code: 10 + n}},
        ) for n, speaker in enumerate(said)
    ]  # fmt: skip
    store_rounds.record(town, [(place_id, one) for one in answers])
    rounds.close(town, place_id, asked.round_id)
    store_rounds.reopen(town, place_id, asked.round_id)


@pytest.mark.parametrize("whole", [False, True])
def test_every_figure_of_the_demo_town_is_the_same_elsewhere(engine: Engine, whole: bool) -> None:
    town, place = demo.open_demo()
    made = pack(town, place.place_id, whole=whole)
    opened = unpack(engine, made.filename, made.content)
    assert (opened.figures, opened.same) == (980, True)
    same(gaps(town, place.place_id), gaps(engine, opened.place.place_id))


def test_a_whole_copy_has_the_results_of_rounds_and_no_answer_that_nobody_may_read(
    busy: tuple[Engine, str], engine: Engine
) -> None:
    town, place_id = busy
    made = pack(town, place_id, whole=True)
    texts = "".join(
        content.decode("utf-8", "replace") for content in members(made.content).values()
    )
    with town.connect() as connection:
        keys = connection.execute(sa.select(schema.asked.c.code, schema.asked.c.token)).all()
    assert all(code not in texts and token not in texts for code, token in keys)
    assert "phone-named-0" in texts
    assert "phone-named-3" not in texts
    assert "phone-unattributed" not in texts
    opened = unpack(engine, made.filename, made.content).place.place_id
    ours, theirs = (loading.load(*where).rounds for where in ((town, place_id), (engine, opened)))
    assert [one.is_open for one in ours] == [True, True]
    assert [one.is_open for one in theirs] == [False, False]
    for mine, other in zip(ours, theirs, strict=True):
        with acting_as(Actor(name="Fay", role=Role.FACILITATOR)):
            closed = rounds.close(town, place_id, mine.round_id)
        here = rounds.points_of(town, place_id, closed)
        there = rounds.points_of(engine, opened, other)
        assert there.mean.to_dict() == here.mean.to_dict()
        assert there.residents.to_dict() == here.residents.to_dict()
        assert there.partners.equals(here.partners)


@pytest.mark.parametrize("whole", [False, True])
def test_all_that_was_done_by_hand_goes_along(
    busy: tuple[Engine, str], engine: Engine, whole: bool
) -> None:
    town, place_id = busy
    made = pack(town, place_id, whole=whole)
    opened = unpack(engine, made.filename, made.content)
    assert opened.same
    assert opened.figures == 9
    same(gaps(town, place_id), gaps(engine, place_id))
    before, after = loading.load(town, place_id), loading.load(engine, place_id)
    assert after.visions == before.visions
    (kept,), (there,) = before.scenarios, after.scenarios
    assert there == (kept if whole else kept.model_copy(update={"by": ""}))
    assert after.place.detour_factor == 1.41
    left_out = [] if whole else ["assurer", "assurer_email"]
    for name in ("assets", "sites", "partners", "population", "indicators", "indicator_values",
                 "area_parents"):  # fmt: skip
        one, other = (getattr(h, name).drop(columns=left_out, errors="ignore")
                      for h in (before, after))  # fmt: skip
        pd.testing.assert_frame_equal(one, other, check_exact=True)
    assert before.areas.geometry.to_wkb().equals(after.areas.geometry.to_wkb())
    assert "New Hall" in after.assets["name"].tolist()
    assert after.indicators["direction"].tolist() == ["high-is-good"]
    ((one,), (other,)) = before.other_sets, after.other_sets
    assert (one.about, len(one.areas), len(one.estimates)) == (other.about, 1, 1)
    for name in ("population", "indicators", "indicator_values", "estimates"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)
    assert after.main_set == before.main_set


def test_a_whole_copy_brings_decisions_and_meetings_along_and_a_file_to_share_does_not(
    busy: tuple[Engine, str], engine: Engine
) -> None:
    before = loading.load(*busy)
    assert (len(before.decisions), len(before.meetings)) == (1, 1)
    shared = pack(*busy)
    assert b"Open the hall" not in b"".join(members(shared.content).values())
    made = pack(*busy, whole=True)
    after = loading.load(engine, unpack(engine, made.filename, made.content).place.place_id)
    assert (after.decisions, after.meetings) == (before.decisions, before.meetings)


def test_the_past_goes_along_with_a_whole_copy_and_not_with_a_file_to_share(
    busy: tuple[Engine, str], engine: Engine
) -> None:
    town, place_id = busy
    now, ids = loading.load(town, place_id).place.revision, ["source_id", "site_id", "at"]
    made, shared = pack(town, place_id, whole=True), pack(town, place_id)
    copied = unpack(engine, made.filename, made.content, name="Copied").place.place_id
    for revision in range(1, now + 1):
        then, there = (past.load_at(*one, revision) for one in (busy, (engine, copied)))
        for name in ("assets", "indicators", "partners", "edits"):
            one, other = (getattr(h, name).drop(columns=ids, errors="ignore")
                          for h in (then, there))  # fmt: skip
            pd.testing.assert_frame_equal(one, other, obj=f"{name} of {revision}")
        assert (there.visions, there.decisions) == (then.visions, then.decisions)
    opened = unpack(engine, shared.filename, shared.content, name="Shared").place
    assert len(past.load_at(engine, opened.place_id, opened.revision).assets) > 0
    with pytest.raises(NotFoundError) as refused:
        past.load_at(engine, opened.place_id, opened.revision - 1)
    assert refused.value.code == "past.unknown"


def test_a_file_of_an_older_program_has_no_scenarios(
    busy: tuple[Engine, str], engine: Engine
) -> None:
    files = members(pack(*busy).content)
    about = json.loads(files["datapackage.json"])
    about["resources"] = [r for r in about["resources"] if r["name"] != "scenario"]
    about["sharedground"]["store"] = "0004_pairs_of_versions"
    del files["data/scenario.csv"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in (files | {"datapackage.json": json.dumps(about).encode()}).items():
            packed.writestr(name, content)
    assert unpack(engine, "old.zip", out.getvalue()).same
    assert loading.load(engine, busy[1]).scenarios == ()


def test_exports_hold_every_area_set_and_say_what_was_carried_over(
    busy: tuple[Engine, str], tmp_path: Path
) -> None:
    view = view_for(loading.load(*busy), Role.READER)
    text = exports.export(view, exports.What.FIGURES, exports.Form.CSV, for_excel=False).content
    figures = pd.read_csv(io.BytesIO(text))
    wards = figures[figures["area_set"] == "Wards"]
    assert wards["area_name"].tolist() == ["Whole Ward"]
    assert wards["carried_over"].notna().all()
    assert figures.loc[figures["area_set"] != "Wards", "carried_over"].isna().all()
    for form, reader in ((exports.Form.GPKG, pyogrio.list_layers), (exports.Form.XLSX, None)):
        made = exports.export(view, exports.What.ALL, form)
        (tmp_path / made.filename).write_bytes(made.content)
        names = (reader(tmp_path / made.filename)[:, 0].tolist() if reader
                 else openpyxl.load_workbook(tmp_path / made.filename).sheetnames)  # fmt: skip
        assert "areas-2" in names


def test_packing_what_was_opened_gives_the_same_rows(
    busy: tuple[Engine, str], engine: Engine
) -> None:
    town, place_id = busy
    first = pack(town, place_id, whole=True, now=NOON)
    unpack(engine, first.filename, first.content)
    one, other = members(first.content), members(pack(engine, place_id, whole=True).content)
    differing = {name for name in one if one[name] != other.get(name)}
    assert differing == {"datapackage.json", "data/place.csv", "data/journal.csv"}
    assert set(one) == set(other)


def test_the_same_place_gives_the_same_bytes(busy: tuple[Engine, str]) -> None:
    assert pack(*busy, now=NOON) == pack(*busy, now=NOON)


def test_undoing_still_works_after_opening(busy: tuple[Engine, str], engine: Engine) -> None:
    town, place_id = busy
    made = pack(town, place_id)
    unpack(engine, made.filename, made.content)
    newest = next(s for s in loading.load(engine, place_id).sources if s.file_name == "newer.csv")
    versions.undo_upload(engine, place_id, newest.source_id)
    assert "Running Group" not in loading.load(engine, place_id).assets["name"].tolist()


def test_a_whole_copy_holds_the_files_as_they_came(
    busy: tuple[Engine, str], engine: Engine
) -> None:
    town, place_id = busy
    made = pack(town, place_id, whole=True)
    unpack(engine, made.filename, made.content)
    for source in loading.load(town, place_id).sources:
        assert loading.upload_of(engine, place_id, source.source_id) == loading.upload_of(
            town, place_id, source.source_id
        )
    before, after = (loading.journal_of(store, place_id) for store in (town, engine))
    assert after["action"].tolist() == ["open partnership file", *before["action"]]


def test_a_file_to_share_names_nobody(busy: tuple[Engine, str]) -> None:
    shared = b"\n".join(members(pack(*busy).content).values())
    whole = b"\n".join(members(pack(*busy, whole=True).content).values())
    for name in (b"Olwen", b"Ada Person"):
        assert name in whole
        assert name not in shared


def test_a_second_place_of_that_name_needs_another_name(
    busy: tuple[Engine, str], engine: Engine
) -> None:
    town, place_id = busy
    made = pack(town, place_id)
    unpack(engine, made.filename, made.content)
    with pytest.raises(SharedGroundError) as refused:
        unpack(engine, made.filename, made.content)
    assert refused.value.code == "place.taken"
    beside = unpack(engine, made.filename, made.content, name="Sale from next door")
    assert beside.same
    assert [place.name for place in places.places(engine)] == ["Sale", "Sale from next door"]
    by_hand = [s for s in loading.load(engine, beside.place.place_id).sources
               if s.file_name == suggestions.BY_HAND]  # fmt: skip
    assert [source.rows_kept for source in by_hand] == [1]


def test_only_officers_pack_and_unpack(busy: tuple[Engine, str], engine: Engine) -> None:
    made = pack(*busy)
    with acting_as(Actor(name="Rhys", role=Role.PARTICIPANT)):
        with pytest.raises(NotAllowedError):
            pack(*busy)
        with pytest.raises(NotAllowedError):
            unpack(engine, made.filename, made.content)
    assert places.places(engine) == []


def test_every_table_of_the_store_is_packed_or_left_to_whole_copies() -> None:
    assert {*shape.SHARED, *shape.ONLY_WHOLE} == set(schema.metadata.tables)
    assert set(shape.TITLES) == set(schema.metadata.tables)


@pytest.mark.parametrize("whole", [False, True])
def test_the_descriptor_keeps_to_the_published_profile(
    busy: tuple[Engine, str], whole: bool
) -> None:
    descriptor = json.loads(members(pack(*busy, whole=whole).content)["datapackage.json"])
    profile = json.loads(PROFILE.read_text("utf-8"))
    checker = jsonschema.Draft7Validator(profile, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in checker.iter_errors(descriptor)] == []
    assert descriptor["$schema"].endswith("/2.0/datapackage.json")
    assert [one["name"] for one in descriptor["licenses"]] == ["OGL-UK-3.0"]
    assert {"title": "List of areas", "version": "2025-06-30"} in descriptor["sources"]
    wrong = descriptor | {"resources": []}
    assert not checker.is_valid(wrong)


@pytest.mark.parametrize("whole", [False, True])
def test_frictionless_finds_every_row_as_described(
    busy: tuple[Engine, str], tmp_path: Path, whole: bool
) -> None:
    made = pack(*busy, whole=whole)
    path = tmp_path / made.filename
    path.write_bytes(made.content)
    report = Package(path).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []
    read = {task.name: task.stats.get("rows") for task in report.tasks}
    assert read["asset"] == 11
    assert read["area"] == 4
    assert read["estimate"] == 1
    folder = tmp_path / "changed"
    folder.mkdir()
    for name, content in members(made.content).items():
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(content.replace(b"Sale Library", b"Sale Liberry"))
    assert not Package(folder / "datapackage.json").validate().valid


def test_figures_are_the_same_whatever_order_the_database_sorts_by(
    request: pytest.FixtureRequest, tmp_path: Path, engine: Engine
) -> None:
    """PostgreSQL sorts by the rules of a language, SQLite by bytes: sums must not follow them."""
    if engine.dialect.name != "postgresql":
        return
    server = request.getfixturevalue("postgres")
    name = f"icu{time.time_ns()}"
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(
            f"CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-GB'"
        )
    admin.dispose()
    sorted_by_language = database.open_database(server.rsplit("/", 1)[0] + f"/{name}")
    town, place = demo.open_demo()
    made = pack(town, place.place_id)
    assert unpack(sorted_by_language, made.filename, made.content).same
    sorted_by_language.dispose()


@pytest.fixture(scope="module")
def trafford(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Make the real place by its script; return its store."""
    folder = tmp_path_factory.mktemp("trafford")
    root = Path(__file__).resolve().parents[3]
    url = f"sqlite:///{folder / 'trafford.sqlite'}"
    command: list[Any] = ["sh", root / "tests/real_data/load_trafford.sh", real_data / "trafford",
                          url, folder / "gaps.csv"]  # fmt: skip
    subprocess.run(command, cwd=root, env=os.environ | {"PYTHON": sys.executable}, check=True,
                   capture_output=True)  # fmt: skip
    return database.open_database(url)


@pytest.mark.real_data
def test_every_figure_of_a_real_place_is_the_same_elsewhere(
    trafford: Engine, engine: Engine
) -> None:
    place_id = places.places(trafford)[0].place_id
    made = pack(trafford, place_id)
    opened = unpack(engine, made.filename, made.content)
    assert opened.same
    assert opened.figures == 138 * 7
    same(gaps(trafford, place_id), gaps(engine, place_id))


def test_of_those_in_the_room_a_file_to_share_names_partners_only() -> None:
    agreed = a_vision(in_the_room=("Town Council", "Mo Ali")).model_dump(mode="json")
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in shape.tables(whole=False)}
    rows |= {"partner": [{"name": "Town Council"}], "vision": [{"body": agreed}]}
    (shared,) = without_people(rows)["vision"]
    assert shared["body"]["in_the_room"] == ["Town Council"]
