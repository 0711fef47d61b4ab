"""The demo town is made the same each time, and holds what its README says."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

import openpyxl
import pytest
import shapely

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "data" / "demo"
BY_HAND = {"README.md", ".gitattributes"}


@pytest.fixture(scope="module")
def remade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    script = ROOT / "tools" / "make_demo.py"
    subprocess.run([sys.executable, str(script), str(folder)], check=True, timeout=300)
    return folder


def table(name: str, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[dict[str, str]]:
    text = (DEMO / name).read_bytes().decode(encoding)
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def features(name: str) -> list[dict]:
    return json.loads((DEMO / name).read_text(encoding="utf-8"))["features"]


def voluntary() -> list[dict[str, str]]:
    return table("voluntary_groups.csv", "cp1252", ";")


@pytest.fixture(scope="module")
def facts() -> dict:
    return json.loads((DEMO / "manifest.json").read_text(encoding="utf-8"))["facts"]


@pytest.fixture(scope="module")
def town() -> shapely.Geometry:
    return shapely.union_all(
        [shapely.geometry.shape(f["geometry"]) for f in features("areas.geojson")]
    )


def test_making_it_again_gives_the_same_bytes(remade: Path) -> None:
    made = {path.name: path.read_bytes() for path in remade.iterdir()}
    kept = {path.name: path.read_bytes() for path in DEMO.iterdir() if path.name not in BY_HAND}
    assert sorted(made) == sorted(kept)
    assert [name for name in made if made[name] != kept[name]] == []


def test_the_manifest_names_every_file_once_in_order() -> None:
    manifest = json.loads((DEMO / "manifest.json").read_text(encoding="utf-8"))
    listed = [entry["file"] for entry in manifest["files"]]
    assert manifest["fictional"] is True
    assert sorted(listed) == sorted(
        p.name for p in DEMO.iterdir() if p.name not in {*BY_HAND, "manifest.json"}
    )
    assert [entry["order"] for entry in manifest["files"]] == list(range(1, len(listed) + 1))
    assert {entry["licence"] for entry in manifest["files"]} == {"CC0-1.0"}


def test_areas_fit_together_without_gap_or_overlap(town: shapely.Geometry) -> None:
    shapes = [shapely.geometry.shape(f["geometry"]) for f in features("areas.geojson")]
    assert len(shapes) == 140
    assert all(s.is_valid and s.geom_type == "Polygon" for s in shapes)
    assert shapely.coverage_is_valid(shapes)
    assert town.geom_type == "Polygon"
    assert len(town.interiors) == 0
    assert (DEMO / "areas.geojson").stat().st_size < 400_000


def test_area_codes_are_not_official_ones() -> None:
    codes = [f["properties"]["area_code"] for f in features("areas.geojson")]
    assert len(set(codes)) == 140
    assert all(re.fullmatch(r"DX01\d{5}", code) for code in codes)


def test_every_area_has_a_neighbourhood_and_a_ward() -> None:
    rows = table("lookup.csv")
    codes = {f["properties"]["area_code"] for f in features("areas.geojson")}
    assert {row["area_code"] for row in rows} == codes
    assert len({row["neighbourhood_name"] for row in rows}) == 12
    assert len({row["ward_name"] for row in rows}) == 8
    assert all(row["ward_name"] for row in rows)


def test_one_area_has_no_population(facts: dict) -> None:
    counted = {row["area_code"]: int(row["people"]) for row in table("population.csv")}
    missing = [r["area_name"] for r in table("lookup.csv") if r["area_code"] not in counted]
    assert missing == ["Larrowby 006J"]
    assert sum(counted.values()) == facts["people"]
    assert 51_000 < facts["people"] < 53_000
    assert min(counted.values()) > 250


def test_ten_indicators_cover_every_area_with_one_value_hidden() -> None:
    rows = table("indicators.csv")
    areas = Counter((row["indicator"], row["year"]) for row in rows)
    assert len({row["indicator"] for row in rows}) == 10
    assert set(areas.values()) == {140}
    assert len(areas) == 11
    hidden = [row for row in rows if not re.fullmatch(r"\d+\.\d", row["value"])]
    assert [(row["value"], row["indicator"]) for row in hidden] == [
        ("[c]", "Older people living alone (65 and over)")
    ]
    good = {row["indicator"] for row in rows if row["direction"] == "high-is-good"}
    assert good == {"Public green space"}


@pytest.fixture(scope="module")
def low_income() -> dict[str, float]:
    return {
        row["area_code"]: float(row["value"])
        for row in table("indicators.csv")
        if (row["indicator"], row["year"]) == ("Households on low income", "2024")
    }


def test_need_is_highest_on_the_estates(low_income: dict[str, float]) -> None:
    found: dict[str, list[float]] = {}
    for row in table("lookup.csv"):
        found.setdefault(row["neighbourhood_name"], []).append(low_income[row["area_code"]])
    mean = {name: sum(values) / len(values) for name, values in found.items()}
    ranked = sorted(mean, key=mean.__getitem__, reverse=True)
    assert ranked[:3] == ["Southmoor", "Hawthorn Rise", "Beacon Fields"]
    assert ranked[-1] == "Priory Park"


def test_areas_side_by_side_are_alike(low_income: dict[str, float]) -> None:
    outlines = {
        f["properties"]["area_code"]: shapely.geometry.shape(f["geometry"])
        for f in features("areas.geojson")
    }
    near, far = [], []
    for a, b in combinations(outlines, 2):
        apart = abs(low_income[a] - low_income[b])
        (near if outlines[a].intersects(outlines[b]) else far).append(apart)
    assert sum(near) / len(near) < 0.55 * sum(far) / len(far)


def test_postcodes_are_in_a_series_that_is_not_in_use(town: shapely.Geometry, facts: dict) -> None:
    rows = table("postcodes.csv")
    assert len({row["postcode"] for row in rows}) == len(rows) == facts["postcodes"]
    assert 1_150 < len(rows) < 1_250
    assert all(re.fullmatch(r"ZQ\d \d[A-Z]{2}", row["postcode"]) for row in rows)
    points = [shapely.Point(float(row["lon"]), float(row["lat"])) for row in rows]
    assert all(town.covers(point) for point in points)


def test_the_five_sheets_hold_about_600_assets_of_14_kinds(facts: dict) -> None:
    book = openpyxl.load_workbook(DEMO / "health_and_care.xlsx", read_only=True)
    in_book = sum(
        1
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        if row[3:4] != (None,) and row[3:4]
    )
    rows = {
        "council_sites.csv": len(table("council_sites.csv")),
        "health_and_care.xlsx": in_book - len(book.sheetnames),
        "voluntary_groups.csv": len(voluntary()),
        "parks_and_play.geojson": len(features("parks_and_play.geojson")),
        "faith_food_and_learning.csv": len(table("faith_food_and_learning.csv")),
    }
    assert rows == facts["asset_rows"]
    assert sum(rows.values()) == facts["assets"] + 2
    assert 570 < facts["assets"] < 630
    assert len(facts["assets_by_category"]) == 14
    assert sum(facts["assets_by_category"].values()) == facts["assets"]


def test_council_sites_lack_what_the_readme_says() -> None:
    rows = table("council_sites.csv")
    without = [row for row in rows if not row["Easting"]]
    assert all(re.fullmatch(r"\d{3},\d{3}", row["Easting"]) for row in rows if row["Easting"])
    assert sum(1 for row in without if row["Post Code"]) == 8
    assert sum(1 for row in without if not row["Post Code"]) == 3
    assert sum(1 for row in rows if not row["Type of Site"]) == 3


def test_the_spreadsheet_has_titles_notes_and_one_swapped_point() -> None:
    book = openpyxl.load_workbook(DEMO / "health_and_care.xlsx")
    assert book.sheetnames == ["Health services", "Care and safety"]
    swapped = []
    for sheet in book:
        assert sheet["A4"].value == "Service name"
        assert sheet.cell(sheet.max_row, 1).value.endswith("fictional, like the town.")
        for name, _, _, _, lat, *_ in sheet.iter_rows(min_row=5, values_only=True):
            if isinstance(lat, float) and lat < 50:
                swapped.append(name.split(",")[0])
    assert swapped == ["Hollinfen Reading Room"]


def test_voluntary_groups_have_their_mess() -> None:
    rows = voluntary()
    known = {row["postcode"].replace(" ", "") for row in table("postcodes.csv")}
    names = Counter(row["Group name"] for row in rows)
    codes = [row["Postcode"].replace(" ", "").upper() for row in rows]
    assert {"Rock & Roll <Over 60s>", "+50 Walking Football"} <= set(names)
    assert sorted(name for name, n in names.items() if n == 2) == [
        "Larrowby Food Network Store", "Priory Bowls Club",
    ]  # fmt: skip
    assert codes.count("") == 5
    beyond = [code for code in codes if code.startswith(("ZQ7", "ZQ8"))]
    assert len([c for c in codes if c and c not in known and c not in beyond]) == 4
    with pytest.raises(UnicodeDecodeError):
        (DEMO / "voluntary_groups.csv").read_bytes().decode("utf-8")


def test_parks_are_outlines_some_without_a_name() -> None:
    parks = features("parks_and_play.geojson")
    shapes = {i: shapely.geometry.shape(f["geometry"]) for i, f in enumerate(parks)}
    crossed = [parks[i]["properties"]["site_name"] for i, s in shapes.items() if not s.is_valid]
    unnamed = sum(1 for f in parks if not f["properties"]["site_name"])
    assert crossed == ["Minster Green"]
    assert 0.3 < unnamed / len(parks) < 0.5


def test_some_assets_lie_outside_the_town(town: shapely.Geometry) -> None:
    points = {
        row["Name"]: shapely.Point(float(row["Longitude"]), float(row["Latitude"]))
        for row in table("faith_food_and_learning.csv")
    }
    outside = sorted(name for name, point in points.items() if not town.covers(point))
    assert outside == [
        "Amberfleet Grammar School", "Kettlewold Food Bank", "Kettlewold Priory", "Salem Chapel",
        "St Mary's, Amberfleet",
    ]  # fmt: skip


def test_addresses_and_numbers_ring_and_open_nowhere() -> None:
    rows = [*table("council_sites.csv"), *voluntary(), *table("faith_food_and_learning.csv"),
            *table("partners.csv")]  # fmt: skip
    for row in rows:
        for heading, text in row.items():
            if heading in ("Telephone", "Contact number") and text:
                assert re.fullmatch(r"01632 960\d{3}", text)
            if heading in ("Website", "Web Page", "Email", "E-mail") and text:
                assert re.search(r"(^|[/.@])example\.org(/|$)", text), text


def test_partners_are_25_and_most_run_something() -> None:
    partners = {row["Organisation name"] for row in table("partners.csv")}
    assert len(partners) == 25
    runs = {row["Provider"] for row in table("faith_food_and_learning.csv")}
    runs |= {row["Run by"] for row in voluntary()}
    runs |= {row["Operated By"] for row in table("council_sites.csv")}
    assert len(partners & runs) >= 15
    assert "Larrow and Wolds Police" in partners - runs


def test_the_vision_shares_100_points_between_six_outcomes() -> None:
    rows = table("vision.csv")
    indicators = {row["indicator"] for row in table("indicators.csv")}
    categories = set(
        json.loads((DEMO / "manifest.json").read_text())["facts"]["assets_by_category"]
    )
    assert len({row["outcome"] for row in rows}) == 6
    assert sum(int(row["weight"]) for row in rows if row["weight"]) == 100
    assert {row["indicator"] for row in rows} - {""} == indicators
    assert {row["category"] for row in rows} - {""} == categories
    assert all(bool(row["indicator"]) != bool(row["category"]) for row in rows)
