"""The command line does what the pages do, says what it did, and ends with the right code."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from sharedground import code_point
from sharedground.cli import main
from tests.builders import some_areas

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that calls the command line on one database."""
    url = f"sqlite:///{tmp_path / 'cli.sqlite'}"

    def call(*words: object) -> Result:
        return CliRunner().invoke(main, ["--database", url, *map(str, words)])

    return call


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def place(run: Run, tmp_path: Path) -> dict[str, Path]:
    """Make a place of three areas, with people and one figure of need; return its files."""
    outlines = tmp_path / "areas.geojson"
    some_areas(3)[["area_code", "area_name", "geometry"]].to_file(outlines, driver="GeoJSON")
    codes = some_areas(3)["area_code"].tolist()
    people = "".join(f"{c},{n},2024\n" for c, n in zip(codes, (100, 200, 300), strict=True))
    rates = "".join(f"{c},Unemployment rate,2023,{n}\n" for c, n in zip(codes, "329", strict=True))
    people_file = write(tmp_path, "people.csv", "area_code,people,year\n" + people)
    need_file = write(tmp_path, "need.csv", "area_code,indicator,year,value\n" + rates)
    assert run("new", "Testville").exit_code == 0
    for kind, path in (("areas", outlines), ("population", people_file), ("indicators", need_file)):
        done = run("add", kind, path)
        assert done.exit_code == 0, done.output
    return {"areas": outlines, "people": people_file, "need": need_file}


ASSETS = (
    "Venue,Kind,Post Code,Latitude,Longitude\n"
    "Sale Library,Library,M33 7ZF,53.405,-2.295\n"
    "Town Hall,Library,M33 7ZG,-2.285,53.405\n"
    "No Fixed Place,Library,,,\n"
)


def test_a_list_is_read_kept_and_reported_as_promised(
    run: Run, place: dict[str, Path], tmp_path: Path
) -> None:
    done = run("add", "assets", write(tmp_path, "venues.csv", ASSETS), "--json")
    report = json.loads(done.stdout)
    assert done.exit_code == 0
    assert {"file", "kind", "read", "kept", "merged", "set_aside", "placed", "category",
            "columns", "faults"} <= set(report)  # fmt: skip
    assert (report["file"], report["kind"]) == ("venues.csv", "assets")
    assert report["read"] == report["kept"] + report["merged"] + report["set_aside"] == 3
    assert report["placed"] == {"exact": 2, "approximate": 0, "none": 1}
    assert sum(report["category"].values()) == report["kept"]
    assert report["columns"]["name"] == "Venue"
    swapped = [fault for fault in report["faults"] if fault["row"] == 3]
    assert swapped
    assert all({"code", "row", "column", "value", "reason", "fix"} == set(f) for f in swapped)


def test_several_files_print_one_object_a_line(
    run: Run, place: dict[str, Path], tmp_path: Path
) -> None:
    one, two = (write(tmp_path, f"{n}.csv", ASSETS.replace("Sale", n)) for n in ("one", "two"))
    lines = run("add", "assets", one, two, "--json").stdout.splitlines()
    assert [json.loads(line)["file"] for line in lines] == ["one.csv", "two.csv"]


def test_adding_a_file_twice_does_not_double_it(
    run: Run, place: dict[str, Path], tmp_path: Path
) -> None:
    path = write(tmp_path, "venues.csv", ASSETS)
    run("add", "assets", path)
    again = run("add", "assets", path)
    assert "It was there already" in again.output
    assert "assets: 3" in run("status").output


MESSY = (
    "Name,Type,Post Code,Latitude,Longitude\n"
    "Sale Library,Lib.,M33 7ZF,53.405,-2.295\n"
    "Town Hall,Library,M33 7ZG,-2.285,53.405\n"
    ",Rec Ground,,53.405,-2.295\n"
    "Kite loft,Kites,,53.405,-2.295\n"
    "Kite shed,Kites,,53.405,-2.295\n"
    "Kite den,Kites,,53.405,-2.295\n"
    "Ink loft,Calligraphy,,53.405,-2.295\n"
    "Far Church,Church,M33 7ZH,,\n"
    "Farther Church,Church,M33 7ZJ,,\n"
    "Far Church,Church,M33 7ZH,,\n"
    "Hut 1,Scout hut,M33,,\n"
    "Hut 2,Scout hut,M34,,\n"
    "Hut 3,Scout hut,M35,,\n"
    "Hut 4,Scout hut,M36,,\n"
    "Hut 5,Scout hut,M37,,\n"
)


