"""Mending a list that is saved: its rows to fix as a sheet, or in the grid where data is added."""

from __future__ import annotations

from functools import partial

import streamlit as st
from sqlalchemy.engine import Engine

from components import menu, session
from components.frame import plain_markdown
from components.session import Workspace
from components.upload import choose, working
from components.upload.given_back import of_source
from sharedground.access import Role, acting_as, require
from sharedground.errors import SharedGroundError
from sharedground.model.place import Source
from sharedground.store import loading
from sharedground.words import in_this_language, say
from sharedground.workflow_fixing import (
    SheetForm,
    can_be_opened,
    open_again,
    sheet_name,
    sheet_to_fix,
)


@st.cache_resource(max_entries=200, show_spinner=False)
def _has_rows_to_fix(url: str, place_id: str, source_id: str, _engine: Engine) -> bool:  # noqa: ARG001
    """Say whether a version of a list has faults of rows. What a version brought never changes."""
    reports = loading.reports_of(_engine, place_id, source_id)
    return any(fault["row"] for report in reports for fault in report["faults"])


def draw(work: Workspace, source: Source) -> None:
    """Offer the rows to fix of a list: as a sheet, and in the grid of the page Add data."""
    officer = require(Role.OFFICER)
    place_id, which = work.place.place_id, source.source_id
    if not can_be_opened(loading.reading_of_source(work.engine, place_id, which)):
        return
    url = work.engine.url.render_as_string(hide_password=True)
    if not source.rows_set_aside and not _has_rows_to_fix(url, place_id, which, work.engine):
        return
    warnings = st.checkbox(
        say("Rows to fix: also those that were kept with something to look at"),
        value=not source.rows_set_aside, key=f"fix-warnings-{which}",
    )  # fmt: skip

    def content(form: SheetForm) -> bytes:
        with acting_as(officer):  # a file is made when it is asked for, outside this run
            found = open_again(work.engine, place_id, source)
        return sheet_to_fix(
            found.raw, found.intakes, found.options.fixes, form, warnings=warnings
        )  # fmt: skip

    with st.container(horizontal=True):
        for form, label in (
            (SheetForm.XLSX, say("Download the rows to fix (Excel)")),
            (SheetForm.CSV, say("Download the rows to fix (CSV)")),
        ):
            st.download_button(
                label, in_this_language(partial(content, form)),
                file_name=sheet_name(source.file_name, form), icon=":material/download:",
                on_click="ignore", key=f"fix-{form}-{which}",
            )  # fmt: skip
        if st.button(say("Mend them here"), icon=":material/edit:", key=f"fix-here-{which}"):
            _open(work, source)


def _open(work: Workspace, source: Source) -> None:
    """Open the list on the page Add data, as it was read, to be mended and saved anew."""
    try:
        with st.spinner(say("Opening {name}.", name=plain_markdown(source.file_name))):
            waiting = of_source(work.engine, work.place.place_id, source)
    except SharedGroundError as error:
        st.warning(plain_markdown(error.message))
        return
    session.keep_pending(waiting)
    session.keep_batch(None)
    session.renew(working.LOOK)
    session.renew(choose.FILE)
    menu.go("add-data")
