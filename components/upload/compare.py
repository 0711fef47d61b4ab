"""A file beside the list that it renews: which list that is, and what the file changes in it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Final

import pandas as pd
import streamlit as st
from sqlalchemy.engine import Engine

from components import parts, plain_table
from components.frame import plain_markdown
from components.session import Workspace
from components.upload import choose
from components.upload.draft import Waiting
from components.upload.report import Part, bar_html
from sharedground import workflow_versions
from sharedground.intake.renewal.comparison import Comparison, field_name
from sharedground.intake.renewal.lists import Candidate
from sharedground.model.place import ONLY_COUNTED, Source
from sharedground.renewing import NEW_LIST
from sharedground.words import say, say_many
from sharedground.workflow import About, Preview
from sharedground.workflow_versions import Renewal, counts_in_words, things_in_words, version_name

ANOTHER: Final = "another"
PAGE: Final = 10
"""Rows of a table that are shown at a time."""


@st.cache_resource(max_entries=8, show_spinner=False)
def _renewal(
    key: tuple[object, ...],  # noqa: ARG001
    _engine: Engine, _place_id: str, _preview: Preview,
) -> Renewal | None:  # fmt: skip
    return workflow_versions.renewal_of(_engine, _place_id, _preview)


def renewal_of(work: Workspace, preview: Preview) -> Renewal | None:
    """Return what a file changes in the list that it renews, worked out once."""
    url = work.engine.url.render_as_string(hide_password=True)
    key = (url, *work.view.key, preview.import_id, preview.updates, preview.area_set.set_id)
    return _renewal(key, work.engine, work.place.place_id, preview)


def draw(work: Workspace, waiting: Waiting, key: str) -> Waiting:
    """Ask which list a file renews, if any, and show what it changes there.

    A choice reads the file again, so that its things keep the ids that they have in that list.
    """
    preview = waiting.preview
    if preview is None or preview.kind in ONLY_COUNTED:
        return waiting
    if not (preview.lists or preview.updates):
        return waiting
    chosen = _which(preview, key)
    if chosen != (preview.updates or NEW_LIST):
        choose.settle(work, _taken_for(waiting, preview, chosen))
        st.rerun()
    renewal = renewal_of(work, preview) if preview.updates else None
    if renewal is None:
        return waiting
    keep_gone = show(renewal, key)
    if keep_gone == waiting.keep_gone:
        return waiting
    return choose.hold(replace(waiting, keep_gone=keep_gone))


def _which(preview: Preview, key: str) -> str:
    """Ask whether a file is the next version of a list; return its id, or `NEW_LIST`."""
    best = preview.lists[0]
    if best.same_file:
        return best.source.source_id
    likely = [one for one in preview.lists if one.likely]
    taken = [one for one in preview.lists if one.source.source_id == preview.updates]
    shown = list({one.source.source_id: one for one in (*likely, *taken)}.values())
    if not shown:
        with st.expander(say("Is it a newer version of a list that is here?"), type="compact"):
            return _another(preview, preview.lists, key)
    st.space("small")
    parts.heading(_question(shown[0]), _why(shown[0]))
    words = {
        one.source.source_id: say("A newer version of {version}",
                                  version=version_name(one.source))
        for one in shown
    }  # fmt: skip
    words[NEW_LIST] = say("A list of its own, beside those that are here")
    rest = [one for one in preview.lists if one not in shown]
    if rest:
        words[ANOTHER] = say("A newer version of another list")
    now = preview.updates or NEW_LIST
    chosen = st.radio(
        say("What is this file?"), list(words), index=list(words).index(now),
        format_func=lambda one: plain_markdown(words[one]),
        key=f"{key}-version-{preview.updates[:8]}",
    )  # fmt: skip
    return _another(preview, rest, key) if chosen == ANOTHER else chosen


def _question(best: Candidate) -> str:
    name = best.source.title or best.source.file_name
    return say("This looks like a newer version of {name}", name=name)


def _why(best: Candidate) -> str:
    """Return what speaks for a file being the next version of a list."""
    signs = [
        (best.same_file_name, say("the file has the same name")),
        (best.same_name and not best.same_file_name, say("the names are alike")),
        (best.same_headings, say("the headings are mostly the same")),
        (best.likely, say("most of what is on the list is in the file")),
    ]
    told = [words for holds, words in signs if holds]
    listed = ", ".join(told)
    return f"{listed[:1].upper()}{listed[1:]}." if listed else ""


def _another(preview: Preview, lists: tuple[Candidate, ...] | list[Candidate], key: str) -> str:
    names = {one.source.source_id: version_name(one.source) for one in lists}
    chosen = st.selectbox(
        say("The list that it renews"), list(names), index=None,
        placeholder=say("None: it is a list of its own"),
        format_func=lambda one: names[one], key=f"{key}-version-of",
    )  # fmt: skip
    return chosen or preview.updates or NEW_LIST


def _taken_for(waiting: Waiting, preview: Preview, chosen: str) -> Waiting:
    """Return a file taken for a version of another list, without what the former choice told."""
    former = next((one.source for one in preview.lists if one.source.source_id == preview.updates),
                  None)  # fmt: skip
    return replace(waiting, updates=chosen, about=_without(waiting.about, former), keep_gone=False)


def _without(about: About, former: Source | None) -> About:
    """Return what was said of a file, but for what was taken over from a list."""
    if former is None:
        return about
    said = {one.name: getattr(about, one.name) for one in fields(about)}
    own = {name: "" if value == getattr(former, name) else value for name, value in said.items()}
    return About(**own)


def show(renewal: Renewal, key: str) -> bool:
    """Draw what a file changes in a list; return whether to keep what it leaves out."""
    compared = renewal.compared
    st.space("small")
    parts.heading(
        say("What changes in {name}", name=renewal.former.title or renewal.former.file_name),
        counts_in_words(compared),
        level=3,
    )
    st.html(bar_html(_bar(compared), say("What becomes of the rows of both versions")))
    if compared.more:
        parts.note(" ".join(compared.more))
    with st.container(key="look-at-versions", gap=None):
        for title, headings, rows in _tables(renewal):
            with st.expander(plain_markdown(title), type="compact"):
                _table(title, headings, rows, f"{key}-{headings[-1]}")
    if not len(compared.gone) or compared.kind not in workflow_versions.CAN_KEEP_GONE:
        return False
    return st.checkbox(
        say_many("Keep the one that is gone from the file", "Keep the {n} that are gone from the "
                 "file", len(compared.gone)), key=f"{key}-keep-gone",
    )  # fmt: skip


def _bar(compared: Comparison) -> list[Part]:
    counts = compared.counts
    every = [
        Part(counts["added"], say("added"), "sp-ready"),
        Part(counts["changed"], say("changed"), "sp-rough"),
        Part(counts["gone"], say("gone from the file"), "sp-aside"),
        Part(counts["same"], say("the same"), "sp-merged"),
    ]
    return [part for part in every if part.rows]


def _tables(renewal: Renewal) -> list[tuple[str, list[str], pd.DataFrame]]:
    """Return what can be opened: a title, headings, and rows; empty ones are left out."""
    compared = renewal.compared
    kind = compared.kind
    changed = compared.changed.assign(field=[field_name(one) for one in compared.changed["field"]])
    hand = renewal.by_hand.assign(field=[field_name(one) for one in renewal.by_hand["field"]])
    listed = ["name", "about"]
    found = [
        (say("{things} added", things=things_in_words(kind, len(compared.added))),
         [say("Name"), say("What it is")], compared.added[listed]),
        (say("{things} changed", things=things_in_words(kind, compared.things_changed)),
         [say("Name"), say("What"), say("Was"), say("Is now")],
         changed[["name", "field", "was", "now"]]),
        (say("{things} gone from the file", things=things_in_words(kind, len(compared.gone))),
         [say("Name"), say("What it was")], compared.gone[listed]),
        (say_many("{n} field was changed by hand before: what was said by hand stays",
                  "{n} fields were changed by hand before: what was said by hand stays",
                  len(hand)),
         [say("Name"), say("What"), say("The file says"), say("Stays")],
         hand[["name", "field", "now", "stays"]]),
    ]  # fmt: skip
    return [each for each in found if len(each[2])]


def _table(title: str, headings: list[str], rows: pd.DataFrame, key: str) -> None:
    page = 1
    if len(rows) > PAGE:
        page = st.pagination(-(-len(rows) // PAGE), key=f"{key}-page")
    shown = rows.iloc[(page - 1) * PAGE : page * PAGE]
    nothing = say("nothing")
    cells = [[value or nothing for value in row] for row in shown.itertuples(index=False)]
    plain_table.draw(headings, cells, title)


def accepted(work: Workspace, waiting: Waiting, preview: Preview) -> Preview:
    """Return what is to be saved: with what the file leaves out, if a person keeps it."""
    renewal = renewal_of(work, preview) if waiting.keep_gone else None
    if renewal is None:
        return preview
    return workflow_versions.keeping_gone(work.engine, work.place.place_id, preview, renewal)


def saved(work: Workspace, waiting: Waiting, preview: Preview) -> str:
    """Return what saving a next version did, in the figures that were shown; "" for a new list."""
    renewal = renewal_of(work, preview)
    if renewal is None:
        return ""
    name = renewal.former.title or renewal.former.file_name
    words = say("{name} is brought up to date: {counts}", name=name,
                counts=counts_in_words(renewal.compared))  # fmt: skip
    if waiting.keep_gone and len(renewal.compared.gone):
        words += " " + say("Those that are gone from the file were kept.")
    return words
