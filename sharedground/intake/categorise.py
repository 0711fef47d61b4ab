"""The category of every row of a list: given, from its column, guessed, or other; never silent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.intake.category import (
    GENERAL,
    category_of,
    category_of_name,
    nearest_category,
    subject_of,
)
from sharedground.intake.columns import ColumnMatch, cells
from sharedground.intake.context import Options
from sharedground.intake.headings import plain
from sharedground.intake.ledger import Ledger
from sharedground.intake.raw import RawFile, RawTable
from sharedground.intake.values import by_value
from sharedground.model.base import wording_of
from sharedground.model.category import BY_CODE, OTHER
from sharedground.model.report import UNSURE, Severity, Word
from sharedground.words import say, say_many

Texts = NDArray[np.object_]

MOST_WORDS = 100
"""Words of a category column that a report lists: those we do not know, then the most frequent."""

_SHEET = re.compile(r"^(sheet|table|layer|data|export|ogrgeojson)?\s*\d*$", re.IGNORECASE)


@dataclass(frozen=True)
class Kinds:
    """The category of each row of a list, and where it is from.

    Parameters
    ----------
    code
        Category codes, "other" where nothing tells.
    how
        given, column, guessed or other.
    origin
        Where a guess is from: "title" (of the list), "name" (of the place) or "".
    said, heading
        What the category column says, and its heading.
    title
        The title, file or sheet name that tells what the list is of.
    """

    code: Texts
    how: Texts
    origin: Texts
    said: Texts
    heading: str = ""
    title: str = ""


def categories(table: RawTable, match: ColumnMatch, file: RawFile, options: Options) -> Kinds:
    """Return the category of each row and how it is known."""
    blank = np.full(len(table.rows), "", dtype=object)
    if options.category:
        given = np.full(len(blank), options.category, dtype=object)
        return Kinds(given, np.full(len(blank), "given", dtype=object), blank, blank)
    subject, title = subject_of([*_titles(table, file, options), match.get("name")])
    column = _category_cells(table, match)
    chosen = options.categories

    def kind(text: str) -> str:
        return chosen.get(wording_of(text)) or category_of(text, subject)

    code = np.array(by_value(column, kind), dtype=object)
    origin = _guess(code, cells(table, match.get("name")), subject)
    how = np.where(origin != "", "guessed", np.where(code != "", "column", "other"))
    code[code == ""] = OTHER
    said = column.str.strip().to_numpy(dtype=object)
    return Kinds(code, how.astype(object), origin, said, match.get("category"), title)


def words_of(kinds: Kinds, ledger: Ledger, options: Options) -> tuple[Word, ...]:
    """Return what the category column says, with how many rows say so and what they count as."""
    told = (kinds.said != "") & (kinds.how != "given") & ledger.open
    rows = pd.DataFrame({"text": kinds.said, "how": kinds.how, "code": kinds.code})[told]
    words = [_word(str(text), group, options) for text, group in rows.groupby("text", sort=False)]
    words.sort(key=lambda word: (word.how not in UNSURE, -word.rows))
    return tuple(words[:MOST_WORDS])


def _word(text: str, rows: pd.DataFrame, options: Options) -> Word:
    counts = rows["code"].value_counts()
    chosen = bool(options.categories.get(wording_of(text)))
    how = "chosen" if chosen else str(rows["how"].value_counts().index[0])
    how = "known" if how == "column" else how
    suggestion = nearest_category(text) if how in UNSURE else ""
    return Word(text=text, rows=len(rows), category=str(counts.index[0]), how=how,
                suggestion=suggestion)  # fmt: skip


def wordings_in(table: RawTable, columns: Mapping[str, str]) -> set[str]:
    """Return the words of a table's category column, as they are compared.

    Parameters
    ----------
    columns
        Field to heading, as the table was read.
    """
    told = _category_cells(table, ColumnMatch(dict(columns)))
    return {wording_of(str(text)) for text in told.unique()} - {""}


def tell_kinds(kinds: Kinds, ledger: Ledger) -> None:
    """Say of the rows that are kept which kinds are not known, and which were guessed from what."""
    _tell_unknown(kinds, ledger)
    titled = ledger.open & (kinds.origin == "title")
    if titled.any():
        [code] = set(kinds.code[titled])
        ledger.remark(
            "category.guessed",
            say_many(
                'We took the category "{category}" of {n} row from "{title}".',
                'We took the category "{category}" of {n} rows from "{title}".',
                int(titled.sum()), category=say(BY_CODE[code].name), title=kinds.title,
            ),
            say("Choose another category if that is not right."), severity=Severity.NOTE,
        )  # fmt: skip
    named = ledger.open & (kinds.origin == "name")
    if named.any():
        ledger.remark(
            "category.guessed",
            say_many("We took the category of {n} row from words in its name.",
                     "We took the category of {n} rows from words in their names.",
                     int(named.sum())),
            say("Choose another category if that is not right."), severity=Severity.NOTE,
        )  # fmt: skip


def _titles(table: RawTable, file: RawFile, options: Options) -> list[str]:
    sheet = "" if _SHEET.match(table.name) else table.name
    titles = [sheet, *table.above, options.title]
    several = len(file.tables) > 1 and sheet
    return [title for title in (*titles, "" if several else file.name) if title]


def _category_cells(table: RawTable, match: ColumnMatch) -> pd.Series[str]:
    """Return category text; OpenStreetMap's key and value columns are read as one tag."""
    headings = {plain(str(heading)): str(heading) for heading in table.rows.columns}
    if {"key", "value"} <= set(headings):
        return cells(table, headings["key"]) + "=" + cells(table, headings["value"])
    keys = [key for key in _OSM_KEYS if key in headings]
    if len(keys) < 2:
        return cells(table, match.get("category"))
    tags = cells(table, "")
    for key in keys:
        value = cells(table, headings[key]).str.strip()
        tags = tags.where((tags != "") | (value == ""), f"{key}=" + value)
    return tags


