"""Every file of areas and figures of three real places: what is kept, and for which areas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from sharedground import area_figures, workflow, workflow_areas, workflow_lookup
from sharedground.access import Actor, Role, acting_as
from sharedground.analysis.apportion import shares_by_overlap
from sharedground.errors import NothingUsableError, SharedGroundError
from sharedground.intake.read import gather
from sharedground.model.place import Kind, Level
from sharedground.model.report import Report
from sharedground.store import database, loading, places

pytestmark = pytest.mark.real_data
SPLIT, PARTS = "E01006185", ("E01034000", "E01034001")
"""The one small area of 2011 that was split, and what it became in 2021."""


@dataclass
class Town:
    """A place under way: its database, and the reports of what was added."""

    engine: Engine
    place_id: str
    folder: Path
    reports: dict[str, Report]
    names: dict[str, str]

    def add(self, kind: Kind, path: str, *, beside: bool = False, name: str = "") -> Report:
        """Add one file as an officer would; a shapefile brings its sidecars."""
        [(file, parts)] = gather([self.folder / path])
        read = workflow.preview(self.engine, self.place_id, kind, file, parts)
        about = read.area_set
        if name:
            about = about.model_copy(update={"name": name})
        described = about if kind is Kind.AREAS else None
        workflow.keep(self.engine, self.place_id, read, beside=beside, described=described)
        report = read.report
        assert report.read == report.kept + report.merged + report.set_aside
        self.reports[path], self.names[path] = report, about.name
        return report


def _town(name: str, folder: Path, at: Path) -> Iterator[Town]:
    engine = database.open_database(f"sqlite:///{at / 'town.sqlite'}")
    with acting_as(Actor(name="Olwen", role=Role.OFFICER)):
        place = places.new_place(engine, name)
        yield Town(engine, place.place_id, folder, {}, {})
    engine.dispose()


@pytest.fixture(scope="module")
def trafford(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Trafford with its small areas of 2021 as main areas, and seven other sets."""
    for town in _town("Trafford", real_data / "trafford", tmp_path_factory.mktemp("trafford")):
        town.add(Kind.AREAS, "areas/lsoa_2021.geojson")
        for path, name in (
            ("areas/lsoa_2011.geojson", ""), ("areas/ward_2023.geojson", ""),
            ("areas/msoa_2021.geojson", ""), ("areas/localities_2023.geojson", ""),
            ("areas/local_authority_2023.geojson", ""),
            ("areas/greater_manchester_lsoa_2011_supergen.geojson", "Greater Manchester LSOA 2011"),
            ("areas/greater_manchester_ward_2023_supergen.geojson", "Greater Manchester wards"),
        ):  # fmt: skip
            town.add(Kind.AREAS, path, beside=True, name=name)
        town.add(Kind.LOOKUP, "areas/lsoa21_to_ward22_lookup_gm.csv")
        for path in ("mid2024_lsoa2021", "mid2024_ward", "old_lsoa2011"):
            town.add(Kind.POPULATION, f"need/population_{path}.csv")
        for path in ("iod2019_lsoa2011_long", "iod2025_imd_ward_extract",
                     "census2021_car_van_lsoa", "census2021_general_health_lsoa",
                     "census2021_household_composition_lsoa"):  # fmt: skip
            town.add(Kind.INDICATORS, f"need/{path}.csv")
        yield town


OUTCOMES = {
    "areas/lsoa_2021.geojson": (139, 139, 0, 0),
    "areas/lsoa_2011.geojson": (138, 138, 0, 0),
    "areas/ward_2023.geojson": (21, 21, 0, 0),
    "areas/msoa_2021.geojson": (28, 28, 0, 0),
    "areas/localities_2023.geojson": (4, 4, 0, 0),
    "areas/local_authority_2023.geojson": (1, 1, 0, 0),
    "areas/greater_manchester_lsoa_2011_supergen.geojson": (1673, 1673, 0, 0),
    "areas/greater_manchester_ward_2023_supergen.geojson": (215, 215, 0, 0),
    "areas/lsoa21_to_ward22_lookup_gm.csv": (1702, 139, 0, 1563),
    "need/population_mid2024_lsoa2021.csv": (417, 139, 278, 0),
    "need/population_mid2024_ward.csv": (63, 21, 42, 0),
    "need/population_old_lsoa2011.csv": (275, 92, 182, 1),
    "need/iod2019_lsoa2011_long.csv": (2760, 2760, 0, 0),
    "need/iod2025_imd_ward_extract.csv": (21, 21, 0, 0),
    "need/census2021_car_van_lsoa.csv": (556, 556, 0, 0),
    "need/census2021_general_health_lsoa.csv": (695, 695, 0, 0),
    "need/census2021_household_composition_lsoa.csv": (1946, 1946, 0, 0),
}
"""Rows read, kept, merged, set aside: counted by hand from each file and its README."""


