"""Every asset list of two real places loads as a person read it, without a word said about it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sharedground import workflow
from sharedground.access import Actor, Role, acting_as
from sharedground.intake.kind import guess_kinds
from sharedground.intake.read import gather
from sharedground.model.category import OTHER
from sharedground.model.place import Kind
from sharedground.model.placing import is_full_postcode
from sharedground.store import database, loading, places
from sharedground.surroundings import context_for
from sharedground.workflow import Preview

pytestmark = pytest.mark.real_data

EXPECTED: dict[str, dict[str, dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "expected_assets.toml").read_text(encoding="utf-8")
)
LISTS = [(place, name) for place, lists in EXPECTED.items() for name in lists]
BEGINNINGS = {
    "trafford": [
        (Kind.AREAS, "areas/lsoa_2011.geojson"),
        (Kind.POSTCODES, "postcodes/trafford_postcodes.csv"),
        (Kind.PARTNERS, "partners/voluntary_sector_grants_360giving.csv"),
    ],
    "chicago": [(Kind.AREAS, "areas/commpop.shp")],
}
BY_ITSELF = ("coordinates", "grid reference", "geometry", "text")
"""How a row is placed by what the file says, and not by its postcode or area."""

Town = tuple[Any, str, Path]


@pytest.fixture(scope="module")
def towns(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Town]]:
    """Both places with their areas, and what an officer loads before the lists."""
    found = {}
    with acting_as(Actor(name="Olwen", role=Role.OFFICER)):
        for name, files in BEGINNINGS.items():
            at = tmp_path_factory.mktemp(name) / "town.sqlite"
            engine = database.open_database(f"sqlite:///{at}")
            place = places.new_place(engine, name.title())
            found[name] = (engine, place.place_id, real_data / name)
            for kind, path in files:
                workflow.keep(engine, place.place_id, previewed(found[name], path, kind))
        yield found
    for engine, _, _ in found.values():
        engine.dispose()


def previewed(town: Town, path: str, kind: Kind = Kind.ASSETS) -> Preview:
    engine, place_id, folder = town
    [(name, parts)] = gather([folder / path])
    return workflow.preview(engine, place_id, kind, name, parts)


def path_of(town: Town, name: str) -> str:
    [path] = (town[2] / "assets").glob(f"{name}.*")
    return f"assets/{path.name}"


@pytest.mark.parametrize(("place", "name"), LISTS)
def test_a_list_loads_right_first_time(towns: dict[str, Town], place: str, name: str) -> None:
    read = previewed(towns[place], path_of(towns[place], name))
    known = loading.load_known(*towns[place][:2])
    kinds = guess_kinds(read.raw, context_for(towns[place][0], known))
    misses = list(_misses(read, EXPECTED[place][name]))
    misses += [] if kinds[0] is Kind.ASSETS else [f"taken for {kinds[0]}"]
    for miss in misses:
        print(f"{place}/{name}: {miss}")  # noqa: T201 - pytest shows it beside the failure
    assert misses == []


def _misses(read: Preview, wanted: dict[str, Any]) -> Iterator[str]:
    report = read.report
    if report.read != wanted["rows"]:
        yield f"read {report.read} rows, not {wanted['rows']}"
    if report.set_aside:
        yield f"set {report.set_aside} rows aside"
    if report.merged != wanted.get("merged", 0):
        yield f"merged {report.merged} rows, not {wanted.get('merged', 0)}"
    for field, heading in wanted["columns"].items():
        if report.columns.get(field) != heading:
            yield f"{field} is {report.columns.get(field)!r}, not {heading!r}"
    placed = {by: n for one in read.intakes for by, n in one.report.facts["placed_by"].items()}
    exact = sum(n for by, n in placed.items() if by.startswith(BY_ITSELF))
    if exact != wanted.get("exact", exact):
        yield f"places {exact} rows exactly, not {wanted['exact']}: {placed}"
    if "full" in wanted and (full := _full_postcodes(read)) != wanted["full"]:
        yield f"{full} rows with a full postcode, not {wanted['full']}"
    yield from _category_misses(read, wanted)


def _full_postcodes(read: Preview) -> int:
    [table] = read.raw.tables
    cells = table.rows[read.report.columns["postcode"]]
    return sum(is_full_postcode(str(cell).upper()) for cell in cells)


def _category_misses(read: Preview, wanted: dict[str, Any]) -> Iterator[str]:
    assets = read.frames["assets"]
    counts = assets["category"].value_counts().to_dict()
    if "category" in wanted and set(counts) != {wanted["category"]}:
        yield f"categories are {counts}, not {wanted['category']}"
    if wanted.get("no_other") and counts.get(OTHER):
        yield f"{counts[OTHER]} rows are of no known kind"
    if "categories" not in wanted:
        return
    [table] = read.raw.tables
    said = table.rows[read.report.columns["category"]]
    of_row = assets["row_number"].map(dict(zip(table.row_numbers.tolist(), said, strict=True)))
    for text, (category, count) in wanted["categories"].items():
        found = set(assets.loc[of_row == text, "category"])
        if found != {category} or (said == text).sum() != count:
            yield f"{text} is {found} ({(said == text).sum()}), not {category} ({count})"
