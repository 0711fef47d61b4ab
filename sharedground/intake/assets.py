"""From a list of places and groups to assets at sites, with every row accounted for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from sharedground import code_point
from sharedground.errors import NothingUsableError
from sharedground.intake import consent, details
from sharedground.intake.by_postcode import tell_waiting
from sharedground.intake.categorise import categories, tell_kinds, words_of
from sharedground.intake.columns import CLEAR, ColumnMatch, likeness
from sharedground.intake.context import Context
from sharedground.intake.crs import BRITISH_GRID, DEGREES, metric_crs
from sharedground.intake.headings import ORGANIZATION, plain
from sharedground.intake.ledger import Ledger
from sharedground.intake.locate import locate
from sharedground.intake.located import Located
from sharedground.intake.naming import name_unnamed, names_of, shorten
from sharedground.intake.people_list import is_held_back
from sharedground.intake.personal import TEXTS, Apart, keep_apart, own_names
from sharedground.intake.raw import RawTable
from sharedground.intake.reading import Reading, Taken
from sharedground.intake.sensitive import why_sensitive
from sharedground.intake.unplaced import tell_unplaced
from sharedground.intake.values import by_value, is_nothing, numbers
from sharedground.model.base import stable_id
from sharedground.model.category import BY_CODE
from sharedground.model.frames import checked
from sharedground.model.placing import AREA, BY_ANY_POSTCODE, BY_CODE_POINT
from sharedground.model.report import Categorised, Fate, Placed, Severity
from sharedground.words import say, say_many

Texts = NDArray[np.object_]
PARTS_WITHIN_M: Final = 300.0
"""Shapes of one name and kind no further apart than this are parts of one place."""
SAME_PARTNER: Final = 95.0
"""RapidFuzz token_sort_ratio from which two names are one partner."""

BLOCK: Final = 2_000
"""Names compared at once, to bound memory."""

MOST_PEOPLE: Final = 1_000_000
"""A larger capacity is a slip."""

NAMED_AFTER: Final = ("bus-stop", "transit-stop", "defibrillator")
"""Categories whose places carry the name of something beside them."""

_WIDE = (*BY_ANY_POSTCODE, AREA)
_POSITIONS = ("postcode", "lon", "easting", "latlon", "wkt", "grid_ref", "area_code")


def assets_of(reading: Reading) -> Taken:
    """Make assets and their sites of the rows of one table.

    Raises
    ------
    NothingUsableError
        If the table lists grants, or tells neither names nor places.
    """
    table, match, ledger = reading.table, reading.match, reading.ledger
    refuse_what_is_no_list_of_places(table, match)
    located = locate(table, match, reading.context, ledger)
    kinds = categories(table, match, reading.file, reading.options)
    address = details.address(table, match)
    names, own = names_of(reading, located, address)
    _set_empty_aside(reading, names, address, located)
    ids = np.array(
        [stable_id(reading.context.place_id, reading.file.sha256, table.name, number)
         for number in table.row_numbers],
        dtype=object,
    )  # fmt: skip
    _merge_duplicates(table, ids, ledger)
    _merge_parts(reading, np.where(own, names, ""), located, ids)
    tell_kinds(kinds, ledger)
    words = words_of(kinds, ledger, reading.options)
    tell_waiting(located, match, reading.context, ledger)
    tell_unplaced(located, table, match, reading.context, ledger)
    held_back = is_held_back(reading)
    people = names if held_back else own_names(reading, names)
    hidden = why_sensitive(reading, names, address, people != "")
    names = np.where(people == "", names, "").astype(object)
    name_unnamed(reading, names, kinds.code, located, address, hidden != "", people != "")
    shorten(names, reading)
    kept = np.flatnonzero(ledger.open)
    rows = _asset_rows(reading, names, kinds.code, hidden) | {"address": address}
    if held_back:
        rows["visibility"] = np.full(len(names), "officers", dtype=object)
    apart = _without_people(reading, ids, rows, ledger.open, people)
    ledger.keep(kept, ids[kept])
    _drop_faults_of_merged_rows(table, ledger)
    _tell_sensitive(hidden[kept], ledger)
    rows = {**rows, **apart.columns}
    sites = _sites(reading, names, address, located).assign(address=apart.columns["address"])
    rows["asset_id"], rows["site_id"] = ids, sites["site_id"].to_numpy()
    rows["category"], rows["category_how"] = kinds.code, kinds.how
    rows["asset_kind"] = [BY_CODE[code].asset_kind.value for code in kinds.code]
    rows["source_id"], rows["row_number"] = reading.source_id, table.row_numbers
    assets = checked("assets", pd.DataFrame(rows).iloc[kept].reset_index(drop=True))
    sites = sites.iloc[kept].drop_duplicates("site_id").reset_index(drop=True)
    return Taken(
        {"assets": assets, "sites": checked("sites", sites), "contacts": apart.contacts},
        _facts(located, assets, kept),
        _placed(located, kept),
        _categorised(kinds.how[kept]),
        _credits(located, kept),
        personal=apart.personal,
        sensitive=int(assets["sensitive"].sum()),
        words=words,
    )


def _without_people(
    reading: Reading, ids: Texts, rows: Mapping[str, object], kept: NDArray[np.bool_], people: Texts
) -> Apart:
    columns = {name: np.asarray(rows[name], dtype=object) for name in (*TEXTS, "email", "phone")}
    return keep_apart(reading, "asset", ids, columns, kept, people)


def _tell_sensitive(why: Texts, ledger: Ledger) -> None:
    """Say how many places everyone will see only roughly."""
    count = int((why != "").sum())
    if count:
        ledger.remark(
            "sensitive.found",
            say_many(
                "{n} place is marked as sensitive. Everyone but officers sees it only as a square "
                "of 1 km, without its address.",
                "{n} places are marked as sensitive. Everyone but officers sees them only as "
                "squares of 1 km, without their addresses.", count,
            ),
            say("If a place is not sensitive, say so before you save, or later on its page."),
            severity=Severity.NOTE,
        )  # fmt: skip


def refuse_what_is_no_list_of_places(table: RawTable, match: ColumnMatch) -> None:
    """Refuse grants, and tables that tell neither a name nor a place.

    Raises
    ------
    NothingUsableError
        With the headings that were found.
    """
    headings = [str(heading) for heading in table.rows.columns]
    words = {plain(heading) for heading in headings}
    if words & {"amount awarded", "grant amount", "amount disbursed"}:
        raise NothingUsableError(
            "assets.grants",
            say("This is a list of grants. A grant is not a place. Add it as partners instead."),
        )
    placed = table.geometry is not None or any(field in match for field in _POSITIONS)
    told = "name" in match and len(match.fields) > 1
    if (
        not (
            placed
            and (
                "name" in match
                or "category" in match
                or "organization" in match
                or table.geometry is not None
                or "lon" in match
                or "easting" in match
            )
        )
        and not told
    ):
        raise NothingUsableError(
            "assets.no_columns",
            say("We found no column for a name with a postcode, address or position. "
                "The headings are: {headings}. Choose the columns by hand.",
                headings=", ".join(headings)),
            headings=headings,
        )  # fmt: skip


def _set_empty_aside(reading: Reading, names: Texts, address: Texts, located: Located) -> None:
    told = (names != "") | (details.text(reading.table, reading.match, "organization") != "")
    empty = ~told & (address == "") & (located.postcode == "") & ~located.placed
    reading.ledger.set_aside(
        empty, "row.empty", say("The row has neither a name nor a place."),
        say("Give it a name, a postcode or a position."),
    )  # fmt: skip


def _merge_duplicates(table: RawTable, ids: Texts, ledger: Ledger) -> None:
    """Merge rows that are the same in every cell (and shape) into the first of them."""
    rows = table.rows.astype(object)
    keys = pd.util.hash_pandas_object(rows, index=False).to_numpy()
    if table.geometry is not None:
        shapes = pd.Series([shape or b"" for shape in table.geometry], dtype=object)
        keys = keys ^ pd.util.hash_pandas_object(shapes, index=False).to_numpy()
    still = np.flatnonzero(ledger.open)
    first: dict[int, int] = {}
    twice = [
        int(place) for place in still if first.setdefault(int(keys[place]), int(place)) != place
    ]
    ledger.merge(
        twice, say("The same row stands above, cell for cell."),
        [str(ids[first[int(keys[place])]]) for place in twice],
    )  # fmt: skip


def _merge_parts(reading: Reading, names: Texts, located: Located, ids: Texts) -> None:
    """Merge outlines of one name and kind that lie close together; the largest stays."""
    table, ledger = reading.table, reading.ledger
    if table.geometry is None:
        return
    rows = np.flatnonzero(ledger.open & (names != "") & located.placed)
    shapes = shapely.from_wkb(table.geometry[rows], on_invalid="ignore")
    flat = np.isin(shapely.get_type_id(shapes), [3, 6])
    rows, shapes = rows[flat], shapes[flat]
    if len(rows) < 2:
        return
    kinds = reading.cells("category").str.strip().str.casefold().to_numpy()[rows]
    same = [name.casefold() for name in names[rows]]
    group = _groups(shapes, same, kinds, table.crs_wkt, reading.context)
    sizes = shapely.area(shapes)
    for number in np.flatnonzero(np.bincount(group) > 1):
        parts = np.flatnonzero(group == number)
        largest = parts[np.argmax(sizes[parts])]
        others = rows[parts[parts != largest]]
        ledger.merge(
            others,
            say("The outline is a part of a place of the same name close by, which is kept once."),
            str(ids[rows[largest]]),
        )


def _groups(
    shapes: Texts, names: list[str], kinds: Texts, crs_wkt: str, context: Context
) -> NDArray[np.intp]:
    """Give each shape a number that parts of one place share."""
    outlines = gpd.GeoSeries(shapes, crs=crs_wkt or DEGREES)
    metric = context.metric_crs or metric_crs(outlines.to_crs(DEGREES).to_numpy())
    outlines = outlines.to_crs(metric)
    one, other = shapely.STRtree(outlines.to_numpy()).query(
        outlines.to_numpy(), predicate="dwithin", distance=PARTS_WITHIN_M
    )
    keys = pd.factorize(pd.Series(list(zip(names, kinds, strict=True))))[0]
    same = keys[one] == keys[other]
    pairs = coo_array(
        (np.ones(int(same.sum())), (one[same], other[same])), shape=(len(names), len(names))
    )
    return np.asarray(connected_components(pairs, directed=False)[1], dtype=np.intp)


def _site_ids(located: Located, address: Texts, names: Texts, context: Context) -> Texts:
    """Return one id for each location, shared by the assets of one point and address.

    A postcode or an area is wider than a site: a row that only these place, and one that is not
    placed yet, shares a site with rows of the same address, or has its own.
    """
    pointed = located.placed & ~np.isin(located.placed_by.astype(str), _WIDE)
    where = np.where((address == "") & ~pointed, names, address)
    lon, lat = located.lon.round(5), located.lat.round(5)
    rows = zip(located.placed, lon, lat, where, located.postcode, strict=True)
    keys = [
        f"{x:.5f},{y:.5f},{text.casefold()},{postcode}"
        if placed
        else f"waiting,{text.casefold()},{postcode}"
        for placed, x, y, text, postcode in rows
    ]
    ids = {key: stable_id(context.place_id, "site", key) for key in dict.fromkeys(keys)}
    return np.array([ids[key] for key in keys], dtype=object)


def _sites(reading: Reading, names: Texts, address: Texts, located: Located) -> pd.DataFrame:
    """Return the site of every row; rows at one location have one `site_id`."""
    building = details.text(reading.table, reading.match, "site_name")
    return pd.DataFrame(
        {
            "site_id": _site_ids(located, address, names, reading.context),
            "name": np.where(building != "", building, names),
            "address": address,
            "postcode": located.postcode,
            "lon": located.lon,
            "lat": located.lat,
            "precision": located.precision,
            "placed_by": located.placed_by,
            "source_id": reading.source_id,
        }
    )


def _asset_rows(
    reading: Reading, names: Texts, category: Texts, hidden: Texts
) -> dict[str, object]:
    table, match, context = reading.table, reading.match, reading.context
    british = context.metric_crs == BRITISH_GRID
    nothing = np.full(len(table.rows), "", dtype=object)
    organization = details.text(table, match, "organization")
    if "organization" not in match and likeness(ORGANIZATION, match.get("name")) >= CLEAR:
        organization = details.text(table, match, "name")
    kind = details.text(table, match, "category")
    description = details.text(table, match, "description")
    capacity = _capacity(reading)
    return {
        "name": names,
        "description": np.where(description != "", description, kind),
        "status": details.status(table, match),
        "organization": organization,
        "partner_id": partner_ids(organization, names, category, context),
        "url": details.website(table, match),
        "email": nothing,
        "phone": nothing,
        "schedules": details.schedules(table, match),
        "cost_options": details.text(table, match, "cost_options"),
        "eligibility": details.text(table, match, "eligibility"),
        "accessibility": details.accessibility(table, match),
        "assured_date": details.assured(table, match, british=british),
        "assurer": "",
        "assurer_email": details.text(table, match, "assurer_email"),
        "external_identifiers": details.identifiers(table, match),
        "capacity": capacity,
        "visibility": consent.visibility(table, match),
        "sensitive": hidden != "",
    }


def _capacity(reading: Reading) -> NDArray[np.float64]:
    """Return how many people fit in, NaN where it is not said or cannot be so."""
    column = reading.cells("capacity")
    found = numbers(column)
    good = (found >= 0) & (found <= MOST_PEOPLE)
    reading.ledger.fault(
        ~good & ~is_nothing(column), "capacity.unreadable",
        say("This does not read as a number of people or places. We left it out."),
        say("Write a whole number, such as 40."), reading.match.get("capacity"), Severity.NOTE,
    )  # fmt: skip
    return np.where(good, found, np.nan)


def same_name(text: str) -> str:
    """Return a name as it is compared: no case, accents, punctuation or double spaces."""
    return plain(re.sub(r"['’.]", "", text).replace("&", " and ").casefold())


def partner_ids(organization: Texts, names: Texts, category: Texts, context: Context) -> Texts:
    """Return the partner each asset belongs to: by its provider, else by its own name; or "".

    Providers match by normalised equality, then by RapidFuzz token_sort_ratio of 95 or more.
    A stop or a defibrillator is only named after a place, so its own name says nothing.
    """
    known = {same_name(name): identity for name, identity in context.partners.items()}
    if not known:
        return np.full(len(names), "", dtype=object)
    providers = [same_name(text) for text in dict.fromkeys(organization.tolist())]
    known_or_near = {**_near(providers, known), **known}
    found = by_value(
        pd.Series(organization, dtype=object), lambda text: known_or_near.get(same_name(text), "")
    )
    own_names = np.where(np.isin(category.astype(str), NAMED_AFTER), "", names)
    own = by_value(pd.Series(own_names, dtype=object), lambda text: known.get(same_name(text), ""))
    return np.array([one or two for one, two in zip(found, own, strict=True)], dtype=object)


def _near(providers: list[str], known: dict[str, str]) -> dict[str, str]:
    """Return the partner that each provider's name nearly is; names are compared in blocks."""
    unknown = [name for name in dict.fromkeys(providers) if name and name not in known]
    listed = list(known)
    near: dict[str, str] = {}
    for start in range(0, len(unknown), BLOCK):
        block = unknown[start : start + BLOCK]
        scores = process.cdist(
            block, listed, scorer=fuzz.token_sort_ratio, score_cutoff=SAME_PARTNER
        )
        best = scores.argmax(axis=1)
        near.update(
            (name, known[listed[at]])
            for name, at, row in zip(block, best, scores, strict=True)
            if row[at] >= SAME_PARTNER
        )
    return near