@pytest.mark.parametrize("path", OUTCOMES)
def test_every_row_of_every_file_is_accounted_for(trafford: Town, path: str) -> None:
    report = trafford.reports[path]
    assert (report.read, report.kept, report.merged, report.set_aside) == OUTCOMES[path]


def test_every_set_is_named_by_its_codes_and_file(trafford: Town) -> None:
    held = loading.load(trafford.engine, trafford.place_id)
    told = {one["name"]: (one["level"], one["areas"], one["indicators"], one["main"])
            for one in area_figures.sets_report(held)}  # fmt: skip
    assert told["LSOA 2021"][:2] == (Level.SMALL, 139)
    assert told["LSOA 2021"][3]
    assert told["LSOA 2011"] == (Level.SMALL, 138, 60, False)
    assert told["Wards 2023"] == (Level.WARD, 21, 2, False)
    assert told["MSOA 2021"] == (Level.NEIGHBOURHOOD, 28, 0, False)
    assert told["Localities 2023"] == (Level.LOCALITY, 4, 0, False)
    assert told["Local authority 2023"] == (Level.DISTRICT, 1, 0, False)
    assert told["Greater Manchester LSOA 2011"] == (Level.SMALL, 1673, 0, False)
    assert told["Greater Manchester wards"] == (Level.WARD, 215, 0, False)


def test_the_index_of_2025_is_for_wards_and_is_never_spread(trafford: Town) -> None:
    held = loading.load(trafford.engine, trafford.place_id)
    wards = area_figures.held_of(held, "Wards 2023")
    assert wards.indicator_values["area_code"].nunique() == 21
    assert set(wards.indicators["direction"]) == {"high-is-bad", "high-is-good"}
    assert wards.population["people"].notna().sum() == 21
    source_id = str(wards.indicators["source_id"].iloc[0])
    with pytest.raises(SharedGroundError) as refused:
        workflow_areas.preview_carry_over(trafford.engine, trafford.place_id, source_id)
    assert refused.value.code == "carry.smaller"
    beside = area_figures.figures_beside(held, [PARTS[0]])
    shown = next(one for one in beside if one.about.name == "Wards 2023")
    assert 1 <= shown.rows["area_code"].nunique() <= 2
    assert "not spread to smaller areas" in shown.words
    mine = set(held.indicators["indicator_id"])
    assert not any("2025" in identity for identity in mine)


def test_the_index_of_2019_is_carried_over_by_outlines(trafford: Town) -> None:
    held = loading.load(trafford.engine, trafford.place_id)
    old = area_figures.held_of(held, "LSOA 2011")
    source_id = str(old.indicators["source_id"].iloc[0])
    found = workflow_areas.preview_carry_over(trafford.engine, trafford.place_id, source_id)
    assert found.report.read == found.report.kept == 138
    assert found.report.facts["matched"] == 139
    assert found.report.facts["estimated"] == 2
    values = found.frames["indicator_values"]
    scores = values[values["indicator_id"] == "index-of-multiple-deprivation-score-2019"]
    now = scores.set_index("area_code")["value"]
    was = old.indicator_values[
        old.indicator_values["indicator_id"] == "index-of-multiple-deprivation-score-2019"
    ].set_index("area_code")["value"]
    same = was.index.intersection(now.index)
    assert len(same) == 137
    assert (now[same] - was[same]).abs().max() < 1e-9
    assert now[list(PARTS)].tolist() == pytest.approx([was[SPLIT]] * 2)
    assert set(found.frames["estimates"]["area_code"]) == set(PARTS)
    assert {each.sort.value for each in found.figures} == {"rate", "rank"}


