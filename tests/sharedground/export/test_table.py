"""A table that leaves as CSV runs nothing in a spreadsheet."""

from __future__ import annotations

import pandas as pd
import pytest

from sharedground.export.table import csv_bytes


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "  =cmd|' /C calc'!A0"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    written = csv_bytes(pd.DataFrame({"name": [text]})).decode("utf-8-sig")
    assert f"'{text}" in written


def test_a_heading_is_guarded_too() -> None:
    assert csv_bytes(pd.DataFrame({"=x": [1]})).decode("utf-8-sig").startswith("'=x")


def test_numbers_stay_numbers_and_no_data_is_empty() -> None:
    frame = pd.DataFrame({"gap": [-0.5, float("nan")], "state": ["ok", "no data"]})
    assert csv_bytes(frame).decode("utf-8-sig") == "gap,state\r\n-0.5,ok\r\n,no data\r\n"


def test_letters_of_any_language_survive() -> None:
    assert "Caffi Mês" in csv_bytes(pd.DataFrame({"n": ["Caffi Mês"]})).decode("utf-8-sig")


def test_the_first_heading_is_plain_for_scripts_and_marked_for_excel() -> None:
    frame = pd.DataFrame({"area_code": ["E1"]})
    assert csv_bytes(frame, for_excel=False).startswith(b"area_code")
    assert csv_bytes(frame).startswith(b"\xef\xbb\xbfarea_code")
