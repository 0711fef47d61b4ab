"""What people take away: each table and map in each format, for everyone or for officers.

All of it is read from a view, so that an export never holds more than its audience may see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import pandas as pd

from sharedground import code_point, workflow
from sharedground.access import Role
from sharedground.analysis.assessment import Assessment
from sharedground.errors import SharedGroundError
from sharedground.export import geojson, geopackage, hsds, sheets, things
from sharedground.export.dataset import Dataset, Origin, sources_table
from sharedground.export.table import csv_bytes
from sharedground.model.vision import Vision
from sharedground.store.holdings import Holdings, SetHoldings
from sharedground.views import View
from sharedground.vision_words import weighed_by
from sharedground.words import say

COUNTRIES: Final = {"EPSG:27700": "GB", "EPSG:2157": "IE"}
"""The country of places that use a country's own grid; of others it is not known."""


class What(StrEnum):
    """What to take away."""

    ASSETS = "assets"
    PARTNERS = "partners"
    AREAS = "areas"
    FIGURES = "figures"
    GAPS = "gaps"
    SOURCES = "sources"
    ALL = "all"


class Form(StrEnum):
    """In which format."""

    CSV = "csv"
    XLSX = "xlsx"
    GEOJSON = "geojson"
    GPKG = "gpkg"
    HSDS = "hsds"
    UK = "hsds-uk"


MEDIA_TYPES: Final[dict[Form, str]] = {
    Form.CSV: "text/csv",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.GEOJSON: "application/geo+json",
    Form.GPKG: "application/geopackage+sqlite3",
    Form.HSDS: "application/json",
    Form.UK: "application/json",
}
_ON_MAPS: Final = (What.ASSETS, What.AREAS, What.GAPS)
LIST_FORMS: Final = (Form.XLSX, Form.CSV, Form.GEOJSON)
"""Formats in which the list beside a map can be had."""

_TABLES: Final = (What.ASSETS, What.PARTNERS, What.AREAS, What.FIGURES, What.GAPS)


@dataclass(frozen=True)
class Export:
    """A file to hand over."""

    content: bytes
    filename: str
    media_type: str


def forms_of(what: What) -> tuple[Form, ...]:
    """Return the formats in which something can be had."""
    forms = [Form.CSV, Form.XLSX]
    if what in _ON_MAPS:
        forms.append(Form.GEOJSON)
    if what in (*_ON_MAPS, What.ALL):
        forms.append(Form.GPKG)
    if what is What.ASSETS:
        forms += [Form.HSDS, Form.UK]
    return tuple(forms)


def export(
    view: View, what: What, form: Form,
    *, found: Callable[[], Assessment] | None = None, vision: Vision | None = None,
    for_excel: bool = True, now: dt.datetime | None = None,
) -> Export:  # fmt: skip
    """Return something of a place as a file, as this view may see it.

    Parameters
    ----------
    view
        Of a reader for an export that may be published; of an officer for one that may not.
    found
        Gives the assessment for `vision`, where it is at hand.
    vision
        By which gaps are weighed; the one in use unless given.
    for_excel
        As in `export.table.csv_bytes`.
    now
        When it is made; for tests.

    Raises
    ------
    SharedGroundError
        "export.form" when there is no such file, or "areas.none" for gaps without areas.
    """
    if form not in forms_of(what):
        raise SharedGroundError(
            "export.form",
            say("{what} cannot be had as {form}. It can be: {forms}.", what=what.value,
                form=form.value, forms=", ".join(each.value for each in forms_of(what))),
        )  # fmt: skip
    used = vision or workflow.vision_in_use(view.holdings)
    found = found or (lambda: workflow.assessment(view, used))
    weighs = what in (What.GAPS, What.ALL) and len(view.areas) > 0
    origin = replace(origin_of(view, now), weighed=weighed_by(used) if weighs else "")
    content = _content(view, what, form, found, origin, for_excel=for_excel)
    return Export(content, *named(what, form, origin))


def export_list(
    view: View, asset_ids: Sequence[str], form: Form, told: str,
    *, for_excel: bool = True, now: dt.datetime | None = None,
) -> Export:  # fmt: skip
    """Return some places of a view as a file, in this order: what a map or a list shows.

    Parameters
    ----------
    view
        Of whoever takes it: a file holds no more than its view.
    told
        What the list shows, in a sentence: the title inside the file.
    for_excel
        As in `export.table.csv_bytes`.

    Raises
    ------
    SharedGroundError
        "export.form" for a form that is not in `LIST_FORMS`.
    """
    if form not in LIST_FORMS:
        raise SharedGroundError(
            "export.form",
            say("{what} cannot be had as {form}. It can be: {forms}.", what=What.ASSETS.value,
                form=form.value, forms=", ".join(each.value for each in LIST_FORMS)),
        )  # fmt: skip
    chosen = view.assets.set_index("asset_id", drop=False).loc[list(asset_ids)]
    some = replace(view, assets=chosen.reset_index(drop=True))
    whole = origin_of(some, now)
    used = {*chosen["source_id"], code_point.SOURCE}
    origin = replace(whole, sources=tuple(s for s in whole.sources if s.source_id in used))
    found = things.assets(some.assets, origin.sources, view.holdings.contacts, public=origin.public)
    listed = replace(found, title=told)
    name, media_type = list_named(form, origin)
    if form is Form.XLSX:
        return Export(sheets.xlsx_bytes([listed], origin), name, media_type)
    if form is Form.GEOJSON:
        return Export(geojson.geojson_bytes(listed, origin), name, media_type)
    return Export(csv_bytes(listed.table, for_excel=for_excel), name, media_type)