def test_rougher_outlines_of_the_same_areas_move_nothing_more(trafford: Town) -> None:
    """Areas that kept their code are the same, though half their bounds are drawn differently."""
    held = loading.load(trafford.engine, trafford.place_id)
    rough = area_figures.held_of(held, "Greater Manchester LSOA 2011")
    fine = held.areas.to_crs(27700)
    shares = shares_by_overlap(rough.areas.to_crs(27700), fine)
    other = shares[shares["from_code"] != shares["to_code"]]
    assert set(other["to_code"]) <= set(PARTS)
    assert set(other["from_code"]) == {SPLIT}
    assert len(shares) == 139


def test_the_same_figures_come_through_a_lookup(trafford: Town) -> None:
    held = loading.load(trafford.engine, trafford.place_id)
    codes = [code for code in held.areas["area_code"] if code not in PARTS]
    rows = [f"{code},{code}" for code in codes] + [f"{SPLIT},{part}" for part in PARTS]
    lookup = ("fit.csv", "\n".join(["LSOA11CD,LSOA21CD", *rows]).encode())
    path = trafford.folder / "need/iod2019_lsoa2011_long.csv"
    found = workflow_lookup.preview_by_lookup(
        trafford.engine, trafford.place_id, path.name, path.read_bytes(), lookup
    )
    assert (found.report.read, found.report.kept, found.report.set_aside) == (2760, 2760, 0)
    assert found.report.facts["matched"] == 139
    assert set(found.frames["estimates"]["area_code"]) == set(PARTS)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_wards_of_2018_are_not_taken_for_those_of_2023(trafford: Town, ending: str) -> None:
    """Of the wards around, those that kept their code join; none of Trafford's 21 did."""
    [(file, parts)] = gather([trafford.folder / f"need/iod2019_ward_gm_wide.{ending}"])
    with pytest.raises(NothingUsableError) as refused:
        workflow.preview(
            trafford.engine, trafford.place_id, Kind.INDICATORS, file, parts, area_set="Wards 2023"
        )
    assert refused.value.code == "areas.no_join"
    assert "add the outlines that it is for beside yours" in refused.value.message
    around = workflow.preview(trafford.engine, trafford.place_id, Kind.INDICATORS, file, parts)
    assert around.area_set.name == "Greater Manchester wards"
    assert (around.report.read, around.report.kept, around.report.set_aside) == (215, 32, 183)
    assert around.report.facts["left_over"] == around.report.facts["missing_count"] == 183


def test_the_tracts_of_chicago_count_people_and_their_need(real_data: Path, tmp_path: Path) -> None:
    for town in _town("Chicago", real_data / "chicago", tmp_path):
        assert town.add(Kind.AREAS, "areas/commpop.shp").kept == 77
        people = town.add(Kind.POPULATION, "need/tracts2010.csv")
        assert (people.read, people.set_aside) == (801, 0)
        assert people.kept + people.merged == 801
        need = town.add(Kind.INDICATORS, "need/tracts2010.csv")
        assert need.kept + need.merged + need.set_aside == 801
        health = town.add(Kind.INDICATORS, "areas/HealthIndicators.shp")
        assert (health.read, health.kept) == (77, 77)
        held = loading.load(town.engine, town.place_id)
        assert held.population["people"].notna().sum() == 77
        ways = held.indicators.set_index("name")["direction"]
        assert ways["Below_evel"] == "high-is-bad"


def test_the_small_areas_of_newport(real_data: Path, tmp_path: Path) -> None:
    for town in _town("Newport", real_data / "newport_osm", tmp_path):
        report = town.add(Kind.AREAS, "areas/lsoa_2011_W06000022.json")
        assert (report.read, report.kept) == (95, 95)
        held = loading.load(town.engine, town.place_id)
        assert held.main_set is not None
        assert (held.main_set.name, held.main_set.vintage) == ("LSOA 2011", 2011)
