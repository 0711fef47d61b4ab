"""The places to check as a sheet: taken away, filled in by others, and given back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd
import streamlit as st

from components import cached, parts, session
from components.check import last, take, worklist
from components.frame import plain_markdown
from components.parts import safe_html
from components.session import Workspace
from sharedground import check_sheet
from sharedground.check_sheet import Answer, Answers, Group
from sharedground.errors import SharedGroundError
from sharedground.intake.raw import RawFile
from sharedground.intake.read import hash_of, read_file
from sharedground.words import later, say, say_many

FILE: Final = "check-sheet"
SHOWN: Final = 100
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
        say("Somebody with a telephone, or good legs, can check places for you. They choose what "
            "they found in each row, and write over what has changed."),
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
    chosen = st.file_uploader(say("The filled-in sheet"), type=["xlsx", "xls", "ods", "csv"],
                              key=f"{FILE}-{session.epoch(FILE)}")  # fmt: skip
    if chosen is None:
        return
    content = chosen.getvalue()
    try:
        with st.spinner(say("Reading your file")):
            raw = read_file(chosen.name, content)
        check_sheet.read_back(work.view, raw)
    except SharedGroundError as error:
        st.warning(plain_markdown(error.message))
        return
    _hold(work, raw, hash_of({chosen.name: content}))
    st.rerun()


def _hold(work: Workspace, raw: RawFile | None, which: str = "") -> None:
    session.remember(FILE, (work.place.place_id, raw, which) if raw else None)
    session.renew(FILE)


def _given(work: Workspace) -> Answers | None:
    """Return what the sheet says that was given back, against what is kept now."""
    place_id, raw, _ = session.remembered(FILE) or ("", None, "")
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
        made = check_sheet.save(engine, place_id, given)
    except SharedGroundError as error:
        session.say_next(error.message)
        st.rerun()
    _hold(work, None)
    counts = given.counts
    last.done(work, say(
        "{name} is saved: {right} still right, {changed} changed, {gone} gone.", name=given.name,
        right=counts["right"], changed=counts["changed"], gone=counts["gone"],
    ), made)  # fmt: skip


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]], label: str) -> None:
    head = "".join(f'<th scope="col">{safe_html(each)}</th>' for each in headings)
    body = "".join(
        f"<tr>{''.join(f'<td>{safe_html(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    st.html(
        f'<div class="sp-scroll" tabindex="0" role="region" aria-label="{safe_html(label)}">'
        f'<table class="sp-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _to_look_at(rows: list[Answer], title: str, under: str) -> None:
    if not rows:
        return
    parts.heading(title, under, level=3)
    _table(
        (say("Row"), say("Place"), say("Column"), say("It says"), say("What is wrong"),
         say("What to do")),
        ((str(row.row), row.name, row.column, row.value or say("nothing"), row.problem, row.fix)
         for row in rows),
        title,
    )  # fmt: skip


def _changed(rows: list[Answer]) -> None:
    if not rows:
        return
    title = say("Changed")
    parts.heading(title, level=3)
    lines = []
    for row in rows:
        for at, change in enumerate(row.changes):
            column, was, now = check_sheet.as_told(change)
            first = (str(row.row), row.name) if at == 0 else ("", "")
            note = row.note if at == 0 else ""
            lines.append((*first, column, was or say("not stated"), now or say("nothing"), note))
    _table((say("Row"), say("Place"), say("Column"), say("Was"), say("Now"), say("Note")), lines,
           title)  # fmt: skip


def _named(rows: list[Answer], group: Group) -> None:
    if not rows:
        return
    with st.expander(say("{label} ({n})", label=say(_LABELS[group]), n=len(rows))):
        items = "".join(
            f"<li>{safe_html(_line(row))}</li>" for row in rows[:SHOWN]
        )  # fmt: skip
        st.html(f"<ul>{items}</ul>")
        if len(rows) > SHOWN:
            parts.note(say("And {n} more.", n=len(rows) - SHOWN))


def _line(row: Answer) -> str:
    told = say("{name}, row {n}", name=row.name, n=str(row.row))
    for change in row.changes:
        column, was, now = check_sheet.as_told(change)
        told = say("{told}. {column}: {now}, instead of {was}", told=told, column=column, now=now,
                   was=was or say("not stated"))  # fmt: skip
    return say("{told}. Note: {note}", told=told, note=row.note) if row.note else told