@pytest.fixture
def without_code_point(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wheel with the postcodes of Great Britain is not installed."""
    monkeypatch.setattr(code_point, "_folder", lambda: None)


@pytest.mark.usefixtures("without_code_point")
def test_an_officer_reads_each_thing_once(run: Run, place: dict[str, Path], tmp_path: Path) -> None:
    read = run("add", "assets", write(tmp_path, "places.csv", MESSY)).output
    assert read == (
        "places.csv: 15 rows read = 14 kept, 1 merged with another row.\n"
        "  On the map: 7, 7 not yet.\n"
        "  Kinds of place: Youth spaces 5, Other places 4, Libraries 2, 2 other kinds.\n"
        "  - No postcodes are loaded yet. 2 rows wait for them. "
        "Add a postcode table and we place them.\n"
        "  - 5 rows: Only the first part of a postcode is given, so the place is not known well. "
        "Give the whole postcode, such as M33 2DQ.\n"
        "      row 12 (Post Code M33), row 13 (Post Code M34), row 14 (Post Code M35) and 2 more.\n"
        '  - We do not know the kind "Kites" (3 rows). We count them as: Other places. '
        "Choose a category for it.\n"
        '  - We do not know the kind "Calligraphy" (1 row). We count it as: Other places. '
        "Choose a category for it.\n"
        "  - Row 3 (Longitude 53.405): Longitude and latitude stand the wrong way round. "
        "We turned them. Swap the two in your file, so that others read it well too.\n"
        "  - Row 4: The row has no name. We named it by what and where it is. "
        "Add the name that people use.\n"
    )


def test_a_list_without_faults_takes_two_lines(
    run: Run, place: dict[str, Path], tmp_path: Path
) -> None:
    text = "Name,Type,Latitude,Longitude\nSale Library,Library,53.405,-2.295\n"
    read = run("add", "assets", write(tmp_path, "one.csv", text)).output
    assert read == (
        "one.csv: 1 row read, all kept.\n  On the map: 1.\n  Kinds of place: Libraries 1.\n"
    )


@pytest.mark.usefixtures("without_code_point")
def test_waiting_places_are_placed_when_their_postcodes_come(
    run: Run, place: dict[str, Path], tmp_path: Path
) -> None:
    text = "Name,Type,Postcode\na,Library,M33 7ZF\nb,Library,M33 7ZG\n"
    waiting = write(tmp_path, "waiting.csv", text)
    read = run("add", "assets", waiting).output
    assert "None is on the map yet." in read
    assert "No postcodes are loaded yet. 2 rows wait for them." in read
    far = "postcode,lon,lat\nEX1 1AA,-3.53,50.72\nEX1 1AB,-3.54,50.73\n"
    assert run("add", "postcodes", write(tmp_path, "far.csv", far)).exit_code == 0
    other = write(tmp_path, "other.csv", text.replace("a,", "c,"))
    read = run("add", "assets", other).output
    assert "The postcodes that are loaded are of another part of the country. 2 rows wait." in read
    near = "postcode,lon,lat\nM33 7ZF,-2.295,53.405\nM33 7ZE,-2.285,53.405\n"
    read = run("add", "postcodes", write(tmp_path, "near.csv", near)).output
    assert read.splitlines() == [
        "near.csv: 2 rows read, all kept.", "  2 places that waited are on the map now.",
    ]  # fmt: skip
    third = write(tmp_path, "third.csv", text.replace("b,", "d,"))
    read = run("add", "assets", third).output
    assert "Row 3 (Postcode M33 7ZG): We could not find this postcode" in read


def test_british_places_are_on_the_map_by_their_postcode_alone(
    run: Run, place: dict[str, Path], tmp_path: Path
) -> None:
    text = "Name,Type,Postcode\na,Library,M33 7ZF\nb,Library,M33 9ZZ\nc,Library,M41\n"
    read = run("add", "assets", write(tmp_path, "places.csv", text)).output
    assert "On the map: 3 (2 roughly)." in read
    assert "3 rows are placed by the postcodes that come with this app" in read
    assert "Contains OS data © Crown copyright and database right" in read
    assert "Row 3 (Postcode M33 9ZZ): No such postcode is in use in Great Britain." in read


def test_faults_in_sheets_say_which_sheet(run: Run, place: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "both.xlsx"
    with pd.ExcelWriter(path) as book:
        for sheet, name in (("Halls", ""), ("Pubs", "The Bull")):
            rows = [(name, sheet, 53.405, -2.295), ("Old", sheet, 53.405, -2.285)]
            head = ["Name", "Type", "Latitude", "Longitude"]
            pd.DataFrame(rows, columns=head).to_excel(book, sheet_name=sheet, index=False)
    read = run("add", "assets", path).output
    assert "Row 2 of Halls: The row has no name." in read
    assert read.count("rows read") == 1


def test_gaps_has_each_area_once_per_outcome_and_once_as_all(
    run: Run, place: dict[str, Path], tmp_path: Path
) -> None:
    run("add", "assets", write(tmp_path, "venues.csv", ASSETS))
    vision = write(
        tmp_path,
        "vision.csv",
        "outcome,weight,indicator,direction,category,strength,reach,target\n"
        "Work,3,Unemployment rate,high-is-bad,library,2,1200,\n"
        "Nature,1,,,park,2,1200,\n",
    )
    assert run("vision", "import", vision).exit_code == 0
    out = tmp_path / "gaps.csv"
    assert run("gaps", "--out", out).exit_code == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert list(rows[0]) == ["area_code", "area_name", "outcome", "need", "access", "target",
                             "gap", "people", "weight", "weight_covered", "state"]  # fmt: skip
    found = [(row["area_code"], row["outcome"]) for row in rows]
    codes = some_areas(3)["area_code"]
    assert sorted(found) == sorted((c, o) for c in codes for o in ("Work", "Nature", "ALL"))
    nature = [row for row in rows if row["outcome"] == "Nature"]
    assert {(row["need"], row["state"]) for row in nature} == {("", "no data")}
    total = next(row for row in rows if row["outcome"] == "ALL")
    assert (total["weight_covered"], total["access"]) == ("0.75", "")


def test_a_vision_comes_out_as_it_went_in(run: Run, tmp_path: Path) -> None:
    run("new", "Testville")
    head = "outcome,weight,indicator,direction,category,strength,reach,target\n"
    run(
        "vision",
        "import",
        write(tmp_path, "v.csv", head + "Work,1,Pay,high-is-good,library,1,900,2\n"),
    )
    out = tmp_path / "again.csv"
    assert run("vision", "export", "--out", out).exit_code == 0
    row = next(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert (row["outcome"], row["weight"], row["reach"], row["target"]) == (
        "Work",
        "100",
        "900",
        "2",
    )


def test_a_bad_vision_file_names_every_fault_and_ends_with_1(run: Run, tmp_path: Path) -> None:
    run("new", "Testville")
    head = "outcome,weight,indicator,direction,category,strength,reach,target\n"
    done = run("vision", "import", write(tmp_path, "v.csv", head + "A,x,,,,,,\nB,1,,,moon,,,\n"))
    assert done.exit_code == 1
    assert "Row 2" in done.output
    assert "Row 3" in done.output


def test_a_file_with_nothing_usable_ends_with_1_and_says_why(
    run: Run, place: dict[str, Path], tmp_path: Path
) -> None:
    done = run("add", "assets", write(tmp_path, "empty.csv", ""))
    assert done.exit_code == 1
    assert "empty.csv: not used." in done.output


def test_with_json_a_refused_file_is_an_object_too(
    run: Run, place: dict[str, Path], tmp_path: Path
) -> None:
    done = run("add", "assets", write(tmp_path, "empty.csv", ""), "--json")
    report = json.loads(done.stdout)
    assert (done.exit_code, report["read"], len(report["faults"])) == (1, 0, 1)


@pytest.mark.parametrize(
    "words",
    [
        ["--place", "Nowhere", "status"],
        ["add", "moons", "x.csv"],
        ["add", "assets", "missing.csv"],
        ["gaps"],
        ["nonsense"],
    ],
)
def test_wrong_use_ends_with_2(run: Run, words: list[str]) -> None:
    run("new", "Testville")
    assert run(*words).exit_code == 2


def test_a_wrong_pair_or_direction_is_wrong_use(
    run: Run, place: dict[str, Path], tmp_path: Path
) -> None:
    for option in (["--column", "name"], ["--direction", "Pay=up"]):
        assert run("add", "indicators", place["need"], *option).exit_code == 2


@pytest.mark.parametrize("words", [[], ["new"], ["add"], ["vision"], ["vision", "import"],
                                   ["vision", "show"], ["vision", "agree"], ["gaps"], ["status"],
                                   ["demo"]])  # fmt: skip
def test_every_command_explains_itself(run: Run, words: list[str]) -> None:
    done = run(*words, "--help")
    assert done.exit_code == 0
    assert "Usage:" in done.output


def test_a_second_set_of_areas_needs_the_word_replace(run: Run, place: dict[str, Path],
                                                      tmp_path: Path) -> None:  # fmt: skip
    other = tmp_path / "other.geojson"
    some_areas(2)[["area_code", "area_name", "geometry"]].to_file(other, driver="GeoJSON")
    assert "already has 3 areas" in run("add", "areas", other).output
    assert run("add", "areas", other, "--replace").exit_code == 0
    assert "areas: 2" in run("status").output


SAME_HALL = (
    "Venue,Kind,Post Code,Latitude,Longitude\n"
    "Lilac Tree Hall,Community centre,M33 7ZF,53.4050,-2.2950\n"
)
NEAR_HALL = SAME_HALL.replace("53.4050", "53.4056").replace("M33 7ZF", "M33 7ZG")


def test_places_that_may_be_one_are_listed_and_decided(run, place, tmp_path):
    run("add", "assets", write(tmp_path, "one.csv", SAME_HALL))
    added = run("add", "assets", write(tmp_path, "two.csv", NEAR_HALL))
    assert "1 looks like a place that is here already." in added.output
    told = run("duplicates")
    assert "Lilac Tree Hall (one.csv, row 2)" in told.output
    assert "1 pair of places waits." in told.output
    [line] = run("duplicates", "--json").output.splitlines()
    found = json.loads(line)
    ids = found["one"]["id"], found["other"]["id"]
    assert "the same name" in found["for"]
    assert run("duplicates", "decide", *ids, "same").exit_code == 0
    assert "0 pairs of places wait." in run("duplicates").output
    assert "assets: 1" in run("status").output
    assert "said: same" in run("duplicates", "--decided").output
    assert run("duplicates", "decide", *ids, "open").exit_code == 0
    assert "1 pair of places waits." in run("duplicates").output
    assert run("duplicates", "decide", "nobody", ids[0], "same").exit_code == 2


def test_any_file_is_taken_for_what_it_holds_in_the_order_that_works(
    run: Run, tmp_path: Path
) -> None:
    outlines = tmp_path / "areas.geojson"
    some_areas(3)[["area_code", "area_name", "geometry"]].to_file(outlines, driver="GeoJSON")
    codes = some_areas(3)["area_code"].tolist()
    people = write(tmp_path, "p.csv", "area_code,people\n" + "".join(f"{c},5\n" for c in codes))
    venues = write(tmp_path, "venues.csv", ASSETS)
    assert run("new", "Testville").exit_code == 0
    done = run("add", "any", venues, people, outlines, "--json")
    assert done.exit_code == 0, done.output
    kinds = [json.loads(line)["kind"] for line in done.output.splitlines()]
    assert kinds == ["areas", "population", "assets"]


def test_what_was_chosen_is_used_for_the_next_file_unless_it_is_to_be_forgotten(
    run: Run,
    place: dict[str, Path],
    tmp_path: Path,
) -> None:
    odd = "Title;Sort;lon;lat\nA;Wobble;-2.295;53.405\n"
    first = write(tmp_path, "odd march.csv", odd)
    chosen = ("--column", "category=Sort", "--word", "Wobble=park", "--publisher", "Us")
    told = json.loads(run("add", "assets", first, *chosen, "--json").output)
    assert told["words"] == [
        {"text": "Wobble", "rows": 1, "category": "park", "how": "chosen", "suggestion": ""}
    ]
    again = write(tmp_path, "odd april.csv", odd + "B;Wobble;-2.294;53.405\n")
    plain = run("add", "assets", again)
    assert "Read as the last one like it: its columns, who publishes it." in plain.output
    told = json.loads(run("add", "assets", again, "--forget", "--json").output)
    assert (told["remembered"], "category" in told["columns"]) == ([], False)


def test_a_person_says_how_a_file_is_read(
    run: Run,
    place: dict[str, Path],
    tmp_path: Path,
) -> None:
    sheet = "Report\nGroup A,Group B,\nName,Place,Kind\nX hall,M33 2AB,hall\nY hall,M33 3AB,hall\n"
    path = write(tmp_path, "halls.csv", sheet)
    told = json.loads(run("add", "assets", path, "--heading-row", 3, "--json").output)
    assert (told["read"], told["columns"]["category"]) == (2, "Kind")


def test_a_list_of_people_is_refused_until_somebody_says_they_are_places(
    run: Run, place: dict[str, Path], tmp_path: Path
) -> None:
    rows = "".join(
        f"{name},0{n}/02/1950,M33 7ZF\n" for n, name in enumerate(("Mary Jones", "Tom Green"), 1)
    )
    people = write(tmp_path, "patients.csv", "Full Name,DOB,Postcode\n" + rows)
    for kind in ("assets", "partners", "any"):
        refused = run("add", kind, people)
        assert refused.exit_code != 0
        assert "This looks like a list of people" in refused.output
    kept = run("add", "assets", "--not-people", "--json", people)
    assert kept.exit_code == 0, kept.output
    [line] = [json.loads(text) for text in kept.output.splitlines() if text.startswith("{")]
    assert "people.insisted" in {fault["code"] for fault in line["faults"]}
