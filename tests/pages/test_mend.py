"""Rows are mended in the grid, in a sheet that comes back, and after they were saved."""

from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy.engine import Engine
from streamlit.testing.v1 import AppTest

from components.upload.mend import HOW, ROW, WRONG
from sharedground.export.workbook import Sheet, workbook_bytes
from sharedground.intake.fixing import REFERENCE, TO_FIX
from sharedground.intake.read import hash_of
from sharedground.model.place import Kind
from sharedground.store import loading
from tests.pages import data_town
from tests.pages.data_town import areas_geojson, by_label, words
from tests.pages.test_add import holding, press, uploaded

LIST = (
    b"Group Name,Sort,lon,lat,Phone\r\n"
    b"Chess Club,Library,-2.295,53.405,1\r\n"
    b",,,,0161 496 0000\r\n"
    b",,,,2\r\n"
    b"Far Away,Library,-3.9,53.405,\r\n"
    b"Total,3,,,\r\n"
)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    return data_town.new_store(monkeypatch, tmp_path)


@pytest.fixture
def place_id(engine: Engine) -> str:
    return data_town.a_town(engine, {Kind.AREAS: areas_geojson()})


@pytest.fixture
def waits(place_id: str) -> AppTest:
    """Return the page with a file that waits to be saved."""
    return uploaded(data_town.page("add"), "groups.csv", LIST)


SOMEWHERE = {"lon": "-2.281", "lat": "53.402"}


