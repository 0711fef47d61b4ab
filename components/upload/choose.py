"""Choosing what to add: the kind of list, and its file, which is read with progress in sight."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components import session
from components.frame import plain_markdown
from components.parts import safe_html
from components.session import Workspace
from components.upload.draft import KIND_HINTS, KIND_NAMES, Waiting, of_kind, opened, understood
from components.upload.given_back import given_back
from sharedground.intake.read import Parts, group
from sharedground.model.place import Kind
from sharedground.words import say
from sharedground.workflow_fixing import is_named_to_fix

TYPES: Final = ["csv", "tsv", "tab", "txt", "xlsx", "xls", "xlsb", "ods", "geojson", "json",
                "jsonl", "ndjson", "geojsonl", "gpkg", "kml", "kmz", "parquet",
                "geoparquet", "zip", "gz", "shp", "dbf", "shx", "prj", "cpg"]  # fmt: skip
FILE: Final = "upload-file"
KIND: Final = "upload-kind"


def kind_of_file(first: Kind) -> Kind:
    """Ask what the file holds, with one sentence on what such a file looks like."""
    kind = st.selectbox(
        say("What does the file hold?"), list(KIND_NAMES), index=list(KIND_NAMES).index(first),
        format_func=lambda each: say(KIND_NAMES[each]), key=f"upload-kind-{session.epoch(KIND)}",
    )  # fmt: skip
    st.html(f'<p class="sp-hint">{safe_html(say(KIND_HINTS[kind]))}</p>')
    return kind


def waiting_for(work: Workspace, kind: Kind) -> tuple[Waiting | None, int]:
    """Ask for a file; return it as it was understood, and how many chosen files come after it.

    A file that waits already is returned again, unless another one is chosen.
    """
    files = _choose(kind)
    name, found, left = "", None, 0
    if len(files) > 1:
        name, found, left = _one_of(files, work, kind)
    elif files:
        name, found = files[0]
    waiting = session.pending(work.place.place_id)
    if waiting is None and found is not None:
        _read(work, kind, name, found, files)
        st.rerun()
    elif waiting is not None and waiting.kind is not kind:
        waiting = settle(work, of_kind(waiting, kind))
    return waiting, left


def _choose(kind: Kind) -> list[tuple[str, Parts]]:
    label = (
        say("Choose a map file (GeoJSON, GeoPackage or shapefile)")
        if kind is Kind.AREAS
        else say("Choose a spreadsheet (CSV or Excel)")
    )
    chosen = st.file_uploader(
        label, type=TYPES, accept_multiple_files=True, on_change=_let_go,
        key=f"upload-file-{session.epoch(FILE)}",
    )  # fmt: skip
    hint = say(
        "Up to {size} MB each. CSV, TSV, Excel (XLSX), GeoJSON, GeoPackage or shapefile. "
        "A shapefile is several files: choose them all at once, or a ZIP of them.",
        size=st.get_option("server.maxUploadSize"),
    )
    st.html(f'<p class="sp-hint">{safe_html(hint)}</p>')
    return group((file.name, file.getvalue()) for file in chosen)


def _let_go() -> None:
    session.let_pending_go()


def _one_of(files: list[tuple[str, Parts]], work: Workspace, kind: Kind) -> tuple[str, Parts, int]:
    """Return the file to look at and how many are left; several are added one by one."""
    sources = work.view.holdings.sources
    added = {source.file_name for source in sources if source.kind is kind}
    here = [name in added for name, _ in files]
    first = next((n for n, (name, _) in enumerate(files) if is_named_to_fix(name)),
                 here.index(False) if False in here else 0)  # fmt: skip

    def label(number: int) -> str:
        name = files[number][0]
        return say("{name} (added)", name=name) if here[number] else name

    which = st.selectbox(
        say("You chose {n} files. Look at them one by one.", n=len(files)), range(len(files)),
        index=first, format_func=label, on_change=_let_go,
        key=f"upload-which-{session.epoch(FILE)}-{len(sources)}-{len(files)}",
    )  # fmt: skip
    return *files[which], here.count(False) - 1


def _read(
    work: Workspace, kind: Kind, name: str, found: Parts, files: list[tuple[str, Parts]]
) -> None:
    """Read a file, saying how far it is, and hold what came of it."""
    shown = plain_markdown(name)
    with st.empty():
        st.progress(0.1, say("Reading {name}: opening the file.", name=shown))
        waiting = opened(work.place.place_id, kind, name, found)
        st.progress(0.5, say("Reading {name}: looking at every row.", name=shown))
        waiting = given_back(waiting, work.engine, session.former(work.place.place_id), files)
        if waiting.preview is None:
            waiting = understood(waiting, work.engine)
    if waiting.kind is not kind:
        session.renew(KIND)
    session.keep_pending(waiting)


def settle(work: Workspace, waiting: Waiting) -> Waiting:
    """Read a changed upload again and hold the result."""
    with st.spinner(say("Looking at every row again.")):
        waiting = understood(waiting, work.engine)
    session.keep_pending(waiting)
    return waiting


def another() -> None:
    """Let the waiting file go and start with an empty choice."""
    session.keep_pending(None)
    session.renew(FILE)