def list_named(form: Form, origin: Origin) -> tuple[str, str]:
    """Return the name and the media type of a list that was taken from the map."""
    audience = "" if origin.public else "-officers"
    day = origin.made_at.date().isoformat()
    return f"{slug(origin.place)}-map-{day}{audience}.{form.value}", MEDIA_TYPES[form]


def origin_of(view: View, now: dt.datetime | None = None) -> Origin:
    """Return where an export of this view comes from; postcodes of ours are a source too."""
    ours = code_point.source_of(view.assets["placed_by"])
    return Origin(
        place=view.holdings.place.name,
        fictional=view.holdings.place.fictional,
        public=not view.role.may(Role.OFFICER),
        made_at=now or dt.datetime.now(dt.UTC),
        sources=(*view.holdings.sources, *([ours] if ours else [])),
        credits=(code_point.attribution(),) if ours else (),
    )


def _content(
    view: View, what: What, form: Form, found: Callable[[], Assessment], origin: Origin,
    *, for_excel: bool,
) -> bytes:  # fmt: skip
    if form in (Form.HSDS, Form.UK):
        profile = hsds.Profile.UK if form is Form.UK else hsds.Profile.HSDS
        country = COUNTRIES.get(view.holdings.place.metric_crs or "", "")
        held = view.holdings
        return hsds.hsds_bytes(
            view.every_asset, held.partners, origin, profile, country, held.contacts
        )
    on_map = form in (Form.GEOJSON, Form.GPKG)
    if what is What.ALL:
        listed = [each for each in _TABLES if each is not What.GAPS or len(view.areas)]
        tables = [_dataset(view, each, found, origin, on_map=on_map) for each in listed]
        tables += _other_areas(view)
        if form is Form.CSV:
            return sheets.csv_zip_bytes(tables, origin, for_excel=for_excel)
    else:
        tables = [_dataset(view, what, found, origin, on_map=on_map)]
    if form is Form.XLSX:
        return sheets.xlsx_bytes([one for one in tables if one.name != "sources"], origin)
    if form is Form.GPKG:
        return geopackage.geopackage_bytes(tables, origin)
    if form is Form.GEOJSON:
        return geojson.geojson_bytes(tables[0], origin)
    return csv_bytes(tables[0].table, for_excel=for_excel)


def _dataset(
    view: View, what: What, found: Callable[[], Assessment], origin: Origin, *, on_map: bool
) -> Dataset:
    held, listed = view.holdings, origin.sources
    if what is What.ASSETS:
        return things.assets(view.every_asset, listed, held.contacts, public=origin.public)
    if what is What.PARTNERS:
        return things.partners(held.partners, listed, held.contacts, public=origin.public)
    if what is What.AREAS:
        return things.areas(held.areas, held.area_parents, held.population, held.indicators,
                            held.indicator_values, listed)  # fmt: skip
    if what is What.FIGURES:
        return _figures(view)
    if what is What.GAPS:
        return things.gaps(found().table, held.areas, on_map=on_map)
    table = sources_table(listed, public=origin.public)
    return Dataset("sources", say("Sources"), "source_id", table)


def _figures(view: View) -> Dataset:
    """Return the figures of every way in which the place is cut into areas."""
    held = view.holdings
    sets: list[tuple[Holdings | SetHoldings, str]] = [
        (held, held.main_set.name if held.main_set else "")
    ]
    sets += [(one, one.about.name) for one in held.other_sets]
    made = [
        things.figures(one.indicators, one.indicator_values, one.estimates,
                       one.areas.set_index("area_code")["area_name"], held.sources, area_set=name)
        for one, name in sets
    ]  # fmt: skip
    filled = [one.table for one in made if len(one.table)] or [made[0].table]
    return replace(made[0], table=pd.concat(filled, ignore_index=True))


def _other_areas(view: View) -> list[Dataset]:
    """Return the further ways in which the place is cut into areas, each with its figures."""
    held = view.holdings
    return [
        things.areas(
            one.areas,
            held.area_parents,
            one.population,
            one.indicators,
            one.indicator_values,
            held.sources,
            name=f"areas-{number}",
            title=one.about.name,
        )
        for number, one in enumerate(held.other_sets, start=2)
    ]


_ENDINGS: Final = {Form.HSDS: "hsds.json", Form.UK: "hsds-uk.json"}


def named(what: What, form: Form, origin: Origin) -> tuple[str, str]:
    """Return the name and the media type of an export, without making it."""
    zipped = what is What.ALL and form is Form.CSV
    ending = "zip" if zipped else _ENDINGS.get(form, form.value)
    stem = "everything" if what is What.ALL else what.value
    audience = "" if origin.public else "-officers"
    name = f"{slug(origin.place)}-{stem}{audience}.{ending}"
    return name, "application/zip" if zipped else MEDIA_TYPES[form]


def slug(text: str) -> str:
    """Return a name fit for a file: small letters, numbers and hyphens."""
    letters = "".join(c if c.isascii() and c.isalnum() else "-" for c in text.casefold())
    return "-".join(part for part in letters.split("-") if part) or "place"
