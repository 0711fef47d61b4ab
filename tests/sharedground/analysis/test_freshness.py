"""What was checked when, and what nobody has checked for long."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from sharedground.analysis.freshness import (
    DEMO_DAY,
    freshness,
    is_stale,
    lengths_from,
    today_in,
)
from sharedground.errors import SharedGroundError
from sharedground.model.place import Kind, Place, Source

TODAY = dt.date(2026, 11, 28)


def a_list(source_id: str, date: str) -> Source:
    return Source(source_id=source_id, kind=Kind.ASSETS, file_name="a.csv", sha256="", date=date)


def some(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [(when, "Ann" if when else "", source) for when, source in rows],
        columns=["assured_date", "assurer", "source_id"], index=range(10, 10 + len(rows)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("when", "months", "state"),
    [
        ("2026-11-20", 0, "fresh"), ("2025-12-01", 11, "fresh"), ("2025-11-30", 12, "ageing"),
        ("2024-12", 23, "ageing"), ("2024-11-01", 24, "stale"), ("2021", 64, "stale"),
        ("March 2019", 92, "stale"), ("2199-01-01", None, "unknown"),
    ],
)  # fmt: skip
def test_a_check_is_fresh_for_a_year_and_stale_after_two(
    when: str, months: int | None, state: str
) -> None:
    found = freshness(some((when, "one")), [], TODAY)
    told = [None if np.isnan(found["months"].iloc[0]) else found["months"].iloc[0]]
    assert (*told, found["state"].iloc[0]) == (months, state)
    assert found.index.tolist() == [10]


def test_the_date_of_the_list_counts_where_a_place_has_none_of_its_own() -> None:
    lists = [a_list("one", "June 2021"), a_list("two", "")]
    found = freshness(some(("2026-10-01", "one"), ("", "one"), ("", "two")), lists, TODAY)
    assert found["state"].tolist() == ["fresh", "stale", "unknown"]
    assert found["own"].tolist() == [True, False, False]
    assert found["by"].tolist() == ["Ann", "", ""]
    assert found["months"].isna().tolist() == [False, False, True]


def test_no_date_is_not_stale() -> None:
    found = is_stale(some(("", "one"), ("2024-01-01", "one")), [], TODAY, 12)
    assert found.tolist() == [False, True]


def test_no_assets_give_an_empty_table() -> None:
    assert freshness(some().iloc[:0], [], TODAY).empty


def test_for_how_long_a_check_holds_is_a_setting() -> None:
    assert lengths_from({}) == (12, 24)
    assert lengths_from({"SHAREDGROUND_FRESH_MONTHS": "36"}) == (36, 36)
    with pytest.raises(SharedGroundError, match="whole number above 0, not soon"):
        lengths_from({"SHAREDGROUND_STALE_MONTHS": "soon"})


def test_the_demo_town_stays_at_its_own_day() -> None:
    assert today_in(Place(place_id="a", name="A", fictional=True)) == DEMO_DAY
    assert today_in(Place(place_id="a", name="A")) > DEMO_DAY
