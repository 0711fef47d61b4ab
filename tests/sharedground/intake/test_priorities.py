"""Partners' points from a spreadsheet: every row accounted for, nothing rescaled unsaid."""

import io
from collections.abc import Callable

import openpyxl
import pytest

from sharedground.errors import NothingUsableError
from sharedground.intake.brought import lines_of
from sharedground.intake.priorities import Priorities, priorities_of
from sharedground.intake.read import read_file
from sharedground.model.outcome import Outcome

OUTCOMES = [
    Outcome(code=code, name=name)
    for code, name in (
        ("O01", "Everyone has enough to live on"),
        ("O07", "Nobody is left on their own"),
        ("O04", "Good health close to home"),
    )
]
PARTNERS = {"Larrowby Borough Council": "council", "Larrow and Wolds Police": "police"}
HEAD = "Partner,O01,O07,O04\n"


def read(content: str | bytes, name: str = "points.csv", **given: object) -> Priorities:
    data = content if isinstance(content, bytes) else content.encode()
    found = priorities_of(read_file(name, data), OUTCOMES, PARTNERS, "town", **given)
    told = found.report
    assert told.read == told.kept + told.merged + told.set_aside == len(found.records)
    assert set(found.records["fate"]) <= {"kept", "merged", "set aside"}
    return found


def codes(found: Priorities) -> list[tuple[str, int | None, str, str]]:
    return [(f.code, f.row, f.column, f.value) for f in found.report.faults]


def workbook(fill: Callable[[openpyxl.worksheet.worksheet.Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book.active)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_row_for_each_partner_and_a_column_for_each_outcome() -> None:
    found = read(HEAD + "Larrowby Borough Council,50,30,20\nBirds,10,0,90\n")
    assert found.points.loc["council"].tolist() == [50.0, 30.0, 20.0]
    assert list(found.names.values()) == ["Larrowby Borough Council", "Birds"]
    assert found.report.faults == ()
    assert found.report.columns["O01"] == "Everyone has enough to live on"


def test_points_are_kept_as_they_stand_and_other_sums_are_said() -> None:
    found = read(HEAD + "Birds,40,40,10\nBees,1,1,0.5\n")
    assert found.points.to_numpy().tolist() == [[40.0, 40.0, 10.0], [1.0, 1.0, 0.5]]
    assert any("Birds 90, Bees 2.5" in text for text in found.report.sentences)


def test_headings_are_found_by_name_code_or_with_a_slip_which_is_said() -> None:
    head = "Who,O01 money,Nobody left on thier own,good health close to HOME\n"
    found = read(head + "Birds,1,2,3\n")
    assert list(found.points.columns) == ["O01", "O07", "O04"]
    assert codes(found) == [("outcome.read_as", None, "Nobody left on thier own", "")]


def test_a_heading_that_is_no_outcome_is_named_and_its_points_are_not_used() -> None:
    found = read("Partner,O01,Trams,Comment\nBirds,4,6,hello\n")
    assert list(found.points.columns) == ["O01"]
    assert codes(found) == [("outcome.unknown", None, "Trams", "")]
    assert found.report.unused == ("Trams", "Comment")
    assert any("No column asks about" in text for text in found.report.sentences)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("-5", "points.negative"), ("lots", "points.text"), ("=A1*2", "points.formula"),
        ("1e12", "points.large"), ("1 or 2", "points.text"),
    ],
)  # fmt: skip
def test_a_cell_that_holds_no_points_sets_its_row_aside(cell: str, code: str) -> None:
    found = read(HEAD + f"Birds,1,2,3\nBees,10,{cell},5\n")
    assert codes(found) == [(code, 3, "O07", cell)]
    assert list(found.names.values()) == ["Birds"]


def test_percent_signs_are_left_out_and_empty_cells_are_no_points() -> None:
    found = read(HEAD + "Birds,40%,n/a,\n")
    assert found.points.to_numpy().tolist() == [[40.0, 0.0, 0.0]]
    assert codes(found) == [("points.percent", 2, "O01", "40%")]


def test_rows_that_are_nobodys_are_set_aside_each_with_its_reason() -> None:
    rows = "Birds,1,2,3\n,1,2,3\nTotal,1,2,3\nResidents,4,5,6\n=1+1,1,1,1\nBees,0,0,0\n"
    assert [code for code, *_ in codes(read(HEAD + rows))] == [
        "partner.no_name", "row.total", "partner.residents", "partner.formula", "points.none",
    ]  # fmt: skip


def test_a_partner_that_stands_twice() -> None:
    found = read(HEAD + "Birds,1,2,3\nbirds ,1,2,3\nBIRDS,3,2,1\n")
    assert (found.report.kept, found.report.merged, found.report.set_aside) == (1, 1, 1)
    assert [code for code, *_ in codes(found)] == ["partner.twice"]
    assert found.points.to_numpy().tolist() == [[1.0, 2.0, 3.0]]


