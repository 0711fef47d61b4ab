"""How a file was read: every row counted, what to look at, and the first rows as kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import streamlit as st

from components import parts, plain_table
from components.frame import plain_markdown
from components.parts import safe_html
from components.upload.draft import KIND_NAMES, Waiting
from components.upload.faults import Group, Item, as_csv, groups
from sharedground.intake.people_list import LISTED
from sharedground.model.place import ONLY_COUNTED, Kind
from sharedground.model.report import Fate, Report
from sharedground.words import later, say, say_many
from sharedground.workflow import Preview

PAGE: Final = 10
"""Rows of a table of faults that are shown at a time."""


class Part(NamedTuple):
    """One part of the bar: how many rows, in which words, and the class that draws it."""

    rows: int
    words: str
    look: str


def draw(preview: Preview, key: str) -> None:
    """Draw what to look at, if there is anything."""
    found = groups(preview)
    if found:
        look_at(found, preview.raw.name, key)


def refused(waiting: Waiting) -> None:
    """Say why nothing of the file can be used as things are, and what to do."""
    parts.heading(say("We could not use {name} yet", name=waiting.name))
    st.warning(plain_markdown(waiting.refusal))
    if waiting.raw is not None and waiting.refusal_code != LISTED:
        parts.note(
            say("If the file holds something else than {kind}, change that above. "
                "If we took the wrong column, choose another one below.",
                kind=say(KIND_NAMES[waiting.kind]).lower())
        )  # fmt: skip


def counts(report: Report) -> None:
    """Draw the finding with the file it is about, the bar and the sum."""
    parts.heading(finding(report), report.file)
    st.html(bar_html(bar_of(report), say("What became of the rows")))
    parts.note(sum_in_words(report.read, report.kept, report.merged, report.set_aside))


def finding(report: Report) -> str:
    """Return how many rows were read and how many can be used."""
    read = say_many("{n} row read.", "{n} rows read.", report.read)
    if report.kept == report.read:
        ready = say("All are ready.")
    else:
        ready = say_many("{n} is ready.", "{n} are ready.", report.kept)
    if report.kind is not Kind.ASSETS or not report.kept:
        return f"{read} {ready}"
    on_map = report.placed.exact + report.placed.approximate
    seen = say_many("{n} is on the map.", "{n} are on the map.", on_map)
    return f"{read} {ready} {seen}"


def bar_of(report: Report) -> list[Part]:
    """Return the parts of the bar, those without rows left out."""
    if report.kind is Kind.ASSETS:
        kept = [
            Part(report.placed.exact, say("ready, on the map"), "sp-ready"),
            Part(report.placed.approximate, say("ready, roughly placed"), "sp-rough"),
            Part(report.placed.none, say("ready, no location yet"), "sp-waits"),
        ]
    else:
        kept = [Part(report.kept, say("ready"), "sp-ready")]
    rest = [
        Part(report.merged, say("merged with another row"), "sp-merged"),
        Part(report.set_aside, *_left(report)),
    ]
    return [part for part in (*kept, *rest) if part.rows]


def _left(report: Report) -> tuple[str, str]:
    """Return how rows that are not used are called, and how they look: it is no fault."""
    if report.kind in ONLY_COUNTED:
        return say("left out"), "sp-waits"
    return say("set aside"), "sp-aside"


def bar_html(bar: list[Part], label: str) -> str:
    """Return the HTML of the bar and of its words, which say the same."""
    strip = "".join(f'<i class="{part.look}" style="flex-grow:{part.rows}"></i>' for part in bar)
    words = "".join(
        f'<li><i class="{part.look}"></i><b>{part.rows:,}</b> {safe_html(part.words)}</li>'
        for part in bar
    )
    return (
        f'<div class="sp-fates" aria-hidden="true">{strip}</div>'
        f'<ul class="sp-fatekey" aria-label="{safe_html(label)}">{words}</ul>'
    )


def sum_in_words(read: int, kept: int, merged: int, set_aside: int) -> str:
    """Return the sum that every row is part of."""
    return say_many(
        "{n} row read = {kept} kept + {merged} merged + {set_aside} set aside.",
        "{n} rows read = {kept} kept + {merged} merged + {set_aside} set aside.",
        read, kept=kept, merged=merged, set_aside=set_aside,
    )  # fmt: skip


def reading_in_words(waiting: Waiting) -> str:
    """Return how the file was opened: format, headings, letters, and what was left out."""
    raw = waiting.raw
    if raw is None:
        return ""
    said = [say("{file}, read as {format}.", file=raw.name, format=say(FORMATS[raw.format]))]
    used = {intake.table for intake in waiting.preview.intakes} if waiting.preview else set()
    for table in raw.tables:
        if table.heading_row and table.name in used:
            row = str(table.heading_row)
            said.append(
                say("{sheet}: the headings are in row {row}.", sheet=table.name, row=row)
                if table.name
                else say("The headings are in row {row}.", row=row)
            )
    return " ".join([*said, *_more_sentences(waiting)])


def _more_sentences(waiting: Waiting) -> list[str]:
    """Return what reports say besides the counts of rows and the faults, each once."""
    reports = [one.report for one in waiting.preview.intakes] if waiting.preview else []
    told = {fault.reason for report in reports for fault in report.faults}
    more = [text for report in reports for text in report.sentences[1:] if text not in told]
    return list(dict.fromkeys(more))


FORMATS: Final[dict[str, str]] = {
    "csv": later("text (CSV)"),
    "xlsx": later("an Excel spreadsheet"),
    "xls": later("an older Excel spreadsheet"),
    "xlsb": later("a binary Excel spreadsheet"),
    "ods": later("an OpenDocument spreadsheet"),
    "geojson": later("GeoJSON"),
    "gpkg": later("GeoPackage"),
    "shp": later("a shapefile"),
    "osm": later("an extract of OpenStreetMap"),
    "kml": later("KML"),
    "parquet": later("Parquet"),
    "json": later("JSON"),
    "hsds": later("Open Referral (HSDS)"),
    "zip": later("files of several kinds in a zip"),
}


def look_at(found: list[Group], file_name: str, key: str) -> None:
    """Draw what to look at, most rows first, and a button to take it all away."""
    st.space("small")
    parts.heading(
        say_many("One thing to look at", "{n} things to look at", len(found)),
        say("Nothing here stops you. Rows that are ready can be used now."),
    )
    with st.container(key="look-at", gap=None):
        for number, group in enumerate(found):
            with st.expander(plain_markdown(group_in_words(group)), type="compact"):
                _group(group, f"{key}-{number}")
    stem = file_name.rpartition(".")[0] or file_name
    st.download_button(
        say("Download this list (CSV)"), as_csv(found), file_name=f"{stem}-to-look-at.csv",
        mime="text/csv", icon=":material/download:", on_click="ignore", key=f"{key}-all",
    )  # fmt: skip


def group_in_words(group: Group) -> str:
    """Return a group's heading: how many rows, what is wrong, and where they end."""
    if group.kinds:
        return say_many(*group.kinds, len(group.items))
    if not group.rows:
        return say("Whole file: {reason}", reason=group.title)
    counted = say_many("{n} row", "{n} rows", group.rows)
    if group.fate is Fate.SET_ASIDE:
        return say("{rows} set aside: {reason}", rows=counted, reason=group.title)
    if group.fate is Fate.MERGED:
        return say("{rows} merged: {reason}", rows=counted, reason=group.title)
    return say("{rows}: {reason}", rows=counted, reason=group.title)


