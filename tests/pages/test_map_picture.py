"""The map can be taken away as a picture of what it shows just then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.pages import gap_town
from tests.pages.gap_town import HOSTILE

PAGE = "explore/map.py"
Offered = dict[str, tuple[str, bytes]]


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> gap_town.Engine:
    engine = gap_town.new_database(monkeypatch, tmp_path)
    gap_town.fill(engine)
    return engine


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Offered]:
    """Return what the buttons drawn last would hand over, by key: file name and bytes."""
    drawn: dict[str, tuple[str, Any]] = {}
    real = st.download_button

    def note(label: str, data: Any, *rest: Any, **given: Any) -> bool:
        if str(given.get("key")).startswith("take-map"):
            drawn[given["key"]] = (given["file_name"], data)
        return real(label, data, *rest, **given)

    monkeypatch.setattr(st, "download_button", note)
    return lambda: {key: (name, data()) for key, (name, data) in drawn.items()}


def svg_of(offered: Callable[[], Offered]) -> str:
    return offered()["take-map-svg"][1].decode()


def test_it_shows_what_the_map_shows(town: gap_town.Engine, offered: Callable[[], Offered]) -> None:
    app = gap_town.opened(PAGE)
    assert not app.exception
    made = offered()
    assert made["take-map-png"][0].startswith("sixways-map-")
    assert made["take-map-png"][1].startswith(b"\x89PNG")
    svg = made["take-map-svg"][1].decode()
    assert ">Sixways<" in svg
    assert "Each circle" not in svg
    assert ">Libraries<" in svg
    app.text_input(key="find").input("Nothing is called so").run()
    svg = svg_of(offered)
    assert ">Libraries<" not in svg
    assert "No place fits." in svg


def test_colours_have_their_classes_and_an_area_its_outline(
    town: gap_town.Engine, offered: Callable[[], Offered]
) -> None:
    app = gap_town.opened(PAGE)
    app.selectbox(key="colour").select("O05")
    app.selectbox(key="area").select("area:E01000001").run()
    svg = svg_of(offered)
    assert ">Need for “Learning”<" in svg
    assert " to " in svg
    assert "Figures: " in svg
    assert ", Sixways<" in svg


def test_names_from_files_are_text_in_it(
    town: gap_town.Engine, offered: Callable[[], Offered]
) -> None:
    app: AppTest = gap_town.opened(PAGE)
    app.text_input(key="find").input(HOSTILE).run()
    svg = svg_of(offered)
    assert "<img" not in svg
    assert "&lt;img" in svg
