"""A template that is filled in, in Excel or as CSV, loads without a single fault."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy.engine import Engine

from sharedground import workflow
from sharedground.access import acting_as
from sharedground.errors import SharedGroundError
from sharedground.export.templates import (
    HOW,
    Known,
    Template,
    headings_of,
    template_csv,
    template_xlsx,
)
from sharedground.model.category import CATEGORIES, OTHER
from sharedground.model.handed_out import FILL_IN
from sharedground.model.outcome import SUGGESTIONS
from sharedground.model.place import Kind
from sharedground.store import loading
from tests.sharedground.export.small_town import OFFICER, a_store

KINDS = {Template.ASSETS: Kind.ASSETS, Template.PARTNERS: Kind.PARTNERS,
         Template.POPULATIONS: Kind.POPULATION, Template.INDICATORS: Kind.INDICATORS}  # fmt: skip

KNOWN = Known(["E01000000", "E01000001", "E01000002"], ["Unemployment rate", "Older people"])

_EACH = [
    {"Name": f"Place {n}", "Category": one.one[:1].upper() + one.one[1:],
     "Longitude": -2.299 + n / 1000, "Latitude": 53.405, "Show publicly": "yes"}
    for n, one in enumerate(CATEGORIES)
    if one.code != OTHER
]  # fmt: skip
FILLED: dict[Template, list[dict[str, Any]]] = {
    Template.ASSETS: [
        {"Name": "Elm Street Library", "Category": "Library", "Organisation": "Sale Trust",
         "Description": "Books and a warm room.", "Address": "1 Elm Street, Sale",
         "Postcode": "M33 7ZF", "Longitude": -2.295, "Latitude": 53.405, "Website": "https://library.example.org",
         "Email": "library@example.org", "Phone": "01632 960000",
         "Opening hours": "Mon-Fri 09:00-17:00", "Cost": "Free", "Who can attend": "Everyone",
         "Accessibility": "Step-free", "Capacity": 40, "Status": "active",
         "Last checked": "2025-06-30", "Show publicly": "no"},
        *_EACH,
    ],
    Template.PARTNERS: [
        {"Organisation name": "Elm Trust", "Organisation type": "charity",
         "Description": "Helps with food.", "Website": "https://trust.example.org",
         "Email": "office@example.org", "Phone": "01632 960001", "Charity number": "1234567",
         "Company number": "01234567"},
        {"Organisation name": "Elm Friends", "Organisation type": "community group"},
    ],
    Template.POPULATIONS: [
        {"Area code": code, "People": people, "Year": 2024}
        for code, people in zip(KNOWN.areas, (1200, 0, 1634), strict=True)
    ],
    Template.INDICATORS: [
        {"Area code": code, "Indicator": name, "Year": 2023, "Value": value, "Unit": "%",
         "Direction": way}
        for name, way in (("Unemployment rate", "high-is-bad"), ("Adults in work", "high-is-good"))
        for code, value in zip(KNOWN.areas, (4.1, 0, 12.5), strict=True)
    ],
    Template.PRIORITIES: [
        {"Outcome": "Health and feeling well", "Weight": 60, "Why": "People live long.",
         "Indicator": "Unemployment rate", "Direction": "high-is-bad",
         "Category": "GP surgeries and clinics", "Strength": 2, "Reach": 1200, "Target": 0.5,
         "Use capacity": "yes", "Title": "Sale 2035", "Statement": "All we need nearby."},
        {"Outcome": "Health and feeling well", "Category": "Pharmacies", "Strength": 1},
        {"Outcome": "Belonging", "Weight": 40, "Category": "Libraries"},
    ],
}  # fmt: skip


def filled_xlsx(template: Template, rows: list[dict[str, Any]], known: Known | None) -> bytes:
    """Fill a template in as Excel would save it."""
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(template, known)))
    sheet = book[FILL_IN]
    at = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate(rows, start=2):
        for heading, value in row.items():
            sheet.cell(number, at[heading]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def filled_csv(template: Template, rows: list[dict[str, Any]]) -> bytes:
    text = template_csv(template).decode("utf-8-sig")
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, next(csv.reader(io.StringIO(text))))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Engine, str]:
    return a_store(tmp_path_factory.mktemp("town"))


def files(template: Template) -> list[tuple[str, bytes]]:
    rows = FILLED[template]
    return [
        ("filled.xlsx", filled_xlsx(template, rows, None)),
        ("filled.xlsx", filled_xlsx(template, rows, KNOWN)),
        ("filled.csv", filled_csv(template, rows)),
    ]


@pytest.mark.parametrize("template", list(KINDS))
def test_a_filled_template_loads_without_a_fault(
    town: tuple[Engine, str], template: Template
) -> None:
    for name, content in files(template):
        with acting_as(OFFICER):
            read = workflow.preview(*town, KINDS[template], name, content)
        assert [fault.reason for fault in read.report.faults] == [], name
        assert read.report.read == read.report.kept == len(FILLED[template])
        assert len(read.intakes) == 1


def test_every_column_of_the_assets_sheet_is_used(town: tuple[Engine, str]) -> None:
    with acting_as(OFFICER):
        read = workflow.preview(*town, Kind.ASSETS, *files(Template.ASSETS)[0])
    assert read.report.unused == ()
    first = read.frames["assets"].iloc[0]
    assert first["name"] == "Elm Street Library"
    assert (first["category"], first["category_how"]) == ("library", "column")
    assert (first["capacity"], first["visibility"]) == (40, "officers")
    assert (first["schedules"], first["cost_options"]) == ("Mon-Fri 09:00-17:00", "Free")
    assert (first["eligibility"], first["accessibility"]) == ("Everyone", "Step-free")
    assert (first["assured_date"], first["status"]) == ("2025-06-30", "active")
    assert (first["url"], first["phone"]) == ("https://library.example.org", "01632 960000")
    assert first["partner_id"]


def test_every_category_of_the_list_is_understood(town: tuple[Engine, str]) -> None:
    with acting_as(OFFICER):
        read = workflow.preview(*town, Kind.ASSETS, *files(Template.ASSETS)[2])
    found = read.frames["assets"]["category"].tolist()[1:]
    assert found == [one.code for one in CATEGORIES if one.code != OTHER]


def test_figures_keep_their_directions_units_and_zeros(town: tuple[Engine, str]) -> None:
    with acting_as(OFFICER):
        read = workflow.preview(*town, Kind.INDICATORS, *files(Template.INDICATORS)[0])
    indicators, values = read.frames["indicators"], read.frames["indicator_values"]
    ways = dict(zip(indicators["name"], indicators["direction"], strict=True))
    assert ways == {"Unemployment rate": "high-is-bad", "Adults in work": "high-is-good"}
    assert sorted(values["value"]) == [0, 0, 4.1, 4.1, 12.5, 12.5]
    with acting_as(OFFICER):
        read = workflow.preview(*town, Kind.POPULATION, *files(Template.POPULATIONS)[1])
    assert read.frames["population"]["people"].tolist() == [1200, 0, 1634]


def test_a_filled_vision_is_read(town: tuple[Engine, str]) -> None:
    for name, content in files(Template.PRIORITIES):
        with acting_as(OFFICER):
            vision = workflow.read_vision(name, content)
        assert (vision.title, vision.statement) == ("Sale 2035", "All we need nearby.")
        assert [one.name for one in vision.outcomes] == ["Health and feeling well", "Belonging"]
        assert [one.weight for one in vision.outcomes] == [0.6, 0.4]
        first = vision.outcomes[0]
        assert [(s.category, s.strength, s.use_capacity) for s in first.served_by] == [
            ("gp-surgery", 2, True), ("pharmacy", 1, False)
        ]  # fmt: skip
        assert (first.reach_m, first.target) == (1200, 0.5)


@pytest.mark.parametrize("template", list(KINDS))
def test_an_empty_template_is_said_to_be_empty(
    town: tuple[Engine, str], template: Template
) -> None:
    for name, content in (("x.xlsx", template_xlsx(template)), ("x.csv", template_csv(template))):
        with acting_as(OFFICER), pytest.raises(SharedGroundError) as refused:
            workflow.preview(*town, KINDS[template], name, content)
        assert refused.value.code in ("file.no_rows", "file.empty")


@pytest.mark.parametrize("template", list(Template))
def test_excel_gets_lists_help_and_instructions(template: Template) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(template, KNOWN)))
    assert book.sheetnames[:2] == [FILL_IN, HOW]
    assert all(book[name].sheet_state == "hidden" for name in book.sheetnames[2:])
    sheet = book[FILL_IN]
    assert [cell.value for cell in sheet[1]] == headings_of(template)
    assert all(cell.comment and cell.comment.text for cell in sheet[1])
    rules = sheet.data_validations.dataValidation
    assert len(rules) == len(headings_of(template))
    assert all(rule.prompt for rule in rules)
    for rule in rules:
        if rule.type == "list":
            name = rule.formula1.removeprefix("=")
            assert name in book.defined_names
            assert not rule.showErrorMessage
    lines = [cell.value for cell in book[HOW]["A"] if cell.value]
    for heading in headings_of(template):
        assert any(line.startswith(f"{heading}: ") for line in lines)


def test_a_sheet_of_populations_has_a_row_for_each_area(town: tuple[Engine, str]) -> None:
    held = loading.load(*town)
    known = Known(held.areas["area_code"].tolist())
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(Template.POPULATIONS, known)))
    codes = [cell.value for cell in book[FILL_IN]["A"]][1:4]
    assert codes == ["E01000000", "E01000001", "E01000002"]


def test_the_suggested_outcomes_are_offered() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(Template.PRIORITIES)))
    offered = {cell.value for row in book["Lists"].iter_rows() for cell in row}
    assert {one.name for one in SUGGESTIONS} <= offered


def test_what_a_place_calls_its_things_runs_nothing(tmp_path: Path) -> None:
    known = Known(["=1+1"], ['=HYPERLINK("http://evil.example")', "x" * 400])
    for template in Template:
        book = openpyxl.load_workbook(io.BytesIO(template_xlsx(template, known)))
        for sheet in book:
            assert {c.data_type for row in sheet.iter_rows() for c in row} <= {"s", "n"}
