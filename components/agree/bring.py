"""Bring in what was answered elsewhere: points from a spreadsheet, votes from Polis' exports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pandas as pd
import streamlit as st

from components import parts, plain_table, session
from components.frame import plain_markdown
from components.session import Workspace
from components.upload.report import Part, bar_html, sum_in_words
from sharedground import room_sheets
from sharedground.access import Role
from sharedground.errors import SharedGroundError
from sharedground.export.table import csv_bytes
from sharedground.intake.brought import Brought
from sharedground.intake.priorities import Priorities
from sharedground.intake.votes_file import Votes
from sharedground.model.report import Severity
from sharedground.model.rounds import Naming, Round
from sharedground.store import loading
from sharedground.words import in_this_language, say, say_many

_SHOWN: Final = 40
_SHEETS: Final = ["xlsx", "xls", "ods", "csv"]
_POINTS, _VOTES = "bring-points", "bring-votes"


def points(work: Workspace) -> None:
    """Let an officer bring in a sheet of partners' points; nothing for others."""
    if not work.role.may(Role.OFFICER):
        return
    st.space("medium")
    parts.heading(
        say("Bring in points from a spreadsheet"),
        say("Partners shared points on paper or by e-mail? Put in the sheet: a row for each "
            "partner, a column for each outcome. You see how it was read before it is kept."),
    )  # fmt: skip
    _said(_POINTS)
    st.download_button(
        say("Download an empty sheet"),
        in_this_language(lambda: room_sheets.template(work.view.holdings)), "points.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        icon=":material/download:", on_click="ignore", key=f"{_POINTS}-template",
    )  # fmt: skip
    chosen = st.file_uploader(say("The sheet of points"), type=_SHEETS,
                              key=f"{_POINTS}-{session.epoch(_POINTS)}")  # fmt: skip
    if chosen is None:
        return
    key = (chosen.file_id, *work.view.key, work.vision.version)
    read: Priorities | None = _once(
        _POINTS, key,
        lambda: room_sheets.read_priorities(work.view.holdings, chosen.name, chosen.getvalue()),
    )  # fmt: skip
    if read is not None:
        _points_read(work, read)


def _points_read(work: Workspace, read: Priorities) -> None:
    _report(read.report, read.records, _POINTS)
    outcomes = {o.code: o.name for o in room_sheets.asked_about(work.view.holdings).outcomes}
    rows = [
        (read.names[str(key)], *(_number(value) for value in row), _number(sum(row)))
        for key, row in zip(read.points.index, read.points.to_numpy(float).tolist(), strict=True)
    ]
    headings = [say("Partner"), *(outcomes[code] for code in read.points.columns), say("Sum")]
    plain_table.draw(headings, rows[:_SHOWN], say("Points as they were read"), stack=False)
    title = _title(read.report, _POINTS)
    names = {Naming.NAMED: say("Say who gave what"), Naming.UNATTRIBUTED: say("Averages only")}
    naming = st.radio(
        say("What others see"), list(names), format_func=lambda one: names[one], horizontal=True,
        key=f"{_POINTS}-naming",
        help=say("Averages are shown only where three partners or more have answered."),
    )  # fmt: skip
    if st.button(say("Keep these points"), type="primary", icon=":material/check:",
                 key=f"{_POINTS}-keep"):  # fmt: skip
        _keep(work, _POINTS, lambda engine, held: room_sheets.keep_priorities(
            engine, held, read, title=title, naming=naming))  # fmt: skip


def votes(work: Workspace) -> None:
    """Let an officer bring in votes in the layout of Polis' exports; nothing for others."""
    if not work.role.may(Role.OFFICER):
        return
    st.space("medium")
    parts.heading(
        say("Bring in votes from Polis"),
        say("From an export of Polis: participant-votes.csv or votes.csv, and comments.csv with "
            "the words of the statements. Nobody's votes have a name here."),
    )  # fmt: skip
    _said(_VOTES)
    epoch = session.epoch(_VOTES)
    left, right = st.columns(2, gap="large")
    with left:
        chosen = st.file_uploader(say("The file of votes"), type=["csv"], key=f"{_VOTES}-{epoch}")
    with right:
        texts = st.file_uploader(say("The file of statements (comments.csv)"), type=["csv"],
                                 key=f"{_VOTES}-texts-{epoch}")  # fmt: skip
    if chosen is None:
        return
    ways = {"": say("As the file's own counts tell"), "1": "1", "-1": "-1"}
    agree = st.radio(say("What the file writes for agree"), list(ways), horizontal=True,
                     format_func=lambda way: ways[way], key=f"{_VOTES}-agree")  # fmt: skip
    key = (chosen.file_id, texts.file_id if texts else "", agree, *work.view.key)
    comments = (texts.name, texts.getvalue()) if texts else None
    read: Votes | None = _once(
        _VOTES, key,
        lambda: room_sheets.read_votes(chosen.name, chosen.getvalue(), comments,
                                       agree=int(agree) if agree else None),
    )  # fmt: skip
    if read is not None:
        _votes_read(work, read)


