"""Sheets with cells, rows and headings spoilt are read, or refused in words; no row is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sharedground.model.place import Kind
from tests.sharedground.intake import mutants
from tests.sharedground.intake.inside import read_inside

KINDS = st.sampled_from([Kind.ASSETS, Kind.ASSETS, Kind.ASSETS, None, Kind.PARTNERS,
                         Kind.INDICATORS, Kind.POSTCODES])  # fmt: skip
"""What the sheet is said to bring; None lets it be guessed."""


@mutants.cases(420)
@given(st.data())
def test_spoilt_sheets_as_text(data: st.DataObject) -> None:
    _, rows = data.draw(mutants.spoilt())
    content = data.draw(mutants.as_text(rows))
    if raw := mutants.read_or_words(read_inside, "list.csv", content):
        mutants.take_or_words(raw, data.draw(KINDS))


@mutants.cases(60)
@given(mutants.spoilt(), st.sampled_from(list(Kind)))
def test_spoilt_sheets_as_every_kind_of_file(sheet: tuple[str, mutants.Rows], kind: Kind) -> None:
    raw = mutants.read_or_words(read_inside, "list.json", mutants.as_json(sheet[1]))
    if raw:
        mutants.take_or_words(raw, kind)
        mutants.take_or_words(raw)


@mutants.cases(60)
@given(mutants.spoilt())
def test_spoilt_sheets_as_workbooks(sheet: tuple[str, mutants.Rows]) -> None:
    content = mutants.as_workbook(sheet[1])
    if raw := mutants.read_or_words(read_inside, "list.xlsx", content):
        mutants.take_or_words(raw, Kind.ASSETS)


@mutants.cases(60)
@given(mutants.spoilt())
def test_spoilt_sheets_as_maps(sheet: tuple[str, mutants.Rows]) -> None:
    if not sheet[1]:
        return
    if raw := mutants.read_or_words(read_inside, "list.kml", mutants.as_kml(sheet[1])):
        mutants.take_or_words(raw, Kind.ASSETS)
