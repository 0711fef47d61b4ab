"""What would one more close, from the command line: the same figures as from Python."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from sharedground import demo, scenarios, what_if, workflow
from sharedground.access import Role, acting_as
from sharedground.cli import main
from sharedground.model.place import Kind
from sharedground.scenarios import Present
from sharedground.store import database, loading
from sharedground.views import view_for
from sharedground.what_if import Ask
from tests.pages.data_town import FIGURES, OFFICER, PEOPLE, a_town, areas_geojson

Run = Callable[..., Result]
LISTED = (
    b"Name,Category,lon,lat,Opening hours\n"
    b"West Library,Library,-2.295,53.405,Mon-Fri 9-5\n"
    b"=cmd|' /C calc'!A0,Community hub,-2.2951,53.4051,\n"
)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    engine = database.open_database(f"sqlite:///{tmp_path / 'cli.sqlite'}")
    a_town(engine, {Kind.AREAS: areas_geojson(), Kind.POPULATION: PEOPLE,
                    Kind.INDICATORS: FIGURES, Kind.ASSETS: LISTED})  # fmt: skip
    return tmp_path


def test_the_demo_town_has_the_figures_that_python_has() -> None:
    engine, place = demo.open_demo()
    view = view_for(loading.load(engine, place.place_id), Role.READER)
    now = Present.of(view, workflow.vision_in_use(view.holdings))
    url = engine.url.render_as_string()

    def answer(*words: str) -> dict[str, object]:
        done = CliRunner().invoke(main, ["--database", url, *words, "--json"])
        assert done.exit_code == 0, done.output
        told: dict[str, object] = json.loads(done.output)
        return told

    found = what_if.sites(now, Ask(category="youth-space", sites=3, reach_m=1_200))
    told = answer("what-if", "sites", "--kind", "youth-space", "-n", "3", "--minutes", "15")
    assert told["people_gained"] == round(found.gained)
    assert told["sites"] == found.table.to_dict("records")
    assert told["at_least_percent_of_best"] == found.certificate.percent
    table = what_if.closures(now)
    closures = pd.DataFrame(answer("what-if", "close")["closures"])
    pd.testing.assert_frame_equal(closures, table, check_dtype=False)
    asset_id = str(table["asset_id"].iloc[0])
    longer = scenarios.effect(now, what_if.longer(view, asset_id))
    told = answer("what-if", "longer", asset_id)
    assert told["mean_gap_after"] == longer.mean_after


def test_a_scenario_is_kept_shown_compared_and_deleted(town: Path, run: Run) -> None:
    done = run("what-if", "sites", "--kind", "park", "-n", 1, "--keep", "=A park")
    assert done.exit_code == 0, done.output
    assert "Parks and allotments: 1 new place would bring about 2,700 more people" in done.output
    run("what-if", "sites", "--kind", "dentist", "-n", 1, "--keep", "A dentist")
    assert "=A park (1 changes" in run("scenario", "list").output
    shown = run("scenario", "show", "=a PARK", "--out", town / "park.csv")
    assert "New park or allotment: Sale 000" in shown.output
    areas = pd.read_csv(town / "park.csv")
    assert areas.loc[areas["newly_in_reach"] == "yes", "people"].sum() == 2_700
    assert areas["people"].isna().tolist() == [False, False, True]
    run("scenario", "compare", "--out", town / "all.csv")
    table = pd.read_csv(io.BytesIO((town / "all.csv").read_bytes()))
    assert table["scenario"].tolist() == ["'=A park", "A dentist"]
    assert table["people_gained"].tolist() == [2_700, 2_700]
    told = json.loads(run("scenario", "compare", "A dentist", "--json").output)
    assert [one["scenario"] for one in told["scenarios"]] == ["A dentist"]
    gone = run("scenario", "delete", "A dentist")
    assert gone.exit_code == 0
    assert "A dentist" not in run("scenario", "list").output
    assert run("scenario", "restore", gone.output.split()[-1]).exit_code == 0
    assert len(json.loads(run("scenario", "list", "--json").output)["scenarios"]) == 2


def test_spots_are_read_from_a_file(town: Path, run: Run) -> None:
    (town / "spots.csv").write_text("Latitude,Longitude\n53.405,-2.285\n,\n")
    done = run("what-if", "sites", "--kind", "park", "--candidates", town / "spots.csv", "--json")
    assert json.loads(done.output)["candidates"] == 1
    (town / "bad.csv").write_text("a,b\n1,2\n")
    bad = run("what-if", "sites", "--kind", "park", "--candidates", town / "bad.csv")
    assert (bad.exit_code, "bad.csv must have the columns" in bad.output) == (1, True)
    none = run("what-if", "sites", "--kind", "park", "--candidates", "nowhere")
    assert (none.exit_code, "neither areas nor buildings" in none.output) == (1, True)


def test_what_cannot_be_done_is_said(town: Path, run: Run) -> None:
    assert run("what-if", "longer", "gone").exit_code == 2
    assert run("scenario", "show", "gone").exit_code == 2
    assert run("scenario", "compare").output == "No scenario is kept here yet.\n"
    assert run("scenario", "list").output == "No scenario is kept here yet.\n"
    assert run("what-if", "close", "--kind", "hospital").output == (
        "No place of this kind is on the map.\n"
    )
    taken = [run("what-if", "sites", "--kind", "park", "--keep", "One") for _ in range(2)]
    assert [one.exit_code for one in taken] == [0, 1]
    with acting_as(OFFICER):
        assert "There is a scenario called One already" in taken[1].output


def test_a_closure_table_is_safe_to_open(town: Path, run: Run) -> None:
    done = run("what-if", "close", "--out", town / "close.csv", "--json")
    assert done.exit_code == 0
    names = pd.read_csv(town / "close.csv")["name"].tolist()
    assert "'=cmd|' /C calc'!A0" in names


def test_officers_figures_are_for_officers(
    town: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("what-if", "close", "--for", "officers").exit_code == 0
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "reader")
    assert run("what-if", "close", "--for", "officers").exit_code == 1
    assert run("what-if", "sites", "--kind", "park", "--keep", "Mine").exit_code == 1
    assert run("what-if", "sites", "--kind", "park").exit_code == 0