def test_partners_of_the_place_are_found_and_a_slip_is_said() -> None:
    found = read(HEAD + "larrowby borough council,1,0,0\nLarow and Wolds Police,1,0,0\n")
    assert list(found.points.index) == ["council", "police"]
    assert codes(found) == [("partner.read_as", 3, "Partner", "Larow and Wolds Police")]


def test_a_name_that_could_be_either_of_two_is_neither() -> None:
    found = priorities_of(
        read_file("p.csv", (HEAD + "Xorth Ward Forum,1,0,0\n").encode()), OUTCOMES,
        {"North Ward Forum": "north", "Forth Ward Forum": "forth"}, "town",
    )  # fmt: skip
    assert list(found.names.values()) == ["Xorth Ward Forum"]


def test_the_total_of_a_sheet_is_compared_with_what_was_read() -> None:
    found = read("Partner,O01,O07,Trams,Total\nBirds,40,40,20,100\n")
    assert ("points.total", 2, "Total", "100") in codes(found)


def test_titles_and_merged_headings_of_a_workbook() -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.append(["Our 100 points, 12 November"])
        sheet.append([])
        sheet.append(["Partner", "Priorities", None, None])
        sheet.merge_cells("B3:D3")
        sheet.append([None, *(outcome.name for outcome in OUTCOMES)])
        sheet.append(["Birds", 40, 30, 30])

    found = read(workbook(fill), "points.xlsx")
    assert found.points.to_numpy().tolist() == [[40.0, 30.0, 30.0]]
    assert found.records["row_number"].tolist() == [5]
    assert lines_of(found.report)[0].startswith("points.xlsx, sheet Sheet: 1 rows read")


def test_the_long_form() -> None:
    found = read("partner;outcome;points\nBirds;O01;40\nBirds;O04;60\nBees;O07;5\n")
    assert found.points.to_numpy().tolist() == [[40.0, 0.0, 60.0], [0.0, 5.0, 0.0]]
    assert found.report.kept == 3


def test_in_the_long_form_a_partner_with_a_bad_row_is_not_used_by_halves() -> None:
    found = read("partner,outcome,points\nBirds,O01,40\nBirds,Trams,60\nBees,O07,5\nBees,O07,5\n")
    assert list(found.names.values()) == ["Bees"]
    assert codes(found) == [
        ("partner.spoilt", 2, "partner", "Birds"), ("outcome.unknown", 3, "outcome", "Trams"),
    ]  # fmt: skip
    assert found.report.merged == 1


def test_a_sheet_that_names_no_outcome_says_what_it_needs() -> None:
    with pytest.raises(NothingUsableError, match="O01 Everyone has enough to live on") as no:
        read("Council,40,30\nPolice,50,25\n")
    assert no.value.code == "priorities.columns"


def test_a_sheet_without_any_points_is_refused() -> None:
    with pytest.raises(NothingUsableError) as no:
        read(HEAD + "Birds,,,\n")
    assert no.value.code == "priorities.nothing"


def test_faults_say_where_what_and_what_to_do() -> None:
    lines = lines_of(read(HEAD + "Birds,1,2,3\nBees,1,-2,3\n").report)
    assert lines[0] == "points.csv: 2 rows read: 1 kept, 0 merged, 1 set aside."
    assert "row 3, O07, “-2”: Points cannot be less than 0" in lines[-1]


def test_a_decimal_comma_is_read_and_said() -> None:
    found = read("Partner;O01;O07;O04;Total\nBirds;20,5;30;49,5;100,0\nBees;50;25,25;24,75;100\n")
    assert found.points.to_numpy().tolist() == [[20.5, 30.0, 49.5], [50.0, 25.25, 24.75]]
    assert [code for code, *_ in codes(found)] == ["points.comma"]


def test_a_decimal_comma_is_read_in_rows_of_one_outcome_each() -> None:
    found = read("Partner;Outcome;Points\nBirds;O01;20,5\nBirds;O07;79,5\n")
    assert found.points.loc[:, ["O01", "O07"]].to_numpy().tolist() == [[20.5, 79.5]]


def test_a_comma_that_may_be_for_thousands_stays_one() -> None:
    found = read("Partner;O01;O07;O04\nBirds;1,250;750;500\n")
    assert found.points.to_numpy().tolist() == [[1250.0, 750.0, 500.0]]
    assert "points.comma" not in [code for code, *_ in codes(found)]


def test_a_column_of_decimal_commas_that_is_no_outcome_is_said() -> None:
    found = read("Partner;O01;O07;O04;Parks\nBirds;20;30;49,5;0,5\n")
    assert ("outcome.unknown", None, "Parks", "") in codes(found)
