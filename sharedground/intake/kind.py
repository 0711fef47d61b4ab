"""What a file brings, so that nobody has to say it: places, partners, people, figures, outlines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from sharedground.errors import SharedGroundError
from sharedground.intake.codes import GSS
from sharedground.intake.columns import CLEAR, ColumnMatch, cells, likeness, match_list
from sharedground.intake.context import Context
from sharedground.intake.figures import match_indicators
from sharedground.intake.ground_words import OF_AREAS, of_layer
from sharedground.intake.headings import INDICATOR_FIELDS, plain
from sharedground.intake.lookup import match_lookup
from sharedground.intake.population import PEOPLE, match_population
from sharedground.intake.raw import RawFile, RawTable
from sharedground.intake.streets import is_network
from sharedground.intake.values import numbers, postcode
from sharedground.model.ground import Ground
from sharedground.model.place import Kind
from sharedground.model.placing import is_full_postcode

LOOKED_AT: Final = 400
"""Rows of each sheet that are looked at."""

FEW: Final = 6
"""A table with more figures than these is of figures, even if one of them counts people."""

COUNTS: Final = 0.6
"""Likeness from which a heading is believed to count people ("POP2010")."""

NAMED: Final = INDICATOR_FIELDS[1]
_POLYGONS: Final = (3, 6)
_LINES: Final = (1, 5)
_NOT_VISITED: Final = frozenset([Ground.WATER, Ground.WOOD, Ground.BUILT])
_GRANTS: Final = frozenset(["amount awarded", "grant amount", "amount disbursed"])
_POSITIONS: Final = ("lon", "easting", "latlon", "wkt", "grid_ref")
_WHERE: Final = ("postcode", *_POSITIONS, "address", "address_street")
_REGISTER: Final = frozenset(["charity name", "company name", "registered charity number"])
"""What a register of organisations is told by, though each of them has an address."""

_ORGANISATION: Final = ("identifier_charity", "identifier_company", "identifier_org")

_OF_AN_ORGANISATION: Final = frozenset(["organization id", "organisation id"])
"""A row that names its organisation by id is something of an organisation, and not one itself."""


@dataclass(frozen=True)
class _Sheet:
    """One sheet and what its columns may mean."""

    table: RawTable
    context: Context

    def match(self, kind: Kind) -> ColumnMatch:
        return match_list(kind, self.table, self.context, {})

    def joins(self) -> bool:
        """Say whether a column holds codes or names of the place's areas."""
        return self._figures(match_lookup) is not None

    def figures(self, matcher: Callable[..., ColumnMatch]) -> ColumnMatch | None:
        return self._figures(matcher)

    def _figures(self, matcher: Callable[..., ColumnMatch]) -> ColumnMatch | None:
        if not len(self.context.codes):
            return None
        try:
            return matcher(self.table, self.context, {})
        except SharedGroundError:
            return None


def guess_kinds(raw: RawFile, context: Context) -> tuple[Kind, ...]:
    """Return what a file may bring, the likeliest first; never empty.

    Judged by the first rows of each sheet: outlines that tile are areas, amounts awarded are
    grants (partners), names with a place are assets, postcodes with a position and nothing else
    are postcodes, area codes of the place with people, names or figures are those.
    """
    if is_network([_head(table) for table in raw.tables if not table.kinds], context):
        return (Kind.STREETS,)
    found: list[Kind] = []
    # a cover sheet says less of what a file brings than its longest sheet
    for table in sorted(raw.tables, key=lambda each: -len(each.rows)):
        if table.kinds:
            found += [Kind(kind) for kind in table.kinds]
        elif len(table.rows):
            found += _kinds_of(_Sheet(_head(table), context))
    return tuple(dict.fromkeys(found)) or (Kind.ASSETS,)


def are_outlines(table: RawTable, context: Context) -> bool:
    """Say whether a layer holds outlines of areas, so that it is no list of places."""
    return Kind.AREAS in _kinds_of(_Sheet(_head(table), context))


def _head(table: RawTable) -> RawTable:
    if len(table.rows) <= LOOKED_AT:
        return table
    rows = np.unique(np.linspace(0, len(table.rows) - 1, LOOKED_AT).astype(int))
    shapes = None if table.geometry is None else table.geometry[rows]
    taken = table.rows.iloc[rows].reset_index(drop=True)
    return replace(table, rows=taken, row_numbers=table.row_numbers[rows], geometry=shapes)


def _kinds_of(sheet: _Sheet) -> list[Kind]:
    headings = {plain(str(heading)) for heading in sheet.table.rows.columns}
    if headings & _GRANTS:
        return [Kind.PARTNERS]
    if _is_background(sheet):
        streets = bool(headings & {"highway", "fclass"})
        return [Kind.BACKGROUND, *([Kind.STREETS] if streets else [])]
    if _are_outlines(sheet):
        return [*_figures(sheet), Kind.AREAS]
    if _are_postcodes(sheet):
        return [Kind.POSTCODES, *([Kind.LOOKUP] if _names_parents(sheet) else [])]
    assets = sheet.match(Kind.ASSETS)
    if len(headings & _REGISTER) > 1 or (headings & _REGISTER and _registered(assets)):
        return [Kind.PARTNERS, Kind.ASSETS]
    placed = sheet.table.geometry is not None or any(field in assets for field in _WHERE)
    if placed and ("name" in assets or "category" in assets or sheet.table.geometry is not None):
        return [Kind.ASSETS]
    if figures := _figures(sheet) or _figures(_of_elsewhere(sheet)):
        return figures
    if not headings & _OF_AN_ORGANISATION and (
        any(field in assets for field in _ORGANISATION) or _only_organisations(sheet, assets)
    ):
        return [Kind.PARTNERS]
    return [Kind.ASSETS] if placed or "name" in assets else []


