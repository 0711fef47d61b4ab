"""A lookup is read by the codes in it, whatever its headings are."""

from __future__ import annotations

import pytest

from sharedground.errors import NothingUsableError
from sharedground.intake.pairing import old_codes, pairs_of, with_same_codes
from tests.sharedground.intake.tables import a_file, table

OLD = {"E1": "One", "E2": "Two", "E3": "Three"}
NEW = {"E1": "One", "E2": "Two", "E4": "Four", "E5": "Five"}
ROWS = [["E1", "E1", "U"], ["E2", "E2", "U"], ["E3", "E4", "S"], ["E3", "E5", "S"]]


def test_both_columns_are_found_though_most_codes_are_the_same() -> None:
    pairs = pairs_of(a_file(table(ROWS, ["LSOA11CD", "LSOA21CD", "CHGIND"])), OLD, NEW)
    assert pairs.values.tolist() == [["E1", "E1"], ["E2", "E2"], ["E3", "E4"], ["E3", "E5"]]
    turned = [[new, old, flag] for old, new, flag in ROWS]
    again = pairs_of(a_file(table(turned, ["to", "from", "why"])), OLD, NEW)
    assert again.values.tolist() == pairs.values.tolist()


def test_shares_are_read_as_numbers_or_per_cent() -> None:
    rows = [[*row[:2], share] for row, share in zip(ROWS, ("100", "100", "25", "75"), strict=True)]
    pairs = pairs_of(a_file(table(rows, ["old", "new", "Percent"])), OLD, NEW)
    assert pairs["share"].tolist() == [1.0, 1.0, 0.25, 0.75]


def test_areas_of_elsewhere_and_repeated_rows_are_left_out() -> None:
    rows = [*ROWS, ["E9", "E9", "U"], ["E1", "E1", "U"]]
    assert len(pairs_of(a_file(table(rows, ["a", "b", "c"])), OLD, NEW)) == 4


@pytest.mark.parametrize("old", [OLD, {}])
def test_a_table_without_both_codes_is_refused(old: dict[str, str]) -> None:
    with pytest.raises(NothingUsableError) as refused:
        pairs_of(a_file(table([["E1", "x"], ["E2", "y"]], ["code", "name"])), old, NEW)
    assert refused.value.code == "lookup.no_pairs"


def test_the_old_codes_are_those_that_stand_in_the_figures() -> None:
    lookup = a_file(table(ROWS, ["LSOA11CD", "LSOA21CD", "CHGIND"]))
    figures = a_file(table([["E1", "5"], ["E3", "6"]], ["area", "value"]))
    assert list(old_codes(lookup, figures, NEW)) == ["E1", "E2", "E3"]
    strange = a_file(table([["Z1", "5"]], ["area", "value"]))
    assert old_codes(lookup, strange, NEW) == {}


def test_codes_that_are_in_both_years_stay_what_they_are() -> None:
    new = {"E01000001": "One", "E01000002": "Two", "7": "Seven"}
    figures = a_file(table([["E01000001", "1"], ["E01000009", "2"], ["7", "3"]], ["code", "n"]))
    lookup = a_file(table([["E01000009", "E01000002"]], ["from", "to"]))
    old = old_codes(lookup, figures, new)
    assert set(old) == {"E01000009"}
    pairs = with_same_codes(pairs_of(lookup, old, new), figures, new)
    assert pairs.values.tolist() == [["E01000009", "E01000002"], ["E01000001", "E01000001"]]
    shared = pairs_of(lookup, old, new).assign(share=0.5)
    assert with_same_codes(shared, figures, new)["share"].tolist() == [0.5, 1.0]