_OSM_KEYS = (
    "amenity", "leisure", "healthcare", "social_facility", "office", "shop", "club", "tourism",
    "historic", "railway", "highway", "emergency", "craft", "sport", "landuse", "building",
)  # fmt: skip


def _guess(code: Texts, names: pd.Series[str], subject: str) -> Texts:
    """Fill rows without a category from the list's subject or, in mixed lists, from the name.

    Returns
    -------
    ndarray of str
        "title" or "name" for each row filled, "" for the others.
    """
    origin = np.full(len(code), "", dtype=object)
    if not subject or subject in GENERAL:
        unknown = np.flatnonzero(code == "")
        code[unknown] = by_value(names.iloc[unknown], category_of_name)
        origin[unknown[code[unknown] != ""]] = "name"
    origin[(code == "") & bool(subject)] = "title"
    code[code == ""] = subject
    return origin


def _tell_unknown(kinds: Kinds, ledger: Ledger) -> None:
    """Write one fault for each text that names no category we know, with how often it stands."""
    unknown = pd.DataFrame({"text": kinds.said, "how": kinds.how, "code": kinds.code})
    unsaid = (kinds.how == "other") | ((kinds.how == "guessed") & (kinds.said != ""))
    for (said, known), rows in unknown[unsaid & ledger.open].groupby(["text", "how"], sort=False):
        names = ", ".join(say(BY_CODE[each].name) for each in rows["code"].unique())
        ledger.remark(
            "category.unknown", _unknown_reason(str(said), len(rows), names),
            say("Choose a category for it."), column=kinds.heading, value=str(said),
            row=ledger.number(int(rows.index[0])),
            severity=Severity.WARNING if known == "other" else Severity.NOTE,
        )  # fmt: skip


def _unknown_reason(text: str, count: int, names: str) -> str:
    if not text:
        return say_many(
            "{n} row does not say what it is. We count it as: {names}.",
            "{n} rows do not say what they are. We count them as: {names}.", count, names=names,
        )  # fmt: skip
    return say_many(
        'We do not know the kind "{text}" ({n} row). We count it as: {names}.',
        'We do not know the kind "{text}" ({n} rows). We count them as: {names}.',
        count, text=text, names=names,
    )  # fmt: skip
