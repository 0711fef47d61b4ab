"""The first rows of an upload as they will be kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd
import streamlit as st

from components import parts, plain_table
from sharedground.model.category import BY_CODE, OTHER
from sharedground.model.place import Kind
from sharedground.words import say
from sharedground.workflow import Preview

SHOWN: Final = 6
NOTHING: Final = "-"

Table = tuple[list[str], list[list[object]]]
Frames = dict[str, pd.DataFrame]


def draw(preview: Preview) -> None:
    """Draw the first rows in words, as people will find them."""
    headings, rows = first_rows(preview.kind, preview.frames)
    if not rows:
        return
    label = say("The first rows as they will be kept")
    st.space("small")
    parts.heading(label)
    plain_table.draw(headings, rows, label)


def first_rows(kind: Kind, frames: Frames) -> Table:
    """Return headings and rows; the first column names the row, and none is without any text."""
    headings, rows = _TABLES[kind](frames)
    told = [n for n in range(len(headings)) if n == 0 or any(row[n] != NOTHING for row in rows)]
    return [headings[n] for n in told], [[row[n] for n in told] for row in rows]


def _text(value: object) -> str:
    return NOTHING if value is None or value == "" or value != value else str(value)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _number(value: float, digits: int = 0) -> str:
    return say("No data") if pd.isna(value) else f"{value:,.{digits}f}"


def _assets(frames: Frames) -> Table:
    first = frames["assets"].head(SHOWN).merge(
        frames["sites"][["site_id", "address", "postcode", "precision"]], on="site_id", how="left"
    )  # fmt: skip
    on_map = {
        "exact": say("Yes"),
        "approximate": say("Roughly"),
        "none": say("No location yet"),
    }
    rows: list[list[object]] = [
        [
            _text(row.name),
            _capital(say(BY_CODE.get(row.category, BY_CODE[OTHER]).one)),
            _text(row.organization),
            _text(", ".join(part for part in (row.address, row.postcode) if part)),
            on_map[row.precision],
        ]
        for row in first.itertuples(index=False)
    ]
    return [say("Name"), say("Kind of place"), say("Run by"), say("Address"),
            say("On the map")], rows  # fmt: skip


def _partners(frames: Frames) -> Table:
    rows: list[list[object]] = [
        [_text(row.name), _text(row.partner_kind), _text(row.url), _text(row.description)[:160]]
        for row in frames["partners"].head(SHOWN).itertuples(index=False)
    ]
    return [say("Name"), say("Kind"), say("Website"), say("What they do")], rows


def _areas(frames: Frames) -> Table:
    rows: list[list[object]] = [
        [_text(row.area_name), _text(row.area_code)]
        for row in frames["areas"].head(SHOWN).itertuples(index=False)
    ]
    return [say("Area"), say("Code")], rows


def _population(frames: Frames) -> Table:
    rows: list[list[object]] = [
        [_text(row.area_code), _number(row.people), _year(row.year)]
        for row in frames["population"].head(SHOWN).itertuples(index=False)
    ]
    return [say("Area"), say("People"), say("Year")], rows


def _year(year: float) -> str:
    return say("not stated") if pd.isna(year) else str(int(year))


def _indicators(frames: Frames) -> Table:
    named = frames["indicators"].drop_duplicates("indicator_id")
    values = frames["indicator_values"].drop_duplicates("indicator_id").head(SHOWN)
    first = values.merge(named[["indicator_id", "name", "year"]], on="indicator_id")
    rows: list[list[object]] = [
        [_text(row.name), _year(row.year), _text(row.area_code), _number(row.value, 2)]
        for row in first.itertuples(index=False)
    ]
    return [say("Figure"), say("Year"), say("Area"), say("Value")], rows


def _lookup(frames: Frames) -> Table:
    rows: list[list[object]] = [
        [_text(row.area_code), _text(row.level), _text(row.parent_name)]
        for row in frames["area_parents"].head(SHOWN).itertuples(index=False)
    ]
    return [say("Area"), say("Level"), say("Belongs to")], rows


def _postcodes(frames: Frames) -> Table:
    rows: list[list[object]] = [
        [_text(row.postcode), _number(row.lon, 5), _number(row.lat, 5)]
        for row in frames["postcodes"].head(SHOWN).itertuples(index=False)
    ]
    return [say("Postcode"), say("Longitude"), say("Latitude")], rows


_TABLES: Final[dict[Kind, Callable[[Frames], Table]]] = {
    Kind.AREAS: _areas,
    Kind.POPULATION: _population,
    Kind.INDICATORS: _indicators,
    Kind.LOOKUP: _lookup,
    Kind.POSTCODES: _postcodes,
    Kind.PARTNERS: _partners,
    Kind.ASSETS: _assets,
}
