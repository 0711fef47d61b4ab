"""Two real places, each by one script from nothing to gaps.csv."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sharedground import workflow
from sharedground.access import Role
from sharedground.model.counting import Counting, Decay
from sharedground.store import database, loading, places
from sharedground.store.holdings import Holdings
from sharedground.study import Study
from sharedground.views import view_for
from tests.pages import gap_town
from tests.sharedground.analysis import by_pysal

pytestmark = pytest.mark.real_data
HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@dataclass
class Loaded:
    """What a script left behind: its reports by kind and file, the store, gaps.csv, its time.

    The time is the processor's: the script does one thing after another, so alone on a machine
    it takes as long, and beside other tests it is not held against it.
    """

    reports: dict[tuple[str, str], dict[str, Any]]
    held: Holdings
    gaps: pd.DataFrame
    seconds: float
    url: str


def _spent() -> float:
    """Return the processor time of all processes started so far, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def load(script: str, data: Path, folder: Path) -> Loaded:
    url = f"sqlite:///{folder / 'place.sqlite'}"
    begun = _spent()
    done = subprocess.run(
        ["sh", str(HERE / script), str(data), url, str(folder / "gaps.csv")],
        cwd=ROOT, env=os.environ | {"PYTHON": sys.executable},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    seconds = _spent() - begun
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    engine = database.open_database(url)
    held = loading.load(engine, places.places(engine)[0].place_id)
    engine.dispose()
    gaps = pd.read_csv(folder / "gaps.csv")
    return Loaded({(r["kind"], r["file"]): r for r in lines}, held, gaps, seconds, url)


@pytest.fixture(scope="module")
def trafford(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load("load_trafford.sh", real_data / "trafford", tmp_path_factory.mktemp("trafford"))


@pytest.fixture(scope="module")
def chicago(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load("load_chicago.sh", real_data / "chicago", tmp_path_factory.mktemp("chicago"))


def test_trafford_takes_less_than_a_minute(trafford: Loaded) -> None:
    assert trafford.seconds < 60


def test_every_row_of_every_file_is_accounted_for(trafford: Loaded, chicago: Loaded) -> None:
    for report in (*trafford.reports.values(), *chicago.reports.values()):
        assert report["read"] == report["kept"] + report["merged"] + report["set_aside"]
        if report["kind"] == "assets":
            assert report["kept"] == sum(report["placed"].values())
            assert report["kept"] == sum(report["category"].values())


@pytest.mark.parametrize(
    ("kind", "file", "matched", "left_over"),
    [
        ("indicators", "iod2019_lsoa2011_long.csv", 138, 0),
        ("population", "population_mid2024_lsoa2021.csv", 137, 2),
        ("population", "population_old_lsoa2011.csv", 92, 0),
    ],
)
def test_vintages_join_by_code_and_what_does_not_join_is_said(
    trafford: Loaded, kind: str, file: str, matched: int, left_over: int
) -> None:
    facts = trafford.reports[kind, file]["facts"]
    assert (facts["matched"], facts["of"], facts["left_over"]) == (matched, 138, left_over)
    assert facts["partial"] == (matched < 138)


def test_the_area_that_was_split_is_no_data_and_said_so(trafford: Loaded) -> None:
    report = trafford.reports["population", "population_mid2024_lsoa2021.csv"]
    assert any("E01006185" in fault["reason"] for fault in report["faults"])
    rows = trafford.gaps[trafford.gaps["area_code"] == "E01006185"]
    assert set(rows["state"]) == {"no data"}
    assert rows[["need", "gap", "people"]].isna().all(axis=None)


def test_areas_have_wards_neighbourhoods_and_localities(trafford: Loaded) -> None:
    parents = trafford.held.area_parents
    counts = parents.groupby("level")["parent_name"].nunique().to_dict()
    assert counts == {"ward": 21, "neighbourhood": 28, "locality": 4}
    assert parents.groupby("level")["area_code"].nunique().min() >= 137


def test_asset_lists_are_categorised_as_the_vision_uses_or_named_as_not_used(
    trafford: Loaded,
) -> None:
    lists = {file: r for (kind, file), r in trafford.reports.items() if kind == "assets"}
    assert len(lists) == 21
    poor = {f: r for f, r in lists.items() if r["category"]["other"] > 0.05 * r["kept"]}
    assert poor == {}


def test_grants_become_partners_and_never_assets(trafford: Loaded) -> None:
    report = trafford.reports["partners", "voluntary_sector_grants_360giving.csv"]
    assert (report["read"], report["kept"], report["merged"]) == (555, 352, 203)
    assert len(trafford.held.partners) == 352
    grants = report["file"]
    source = next(s.source_id for s in trafford.held.sources if s.file_name == grants)
    assert source not in set(trafford.held.assets["source_id"])


def test_assets_are_linked_to_partners_through_their_provider(trafford: Loaded) -> None:
    linked = trafford.held.assets.query("partner_id != ''")
    assert len(linked) > 20
    assert set(linked["partner_id"]) <= set(trafford.held.partners["partner_id"])


def test_council_land_keeps_all_rows_and_finds_the_swapped_point(trafford: Loaded) -> None:
    report = trafford.reports["assets", "council_land_and_buildings.csv"]
    assert (report["read"], report["kept"]) == (608, 608)
    assert report["facts"]["placed_by"]["coordinates"] == 373
    assert report["facts"]["swapped"] == 1


@pytest.mark.parametrize(("place", "areas", "outcomes"), [("trafford", 138, 6), ("chicago", 77, 2)])
def test_gaps_has_each_area_exactly_once_per_outcome_and_once_as_all(
    place: str, areas: int, outcomes: int, request: pytest.FixtureRequest
) -> None:
    gaps = request.getfixturevalue(place).gaps
    assert len(gaps) == areas * (outcomes + 1)
    assert not gaps.duplicated(["area_code", "outcome"]).any()
    assert gaps["outcome"].value_counts().unique().tolist() == [areas]


def test_the_gap_is_need_that_access_does_not_meet(trafford: Loaded, chicago: Loaded) -> None:
    for gaps in (trafford.gaps, chicago.gaps):
        rows = gaps[(gaps["outcome"] != "ALL") & (gaps["state"] != "no data")]
        met = np.minimum(1, rows["access"] / rows["target"])
        assert np.allclose(rows["gap"], rows["need"] * (1 - met))
        known = gaps[gaps["outcome"] == "ALL"].set_index("area_code")["gap"].dropna()
        summed = (rows["gap"] * rows["weight"]).groupby(rows["area_code"]).sum()
        assert np.allclose(summed.loc[known.index], known)


def test_chicago_has_its_own_people_crs_and_no_british_things(chicago: Loaded) -> None:
    held = chicago.held
    assert held.place.metric_crs == "EPSG:32616"
    assert (len(held.areas), held.population["people"].sum()) == (77, 2_695_598)
    assert held.area_parents.empty


def test_facilities_outside_chicago_are_kept_and_reported(chicago: Loaded) -> None:
    report = chicago.reports["assets", "health_chicago.csv"]
    assert (report["kept"], report["facts"]["outside"]) == (199, 17)
    outside = [f for f in report["faults"] if f["code"] == "location.outside"]
    assert len(outside) == 17


@pytest.mark.parametrize("decay", list(Decay))
@pytest.mark.parametrize("place", ["trafford", "chicago"])
def test_access_is_what_pysal_works_out(
    place: str, decay: Decay, request: pytest.FixtureRequest
) -> None:
    held: Holdings = request.getfixturevalue(place).held
    view = view_for(held, Role.OFFICER)
    found = workflow.assessment(view, workflow.vision_in_use(held), Counting(decay=decay))
    assert by_pysal.assert_equal(found) > 50


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch) -> Callable[[Loaded], None]:
    """Open pages on a loaded place as the person at this machine."""

    def there(loaded: Loaded) -> None:
        monkeypatch.setattr("streamlit.runtime.context.ContextProxy.ip_address", "127.0.0.1")
        monkeypatch.setenv("SHAREDGROUND_DATABASE_URL", loaded.url)

    return there


def _table(page: str, column: str, **address: str) -> pd.DataFrame:
    """Return the table of a page that has a column of this name."""
    app = gap_town.opened(page, **address)
    assert not app.exception
    return next(table.value for table in app.dataframe if column in table.value)


def test_trafford_has_one_answer_in_the_browser_and_in_python(
    trafford: Loaded, at_home: Callable[[Loaded], None]
) -> None:
    at_home(trafford)
    town = Study.open("Trafford", database_url=trafford.url)
    seen = _table("see/gaps.py", "How it stands", level="Small areas").head(5)
    worst = town.worst(5)
    assert seen["Area"].tolist() == worst["label"].tolist()
    assert seen["Gap, 0 to 100"].tolist() == pytest.approx((100 * worst["gap"]).tolist(), abs=1e-9)
    sure, told = town.how_sure(), _table("see/sure.py", "Best rank", level="Small areas")
    assert told["Of 100 weightings"].tolist() == pytest.approx(
        (100 * sure.table["share"]).tolist(), nan_ok=True
    )
    assert 0 < sure.firm <= sure.places == 14
    new = town.sites("youth-space", 3)
    assert new.gained > 0
    assert new.certificate.percent >= 95
    page = gap_town.words(gap_town.opened("see/what_if.py", new="youth-space"))
    assert all(name in page for name in new.table["name"])
    why = town.why(worst["key"].iloc[0], "Feeling safe")
    assert why.assets["adds"].sum() == pytest.approx(why.figures["access"])
    assert why.indicators["percentile"].mean() == pytest.approx(why.figures["need"])


def test_chicago_has_one_answer_in_the_browser_and_in_python(
    chicago: Loaded, at_home: Callable[[Loaded], None]
) -> None:
    at_home(chicago)
    town = Study.open("Chicago", database_url=chicago.url)
    assert town.ground.crs == "EPSG:32616"
    seen, worst = _table("see/gaps.py", "How it stands").head(5), town.worst(5)
    assert seen["Area"].tolist() == worst["label"].tolist()
    assert seen["Gap, 0 to 100"].tolist() == pytest.approx((100 * worst["gap"]).tolist(), abs=1e-9)
    told = _table("see/sure.py", "Best rank")
    assert told["Area"].iloc[0] == worst["label"].iloc[0]