def _registered(assets: ColumnMatch) -> bool:
    """Say whether rows are organisations with a number, and nothing tells places of them apart."""
    numbered = "identifier_charity" in assets or "identifier_company" in assets
    return numbered and not any(field in assets for field in ("lon", "easting", "site_name"))


def _is_background(sheet: _Sheet) -> bool:
    """Say whether shapes are lines, or a layer named for water or woods: nothing people visit."""
    shapes = sheet.table.geometry
    if shapes is None:
        return False
    known = shapely.from_wkb(shapes[[shape is not None for shape in shapes]], on_invalid="ignore")
    kinds = shapely.get_type_id(known)
    if len(kinds) and np.isin(kinds, _LINES).mean() > 0.5:
        return True
    named = {OF_AREAS.get(name) for name in of_layer(sheet.table.name)}
    return bool(len(kinds) and np.isin(kinds, _POLYGONS).all() and named & _NOT_VISITED)


def _are_outlines(sheet: _Sheet) -> bool:
    """Say whether shapes are outlines of areas: polygons with a code of their own each."""
    shapes = sheet.table.geometry
    if shapes is None:
        return False
    known = shapely.from_wkb(shapes[[shape is not None for shape in shapes]], on_invalid="ignore")
    if not len(known) or np.isin(shapely.get_type_id(known), _POLYGONS).mean() < 0.9:
        return False
    match = sheet.match(Kind.AREAS)
    if "area_code" not in match and "area_name" not in match:
        return False
    if "category" in sheet.match(Kind.ASSETS):
        return False
    keys = cells(sheet.table, match.get("area_code") or match.get("area_name"))
    if keys.nunique() < len(keys):
        return False
    return bool(keys.str.match(GSS).all()) or _tile(known)


def _tile(shapes: NDArray[np.object_]) -> bool:
    """Say whether shapes lie edge to edge: together they nearly fill their outline."""
    if len(shapes) == 1:
        return True
    valid = shapely.make_valid(shapes)
    together = shapely.union_all(valid)
    filled = together.area / max(shapely.concave_hull(together, ratio=0.3).area, 1e-12)
    return bool(filled > 0.5)


def _are_postcodes(sheet: _Sheet) -> bool:
    """Say whether a table lists postcodes and where they lie, and no places at them."""
    match = sheet.match(Kind.POSTCODES)
    if "postcode" not in match or not any(f in match for f in _POSITIONS):
        return False
    codes = cells(sheet.table, match.get("postcode")).map(postcode)
    if codes.nunique() < 0.98 * len(codes):
        return False
    full = codes.map(is_full_postcode).mean()
    assets = sheet.match(Kind.ASSETS)
    tells_more = any(f in assets for f in ("category", "address", "phone", "email", "url"))
    named = "name" in assets and _is_a_name(sheet, assets.get("name"))
    short = bool(codes.str.len().mean() < 5)
    return not tells_more and not named and (full > 0.9 or short)


def _is_a_name(sheet: _Sheet, heading: str) -> bool:
    """Say whether a column differs from row to row, as names of places do."""
    column = cells(sheet.table, heading)
    return bool(column.nunique() > 0.5 * len(column))


def _names_parents(sheet: _Sheet) -> bool:
    found = sheet.figures(match_lookup)
    return found is not None and any(
        field in found for field in ("ward", "neighbourhood", "locality")
    )


def _figures(sheet: _Sheet) -> list[Kind]:
    """Return what a table of area codes brings: people, figures, names, the likeliest first."""
    if not sheet.joins():
        return []
    people = sheet.figures(match_population)
    found = sheet.figures(match_indicators)
    figures = [field for field in found.fields if field not in ("area_code", "year", "indicator",
               "unit", "measure", "direction")] if found else []  # fmt: skip
    long = any(likeness(NAMED, str(heading)) >= CLEAR for heading in sheet.table.rows.columns)
    numeric = [field for field in figures if _numeric(sheet, found, field)]
    counts = people is not None and likeness(PEOPLE, people.get("people")) > COUNTS
    few = len(numeric) < FEW or _ages(sheet)
    kinds = [Kind.POPULATION] if (counts or _ages(sheet)) and few and not long else []
    if _names_parents(sheet) and not numeric:
        kinds.append(Kind.LOOKUP)
    if numeric or long:
        kinds.append(Kind.INDICATORS)
    return kinds or ([Kind.LOOKUP] if _names_parents(sheet) else [])


def _of_elsewhere(sheet: _Sheet) -> _Sheet:
    """Return the sheet as if the place had the areas whose codes it holds, if it holds any."""
    for heading in map(str, sheet.table.rows.columns):
        codes = cells(sheet.table, heading)
        if len(codes) and codes.str.match(GSS).mean() > 0.8 and codes.nunique() > 1:
            areas = {code: code for code in codes.unique() if code}
            return replace(sheet, context=replace(sheet.context, areas=areas, outlines=None))
    return replace(sheet, context=replace(sheet.context, areas={}, outlines=None))


def _ages(sheet: _Sheet) -> bool:
    headings = {plain(str(heading)) for heading in sheet.table.rows.columns}
    return len(headings & {str(age) for age in range(91)}) > 50


def _numeric(sheet: _Sheet, found: ColumnMatch | None, field: str) -> bool:
    if found is None:
        return False
    return bool(np.isfinite(numbers(cells(sheet.table, found.get(field)))).mean() > 0.5)


def _only_organisations(sheet: _Sheet, assets: ColumnMatch) -> bool:
    match = sheet.match(Kind.PARTNERS)
    told = {"partner_kind", "description", "email", "phone", "url"}
    return "name" in match and "category" not in assets and bool(told & set(match.fields))
