"""Totals, notes and repeated headings are no data, and it is said why."""

from __future__ import annotations

from sharedground.intake.context import Intake
from sharedground.model.place import Kind
from tests.sharedground.intake.tables import table, take

ROWS = [[f"Place {n}", "Library", "M33 2DQ", f"{n} High Street"] for n in range(4)]
HEADINGS = ["Name", "Type", "Postcode", "Address"]


def set_aside(*extra: list[str]) -> list[tuple[str, int | None]]:
    intake: Intake = take(Kind.ASSETS, table([*ROWS, *extra], HEADINGS))
    assert intake.report.kept == 4
    assert intake.report.set_aside == len(extra)
    return [(f.code, f.row) for f in intake.report.faults if f.code.startswith("row.")]


def test_a_total_below_the_table_is_set_aside() -> None:
    assert set_aside(["Total", "4", "", ""]) == [("row.total", 6)]
    assert set_aside(["Grand total:", "", "", ""]) == [("row.total", 6)]
    assert set_aside(["Summe", "4", "", ""]) == [("row.total", 6)]


def test_a_note_in_the_first_cell_is_set_aside() -> None:
    note = ["Source: the council's own records, 2023", "", "", ""]
    assert set_aside(note, ["North area", "", "", ""]) == [("row.note", 6), ("row.note", 7)]


def test_headings_that_come_again_are_set_aside() -> None:
    assert set_aside(["NAME", "Type", "post code", "Address"]) == [("row.heading_again", 6)]


def test_a_place_whose_name_begins_with_total_is_kept() -> None:
    rows = [*ROWS, ["Total Fitness", "Gym", "M33 4BN", "5 High Street"]]
    assert take(Kind.ASSETS, table(rows, HEADINGS)).report.kept == 5
