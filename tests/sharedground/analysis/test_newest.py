"""The newest source, by dates as people write them."""

import pytest

from sharedground.analysis.newest import month_of, newest
from sharedground.model.place import Kind, Source


def a_source(source_id: str, date: str) -> Source:
    return Source(source_id=source_id, kind=Kind.ASSETS, file_name="x.csv", sha256="0", date=date)


@pytest.mark.parametrize(
    ("date", "month"),
    [
        ("2025-10-26", (2025, 10)), ("26/10/2025", (2025, 10)), ("October 2025", (2025, 10)),
        ("12 Sept. 2024", (2024, 9)), ("2025", (2025, 0)), ("2023/24", (2023, 0)),
        ("mid-2024", (2024, 0)), ("", None), ("last week", None), ("12345", None),
    ],
)  # fmt: skip
def test_month_of(date: str, month: tuple[int, int] | None) -> None:
    assert month_of(date) == month


def test_the_latest_wins_and_a_month_beats_its_year() -> None:
    found = newest([a_source("a", "2024"), a_source("b", "2024-02"), a_source("c", "")])
    assert found is not None
    assert (found.source.source_id, found.words()) == ("b", "Feb 2024")


def test_the_year_of_the_figures_stands_in_for_a_date() -> None:
    found = newest([a_source("a", "2019"), a_source("b", "")], {"b": 2024})
    assert found is not None
    assert (found.source.source_id, found.words()) == ("b", "2024")


def test_nothing_dated_is_nothing() -> None:
    assert newest([a_source("a", "")]) is None
    assert newest([]) is None