def _group(group: Group, key: str) -> None:
    if len(group.fixes) == 1:
        fix = safe_html(say("How to fix it: {fix}", fix=group.fixes[0]))
        st.html(f'<p class="sp-fix">{fix}</p>')
    if not group.rows and len(group.items) == 1 and not group.items[0].value:
        return
    page = 1
    if len(group.items) > PAGE:
        page = st.pagination(-(-len(group.items) // PAGE), key=f"{key}-page")
    first = (page - 1) * PAGE
    headings, rows = table_of(group, first, first + PAGE)
    plain_table.draw(headings, rows, group_in_words(group))


def table_of(group: Group, first: int, last: int) -> tuple[list[str], list[list[object]]]:
    """Return headings and rows of a group's table; columns that say nothing are left out."""
    columns: list[tuple[str, Callable[[Item], str], bool]] = [
        (say("Row"), lambda item: _row(item.row, item.sheet), True),
        (say("Name"), lambda item: item.name, any(item.name for item in group.items)),
        (say("Column"), lambda item: item.column, any(item.column for item in group.items)),
        (say("Value"), lambda item: item.value, any(item.value for item in group.items)),
        (say("What is wrong"), lambda item: item.reason, len({i.reason for i in group.items}) > 1),
        (say("How to fix it"), lambda item: item.fix, len(group.fixes) > 1),
    ]
    used = [(heading, read) for heading, read, wanted in columns if wanted]
    rows: list[list[object]] = [
        [read(item) or "-" for _, read in used] for item in group.items[first:last]
    ]
    return [heading for heading, _ in used], rows


def _row(row: int, sheet: str) -> str:
    if not row:
        return say("Whole file")
    if sheet:
        return say("Row {row}, {sheet}", row=str(row), sheet=sheet)
    return say("Row {row}", row=str(row))
