"""What a file does not say and a person does: sheet, direction of figures, and its source."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

import streamlit as st

from components import parts
from components.frame import plain_markdown
from components.upload.draft import (
    Waiting,
    with_about,
    with_direction,
    with_table,
)
from sharedground.model.outcome import Direction
from sharedground.words import later, say, say_many
from sharedground.workflow import About, Preview

LICENCES: Final = (
    later("Open Government Licence 3.0"),
    later("CC0 1.0 (no rights kept)"),
    later("CC BY 4.0"),
    later("CC BY-SA 4.0"),
    later("Open Database Licence (ODbL) 1.0"),
    later("Our own list, for use by partners"),
)
"""Licences that lists often come under; any other can be typed."""

ANSWERS: Final[dict[Direction, str]] = {
    Direction.HIGH_IS_BAD: later("Yes: more need"),
    Direction.HIGH_IS_GOOD: later("No: less need"),
}
"""Whether a high figure is bad."""

ASKED_AT_ONCE: Final = 8
"""Figures whose direction is asked for without opening more."""


def sheet(waiting: Waiting, key: str) -> Waiting:
    """Ask which sheet or layer to use, where there are several."""
    names = [table.name for table in waiting.tables]
    if len(names) < 2:
        return waiting
    now = waiting.options.table
    options: list[str | None] = [None, *names]
    chosen = st.selectbox(
        say("Which sheet or layer?"), options, index=options.index(now),
        format_func=lambda name: say("All that fit") if name is None else name,
        key=f"{key}-sheet-{now}",
    )  # fmt: skip
    return with_table(waiting, chosen) if chosen != now else waiting


def looked_at(waiting: Waiting, key: str) -> str:
    """Ask which sheet's columns to look at, where several are used; each has its own."""
    used = [intake.table for intake in waiting.preview.intakes] if waiting.preview else []
    if len(used) < 2:
        return used[0] if used else ""
    chosen: str = st.selectbox(
        say("Show the columns of"), used, key=f"{key}-looked-at",
    )  # fmt: skip
    return chosen


def directions(waiting: Waiting, preview: Preview, key: str) -> Waiting:
    """Ask of each figure nobody has spoken for whether a high one means more need or less."""
    figures = preview.frames.get("indicators")
    if figures is None:
        return waiting
    said = waiting.options.direction
    unsaid = set(figures.loc[figures["direction"] == "", "name"])
    asked = [name for name in dict.fromkeys(figures["name"]) if name in unsaid or name in said]
    if not asked:
        return waiting
    st.space("small")
    parts.heading(
        say("Is a high figure bad?"),
        say("Say whether a high figure means more need or less need. "
            "A figure without an answer is kept, but cannot show need yet."),
        level=3,
    )  # fmt: skip
    for name in asked[:ASKED_AT_ONCE]:
        waiting = _direction(waiting, name, key)
    if len(asked) > ASKED_AT_ONCE:
        rest = len(asked) - ASKED_AT_ONCE
        with st.expander(say_many("{n} more figure", "{n} more figures", rest)):
            for name in asked[ASKED_AT_ONCE:]:
                waiting = _direction(waiting, name, key)
    return waiting


def _direction(waiting: Waiting, name: str, key: str) -> Waiting:
    now = waiting.options.direction.get(name)
    chosen = st.segmented_control(
        plain_markdown(name), list(ANSWERS), default=now, format_func=lambda way: say(ANSWERS[way]),
        key=f"{key}-direction-{name}",
    )  # fmt: skip
    return with_direction(waiting, name, chosen) if chosen != now else waiting


def about(waiting: Waiting, key: str) -> Waiting:
    """Ask where the list comes from. What is left open is "not stated"."""
    st.space("small")
    parts.heading(
        say("Where does it come from?"),
        say("People trust a figure when they can see its source. What you leave open is shown "
            "as not stated."),
    )  # fmt: skip
    now = waiting.about
    left, right = st.columns(2, gap="large")
    with left:
        title = st.text_input(
            say("What the list is called"), now.title, max_chars=200, key=f"{key}-title",
            placeholder=PurePosixPath(waiting.name).stem.replace("_", " ")[:100],
        )  # fmt: skip
        publisher = st.text_input(
            say("Who publishes it"), now.publisher, max_chars=200, key=f"{key}-publisher"
        )
    with right:
        licence = licence_of(now.licence, f"{key}-licence")
        date = st.text_input(
            say("Date of the data, such as 2024 or 30 June 2024"), now.date, max_chars=60,
            key=f"{key}-date",
        )  # fmt: skip
    told = About(title.strip(), publisher.strip(), licence.strip(), date.strip(), now.url)
    return with_about(waiting, told) if told != now else waiting


def licence_of(now: str, key: str) -> str:
    """Ask under what licence data come; any that is not listed can be typed. "" for none."""
    licences = list(dict.fromkeys([*map(say, LICENCES), *filter(None, [now])]))
    chosen = st.selectbox(
        say("Licence"), licences, index=licences.index(now) if now else None,
        placeholder=say("Choose one or type another"), accept_new_options=True, key=key,
    )  # fmt: skip
    return chosen or ""