def _votes_read(work: Workspace, read: Votes) -> None:
    _report(read.report, read.records, _VOTES)
    if read.comments is not None and read.comment_records is not None:
        _report(read.comments, read.comment_records, f"{_VOTES}-texts")
    title = _title(read.report, _VOTES)
    if st.button(say("Keep these votes"), type="primary", icon=":material/check:",
                 key=f"{_VOTES}-keep"):  # fmt: skip
        _keep(work, _VOTES, lambda engine, held: room_sheets.keep_votes(
            engine, held, read, title=title))  # fmt: skip


def _once(name: str, key: tuple[object, ...], read: Callable[[], Any]) -> Any:
    """Return what a file holds, read once for each file; None where it is refused, in words."""
    held, found = session.remembered(name) or (None, None)
    if held == key:
        return found
    try:
        with st.spinner(say("Reading your file")):
            found = read()
    except SharedGroundError as error:
        st.warning(plain_markdown(error.message))
        return None
    session.remember(name, (key, found))
    return found


def _said(name: str) -> None:
    message = session.take_message(name)
    if message:
        st.success(plain_markdown(message))


def _report(report: Brought, records: pd.DataFrame, key: str) -> None:
    """Draw what became of the rows, and what to look at; the rows can be taken away."""
    bar = [
        Part(report.kept, say("kept"), "sp-ready"),
        Part(report.merged, say("merged with another row"), "sp-merged"),
        Part(report.set_aside, say("set aside"), "sp-aside"),
    ]
    parts.heading(say("How {file} was read", file=report.called),
                  sum_in_words(report.read, report.kept, report.merged, report.set_aside),
                  level=3)  # fmt: skip
    st.html(bar_html([part for part in bar if part.rows], say("What became of the rows")))
    parts.note(" ".join(report.sentences[1:]))
    if report.unused:
        parts.note(", ".join(report.unused), say("Columns that were not used:"))
    _faults(report, key)
    st.download_button(
        say("Download what became of every row (CSV)"),
        in_this_language(lambda: csv_bytes(records)), f"{key}-rows.csv", "text/csv",
        icon=":material/download:", on_click="ignore", key=f"{key}-rows",
    )  # fmt: skip


def _faults(report: Brought, key: str) -> None:
    if not report.faults:
        return
    label = say_many("One thing to look at", "{n} things to look at", len(report.faults))
    aside = any(fault.severity is not Severity.NOTE for fault in report.faults)
    with st.expander(label, expanded=aside, key=f"{key}-faults"):
        plain_table.draw(
            [say("Row"), say("Column"), say("Value"), say("What is wrong"), say("How to fix it")],
            [
                (say("Whole file") if fault.row is None else str(fault.row), fault.column or "-",
                 fault.value or "-", fault.reason, fault.fix or "-")
                for fault in report.faults[:_SHOWN]
            ],
            label,
        )  # fmt: skip
        if len(report.faults) > _SHOWN:
            parts.note(say("And {n} more.", n=len(report.faults) - _SHOWN))


def _title(report: Brought, key: str) -> str:
    return st.text_input(say("What this round is called"), max_chars=120, width=420,
                         value=report.file.rpartition(".")[0] or report.file,
                         key=f"{key}-title-{session.epoch(key)}-{report.file}")  # fmt: skip


def _keep(work: Workspace, name: str, keep: Callable[[Any, Any], Round]) -> None:
    engine, place_id = session.writable(work)
    try:
        with st.spinner(say("Saving")):
            kept = keep(engine, loading.load(engine, place_id))
    except SharedGroundError as error:
        st.warning(plain_markdown(error.message))
        return
    session.remember(name, None)
    session.renew(name)
    session.say_next(say("Kept as the round {title}.", title=kept.title), name)
    st.rerun()


def _number(value: float) -> int | float:
    return int(value) if value % 1 == 0 else round(value, 1)
