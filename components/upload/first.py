"""The first rows of an upload: as they stand in the file, and as they will be kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import pandas as pd
import streamlit as st

from components import parts
from components.parts import safe_html
from sharedground.model.category import BY_CODE, OTHER
from sharedground.model.place import Kind
from sharedground.words import say, say_many
from sharedground.workflow import Preview

SHOWN: Final = 4
CELLS: Final = 8
"""Cells of a row of the file that are shown."""

LONGEST: Final = 80
NOTHING: Final = "-"

Table = tuple[list[str], list[list[object]], Sequence[int | str]]
"""Headings, the first rows in words, and where each is from: its number in the file, else the key
by which it is kept."""

Frames = dict[str, pd.DataFrame]


def draw(preview: Preview) -> None:
    """Draw the first rows as they stand in the file beside what they become."""
    pairs = first_pairs(preview)
    if not pairs:
        return
    label = say("The first rows: in your file, and as they will be kept")
    st.space("small")
    parts.heading(label)
    st.html(pairs_html(pairs, label))


class Pair(NamedTuple):
    """One row: its number, its cells as they stand, and what they become; both in words."""

    row: int
    as_read: list[tuple[str, str]]
    as_kept: list[tuple[str, str]]
    more: int = 0


def first_pairs(preview: Preview) -> list[Pair]:
    """Return the first rows that are kept, of the first sheet that is used."""
    intake = preview.intakes[0]
    headings, rows, numbers = _TABLES[preview.kind](intake.frames)
    records = intake.frames["records"]
    originals = records.set_index("row_number")["original"]
    by_key = records[records["kept_as"] != ""].drop_duplicates("kept_as")
    row_of = dict(zip(by_key["kept_as"], by_key["row_number"], strict=True))
    used = set(intake.report.columns.values())
    found = [row_of.get(number, 0) if isinstance(number, str) else number for number in numbers]
    return [  # what was worked out of several rows stands in none of them
        _pair(int(number), json.loads(str(originals[number])), used, headings, row)
        for row, number in zip(rows, found, strict=True)
        if number in originals.index
    ]


def _pair(
    number: int, original: dict[str, str], used: set[str], headings: list[str], row: list[object]
) -> Pair:
    """Return one row; cells that are used come first, and no more than fit are shown."""
    order = sorted(original, key=lambda heading: heading not in used)
    told = [(name, _short(str(original[name]))) for name in order if str(original[name]).strip()]
    kept = [(name, _short(str(cell))) for name, cell in zip(headings, row, strict=True)
            if cell != NOTHING]  # fmt: skip
    return Pair(number, told[:CELLS], kept, max(len(told) - CELLS, 0))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def pairs_html(pairs: Sequence[Pair], label: str) -> str:
    """Return the HTML of `draw`: a table that can be read aloud, one block for each row."""
    head = "".join(
        f'<th scope="col" role="columnheader">{safe_html(text)}</th>'
        for text in (say("Row"), say("In your file"), say("As it will be kept"))
    )
    body = "".join(_pair_html(pair) for pair in pairs)
    return (
        f'<div class="sp-wide" tabindex="0" role="region" aria-label="{safe_html(label)}">'
        f'<table class="sp-table sp-stack sp-pairs" role="table"><thead role="rowgroup">'
        f'<tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table></div>'
    )


def _pair_html(pair: Pair) -> str:
    more = ""
    if pair.more:
        more = safe_html(say_many("and {n} more cell", "and {n} more cells", pair.more))
        more = f"<small>{more}</small>"
    return (
        f'<tr role="row"><th scope="row" role="rowheader">{pair.row}</th>'
        f'<td role="cell" data-label="{safe_html(say("In your file"))}">'
        f"{_cells_html(pair.as_read)}{more}</td>"
        f'<td role="cell" data-label="{safe_html(say("As it will be kept"))}">'
        f"{_cells_html(pair.as_kept)}</td></tr>"
    )


def _cells_html(cells: Sequence[tuple[str, str]]) -> str:
    return "".join(
        f"<div><span>{safe_html(name)}</span> <bdi>{safe_html(text)}</bdi></div>"
        for name, text in cells
    )


def _numbers(frame: pd.DataFrame) -> list[int]:
    return [int(number) for number in frame["row_number"].head(SHOWN)]


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
            say("On the map")], rows, first["row_number"].tolist()  # fmt: skip


def _partners(frames: Frames) -> Table:
    rows: list[list[object]] = [
        [_text(row.name), _text(row.partner_kind), _text(row.url), _text(row.description)[:160]]
        for row in frames["partners"].head(SHOWN).itertuples(index=False)
    ]
    return (
        [say("Name"), say("Kind"), say("Website"), say("What they do")],
        rows,
        _numbers(frames["partners"]),
    )


def _areas(frames: Frames) -> Table:
    rows: list[list[object]] = [
        [_text(row.area_name), _text(row.area_code)]
        for row in frames["areas"].head(SHOWN).itertuples(index=False)
    ]
    return [say("Area"), say("Code")], rows, _numbers(frames["areas"])


def _population(frames: Frames) -> Table:
    rows: list[list[object]] = [
        [_text(row.area_code), _number(row.people), _year(row.year)]
        for row in frames["population"].head(SHOWN).itertuples(index=False)
    ]
    return [say("Area"), say("People"), say("Year")], rows, _numbers(frames["population"])


def _year(year: float) -> str:
    return say("not stated") if pd.isna(year) else str(int(year))


def _indicators(frames: Frames) -> Table:
    named = frames["indicators"].drop_duplicates("indicator_id")
    values = frames["indicator_values"].drop_duplicates("indicator_id").head(SHOWN)
    first = values.merge(named[["indicator_id", "name", "year", "unit"]], on="indicator_id")
    rows: list[list[object]] = [
        [
            figure_in_words(_text(row.name), str(row.unit or "")),
            _year(row.year),
            _text(row.area_code),
            _number(row.value, 2),
        ]
        for row in first.itertuples(index=False)
    ]
    return [say("Figure"), say("Year"), say("Area"), say("Value")], rows, _numbers(first)


def figure_in_words(name: str, unit: str) -> str:
    """Return a figure's name and what it counts in: "Bad health (share of all persons, in %)"."""
    share = say("% of {unit}", unit="")
    if unit.startswith(share):
        unit = say("share of all {what}, in %", what=unit.removeprefix(share))
    return f"{name} ({unit})" if unit else name


def _lookup(frames: Frames) -> Table:
    rows: list[list[object]] = [
        [_text(row.area_code), _text(row.level), _text(row.parent_name)]
        for row in frames["area_parents"].head(SHOWN).itertuples(index=False)
    ]
    return (
        [say("Area"), say("Level"), say("Belongs to")],
        rows,
        frames["area_parents"]["area_code"].head(SHOWN).tolist(),
    )


def _postcodes(frames: Frames) -> Table:
    rows: list[list[object]] = [
        [_text(row.postcode), _number(row.lon, 5), _number(row.lat, 5)]
        for row in frames["postcodes"].head(SHOWN).itertuples(index=False)
    ]
    return (
        [say("Postcode"), say("Longitude"), say("Latitude")],
        rows,
        frames["postcodes"]["postcode"].head(SHOWN).tolist(),
    )


_TABLES: Final[dict[Kind, Callable[[Frames], Table]]] = {
    Kind.AREAS: _areas,
    Kind.POPULATION: _population,
    Kind.INDICATORS: _indicators,
    Kind.LOOKUP: _lookup,
    Kind.POSTCODES: _postcodes,
    Kind.PARTNERS: _partners,
    Kind.ASSETS: _assets,
}
