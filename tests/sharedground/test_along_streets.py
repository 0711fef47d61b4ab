"""A place with a street network: added, walked along, told where it ends, undone, and without."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from shapely.geometry import box, mapping
from sqlalchemy.engine import Engine

from components.what_if import on_map
from sharedground import along_streets, fair, grounds, sureness, what_if, workflow
from sharedground.access import Role
from sharedground.analysis.assessment import Assessment
from sharedground.errors import SharedGroundError
from sharedground.model.counting import Counting
from sharedground.model.outcome import Expression, Outcome, Serving
from sharedground.model.vision import Vision
from sharedground.partnership.pack import pack
from sharedground.partnership.pack import unpack as opened
from sharedground.scenarios import Present
from sharedground.store import database, loading, places
from sharedground.views import View, view_for

Run = Callable[..., Result]
ALONG = Counting(streets=True)
LON, LAT = -2.3, 53.4


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return database.open_database(f"sqlite:///{tmp_path / 'cli.sqlite'}")


def at(x: int, y: int) -> tuple[float, float]:
    """Return a spot by hundreds of metres east and north of the corner of the town."""
    return LON + x * 100 / 66_370, LAT + y * 100 / 111_280


@pytest.fixture
def town(run: Run, tmp_path: Path) -> Path:
    """Make three areas of 1 km side by side; a street runs from the first to the second."""
    squares = [
        {"type": "Feature", "properties": {"area_code": f"E0100000{n}", "area_name": f"Sale {n}"},
         "geometry": mapping(box(*at(10 * n, 0), *at(10 * n + 10, 10)))}
        for n in range(3)
    ]  # fmt: skip
    files = {
        "areas.geojson": json.dumps({"type": "FeatureCollection", "features": squares}),
        "people.csv": "area_code,people\nE01000000,1000\nE01000001,1000\nE01000002,1000\n",
        "need.csv": "area_code,Income\nE01000000,30\nE01000001,20\nE01000002,10\n",
        "assets.csv": "name,category,lon,lat\nBooks,Library,{},{}\nBeyond,Library,{},{}\n".format(
            *at(15, 5), *at(26, 5)
        ),
        "town_nodes.csv": "node,lon,lat\n1,{},{}\n2,{},{}\n3,{},{}\n".format(
            *at(5, 5), *at(5, 9), *at(15, 5)
        ),
        "town_edges.csv": "u,v,length_m\n1,2,400\n2,3,1100\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    run("new", "Sale")
    for kind, name in (("areas", "areas.geojson"), ("population", "people.csv"),
                       ("assets", "assets.csv")):  # fmt: skip
        assert run("add", kind, tmp_path / name).exit_code == 0
    told = run("add", "indicators", tmp_path / "need.csv", "--direction", "Income=high-is-bad")
    assert told.exit_code == 0, told.output
    return tmp_path


def add(run: Run, town: Path) -> Result:
    return run("add", "streets", town / "town_nodes.csv", town / "town_edges.csv")


def seen(engine: Engine, role: Role = Role.OFFICER) -> View:
    return view_for(loading.load(engine, places.places(engine)[0].place_id), role)


VISION = Vision(
    title="Ours",
    outcomes=(
        Outcome(
            code="reading", name="Reading", weight=1, reach_m=1600,
            expressed_by=(Expression(indicator="Income", direction="high-is-bad"),),
            served_by=(Serving(category="library", strength=2),),
        ),
    ),
)  # fmt: skip


def assessed(engine: Engine, counting: Counting) -> Assessment:
    return workflow.assessment(seen(engine), VISION, counting)


def test_a_network_is_added_told_and_taken_back_from_the_command_line(
    run: Run, engine: Engine, town: Path
) -> None:
    added = add(run, town)
    assert "town_edges.csv: 5 rows read, all kept" in added.output
    assert "1.5 km of street in 2 stretches. 100 in 100" in added.output
    told = json.loads(run("network", "--json").output)
    assert (told["nodes"], told["metres"], told["joined"], told["areas"]) == (3, 1500, 1, 3)
    assert [one["area_code"] for one in told["areas_not_reached"]] == ["E01000002"]
    assert [one["why"] for one in told["assets_not_reached"]] == ["far"]
    assert "reaches 2 of 3 areas" in run("network").output
    assert "already" in add(run, town).output
    assert run("undo", "town_edges.csv").exit_code == 0
    gone = run("network")
    assert (gone.exit_code, "no street network yet" in gone.output) == (1, True)


def test_ways_are_those_along_the_streets_and_who_is_off_them_is_no_data(
    run: Run, engine: Engine, town: Path
) -> None:
    add(run, town)
    straight, along = (assessed(engine, counting) for counting in (Counting(), ALONG))
    assert straight.served[0].reached.tolist() == [1, 2, 2]
    assert along.served[0].reached.tolist() == [1, 1, 0]
    assert np.isnan(along.access[2, 0])
    assert along.state[:, 0].tolist()[2] == "no data"
    _, metres, _ = along.served[0].pairs.of_area(0)
    assert metres == pytest.approx([1500], abs=3)


def test_an_area_beside_one_that_the_streets_do_not_reach_is_at_an_edge(
    run: Run, engine: Engine, town: Path
) -> None:
    add(run, town)
    ground = grounds.ground(seen(engine), ALONG)
    whole = grounds.ground(seen(engine))
    assert ground.outline.area == pytest.approx(whole.outline.area * 2 / 3, rel=0.01)
    assert ground.areas["x"].isna().tolist() == [False, False, True]


def test_a_new_place_reaches_nobody_off_the_streets_and_says_who_is_not_counted(
    run: Run, engine: Engine, town: Path
) -> None:
    add(run, town)
    now = Present.of(seen(engine), VISION, ALONG)
    found = what_if.sites(now, what_if.Ask(category="park", sites=3))
    assert (found.people, found.unknown, found.gained) == (2000, 1, 2000)
    assert found.effect.areas["known"].tolist() == [True, True, False]
    assert on_map.classes_of(found.effect.areas).tolist()[2] == -1


def test_whom_partners_cover_leaves_areas_off_the_streets_out(
    run: Run, engine: Engine, town: Path
) -> None:
    add(run, town)
    assert fair.look(seen(engine), VISION, ALONG).cover.people == 2000
    assert fair.look(seen(engine), VISION).cover.people == 3000


def test_along_streets_is_another_way_of_counting_where_the_streets_reach_all_areas(
    run: Run, engine: Engine, town: Path
) -> None:
    add(run, town)
    ways = [way for way, _ in sureness.other_ways(seen(engine), VISION, Counting())]
    assert "Along streets" not in ways
    text = (town / "town_nodes.csv").read_text("utf-8")
    (town / "town_nodes.csv").write_text(text + "4,{},{}\n".format(*at(25, 5)), encoding="utf-8")
    (town / "town_edges.csv").write_text("u,v,length_m\n1,3,1000\n3,4,1000\n", encoding="utf-8")
    add(run, town)
    ways = dict(sureness.other_ways(seen(engine), VISION, Counting()))
    assert ways["Along streets"].streets


def test_gaps_along_streets_come_from_the_command_line_with_who_is_missed(
    run: Run, town: Path, tmp_path: Path
) -> None:
    out = tmp_path / "gaps.csv"
    refused = run("gaps", "--streets", "--out", out)
    assert (refused.exit_code, out.exists()) == (1, False)
    add(run, town)
    done = run("gaps", "--streets", "--out", out)
    assert done.exit_code == 0, done.output
    assert "reaches 2 of 3 areas. The other one is no data." in done.output
    assert "Not reached: Sale 2." in done.output
    assert out.read_text("utf-8").startswith("area_code,")


def test_a_place_without_a_network_counts_as_before_and_says_so_when_asked(
    run: Run, engine: Engine, town: Path
) -> None:
    before = assessed(engine, Counting()).table
    with pytest.raises(SharedGroundError) as no:
        assessed(engine, ALONG)
    assert no.value.code == "streets.none"
    add(run, town)
    assert assessed(engine, Counting()).table.equals(before)


def test_a_newer_network_takes_over_and_undoing_brings_the_former_back(
    run: Run, engine: Engine, town: Path
) -> None:
    add(run, town)
    (town / "town_edges.csv").write_text("u,v,length_m\n1,3,1000\n", encoding="utf-8")
    assert add(run, town).exit_code == 0
    assert along_streets.described(seen(engine).holdings).metres == 1000
    assert run("undo", "town_edges.csv").exit_code == 0
    assert along_streets.described(seen(engine).holdings).metres == 1500


def test_the_files_come_back_as_they_were_and_without_what_is_packed(
    run: Run, engine: Engine, town: Path
) -> None:
    add(run, town)
    held = seen(engine).holdings
    assert held.street_network is not None
    files = loading.upload_of(engine, held.place.place_id, held.street_network.source_id)
    assert files == {name: (town / name).read_bytes() for name in files}
    assert set(files) == {"town_nodes.csv", "town_edges.csv"}


def test_the_network_is_read_only_when_it_is_asked_for(
    run: Run, engine: Engine, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(run, town)
    view = seen(engine, Role.READER)
    monkeypatch.setattr(along_streets, "unpack_network", lambda _: pytest.fail("it was read"))
    workflow.assessment(view, VISION)


def test_a_whole_copy_of_a_place_brings_its_network(
    run: Run, engine: Engine, town: Path, tmp_path: Path
) -> None:
    add(run, town)
    whole = pack(engine, seen(engine).holdings.place.place_id, whole=True)
    other = database.open_database(f"sqlite:///{tmp_path / 'other.sqlite'}")
    opened(other, "copy.zip", whole.content)
    assert along_streets.described(seen(other).holdings).metres == 1500


@pytest.mark.parametrize(
    ("share", "words"), [(1.0, "100"), (0.99999, "99.9"), (0.9797, "98"), (1e-9, "0.1"), (0, "0")]
)
def test_a_share_is_never_rounded_up_to_all_or_down_to_none(share: float, words: str) -> None:
    assert along_streets.hundredths(share) == words
