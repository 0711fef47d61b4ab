"""Rows that only their postcode can place: by loaded postcodes, then by Code-Point Open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from sharedground import code_point
from sharedground.intake.by_coordinates import is_a_position
from sharedground.intake.columns import ColumnMatch, cells
from sharedground.intake.context import Context, Cover
from sharedground.intake.grids import may_be_british, near_place
from sharedground.intake.headings import LOCATIONS, plain
from sharedground.intake.ledger import Ledger
from sharedground.intake.located import Flags, Floats, Located, Texts
from sharedground.intake.misspelt import suggestions
from sharedground.intake.raw import RawTable
from sharedground.intake.values import (
    by_value,
    has_letter_o,
    postcode,
    postcode_in,
)
from sharedground.model.placing import (
    APPROXIMATE,
    CODE_POINT,
    CODE_POINT_OUTWARD,
    EXACT,
    OUTWARD,
    POSTCODE,
    is_full_postcode,
    outward,
)
from sharedground.model.report import Severity
from sharedground.words import say, say_many

IN_TEXT: Final = ("address", "latlon", "grid_ref", "wkt")
"""Fields in whose texts a postcode may stand."""

INWARD: Final = "ABDEFGHJLNPQRSTUWXYZ"
"""Letters that stand at the end of British postcodes."""

SUGGESTED_FOR: Final = 300
"""Misspelt postcodes for which others are suggested; a column with more is something else."""


@dataclass(frozen=True)
class _Asked:
    """The postcodes of rows that nothing else places: whole, in part, or something else."""

    column: str
    waiting: Flags
    full: Flags
    half: Texts


def by_postcode(
    found: Located, table: RawTable, match: ColumnMatch, context: Context, ledger: Ledger
) -> None:
    """Place rows by their postcode, and say of the others why it does not place them."""
    column = match.get("postcode") or next(filter(None, map(match.get, IN_TEXT)), "")
    found.postcode[:] = _postcodes(table, match)
    _tell_slips(found, table, match.get("postcode"), ledger)
    texts = pd.Series(found.postcode, dtype=object)
    full = np.array(by_value(texts, is_full_postcode), dtype=bool)
    half = np.array(by_value(texts, outward), dtype=object)
    asked = _Asked(column, ~found.placed & (found.postcode != ""), full, half)
    if not asked.waiting.any():
        return
    _place(found, asked, context)
    _tell(found, asked, ledger, context)


def _postcodes(table: RawTable, match: ColumnMatch) -> Texts:
    """Return the postcode of each row, tidied; a whole one in the address is better than a part."""
    given = np.array(by_value(cells(table, match.get("postcode")), _postcode_of), dtype=object)
    for name in IN_TEXT:
        if name in match:
            halves = plain(match.get(name)) in LOCATIONS
            given = _with_hidden(given, cells(table, match.get(name)), halves=halves)
    return given


def _with_hidden(given: Texts, column: pd.Series[str], *, halves: bool) -> Texts:
    """Return postcodes with those that stand in a text where there is none, or only a part."""
    hidden = np.array(by_value(column, postcode_in), dtype=object)
    if halves:
        tidy = np.array(by_value(column, postcode), dtype=object)
        half = np.array([text if outward(text) else "" for text in tidy], dtype=object)
        hidden = np.where(hidden == "", half, hidden)
    full = np.array(by_value(pd.Series(given, dtype=object), is_full_postcode), dtype=bool)
    better = ~full & (hidden != "") & [whole.startswith(part) for whole, part in
                                       zip(hidden, given, strict=True)]  # fmt: skip
    return np.where(better, hidden, given)


def _postcode_of(text: str) -> str:
    """Return the postcode in a cell, also with words around it such as "Sale, M33 2DQ"."""
    tidy = postcode(text)
    if is_full_postcode(tidy):
        return tidy
    return postcode_in(tidy) or ("" if is_a_position(text) else tidy)


def _place(found: Located, asked: _Asked, context: Context) -> None:
    """Place rows; whole postcodes first, those that the partnership loaded before ours."""
    texts = [str(text) for text in found.postcode[asked.waiting]]
    halves = [str(text) for text in asked.half[asked.waiting]]
    wanted = sorted({*texts, *halves} - {""})
    loaded = context.postcodes(wanted)
    ours = code_point.positions(wanted) if context.code_point else {}
    whole = asked.waiting & (asked.full | (asked.half == ""))
    lon, lat = looked_up(found.postcode, loaded)
    found.put(np.where(whole, lon, np.nan), lat, POSTCODE)
    for precision, exact in ((EXACT, True), (APPROXIMATE, False)):
        known = {code: at[:2] for code, at in ours.items() if at.exact is exact}
        lon, lat = looked_up(found.postcode, known)
        found.put(np.where(asked.full, lon, np.nan), lat, CODE_POINT, precision)
    middles = {code: at[:2] for code, at in ours.items()}
    for known, how in ((loaded, OUTWARD), (middles, CODE_POINT_OUTWARD)):
        found.put(*looked_up(asked.half, known), how, APPROXIMATE)
    _place_roughly(found, asked, context)


def _place_roughly(found: Located, asked: _Asked, context: Context) -> None:
    """Place whole postcodes that no table knows in the middle of those that begin like them."""
    rows = asked.waiting & asked.full & ~found.placed
    unknown = sorted({str(text) for text in found.postcode[rows]})
    if not unknown:
        return
    if context.code_point:
        ours = {code: at[:2] for code, at in code_point.rough_positions(unknown).items()}
        lon, lat = looked_up(found.postcode, ours)
        found.put(np.where(rows, lon, np.nan), lat, CODE_POINT_OUTWARD, APPROXIMATE)
    elif len(unknown) <= SUGGESTED_FOR:
        lon, lat = looked_up(found.postcode, _middles_of_loaded(unknown, context))
        found.put(np.where(rows, lon, np.nan), lat, OUTWARD, APPROXIMATE)


def _middles_of_loaded(
    codes: Iterable[str], context: Context
) -> dict[str, tuple[float, float]]:  # fmt: skip
    """Return the middle of the loaded postcodes in the sector of each, else of its first half."""
    made = {}
    for code in codes:
        sector, half = code_point.parts_of(code)
        near = context.postcodes(f"{sector}{one}{two}" for one in INWARD for two in INWARD)
        found = near or context.postcodes([half])
        if found:
            lon, lat = np.array(list(found.values())).mean(axis=0)
            made[code] = (float(lon), float(lat))
    return made


def looked_up(texts: Texts, known: dict[str, tuple[float, float]]) -> tuple[Floats, Floats]:
    """Return longitude and latitude of each text, NaN where it is not known."""
    nowhere = (np.nan, np.nan)
    both = np.array([known.get(text, nowhere) for text in texts], dtype=float).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _tell_slips(found: Located, table: RawTable, column: str, ledger: Ledger) -> None:
    slip = np.array(by_value(cells(table, column), has_letter_o), dtype=bool)
    slip[slip] = [is_full_postcode(text) for text in found.postcode[slip]]
    ledger.fault(
        slip, "postcode.letter_o",
        say("The letter O stands where a postcode has the number 0. We read it as 0."),
        say("Write the number 0 in the second half of the postcode."),
        column, Severity.NOTE,
    )  # fmt: skip


def _tell(found: Located, asked: _Asked, ledger: Ledger, context: Context) -> None:
    """Say of rows that only their postcode could place why it did not."""
    ledger.fault(
        asked.waiting & (asked.half != ""), "postcode.part",
        say("Only the first part of a postcode is given, so the place is not known well."),
        say("Give the whole postcode, such as M33 2DQ."), asked.column,
    )  # fmt: skip
    if not (context.code_point or may_be_british(context)):
        return
    by_part = np.isin(found.placed_by.astype(str), (OUTWARD, CODE_POINT_OUTWARD))
    open_ = asked.waiting & (~found.placed | by_part) & (asked.half == "")
    near = _suggested(found.postcode[open_], context)
    odd = open_ & ~asked.full
    _fault_each(
        found, odd, "postcode.unreadable", say("This does not read as a postcode."),
        say("Check the letters and numbers. A whole postcode looks like M33 2DQ."),
        near, asked.column, ledger,
    )  # fmt: skip
    unknown = open_ & asked.full
    if context.code_point:
        _tell_unknown(found, unknown, near, asked.column, ledger)
    elif context.postcode_cover is Cover.HERE:
        _fault_each(
            found, unknown, "postcode.unknown",
            say("We could not find this postcode in the postcodes that are loaded."),
            say("Check it, or add a postcode table for this part of the country."),
            near, asked.column, ledger,
        )  # fmt: skip


def _tell_unknown(
    found: Located, rows: Flags, near: dict[str, list[str]], column: str, ledger: Ledger
) -> None:
    """Say why a whole postcode has no position in Code-Point Open."""
    if not rows.any():
        return
    codes = pd.Series(found.postcode, dtype=object)
    abroad = rows & np.array(by_value(codes, code_point.is_elsewhere), dtype=bool)
    there = rows & codes.isin(code_point.existing(codes[rows])).to_numpy()
    table = say("Add a postcode table that has it, such as the ONS Postcode Directory.")
    ledger.fault(
        abroad, "postcode.not_covered",
        say("This postcode is outside Great Britain. Our list of postcodes does not have it."),
        table, column,
    )  # fmt: skip
    _fault_each(
        found, there, "postcode.no_position",
        say("This postcode exists, but nobody publishes where it lies."), table, {}, column, ledger,
    )  # fmt: skip
    _fault_each(
        found, rows & ~abroad & ~there, "postcode.unknown",
        say("No such postcode is in use in Great Britain. It may be misspelt, or an old one."),
        say("Check it, or add a postcode table that has old postcodes."), near, column, ledger,
    )  # fmt: skip


def _suggested(codes: Texts, context: Context) -> dict[str, list[str]]:
    """Return for postcodes that were not found those that exist and look like them."""
    different = list(dict.fromkeys(str(code) for code in codes))
    if not different or len(different) > SUGGESTED_FOR:
        return {}
    known: dict[str, tuple[float, float]] = {}

    def existing(wanted: Iterable[str]) -> set[str]:
        if context.code_point:
            known.update({code: at[:2] for code, at in code_point.positions(wanted).items()})
        known.update(context.postcodes(sorted(wanted)))
        return set(known)

    found = suggestions(different, existing)
    return {text: _nearest_first(these, known, context) for text, these in found.items()}


def _nearest_first(
    codes: list[str], known: dict[str, tuple[float, float]], context: Context
) -> list[str]:
    """Return those in or near the place; all of them where none is."""
    lon, lat = looked_up(np.array(codes, dtype=object), known)
    near = [code for code, here in zip(codes, near_place(lon, lat, context), strict=True) if here]
    return near or codes


def _fault_each(
    found: Located, rows: Flags, code: str, reason: str, fix: str, near: dict[str, list[str]],
    column: str, ledger: Ledger,
) -> None:  # fmt: skip
    """Write a fault for each row; those with a likely spelling get it as their own fix."""
    told = np.array([str(text) in near for text in found.postcode], dtype=bool)
    rough = say("{reason} Roughly placed, from the first part of the postcode.", reason=reason)
    for here, words in ((rows & ~found.placed, reason), (rows & found.placed, rough)):
        ledger.fault(here & ~told, code, words, fix, column)
        for text in dict.fromkeys(str(text) for text in found.postcode[here & told]):
            meant = say("Did you mean {codes}?", codes=say(" or ").join(near[text]))
            ledger.fault(here & (found.postcode == text), code, words, meant, column)


def tell_waiting(found: Located, match: ColumnMatch, context: Context, ledger: Ledger) -> None:
    """Say once how many rows wait for postcodes: that none are loaded is no fault of the rows."""
    full = np.array(by_value(pd.Series(found.postcode, dtype=object), is_full_postcode), dtype=bool)
    count = int((full & ~found.placed & ledger.open).sum())
    if not count or context.code_point or context.postcode_cover is Cover.HERE:
        return
    if context.postcode_cover is Cover.NOWHERE:
        reason = say_many(
            "No postcodes are loaded yet. {n} row waits for them.",
            "No postcodes are loaded yet. {n} rows wait for them.", count,
        )  # fmt: skip
        fix = say("Add a postcode table and we place them.")
    else:
        reason = say_many(
            "The postcodes that are loaded are of another part of the country. {n} row waits.",
            "The postcodes that are loaded are of another part of the country. {n} rows wait.",
            count,
        )  # fmt: skip
        fix = say("Add a postcode table for this place and we place them.")
    ledger.remark(
        "postcode.none_loaded", reason, fix, column=match.get("postcode"), severity=Severity.NOTE
    )
