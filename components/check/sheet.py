"""The places to check as a sheet: taken away, filled in by others, and given back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from components import cached, parts, plain_table, session
from components.check import last, take, worklist
from components.frame import plain_markdown
from components.parts import safe_html
from components.session import Workspace
from sharedground import check_sheet
from sharedground.check_sheet import Answer, Answers, Group
from sharedground.errors import SharedGroundError
from sharedground.intake.raw import RawFile
from sharedground.intake.read import read_file
from sharedground.words import later, say, say_many

FILE: Final = "check-sheet"
SHOWN: Final = 60
_LABELS: Final = {
    Group.RIGHT: later("Still right"), Group.CHANGED: later("Changed"), Group.GONE: later("Gone"),
    Group.OPEN: later("Left open"), Group.MEANWHILE: later("Changed here meanwhile"),
    Group.UNCLEAR: later("Not understood"),
}  # fmt: skip
_UNDER: Final = {
    Group.RIGHT: later("will count as checked today"),
    Group.CHANGED: later("will be changed"),
    Group.GONE: later("will be on no map and in no sum"),
    Group.OPEN: later("stay as they are"),
    Group.MEANWHILE: later("stay as they are: look at them"),
    Group.UNCLEAR: later("stay as they are: mend the sheet"),
}


def draw(work: Workspace) -> None:
    """Draw the two ways of a sheet: out, and back; for officers."""
    found = cached.worklist(work.view, work.vision)
    warning = session.take_warning()
    if warning:
        st.warning(plain_markdown(warning))
    given = _given(work)
    if given is None:
        _out(work, found)
        st.space("small")
        _back(work)
    else:
        _look(work, given)


def _out(work: Workspace, found: pd.DataFrame) -> None:
    parts.heading(
        say("Hand out a sheet"),
        say("Others can check places for you, by telephone or on foot. In each row they choose "
            "what they found, and write over what has changed."),
    )  # fmt: skip
    if found.empty:
        parts.note(say("Nothing is old enough to hand out now."))
        return
    mine = worklist.asked(work, found)
    if mine.empty:
        parts.note(say("None of these is old. Choose another organisation or part."))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        take.downloads(work, mine)
    parts.note(say("The sheet shows what officers see, such as telephone numbers and addresses "
                   "that are not public. Give it only to people who may see them."))  # fmt: skip


def _back(work: Workspace) -> None:
    parts.heading(
        say("Give a filled-in sheet back"),
        say("You see what it says before anything is saved. Whoever fills it in needs no account."),
    )
    wrong = st.container()
    chosen = st.file_uploader(say("The filled-in sheet"), type=["xlsx", "xls", "ods", "csv"],
                              key=f"{FILE}-{session.epoch(FILE)}")  # fmt: skip
    if chosen is None:
        return
    try:
        with st.spinner(say("Reading your file")):
            raw = read_file(chosen.name, chosen.getvalue())
        check_sheet.read_back(work.view, raw)
    except SharedGroundError as error:
        wrong.warning(plain_markdown(error.message))
        return
    _hold(work, raw)
    st.rerun()


def _hold(work: Workspace, raw: RawFile | None) -> None:
    session.remember(FILE, (work.place.place_id, raw) if raw else None)
    session.renew(FILE)


def _given(work: Workspace) -> Answers | None:
    """Return what the sheet says that was given back, against what is kept now."""
    place_id, raw = session.remembered(FILE) or ("", None)
    if raw is None or place_id != work.place.place_id:
        return None
    return check_sheet.read_back(work.view, raw)


def _look(work: Workspace, given: Answers) -> None:
    """Draw what a sheet says, and let it be saved."""
    n = len(given.rows)
    parts.heading(
        say("What {name} says", name=given.name),
        say_many("{n} row. Nothing is saved yet.", "{n} rows. Nothing is saved yet.", n),
    )
    counts = {group: len(given.of(group)) for group in Group}
    parts.key_figures(
        parts.Figure(say(_LABELS[group]), f"{counts[group]:,}", say(_UNDER[group]))
        for group in Group if counts[group] or group not in (Group.MEANWHILE, Group.UNCLEAR)
    )  # fmt: skip
    for note in given.notes:
        parts.note(note)
    _buttons(work, given)
    st.space("small")
    _to_look_at(given.of(Group.UNCLEAR), say("Not understood"),
                say("These rows change nothing. Mend them in the sheet and give it back again: "
                    "what is saved by then stays."))  # fmt: skip
    _to_look_at(given.of(Group.MEANWHILE), say("Changed here meanwhile"),
                say("Somebody was faster. These rows change nothing."))  # fmt: skip
    _changed(given.of(Group.CHANGED))
    for group in (Group.GONE, Group.RIGHT, Group.OPEN):
        _named(given.of(group), group)


def _buttons(work: Workspace, given: Answers) -> None:
    n = len(given.kept)
    with st.container(horizontal=True):
        label = say_many("Save {n} answer", "Save {n} answers", n) if n else say("Nothing to save")
        save = st.button(label, type="primary", icon=":material/check:", disabled=not n,
                         key="sheet-save")  # fmt: skip
        other = st.button(say("Choose another sheet"), key="sheet-other")
    if save:
        _save(work, given)
    if other:
        _hold(work, None)
        st.rerun()


def _save(work: Workspace, given: Answers) -> None:
    engine, place_id = session.writable(work)
    try:
        with st.spinner(say("Saving the answers")):
            made = check_sheet.save(engine, place_id, given)
    except SharedGroundError as error:
        session.warn_next(error.message)
        st.rerun()
    _hold(work, None)
    counts = given.counts
    last.done(work, say(
        "{name} is saved: {right} still right, {changed} changed, {gone} gone.", name=given.name,
        right=counts["right"], changed=counts["changed"], gone=counts["gone"],
    ), made)  # fmt: skip


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]], label: str) -> None:
    """Draw rows as a table, and turn its pages where there are many."""
    page = 1
    top = st.container()
    if len(rows) > SHOWN:
        page = st.pagination(-(-len(rows) // SHOWN), key=f"sheet-page-{label}")
    with top:
        plain_table.draw(headings, rows[(page - 1) * SHOWN : page * SHOWN], label)


def _to_look_at(rows: list[Answer], title: str, under: str) -> None:
    if not rows:
        return
    parts.heading(title, under, level=3)
    _table(
        (say("Place"), say("Row"), say("Column"), say("It says"), say("What is wrong"),
         say("What to do")),
        [(row.name or say("no name"), str(row.row), row.column, row.says,
          row.problem, row.fix) for row in rows],
        title,
    )  # fmt: skip


def _changed(rows: list[Answer]) -> None:
    if not rows:
        return
    title = say("Changed")
    parts.heading(title, level=3)
    lines = []
    for row in rows:
        for change in row.changes:
            column, was, now = check_sheet.as_told(change)
            lines.append((row.name, str(row.row), column, was or say("not stated"),
                          now or say("nothing"), row.note))  # fmt: skip
    headings = (say("Place"), say("Row"), say("Column"), say("Was"), say("Now"), say("Note"))
    columns = len(headings) if any(row.note for row in rows) else len(headings) - 1
    _table(headings[:columns], [line[:columns] for line in lines], title)


def _named(rows: list[Answer], group: Group) -> None:
    if not rows:
        return
    with st.expander(say("{label} ({n})", label=say(_LABELS[group]), n=len(rows))):
        page = 1
        top = st.container()
        if len(rows) > SHOWN:
            page = st.pagination(-(-len(rows) // SHOWN), key=f"sheet-page-{group}")
        shown = rows[(page - 1) * SHOWN : page * SHOWN]
        with top:
            st.html(f"<ul>{''.join(f'<li>{safe_html(_line(row))}</li>' for row in shown)}</ul>")


def _line(row: Answer) -> str:
    told = say("{name}, row {n}", name=row.name, n=str(row.row))
    for change in row.changes:
        column, was, now = check_sheet.as_told(change)
        told = say("{told}. {column}: {now}, instead of {was}", told=told, column=column, now=now,
                   was=was or say("not stated"))  # fmt: skip
    return say("{told}. Note: {note}", told=told, note=row.note) if row.note else told
