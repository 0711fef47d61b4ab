"""Every list the place was given: where it comes from, what became of its rows, what is open."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Sequence
from typing import Final

import streamlit as st

from components import parts, session
from components.about import contacts, mending, versions
from components.about.missing import open_details
from components.parts import safe_html
from components.session import Workspace
from components.upload.draft import KIND_NAMES
from components.upload.report import sum_in_words
from sharedground import code_point
from sharedground.access import Role, require
from sharedground.export.table import csv_bytes
from sharedground.intake.child.together import network_part
from sharedground.model.place import ONLY_COUNTED, Kind, Source
from sharedground.store import loading
from sharedground.store.describing import describe_source
from sharedground.views import View
from sharedground.words import day, later, say, say_many

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


def draw(sources: Sequence[Source], role: Role, estimated: Collection[str] = ()) -> None:
    """Draw the lists by kind, in the order in which a place is built up.

    Parameters
    ----------
    estimated
        The `source_id` of lists that hold estimates.
    """
    st.html(table_html(sources, role, estimated))


def table_html(sources: Sequence[Source], role: Role, estimated: Collection[str] = ()) -> str:
    """Return the HTML of `draw`: one row for each list, what is open marked as such."""
    label = safe_html(say("Every list, where it comes from, and what became of its rows"))
    names = [say("List"), *(say(name) for name in OPEN.values())]
    head = "".join(f'<th scope="col" role="columnheader">{safe_html(name)}</th>' for name in names)
    body = "".join(
        _group(say(name), [one for one in sources if one.kind is kind], role, estimated)
        for kind, name in KIND_NAMES.items()
    )
    return (
        f'<div class="sp-wide" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="sp-table sp-stack sp-sources" role="table"><thead role="rowgroup">'
        f'<tr role="row">{head}</tr></thead>{body}</table></div>'
    )


def _group(
    name: str, sources: Sequence[Source], role: Role, estimated: Collection[str]
) -> str:  # fmt: skip
    if not sources:
        return ""
    rows = "".join(_row(one, role, estimated=one.source_id in estimated) for one in sources)
    return (
        f'<tbody role="rowgroup"><tr role="row"><th class="sp-kind" colspan="4" scope="rowgroup"'
        f' role="rowheader">{safe_html(name)}</th></tr>{rows}</tbody>'
    )


def _row(source: Source, role: Role, *, estimated: bool = False) -> str:
    rows = sum_in_words(
        source.rows_read, source.rows_kept, source.rows_merged, source.rows_set_aside
    )
    lines = [rows, _loaded(source, role)]
    if source.title and role.may(Role.OFFICER):
        lines[1] = say("File: {name}.", name=source.file_name) + " " + lines[1]
    if estimated:
        lines.insert(0, say("Estimates: carried over from other areas."))
    under = "".join(f"<small>{safe_html(line)}</small>" for line in lines if line)
    details = "".join(_detail(say(label), getattr(source, name)) for name, label in OPEN.items())
    return (
        f'<tr role="row"><th scope="row" role="rowheader">'
        f"{safe_html(source.title or source.file_name)}{under}</th>{details}</tr>"
    )


def _detail(label: str, value: str) -> str:
    words = safe_html(value or say("Not stated"))
    shown = words if value else f'<span class="sp-todo">{words}</span>'
    return f'<td role="cell" data-label="{safe_html(label)}">{shown}</td>'


def _loaded(source: Source, role: Role) -> str:
    """Return when a list was loaded and, for those who take part, by whom."""
    if source.loaded_at is None:
        return ""
    on = day(source.loaded_at)
    if role.may(Role.PARTICIPANT) and source.loaded_by:
        return say("Loaded on {day} by {who}.", day=on, who=source.loaded_by)
    return say("Loaded on {day}.", day=on)


def built_in(view: View) -> None:
    """Say whose postcodes come with the product, where this place may use them."""
    if not code_point.covers(view.holdings.place):
        return
    ours = code_point.source_of(view.assets["placed_by"])
    st.space("small")
    parts.heading(
        say("Postcodes that come with the app"),
        say_many("{n} place here is on the map by its postcode alone.",
                 "{n} places here are on the map by their postcode alone.", ours.rows_kept)
        if ours else say("They are used when you search for a postcode."),
    )  # fmt: skip
    lines = [
        say("{name}, packed in September 2025. Postcodes you add yourselves come first.",
            name=code_point.NAME),
        code_point.attribution(),
    ]  # fmt: skip
    st.html("".join(f"<p>{safe_html(line)}</p>" for line in lines))


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
    mending.draw(work, source)
    _files(work, source)
    contacts.draw(work, source)
    _details(work, source)
    versions.draw(work, source)


def _choice(source: Source) -> str:
    name = source.title or source.file_name
    n = len(open_details(source))
    return say("{name} (not stated: {n})", name=name, n=n) if n else name


def _files(work: Workspace, source: Source) -> None:
    """Offer all rows as read, and the file as it came."""
    place_id, which = work.place.place_id, source.source_id
    stem = source.file_name.rpartition(".")[0] or source.file_name

    def rows() -> bytes:
        return csv_bytes(loading.records_of(work.engine, place_id, which))

    with st.container(horizontal=True):
        if source.kind not in ONLY_COUNTED:  # its rows are counted, and lie in its file
            st.download_button(
                say("Download every row and what became of it"), rows,
                file_name=f"{stem}-rows.csv", mime="text/csv", icon=":material/download:",
                on_click="ignore", key=f"rows-{which}",
            )  # fmt: skip
        of_parts = source.kind is Kind.STREETS and network_part(source.file_name)[1] == "edges"
        zipped = source.file_name.lower().endswith(".shp") or of_parts
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
