"""The page What changed: two moments, findings in words, then tables."""

from __future__ import annotations

import datetime as dt
from typing import Final

import streamlit as st

from components import cached, coded, parts, plain_table, session
from components.parts import safe_html
from components.session import Workspace
from sharedground import changes_words
from sharedground.changes import Changes
from sharedground.errors import NotFoundError
from sharedground.export.table import csv_bytes
from sharedground.exports import slug
from sharedground.moments import NOW, Moment, Times
from sharedground.words import say, say_many

_DAY: Final = "day"
_ON: Final = "on"
_ROWS: Final = 15
"""Rows of gaps and counts that are shown at once; the others are a click away."""


def draw(work: Workspace) -> None:
    """Draw the choice of two moments, then all that changed between them."""
    times = Times.of(work.engine, work.place.place_id)
    since, until = _choose(times)
    if since is None or until is None:
        return
    if since.revision > until.revision:
        parts.note(say("The first moment must be before the second."))
        return
    with st.spinner(say("Reading the place as it was, and working out both."), show_time=True):
        found = cached.what_changed(work.engine, work.place, since, until)
    st.space("small")
    _findings(found)
    if found.nothing:
        return
    for section in (_promises, _weights, _gaps, _places, _figures):
        section(found)
    st.space("small")
    _take(work, found)


def _choose(times: Times) -> tuple[Moment | None, Moment | None]:
    usual = times.since()
    named = {one.told: one.words for one in times.choices()}
    froms = {usual.told: usual.words} | named | _of_address(times, "since")
    untils = {NOW: say("now")} | named | _of_address(times, "until")
    with st.container(key="filters", horizontal=True, vertical_alignment="bottom"):
        told = coded.select(say("From"), froms | {_DAY: say("the start of a day…")}, "since",
                            width=320)  # fmt: skip
        since = _on_day(times) if told == _DAY else told
        until = coded.select(say("To"), untils, "until", width=320)
    try:
        return times.found(since), times.found(until, end=True)
    except NotFoundError as error:
        parts.note(error.message)
        return None, None


def _of_address(times: Times, name: str) -> dict[str, str]:
    """Return the moment that the address names, if there is one: it may be any revision or date."""
    told = session.kept_of_address([name]).get(name, "")[:60]
    if told in ("", _DAY):
        return {}
    try:
        return {told: times.found(told, end=name == "until").words}
    except NotFoundError:
        return {}


def _on_day(times: Times) -> str:
    first, last = times.first.at.date(), times.now.at.date()
    key = session.keyed(_ON)
    session.from_address(_ON, key, lambda told: _date(told, first, last))
    session.start(key, max(first, last - dt.timedelta(days=30)))
    picked = st.date_input(say("Which day?"), min_value=first, max_value=last, key=key,
                           format="DD/MM/YYYY")  # fmt: skip
    day = picked if isinstance(picked, dt.date) else first
    session.to_address(_ON, day.isoformat())
    return day.isoformat()


def _date(told: str, first: dt.date, last: dt.date) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(told[:10])
    except ValueError:
        return None
    return day if first <= day <= last else None


def _findings(found: Changes) -> None:
    parts.heading(changes_words.title(found), changes_words.span(found))
    if found.nothing:
        parts.note(
            say("No place, figure, point of our vision, partner or promise is other than it was.")
        )
    else:
        _lines(changes_words.headlines(found)[1:])
    if found.unknown:
        parts.note(" ".join(found.unknown), say("Not known for certain:"))


def _lines(lines: list[str]) -> None:
    if lines:
        st.html("".join(f'<p class="sp-line">{safe_html(line)}</p>' for line in lines))


def _promises(found: Changes) -> None:
    lines = changes_words.promise_lines(found)
    if not lines:
        return
    st.space("small")
    parts.heading(say("What was decided and promised"))
    items = "".join(f"<li>{safe_html(line)}</li>" for line in lines)
    st.html(f'<ul class="sp-changes">{items}</ul>')


def _weights(found: Changes) -> None:
    rows = changes_words.weight_rows(found)
    if not rows:
        return
    st.space("small")
    parts.heading(say("Points of our vision"))
    heads = [say("Outcome"), say("Points then"), say("Points now"), say("What changed")]
    plain_table.draw(heads, rows, say("Points of our vision"))


def _gaps(found: Changes) -> None:
    lines, rows = changes_words.gap_lines(found), changes_words.gap_rows(found)
    if not lines and not found.gaps.why_none:
        return
    st.space("small")
    parts.heading(say("Strengths and gaps"))
    _lines(lines or [found.gaps.why_none])
    if rows:
        label = say("Where the gap moved most")
        heads = [say("Area"), say("Gap then"), say("Gap now"), say("Change")]
        _some(heads, rows, label)
        parts.method(
            [
                say("The place is read as it was then and as it is now."),
                say("Both are worked out in the same way, each with the vision that was in use."),
                say("A gap runs from 0 to 100: need that nothing in reach meets."),
            ],
            say("The lists of places loaded here, and our vision"),
        )


def _places(found: Changes) -> None:
    lines = changes_words.place_lines(found)
    if not lines:
        return
    st.space("small")
    parts.heading(say("Places"))
    _lines(lines[1:])
    heads = [say("Then"), say("Now"), say("New"), say("No longer"), say("Changed")]
    for title, table in ((say("By kind of place"), found.places.by_kind),
                         (say("By list"), found.places.by_list)):  # fmt: skip
        if len(table):
            first = say("Kind") if table is found.places.by_kind else say("List")
            parts.heading(title, level=3)
            _some([first, *heads], changes_words.count_rows(table), title)
    names = [
        ("came", say("New places ({n})", n=len(found.places.came)), []),
        ("left", say("No longer listed ({n})", n=len(found.places.left)), []),
        ("closed", say("Closed ({n})", n=len(found.places.closed)), []),
        ("changed", say("Changed ({n})", n=len(found.places.changed)), [say("What changed")]),
    ]  # fmt: skip
    for which, label, more in names:
        rows = changes_words.place_rows(found, which)
        if rows:
            with st.expander(label):
                plain_table.draw([say("Place"), say("Kind"), say("List"), *more], rows, label)
                _cut(len(getattr(found.places, which)), len(rows))


def _figures(found: Changes) -> None:
    rows = changes_words.figure_rows(found)
    if not rows:
        return
    st.space("small")
    parts.heading(say("Figures"))
    heads = [say("Figure"), say("Areas with another value"), say("Where most")]
    _some(heads, rows, say("Figures that changed"))


def _some(heads: list[str], rows: list[list[object]], label: str) -> None:
    """Draw the first rows of a table, and the others where somebody asks."""
    plain_table.draw(heads, rows[:_ROWS], label)
    left = rows[_ROWS : changes_words.LISTED]
    if left:
        with st.expander(say_many("{n} more row", "{n} more rows", len(rows) - _ROWS)):
            plain_table.draw(heads, left, label)
            _cut(len(rows), _ROWS + len(left))


def _cut(every: int, shown: int) -> None:
    if every > shown:
        parts.note(say("{n} more are in the download.", n=every - shown))


def _take(work: Workspace, found: Changes) -> None:
    st.download_button(
        say("Download the table"), csv_bytes(changes_words.table(found)), key="changed-csv",
        file_name=f"{slug(work.place.name)}-what-changed.csv", mime="text/csv",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip
    parts.note(
        say("This is what everyone may see, whoever looks: the page can be shown to the room.")
    )