def _drop_faults_of_merged_rows(table: RawTable, ledger: Ledger) -> None:
    """Leave out warnings about rows that were merged: their own row in the list says enough."""
    merged = set(table.row_numbers[ledger.fates == Fate.MERGED.value].tolist())
    ledger.faults = [fault for fault in ledger.faults if fault.row not in merged]


def _placed(located: Located, kept: NDArray[np.intp]) -> Placed:
    counts = pd.Series(located.precision[kept]).value_counts()
    return Placed(**{str(name): int(count) for name, count in counts.items()})


def _credits(located: Located, kept: NDArray[np.intp]) -> tuple[str, ...]:
    """Return how many rows the postcodes placed that come with the product, and whose they are."""
    count = int(np.isin(located.placed_by[kept].astype(str), BY_CODE_POINT).sum())
    if not count:
        return ()
    placed = say_many(
        "{n} row is placed by the postcodes that come with this app ({name}).",
        "{n} rows are placed by the postcodes that come with this app ({name}).",
        count, name=code_point.NAME,
    )  # fmt: skip
    return placed, code_point.attribution()


def _categorised(how: Texts) -> Categorised:
    counts = pd.Series(how).value_counts().rename({"column": "from_column"})
    return Categorised(**{str(name): int(count) for name, count in counts.items()})


def _facts(located: Located, assets: pd.DataFrame, kept: NDArray[np.intp]) -> dict[str, object]:
    by = pd.Series(located.placed_by[kept]).replace("", "nothing").value_counts()
    kinds = assets["category"].value_counts()
    return {
        "outside": int(located.outside[kept].sum()),
        "swapped": int(located.swapped[kept].sum()),
        "mirrored": int(located.mirrored[kept].sum()),
        "stand_in": int(located.stand_in[kept].sum()),
        "waiting": int((~located.placed & (located.postcode != ""))[kept].sum()),
        "placed_by": {str(name): int(count) for name, count in by.items()},
        "partners_linked": int((assets["partner_id"] != "").sum()),
        "categories": {str(name): int(count) for name, count in kinds.items()},
    }
