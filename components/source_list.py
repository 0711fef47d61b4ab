"""Every list the place was given: where it comes from, what became of its rows, what is open."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Final

import streamlit as st

from components import parts, session
from components.data_missing import open_details
from components.parts import safe_html
from components.session import Workspace
from components.upload_draft import KIND_NAMES
from components.upload_report import sum_in_words
from sharedground.access import Role, require
from sharedground.export.table import csv_bytes
from sharedground.model.place import Source
from sharedground.model.report import Fate
from sharedground.store import loading
from sharedground.store.describing import describe_source
from sharedground.words import later, say, say_many

OPEN: Final[dict[str, str]] = {
    "publisher": later("Publisher"),
    "licence": later("Licence"),
    "date": later("Date of the data"),
}


def heading(sources: Sequence[Source]) -> None:
    """Draw how many lists there are, and how many details nobody has stated."""
    open_ones = sum(len(open_details(source)) for source in sources)
    to_do = (
        say_many("{n} detail is not stated. It is a to-do.",
                 "{n} details are not stated. They are a to-do.", open_ones)
        if open_ones
        else say("Publisher, licence and date are stated for all of them.")
    )  # fmt: skip
    parts.heading(say_many("One list", "{n} lists", len(sources)), to_do)


def draw(sources: Sequence[Source], role: Role) -> None:
    """Draw the lists by kind, in the order in which a place is built up."""
    st.html(list_html(sources, role))


def list_html(sources: Sequence[Source], role: Role) -> str:
    """Return the HTML of `draw`."""
    blocks = []
    for kind, name in KIND_NAMES.items():
        items = [_item(source, role) for source in sources if source.kind is kind]
        if items:
            title = f'<h3 class="sp-h3">{safe_html(say(name))}</h3>'
            blocks.append(f'{title}<ul class="sp-sources">{"".join(items)}</ul>')
    return "".join(blocks)


def _item(source: Source, role: Role) -> str:
    rows = sum_in_words(
        source.rows_read, source.rows_kept, source.rows_merged, source.rows_set_aside
    )
    details = "".join(_detail(say(label), getattr(source, name)) for name, label in OPEN.items())
    file = f" ({source.file_name})" if source.title and role.may(Role.OFFICER) else ""
    lines = f"<small>{safe_html(rows)}</small><small>{safe_html(_loaded(source, role))}</small>"
    return (
        f"<li><b>{safe_html(source.title or source.file_name)}{safe_html(file)}</b>"
        f"<dl>{details}</dl>{lines}</li>"
    )


def _detail(label: str, value: str) -> str:
    stated = f"<dd>{safe_html(value)}</dd>"
    missing = f'<dd class="sp-todo">{safe_html(say("Not stated"))}</dd>'
    return f"<div><dt>{safe_html(label)}</dt>{stated if value else missing}</div>"


def _loaded(source: Source, role: Role) -> str:
    """Return when a list was loaded and, for those who take part, by whom."""
    if source.loaded_at is None:
        return ""
    day = source.loaded_at.strftime("%-d %B %Y")
    if role.may(Role.PARTICIPANT) and source.loaded_by:
        return say("Loaded on {day} by {who}.", day=day, who=source.loaded_by)
    return say("Loaded on {day}.", day=day)


def desk(work: Workspace) -> None:
    """Let officers state what is open, and take files and rows away."""
    require(Role.OFFICER)
    sources = sorted(work.view.holdings.sources, key=lambda s: (not open_details(s), s.file_name))
    if not sources:
        return
    parts.heading(say("Work on one list"), say("Lists with something not stated come first."))
    names = {source.source_id: _choice(source) for source in sources}
    chosen = st.selectbox(
        say("List"), list(names), format_func=names.__getitem__, key="source-chosen"
    )
    source = next(source for source in sources if source.source_id == chosen)
    _files(work, source)
    _details(work, source)


def _choice(source: Source) -> str:
    name = source.title or source.file_name
    n = len(open_details(source))
    return say("{name} (not stated: {n})", name=name, n=n) if n else name


def _files(work: Workspace, source: Source) -> None:
    """Offer the rows set aside, all rows as read, and the file as it came."""
    place_id, which = work.place.place_id, source.source_id
    stem = source.file_name.rpartition(".")[0] or source.file_name

    def rows(fate: str | None) -> bytes:
        return csv_bytes(loading.records_of(work.engine, place_id, which, fate))

    with st.container(horizontal=True):
        if source.rows_set_aside:
            st.download_button(
                say_many("Download the row set aside", "Download the {n} rows set aside",
                         source.rows_set_aside),
                lambda: rows(Fate.SET_ASIDE.value), file_name=f"{stem}-set-aside.csv",
                mime="text/csv", icon=":material/download:", on_click="ignore",
                key=f"aside-{which}",
            )  # fmt: skip
        st.download_button(
            say("Download every row and what became of it"), lambda: rows(None),
            file_name=f"{stem}-rows.csv", mime="text/csv", icon=":material/download:",
            on_click="ignore", key=f"rows-{which}",
        )  # fmt: skip
        zipped = source.file_name.lower().endswith(".shp")
        st.download_button(
            say("Download the file as it came"),
            lambda: one_file(loading.upload_of(work.engine, place_id, which)),
            file_name=f"{stem}.zip" if zipped else source.file_name,
            mime="application/octet-stream", icon=":material/download:", on_click="ignore",
            key=f"file-{which}",
        )  # fmt: skip


def one_file(found: dict[str, bytes]) -> bytes:
    """Return the file as it came; the parts of a shapefile come as one zip."""
    if len(found) == 1:
        return next(iter(found.values()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _details(work: Workspace, source: Source) -> None:
    """Let a person state where the list comes from, and save it."""
    with st.form(f"source-{source.source_id}-{work.place.revision}", border=False):
        left, right = st.columns(2, gap="large")
        with left:
            title = st.text_input(say("What the list is called"), source.title, max_chars=200)
            publisher = st.text_input(say("Who publishes it"), source.publisher, max_chars=200)
        with right:
            licence = st.text_input(say("Licence"), source.licence, max_chars=200)
            date = st.text_input(say("Date of the data"), source.date, max_chars=60)
        save = st.form_submit_button(say("Save these details"))
    if save:
        engine, place_id = session.writable(work)
        stated = {"title": title, "publisher": publisher, "licence": licence, "date": date}
        describe_source(engine, place_id, source.source_id, stated)
        session.say_next(say("Saved."))
        st.rerun()