def edited(app: AppTest, at: int, **cells: str) -> AppTest:
    """Type into cells of the grid."""
    [grid] = app.data_editor
    rows: dict[int, dict[str, str]] = {}
    with suppress(KeyError):
        rows = dict(app.session_state[grid.key]["edited_rows"])
    rows[at] = {
        **rows.get(at, {}),
        **{name.replace("_", " "): text for name, text in cells.items()},
    }
    app.session_state[grid.key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    return app.run()


def sheet_back(rows: dict[int, dict[str, str]], content: bytes = LIST) -> bytes:
    """Return a sheet of rows as a person gives it back."""
    start = hash_of({"": content})[:12]
    frame = pd.DataFrame(
        [
            {TO_FIX: "x", **cells, REFERENCE: f"{start}:0:{row}:assets"}
            for row, cells in rows.items()
        ]
    )
    return workbook_bytes([Sheet("Rows to fix", frame), Sheet("Help", lines=["How"])])


def test_a_row_is_mended_in_the_grid_and_the_counts_change(
    waits: AppTest, engine: Engine, place_id: str
) -> None:
    assert "2 rows to mend" in words(waits)
    grid = waits.data_editor[0].value
    assert grid[ROW].tolist() == [3, 4]
    assert grid[WRONG].tolist() == ["The row has neither a name nor a place."] * 2
    assert all(grid[HOW])
    app = edited(waits, 0, Group_Name="Knit and natter")
    assert not app.exception
    assert "Row 3: Nothing in the row says where it is." in words(app)
    app = edited(app, 0, **SOMEWHERE)
    assert "1 of 2 rows mended" in words(app)
    assert "5 rows read = 3 kept + 0 merged + 2 set aside." in words(app)
    assert "Row 3: Mended." in words(app)
    assert app.data_editor[0].value[WRONG].tolist() == grid[WRONG].tolist(), "typing goes on in it"
    app = press(app, "Use these 3 rows")
    held = loading.load(engine, place_id)
    assert set(held.assets["name"]) == {"Chess Club", "Knit and natter", "Far Away"}
    [source] = [one for one in held.sources if one.kind is Kind.ASSETS]
    assert (source.rows_read, source.rows_kept, source.rows_set_aside) == (5, 3, 2)
    read = loading.records_of(engine, place_id, source.source_id)
    assert read["Group Name"].tolist()[1] == ""


def test_rows_kept_with_something_to_look_at_are_shown_when_asked(waits: AppTest) -> None:
    app = by_label(waits.toggle, "Show also rows that were kept with something to look at")
    app = app.set_value(True).run()
    assert app.data_editor[0].value[ROW].tolist() == [3, 4, 5]
    app = edited(app, 2, lon="-2.285")
    assert "1 of 3 rows mended" in words(app)


def test_changes_can_be_taken_back_all_at_once(waits: AppTest) -> None:
    app = edited(waits, 0, Group_Name="Knit and natter")
    app = press(app, "Take my 1 change back")
    assert "2 rows to mend" in words(app)
    assert app.data_editor[0].value["Group Name"].tolist() == ["", ""]
    assert not [button for button in app.button if "change" in button.label]


def test_a_file_that_mending_made_unusable_can_be_brought_back(waits: AppTest) -> None:
    app = edited(waits, 0, Group_Name="Knit and natter")
    app = holding(app, "population")
    assert "We could not use groups.csv yet" in words(app)
    app = press(app, "Take my 1 change back")
    app = holding(app, "assets")
    assert "2 rows to mend" in words(app)


def test_the_rows_come_as_a_sheet_and_a_mended_sheet_is_taken_back(waits: AppTest) -> None:
    labels = [button.label for button in waits.get("download_button")]
    assert "Download these rows (Excel)" in labels
    assert "Download these rows (CSV)" in labels
    app = edited(waits, 1, Group_Name="Talks", **SOMEWHERE)
    back = sheet_back(
        {3: {"Group Name": "Knit and natter", **SOMEWHERE}, 4: {"Group Name": "Talks", **SOMEWHERE}}
    )
    app = app.file_uploader[0].upload("back.xlsx", back, "").run()
    assert not app.exception
    assert "2 of 2 rows mended" in words(app)
    assert app.data_editor[0].value["Group Name"].tolist() == ["Knit and natter", "Talks"]
    app = app.file_uploader[0].upload("back.xlsx", back, "").run()
    assert "back.xlsx changes nothing" in app.warning[0].value


def test_a_mended_sheet_goes_into_the_same_box_as_the_file(waits: AppTest) -> None:
    back = sheet_back({3: {"Group Name": "Knit and natter", **SOMEWHERE}})
    app = edited(waits, 1, Group_Name="Talks", **SOMEWHERE)
    app = press(app, "Choose another file")
    app = app.file_uploader[0].upload("groups-to-fix.xlsx", back, "").run()
    assert "2 of 2 rows mended" in words(app)
    assert "groups-to-fix.xlsx is read into the rows of groups.csv" in app.success[0].value


def test_a_sheet_mended_after_saving_makes_a_new_version_of_its_list(
    engine: Engine, place_id: str
) -> None:
    app = uploaded(data_town.page("add"), "groups.csv", LIST)
    press(app, "Use these 2 rows")
    back = sheet_back({3: {"Group Name": "Knit and natter", **SOMEWHERE}})
    app = uploaded(data_town.page("add"), "groups-to-fix (1).xlsx", back)
    assert not app.exception
    assert by_label(app.selectbox, "This file holds").value is Kind.ASSETS
    assert "5 rows read = 3 kept + 0 merged + 2 set aside." in words(app)
    app = press(app, "Use these 3 rows")
    held = loading.load(engine, place_id)
    assert len([one for one in held.sources if one.kind is Kind.ASSETS]) == 1
    assert len(held.assets) == 3


def test_a_mended_sheet_of_elsewhere_says_what_to_do(place_id: str) -> None:
    back = sheet_back({3: {"Group Name": "x"}}, b"another file")
    app = uploaded(data_town.page("add"), "back.xlsx", back)
    assert "rows of a list that this place does not have" in app.warning[0].value
    assert not [button for button in app.button if button.label.startswith("Use these")]


def test_a_saved_list_is_mended_from_about_the_data(engine: Engine, place_id: str) -> None:
    app = uploaded(data_town.page("add"), "groups.csv", LIST)
    press(app, "Use these 2 rows")
    app = data_town.page("about")
    app = by_label(app.selectbox, "List").select_index(1).run()
    labels = [button.label for button in app.get("download_button")]
    assert labels[:2] == ["Download the rows to fix (Excel)", "Download the rows to fix (CSV)"]
    app = press(app, "Mend them here")
    assert not app.exception
    # AppTest stays on its page; what waits is there when the other page is opened.
    app = app.switch_page("../../pages/data/add.py").run()
    assert "2 rows to mend" in words(app)
    app = press(edited(app, 0, Group_Name="Knit and natter"), "Use these 3 rows")
    assert len(loading.load(engine, place_id).assets) == 3
