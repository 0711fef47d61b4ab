"""Several ways of cutting a place into areas, from the command line to the sums."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
from click.testing import Result
from shapely.geometry import box
from sqlalchemy.engine import Engine

from sharedground import area_figures, area_offers, workflow_areas
from sharedground.access import Actor, Role, acting_as
from sharedground.store import database, loading, places
from sharedground.store.holdings import Holdings

Run = Callable[..., Result]
OLD, NEW = ["E01000001", "E01000002"], ["E01000001", "E01000003", "E01000004"]
"""The second of the old areas is now two."""


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return database.open_database(f"sqlite:///{tmp_path / 'cli.sqlite'}")


def held(engine: Engine) -> Holdings:
    return loading.load(engine, places.places(engine)[0].place_id)


def outlines(folder: Path, name: str, codes: list[str], edges: list[float]) -> Path:
    shapes = [box(-2.3 + a, 53.4, -2.3 + b, 53.41) for a, b in itertools.pairwise(edges)]
    frame = gpd.GeoDataFrame({"area_code": codes, "area_name": codes}, geometry=shapes, crs=4326)
    path = folder / name
    frame.to_file(path, driver="GeoJSON")
    return path


def csv(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def town(run: Run, tmp_path: Path) -> Path:
    """Make a place of three new areas with people, two old ones with figures, and one ward."""
    assert run("new", "Testville").exit_code == 0
    new = outlines(tmp_path, "lsoa_2021.geojson", NEW, [0, 0.02, 0.03, 0.04])
    old = outlines(tmp_path, "lsoa_2011.geojson", OLD, [0, 0.02, 0.04])
    ward = outlines(tmp_path, "ward_2023.geojson", ["E05000001"], [0, 0.04])
    people = csv(tmp_path, "people.csv", "area_code,people", f"{NEW[0]},100", f"{NEW[1]},300",
                 f"{NEW[2]},100")  # fmt: skip
    need = csv(tmp_path, "need.csv", "area_code,Crimes,Unemployment rate", f"{OLD[0]},10,3",
               f"{OLD[1]},40,5")  # fmt: skip
    wards = csv(tmp_path, "wards.csv", "area_code,Homeless rate", "E05000001,7")
    for words in (("add", "areas", new), ("areas", "add", old), ("areas", "add", ward),
                  ("add", "population", people), ("add", "indicators", need),
                  ("add", "indicators", wards)):  # fmt: skip
        done = run(*words)
        assert done.exit_code == 0, done.output
    return tmp_path


def test_sets_are_listed_with_what_each_holds(run: Run, town: Path) -> None:
    found = json.loads(run("areas", "list", "--json").output)
    told = [(one["name"], one["level"], one["main"], one["areas"], one["indicators"])
            for one in found]  # fmt: skip
    assert told == [
        ("LSOA 2021", "small area", True, 3, 0), ("LSOA 2011", "small area", False, 2, 2),
        ("Wards 2023", "ward", False, 1, 1),
    ]  # fmt: skip
    assert "LSOA 2021 (main: the sums are for these): 3 areas" in run("areas", "list").output


def test_nothing_is_carried_over_until_a_person_agrees(
    run: Run, town: Path, engine: Engine
) -> None:
    shown = run("areas", "carry", "LSOA 2011")
    assert shown.exit_code == 0, shown.output
    assert "Nothing is kept yet" in shown.output
    assert held(engine).indicators.empty
    kept = run("areas", "carry", "LSOA 2011", "--yes", "--reason", "agreed")
    assert "Kept as estimates" in kept.output
    now = held(engine)
    values = now.indicator_values.set_index(["indicator_id", "area_code"])["value"]
    assert values["crimes"].to_dict() == pytest.approx(dict(zip(NEW, (10, 30, 10), strict=True)))
    assert values["unemployment-rate"].tolist() == pytest.approx([3, 5, 5])
    marked = now.estimates.set_index(["indicator_id", "area_code"])["moved"]
    assert marked["crimes"].to_dict() == {NEW[1]: 1.0, NEW[2]: 1.0}
    assert loading.journal_of(engine, now.place.place_id)["reason"].iloc[0] == "agreed"
    source = next(one for one in now.sources if one.set_id == now.main_set.set_id
                  and one.kind == "indicators")  # fmt: skip
    assert source.rows_read == source.rows_kept + source.rows_merged + source.rows_set_aside == 2
    records = loading.records_of(engine, now.place.place_id, source.source_id)
    assert records["fate"].tolist() == ["kept", "kept"]


def test_what_could_be_carried_over_is_offered_once(run: Run, town: Path, engine: Engine) -> None:
    offered = area_offers.offers(held(engine))
    told = [(one.source.file_name, one.old.name, one.new.name) for one in offered]
    assert told == [("need.csv", "LSOA 2011", "LSOA 2021")], "never the wards"
    assert run("areas", "carry", "LSOA 2011", "--yes").exit_code == 0
    assert area_offers.offers(held(engine)) == ()


def test_carrying_over_again_takes_over_and_never_doubles(
    run: Run, town: Path, engine: Engine
) -> None:
    assert run("areas", "carry", "LSOA 2011", "--yes").exit_code == 0
    again = run("areas", "carry", "LSOA 2011", "--yes", "--rate", "crimes")
    assert again.exit_code == 0, again.output
    now = held(engine)
    crimes = now.indicator_values[now.indicator_values["indicator_id"] == "crimes"]
    assert crimes["value"].tolist() == pytest.approx([10, 40, 40])
    estimated = [one for one in now.sources if "estimated for" in one.file_name]
    assert len(estimated) == 1


def test_a_lookup_decides_instead_of_the_outlines(run: Run, town: Path, engine: Engine) -> None:
    lookup = csv(town, "fit.csv", "LSOA11CD,LSOA21CD,share", f"{OLD[0]},{NEW[0]},1",
                 f"{OLD[1]},{NEW[1]},0.25", f"{OLD[1]},{NEW[2]},0.75")  # fmt: skip
    done = run("areas", "carry", "LSOA 2011", "--lookup", lookup, "--yes")
    assert done.exit_code == 0, done.output
    values = held(engine).indicator_values.set_index(["indicator_id", "area_code"])["value"]
    assert values["crimes"].tolist() == pytest.approx([10, 10, 30])


def test_figures_without_outlines_come_through_a_lookup(
    run: Run, town: Path, engine: Engine
) -> None:
    lookup = csv(town, "fit.csv", "LSOA11CD,LSOA21CD", f"{OLD[0]},{NEW[0]}",
                 f"{OLD[1]},{NEW[1]}", f"{OLD[1]},{NEW[2]}")  # fmt: skip
    more = csv(town, "more.csv", "code,Burglaries", f"{OLD[0]},4", f"{OLD[1]},8", "E01009999,1")
    shown = run("areas", "through", more, "--lookup", lookup)
    assert shown.exit_code == 0, shown.output
    assert "3 rows read = 2 kept, 1 set aside" in shown.output
    assert "3 of 3 areas have a figure" in shown.output
    assert held(engine).indicators.empty
    assert "Kept." in run("areas", "through", more, "--lookup", lookup, "--yes").output
    now = held(engine)
    assert now.indicator_values["value"].tolist() == pytest.approx([4, 6, 2])
    assert now.estimates["area_code"].tolist() == NEW[1:]


def test_people_of_whole_old_areas_are_added_up_and_those_of_split_ones_are_not(
    run: Run, town: Path, engine: Engine
) -> None:
    assert run("areas", "main", "LSOA 2011").exit_code == 0
    lookup = csv(town, "fit.csv", "LSOA21CD,LSOA11CD", f"{NEW[1]},{OLD[1]}", f"{NEW[2]},{OLD[1]}")
    people = csv(town, "more.csv", "area_code,people", f"{NEW[0]},90", f"{NEW[1]},300",
                 f"{NEW[2]},101")  # fmt: skip
    words = ("areas", "through", people, "--lookup", lookup, "--population", "--yes")
    done = run(*words)
    assert done.exit_code == 0, done.output
    assert "2 of 2 areas have a figure" in done.output
    assert "estimate" not in done.output
    now = held(engine)
    assert now.population.set_index("area_code")["people"].to_dict() == {OLD[0]: 90, OLD[1]: 401}
    assert run("areas", "main", "LSOA 2021").exit_code == 0
    old = csv(town, "old.csv", "area_code,people", f"{OLD[0]},90", f"{OLD[1]},401")
    refused = run("areas", "through", old, "--lookup", lookup, "--population", "--yes")
    assert refused.exit_code == 1
    assert "it is not shared out" in refused.output


def test_people_of_other_areas_are_offered_and_added_up_where_whole_areas_make_a_new_one(
    run: Run, town: Path, engine: Engine
) -> None:
    assert run("areas", "main", "LSOA 2011").exit_code == 0
    offer = area_offers.people_elsewhere(held(engine))
    assert offer is not None
    assert (offer.source.file_name, offer.old.name, offer.new.name) == (
        "people.csv", "LSOA 2021", "LSOA 2011",
    )  # fmt: skip
    shown = run("areas", "carry", "LSOA 2021")
    assert "2 of 2 areas have a number of people, 500 in all." in shown.output
    assert area_offers.lacks_people(held(engine)), "nothing is kept yet"
    assert run("areas", "carry", "LSOA 2021", "--yes").exit_code == 0
    now = held(engine)
    people = now.population.set_index("area_code")["people"]
    assert people.to_dict() == {OLD[0]: 100, OLD[1]: 400}
    assert area_offers.people_elsewhere(now) is None


def test_people_are_never_shared_out_between_the_parts_of_an_old_area(
    run: Run, town: Path, engine: Engine
) -> None:
    people = csv(town, "old people.csv", "area_code,people", f"{OLD[0]},90", f"{OLD[1]},410")
    assert run("add", "population", people, "--areas", "LSOA 2011").exit_code == 0
    assert run("take-away", "people.csv", "--reason", "a test").exit_code == 0
    kept = run("areas", "carry", "LSOA 2011", "--yes")
    assert "1 of 3 areas have a number of people, 90 in all." in kept.output
    assert "people are never shared out" in kept.output
    population = held(engine).population.dropna(subset=["people"])
    assert population.set_index("area_code")["people"].to_dict() == {NEW[0]: 90}


def test_a_ward_is_shown_and_never_spread(run: Run, town: Path, engine: Engine) -> None:
    refused = run("areas", "carry", "Wards 2023", "--yes")
    assert refused.exit_code == 1
    assert "so it is not spread" in refused.output
    shown = run("areas", "show", "wards 2023")
    assert "They are not spread to smaller areas" in shown.output
    assert "E05000001: Homeless rate 7.0" in shown.output
    now = held(engine)
    beside = area_figures.figures_beside(now, [NEW[1]])
    assert [one.about.name for one in beside] == ["LSOA 2011", "Wards 2023"]
    assert beside[0].rows["area_code"].unique().tolist() == [OLD[1]]
    assert beside[1].rows[["area_name", "name", "value", "standing", "of"]].values.tolist() == [
        ["E05000001", "Homeless rate", 7.0, 1, 1]
    ]
    assert now.indicators.empty, "the sums know nothing of it"
    assert run("areas", "main", "Wards 2023").exit_code == 0
    assert held(engine).indicators["name"].tolist() == ["Homeless rate"]


def test_figures_can_be_told_which_areas_they_are_for(run: Run, town: Path, engine: Engine) -> None:
    both = csv(town, "both.csv", "area_code,Debt rate", f"{NEW[0]},1")
    assert run("add", "indicators", both, "--areas", "lsoa 2011").exit_code == 0
    beside = next(one for one in held(engine).other_sets if one.about.name == "LSOA 2011")
    assert "Debt rate" in set(beside.indicators["name"])
    unknown = run("add", "indicators", both, "--areas", "Parishes")
    assert "There are no areas called Parishes" in unknown.output


def test_a_direction_is_said_and_its_history_read(run: Run, town: Path, engine: Engine) -> None:
    said = run("directions", "set", "Homeless rate", "high-is-good", "--reason", "a test")
    assert said.output.strip().endswith("a high figure is good.")
    wards = next(one for one in held(engine).other_sets if one.about.name == "Wards 2023")
    assert wards.indicators["direction"].tolist() == ["high-is-good"]
    assert "a test" in run("directions", "list", "--history").output
    assert "homeless-rate: a high figure is good." in run("directions", "list").output
    unknown = run("directions", "set", "Nothing", "high-is-bad")
    assert unknown.exit_code == 2


def test_readers_carry_nothing_over(town: Path, engine: Engine) -> None:
    now = held(engine)
    old = next(one for one in now.other_sets if one.about.name == "LSOA 2011")
    source_id = str(old.indicators["source_id"].iloc[0])
    with (
        acting_as(Actor(name="Rhys", role=Role.READER)),
        pytest.raises(Exception, match="role of officer"),
    ):
        workflow_areas.preview_carry_over(engine, now.place.place_id, source_id)
