"""A link that names what is not here says so, and offers what is nearest."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.gap_town import fill, new_database, opened, words


@pytest.fixture(autouse=True)
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    return fill(new_database(monkeypatch, tmp_path))


def said(app: AppTest) -> str:
    assert not app.exception
    found = words(app)
    return found.partition('<div class="sp-old-link"')[2].partition("</div>")[0]


def test_a_page_without_such_a_link_says_nothing() -> None:
    assert said(opened("see/gaps.py", level="small", outcome="Learning")) == ""


def test_an_outcome_that_is_gone_is_named_with_the_nearest() -> None:
    told = said(opened("see/gaps.py", outcome="Lerning"))
    assert "an outcome that is not here: “Lerning”" in told
    assert "Nearest to it: Learning." in told


def test_a_place_that_is_gone_is_said() -> None:
    assert "a place that is not here any more" in said(opened("see/gaps.py", place="gone"))


@pytest.mark.parametrize(
    ("page", "name", "what"),
    [("agree/live.py", "round", "a round"), ("meet/meeting.py", "story", "a story"),
     ("meet/take_home.py", "story", "a story"), ("explore/map.py", "area", "an area"),
     ("see/gaps.py", "by", "something")],
)  # fmt: skip
def test_what_else_a_link_names_in_vain_is_said(page: str, name: str, what: str) -> None:
    assert f"{what} that is not here" in said(opened(page, **{name: "no-such-thing"}))


def test_a_version_that_is_gone_is_said_with_the_one_used_instead() -> None:
    found = words(opened("see/gaps.py", version="99"))
    assert "There is no version 99 of our vision. This page uses version 1" in found


def test_what_a_link_names_is_text() -> None:
    payload = "<img src=x onerror=alert(1)>"
    told = said(opened("see/gaps.py", outcome=payload))
    assert "&lt;img" in told
    assert "<img" not in told
