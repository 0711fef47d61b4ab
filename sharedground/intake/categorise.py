"""The category of every row of a list: given, from its column, guessed, or other; never silent."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.intake.category import GENERAL, category_of, category_of_name, subject_of
from sharedground.intake.columns import ColumnMatch, cells
from sharedground.intake.context import Options
from sharedground.intake.headings import plain
from sharedground.intake.ledger import Ledger
from sharedground.intake.raw import RawFile, RawTable
from sharedground.intake.values import by_value
from sharedground.model.category import BY_CODE, OTHER
from sharedground.model.report import Severity
from sharedground.words import say, say_many

Texts = NDArray[np.object_]

_SHEET = re.compile(r"^(sheet|table|layer|data|export|ogrgeojson)?\s*\d*$", re.IGNORECASE)


def categories(
    table: RawTable, match: ColumnMatch, file: RawFile, options: Options, ledger: Ledger
) -> tuple[Texts, Texts]:
    """Return the category of each row and how it is known: given, column, guessed or other."""
    rows = len(table.rows)
    if options.category:
        return np.full(rows, options.category, dtype=object), np.full(rows, "given", dtype=object)
    subject, title = subject_of([*_titles(table, file, options), match.get("name")])
    column = _category_cells(table, match)
    code = np.array(by_value(column, lambda text: category_of(text, subject)), dtype=object)
    how = np.where(code != "", "column", "").astype(object)
    _guess(code, how, table, match, subject)
    _tell_unknown(column, code, how, match.get("category"), ledger)
    if subject and (how == "guessed").any():
        ledger.remark(
            "category.guessed",
            say('We took the category "{category}" from "{title}".',
                category=say(BY_CODE[subject].name), title=title),
            say("Choose another category if that is not right."), severity=Severity.NOTE,
        )  # fmt: skip
    return code, how


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


def _guess(code: Texts, how: Texts, table: RawTable, match: ColumnMatch, subject: str) -> None:
    """Fill rows without a category from the list's subject or, in mixed lists, from the name."""
    if subject and subject not in GENERAL:
        code[code == ""] = subject
    else:
        names = cells(table, match.get("name"))
        unknown = np.flatnonzero(code == "")
        code[unknown] = by_value(names.iloc[unknown], category_of_name)
        code[code == ""] = subject
    how[(code != "") & (how == "")] = "guessed"
    how[code == ""] = "other"
    code[code == ""] = OTHER


def _tell_unknown(
    column: pd.Series[str], code: Texts, how: Texts, heading: str, ledger: Ledger
) -> None:
    """Write one fault for each text that names no category we know, with how often it stands."""
    text = column.str.strip().to_numpy(dtype=object)
    unknown = pd.DataFrame({"text": text, "how": how, "code": code})
    unknown = unknown[(how == "other") | ((how == "guessed") & (text != ""))]
    for (said, known), rows in unknown.groupby(["text", "how"], sort=False):
        names = ", ".join(say(BY_CODE[each].name) for each in rows["code"].unique())
        ledger.remark(
            "category.unknown", _unknown_reason(str(said), len(rows), names),
            say("Choose a category for it."), column=heading, value=str(said),
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
