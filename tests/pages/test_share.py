"""Under each chart is what people want of it: its link, its picture, its rows, its frame."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from components import share
from components.session import Workspace
from sharedground import workflow
from sharedground.access import Role
from sharedground.export.table import csv_bytes
from sharedground.store import loading, places
from sharedground.views import view_for
from tests.pages.gap_town import HOSTILE, fill, new_database, opened, words


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    made = new_database(monkeypatch, tmp_path)
    fill(made)
    return made


@pytest.fixture
def work(engine: Engine) -> Workspace:
    (place,) = places.places(engine)
    holdings = loading.load(engine, place.place_id)
    vision = workflow.vision_in_use(holdings)
    view = view_for(holdings, Role.READER)
    return Workspace(engine, place, view, vision, vision, Role.READER, is_demo=False)


def offered(app: AppTest) -> list[str]:
    assert not app.exception
    return [one.proto.popover.label for one in app.get("popover")]


@pytest.mark.parametrize("page", ["see/gaps.py", "see/sure.py", "explore/map.py"])
def test_charts_and_maps_can_be_shared(engine: Engine, page: str) -> None:
    assert "Share" in offered(opened(page))


def test_a_page_inside_another_has_nothing_to_share(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.is_embedded", True)
    app = opened("see/gaps.py")
    assert "Share" not in offered(app)
    assert "<iframe" not in words(app)


def test_a_link_names_the_place_and_the_version_that_was_looked_with(work: Workspace) -> None:
    told = share.pinned(work)
    assert told["place"] == work.place.place_id
    assert told.get("version", "0") == str(work.vision.version)


def test_rows_say_what_they_are_what_they_come_from_and_when(work: Workspace) -> None:
    rows = share.pairs("Area", "Gap", ["East", "West"], [54, "No data"])()
    table = share.with_origin(work, rows, "Two areas")
    assert table["Area"].tolist() == ["East", "West"]
    assert table["What this is"].tolist() == ["Sixways: Two areas"] * 2
    assert "vision" in table["Vision"].iloc[0]
    assert table["Sources"].iloc[0]
    assert table["Made on"].iloc[0].count("-") == 2


def test_no_cell_of_the_file_acts_in_a_spreadsheet(work: Workspace) -> None:
    rows = share.pairs("=1+1", "@x", [HOSTILE, "=HYPERLINK(1)"], ["-1", "+2"])()
    made = csv_bytes(share.with_origin(work, rows, "=1")).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(made)))
    assert not [cell for row in read for cell in row if cell.startswith(("=", "@", "+", "-"))]


def test_a_column_that_has_the_name_of_ours_is_kept(work: Workspace) -> None:
    table = share.with_origin(work, pd.DataFrame({"Sources": ["mine"]}), "x")
    assert table["Sources"].tolist() == ["mine"]
