"""Mending rows in a grid, or in a sheet that is taken away and given back."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from components import parts, session
from components.frame import plain_markdown
from components.session import Workspace
from components.upload import choose
from components.upload.draft import Waiting, with_fixes
from sharedground.errors import SharedGroundError
from sharedground.intake.context import Fix, Intake
from sharedground.intake.fixing import as_mended, cells_to_mend, with_grid
from sharedground.intake.read import read_file
from sharedground.intake.to_mend import ToMend, to_mend
from sharedground.words import in_this_language, say, say_many
from sharedground.workflow import Preview
from sharedground.workflow_fixing import SheetForm, changed_by, sheet_name, sheet_to_fix

MEND: Final = "upload-mend"
PAGE: Final = 50
"""Rows that the grid shows at a time."""

TOLD: Final = 10
"""Rows of which it is told, below the grid, what has become of them."""

HIGH: Final = 76
"""Of a row, in CSS pixels: above 4 rem Streamlit lets the words of a cell go on in a new line."""

ROW, WRONG, HOW = "\u2060row", "\u2060wrong", "\u2060how"
"""Columns of our own; no heading of a file begins with a sign that has no width."""


def draw(work: Workspace, waiting: Waiting, key: str) -> None:
    """Draw the rows to mend, and read the file again when one was changed."""
    changed = _asked(waiting, f"{key}-mend", f"{key}-mend-{session.epoch(MEND)}")
    if changed.options != waiting.options:
        choose.settle(work, changed)
        st.rerun()


def _asked(waiting: Waiting, choice: str, key: str) -> Waiting:
    """Draw all of it; `key` changes when cells change otherwise than in the grid."""
    fixes = waiting.options.fixes
    if waiting.raw is None or waiting.preview is None:
        return _take_back(waiting, key) if fixes else waiting
    every = _every(waiting.preview.import_id, waiting.preview)
    if not every:
        return waiting
    st.space("small")
    if waiting.mended_by:
        sheet = plain_markdown(waiting.mended_by)
        st.success(say("{sheet} is read into the rows of {file}.", sheet=sheet,
                       file=plain_markdown(waiting.name)))  # fmt: skip
    fixed = {(fix.table, fix.row) for fix in fixes}
    aside = tuple(one for one in every if one.aside or (one.table, one.row) in fixed)
    place = st.empty()
    lighter = len(every) > len(aside) and _lighter(choice, value=not aside)
    rows = every if lighter else aside
    with place.container():
        parts.heading(finding(rows or every), how_to())
    if not rows:
        return waiting
    with st.container(key="mend", gap="small"):
        changed = _grid(waiting, waiting.preview, rows, choice, key)
        _sheet(waiting, waiting.preview, key, warnings=lighter)
        changed = _given_back(changed, key)
        return _take_back(changed, key) if fixes else changed


@st.cache_resource(max_entries=16, show_spinner=False)
def _every(import_id: str, _preview: Preview) -> tuple[ToMend, ...]:  # noqa: ARG001
    """Return all rows to mend of one reading, which has an id of its own."""
    return to_mend(_preview.intakes, _preview.options.fixes, warnings=True)


def finding(rows: Sequence[ToMend]) -> str:
    """Return how many rows are to mend and how many are mended, as a heading."""
    done = sum(one.mended for one in rows)
    if done:
        return say_many("{done} of {n} row mended", "{done} of {n} rows mended", len(rows),
                        done=done)  # fmt: skip
    if any(one.aside for one in rows):
        return say_many("{n} row to mend", "{n} rows to mend", len(rows))
    return say_many(
        "{n} row was kept with something to look at",
        "{n} rows were kept with something to look at", len(rows),
    )  # fmt: skip


def how_to() -> str:
    """Return what to do with the grid, in words."""
    return say("Change a cell here and press Enter. The rows are read again at once. The file you "
               "chose stays as it is.")  # fmt: skip


def _lighter(key: str, *, value: bool) -> bool:
    """Ask for rows that were kept too; what is chosen at first stays while rows are mended."""
    return st.toggle(
        say("Show also rows that were kept with something to look at"), value=value,
        key=f"{key}-lighter",
    )  # fmt: skip


def _grid(
    waiting: Waiting, preview: Preview, rows: Sequence[ToMend], choice: str, key: str
) -> Waiting:
    """Draw one page of the rows of one sheet; return the upload with what was changed in it."""
    assert waiting.raw is not None
    tables = list(dict.fromkeys(row.table for row in rows))
    table = tables[0]
    if len(tables) > 1:
        table = st.selectbox(say("Rows of"), tables, key=f"{choice}-table")
    here = [row for row in rows if row.table == table]
    page = 1
    if len(here) > PAGE:
        page = st.pagination(-(-len(here) // PAGE), key=f"{choice}-page-{table}")
    shown = here[(page - 1) * PAGE : page * PAGE]
    all_columns = session.chosen_in(f"{choice}-columns")
    rows_key = zlib.crc32(repr((table, [row.row for row in shown], bool(all_columns))).encode())
    grid = _held(waiting, preview, table, shown, f"{key}-{rows_key:x}", all_columns=all_columns)
    edited = _editor(grid.frame, grid.key)
    _since(shown, grid.frame)
    if grid.hides or all_columns:
        st.toggle(say("Show every column ({n})", n=grid.columns), key=f"{choice}-columns")
    fixes = with_grid(waiting.options.fixes, waiting.raw, table, edited)
    session.remember(MEND, replace(grid, before=waiting.options.fixes, fixes=fixes))
    return with_fixes(waiting, fixes)


@dataclass(frozen=True)
class _Grid:
    """A grid as it was first drawn: it stays so while cells are changed, and typing goes on in it.

    New words in it would close a cell that somebody is typing in. A run that the next cell cuts
    short leaves the upload with the changes `before` the grid's own `fixes`.
    """

    frame: pd.DataFrame
    columns: int
    hides: bool
    before: tuple[Fix, ...]
    fixes: tuple[Fix, ...]
    held_as: str
    times: int = 0

    @property
    def key(self) -> str:
        """The key of the widget; another one begins without the changes made in the former."""
        return f"{self.held_as}-{self.times}"


def _held(
    waiting: Waiting, preview: Preview, table: str, rows: Sequence[ToMend], held_as: str, *,
    all_columns: bool,
) -> _Grid:  # fmt: skip
    """Return the grid as it was drawn before; a new one if cells were changed otherwise since."""
    fixes = tuple(waiting.options.fixes)
    held: _Grid | None = session.remembered(MEND)
    if held and held.held_as != held_as:
        held = None
    known = held and fixes in (held.before, held.fixes)
    if held and known and session.chosen_in(held.key) is not None:
        return held
    assert waiting.raw is not None
    cells = cells_to_mend(as_mended(waiting.raw, fixes), table, [row.row for row in rows])
    intake = next(one for one in preview.intakes if one.table == table)
    every = list(map(str, cells.columns))
    headings = every if all_columns else headings_shown(intake, rows, every)
    frame = pd.concat([_ours(rows, cells.index), cells[headings]], axis="columns")
    times = held.times + 1 if held else 0
    return _Grid(frame, len(every), len(headings) < len(every), fixes, fixes, held_as, times)


def _ours(rows: Sequence[ToMend], index: pd.Index[Any]) -> pd.DataFrame:
    """Return our own columns: which row it is, what is wrong with it and how to fix it."""
    return pd.DataFrame(
        {
            ROW: [row.row for row in rows], WRONG: [_wrong(row) for row in rows],
            HOW: [row.how for row in rows],
        }, index=index,
    )  # fmt: skip


def _since(rows: Sequence[ToMend], frame: pd.DataFrame) -> None:
    """Say what has become of rows since the grid was drawn: mended, or something else is wrong."""
    before = dict(zip(frame[ROW], frame[WRONG], strict=True))
    news = [row for row in rows if before.get(row.row) != _wrong(row)]
    for row in news[:TOLD]:
        parts.note(f"{_wrong(row)} {row.how}".strip(), say("Row {n}:", n=row.row))
    if len(news) > TOLD:
        parts.note(say("And {n} more.", n=len(news) - TOLD))


def headings_shown(intake: Intake, rows: Sequence[ToMend], every: Sequence[str]) -> list[str]:
    """Return the columns worth showing: the name, those with something wrong, those in use."""
    used = intake.report.columns
    name = [used[field] for field in ("name", "area_name", "area_code") if field in used][:1]
    wrong = [column for row in rows for column in row.columns]
    first = [heading for heading in dict.fromkeys([*name, *wrong]) if heading in every]
    rest = set(used.values()) - set(first)
    chosen = [*first, *(heading for heading in every if heading in rest)]
    return chosen or list(every)


def _editor(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """Draw the grid; return its cells."""
    headings = [name for name in frame.columns if name not in (ROW, WRONG, HOW)]
    edited = st.data_editor(
        frame, hide_index=True, disabled=[ROW, WRONG, HOW], key=key, row_height=HIGH,
        height=min(HIGH * len(frame) + 40, 480),
        column_config={
            ROW: st.column_config.NumberColumn(say("Row"), pinned=True, width=60, format="%d"),
            WRONG: st.column_config.TextColumn(say("What was wrong"), width=250),
            HOW: st.column_config.TextColumn(say("How to fix it"), width=250),
            **{name: st.column_config.TextColumn(name) for name in headings},
        },
        alt=say("Rows to mend"),
    )  # fmt: skip
    return edited[headings]


def _wrong(row: ToMend) -> str:
    if row.mended:
        return say("Mended.")
    return row.wrong or say("Changed.")


def _sheet(waiting: Waiting, preview: Preview, key: str, *, warnings: bool) -> None:
    """Offer the rows as a sheet to mend elsewhere."""
    raw, fixes = preview.raw, waiting.options.fixes

    def content(form: SheetForm) -> bytes:
        return sheet_to_fix(raw, preview.intakes, fixes, form, warnings=warnings)

    with st.container(horizontal=True):
        for form, label in (
            (SheetForm.XLSX, say("Download these rows (Excel)")),
            (SheetForm.CSV, say("Download these rows (CSV)")),
        ):
            st.download_button(
                label, in_this_language(partial(content, form)),
                file_name=sheet_name(raw.name, form), icon=":material/download:", on_click="ignore",
                key=f"{key}-{form}",
            )  # fmt: skip


def _given_back(waiting: Waiting, key: str) -> Waiting:
    """Take a sheet that was mended elsewhere, and say what is not right with it."""
    assert waiting.raw is not None
    with (
        st.container(key="look-at-back", gap=None),
        st.expander(say("I mended them in Excel: give the sheet back"), type="compact"),
    ):
        sheet = st.file_uploader(
            say("The sheet with the rows you mended"), type=["xlsx", "xls", "csv", "ods"],
            key=f"{key}-back",
        )  # fmt: skip
        if sheet is None:
            return waiting
        try:
            mended = read_file(sheet.name, sheet.getvalue())
            fixes = changed_by(mended, waiting.raw, waiting.options.fixes)
        except SharedGroundError as error:
            st.warning(plain_markdown(error.message))
            return waiting
    session.renew(MEND)
    return with_fixes(waiting, fixes)


def _take_back(waiting: Waiting, key: str) -> Waiting:
    """Offer to forget all that was changed."""
    count = len(waiting.options.fixes)
    label = say_many("Take my {n} change back", "Take my {n} changes back", count)
    if not st.button(label, icon=":material/undo:", key=f"{key}-undo"):
        return waiting
    session.renew(MEND)
    return replace(waiting, options=replace(waiting.options, fixes=()))
