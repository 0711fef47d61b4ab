"""Misspelt postcodes: those that exist and look like them are suggested, the likeliest first."""

from __future__ import annotations

import pytest

from sharedground import code_point
from sharedground.intake.misspelt import suggestions


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("M33 ZDQ", "M33 2DQ"),
        ("M3E 2DQ", None),
        ("MS3 2DQ", None),
        ("M33 2D0", None),
        ("M33 22DQ", "M33 2DQ"),
        ("M332 2DQ", "M33 2DQ"),
        ("3M3 2DQ", "M33 2DQ"),
        ("EH1 IYZ", "EH1 1YZ"),
        ("CFI0 4UW", "CF10 4UW"),
        ("Sale", None),
        ("M" * 5_000, None),
        ("", None),
    ],
)
def test_one_slip_away(slip: str, meant: str | None) -> None:
    found = suggestions([slip], code_point.existing).get(slip, [])
    assert found[:1] == ([meant] if meant else [])


def test_a_postcode_that_is_well_formed_is_not_rewritten_letter_by_letter() -> None:
    assert suggestions(["M33 9ZZ"], lambda asked: set(asked) - {"M33 9ZZ"}) == {}


def test_no_more_than_three_are_suggested() -> None:
    found = suggestions(["SB15 5BB"], lambda asked: set(asked))
    assert all(len(codes) <= 3 for codes in found.values())
