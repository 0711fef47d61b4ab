"""The columns of every table: what intake hands over, the store keeps and analysis reads.

Every table is a pandas DataFrame with exactly these columns, in this order. Text is
`object`/string with "" for "not stated"; numbers are float64 with NaN for "not known".
`source_id` and `row_number` lead back to the row as it was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

AREAS: Final = ("area_code", "area_name", "geometry", "source_id", "row_number")
"""One row per area; `geometry` is shapely (Multi)Polygon in EPSG:4326; codes are unique."""

AREA_PARENTS: Final = ("area_code", "level", "parent_code", "parent_name", "source_id")
"""One row per area and level; `level` is "ward", "neighbourhood", "locality", or a heading."""

POPULATION: Final = ("area_code", "people", "year", "source_id", "row_number")
"""One row per area: resident people (float64, NaN = no data)."""

INDICATORS: Final = (
    "indicator_id", "name", "year", "measure", "direction", "unit", "source_id",
)  # fmt: skip
"""One row per indicator; `direction` is "" when nobody has said which way is bad."""

INDICATOR_VALUES: Final = ("indicator_id", "area_code", "value", "source_id", "row_number")
"""One row per indicator and area."""

ESTIMATES: Final = ("indicator_id", "area_code", "moved", "source_id")
"""One row per figure that was carried over from other areas; `moved` is the share (0 to 1) of it
that comes from areas that do not lie wholly in this one."""

POSTCODES: Final = ("postcode", "lon", "lat", "source_id")
"""One row per postcode, upper case with one space; degrees, EPSG:4326."""

PARTNERS: Final = (
    "partner_id", "name", "partner_kind", "description", "url", "email", "phone",
    "external_identifiers", "source_id", "row_number",
)  # fmt: skip
"""One row per organisation; `external_identifiers` is a JSON list of {scheme, identifier}."""

SITES: Final = (
    "site_id", "name", "address", "postcode", "lon", "lat", "precision", "placed_by",
    "source_id",
)  # fmt: skip
"""One row per location; `precision` is exact, approximate or none; `placed_by` says how."""

ASSETS: Final = (
    "asset_id", "site_id", "name", "description", "status", "organization", "partner_id",
    "url", "email", "phone", "schedules", "cost_options", "eligibility", "accessibility",
    "assured_date", "assurer", "assurer_email", "external_identifiers", "category", "category_how",
    "asset_kind", "capacity", "visibility", "sensitive", "source_id", "row_number",
)  # fmt: skip
"""One row per asset (a service or group at a site), with HSDS / Open Referral UK names.

`category_how` is column, guessed, given or other; `visibility` is public, partners or
officers; `sensitive` is bool; `capacity` is float64 with NaN when not stated.
"""

CONTACTS: Final = ("thing", "thing_id", "field", "value", "why", "source_id", "row_number")
"""One row per personal contact kept apart: `thing` is asset or partner, `field` is email, phone or
name; `why` is a code that says what makes it personal."""

BACKGROUND: Final = ("ground", "name", "geometry", "source_id", "row_number")
"""One row per thing in the background of the map; `ground` is a value of `model.ground.Ground`,
`geometry` is shapely in EPSG:4326, cut to the place. It is kept as one packed layer."""

STREET_NODES: Final = ("node", "lon", "lat")
STREET_EDGES: Final = ("u", "v", "length_m")
"""A network of streets for people on foot: the nodes, in degrees (EPSG:4326), and the stretches
between them, in metres, walked both ways. They are kept as one packed network."""

PAIRS: Final = ("one", "other", "verdict", "likeness", "evidence")
"""One row per two assets that may be one: `verdict` is same, same place, apart or open;
`evidence` is a list of what speaks for and against."""

EDITS: Final = (
    "edit_id", "thing", "thing_id", "field", "value", "was", "at", "actor", "reason", "number",
)  # fmt: skip
"""One row per field that a person changed by hand: `value` and what it `was`, as text."""

SUGGESTIONS: Final = (
    "suggestion_id", "kind", "thing_id", "body", "state", "made_by", "made_at", "decided_by",
    "decided_at", "answer",
)  # fmt: skip
"""One row per suggestion: `kind` is place, correction or missing; `body` a dict of its fields;
`state` waiting, approved or turned down."""

MERGED: Final = ("asset_id", "into", "source_id", "row_number")
"""One row per asset of a list that is one with an asset of another row: which stands for both."""

RECORDS: Final = ("row_number", "fate", "reason", "kept_as", "original")
"""One row per row read; `fate` is kept, merged or set aside; `original` is a JSON object of
every column as read; `kept_as` is the id of the thing the row ended in, or ""."""

TABLES: Final[dict[str, Sequence[str]]] = {
    "areas": AREAS,
    "area_parents": AREA_PARENTS,
    "population": POPULATION,
    "indicators": INDICATORS,
    "indicator_values": INDICATOR_VALUES,
    "estimates": ESTIMATES,
    "postcodes": POSTCODES,
    "partners": PARTNERS,
    "sites": SITES,
    "assets": ASSETS,
    "contacts": CONTACTS,
    "pairs": PAIRS,
    "edits": EDITS,
    "suggestions": SUGGESTIONS,
    "merged": MERGED,
    "background": BACKGROUND,
    "street_nodes": STREET_NODES,
    "street_edges": STREET_EDGES,
    "records": RECORDS,
}


def empty(table: str) -> pd.DataFrame:
    """Return an empty frame with the columns of `table`."""
    return pd.DataFrame({column: pd.Series(dtype=object) for column in TABLES[table]})


def checked(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with exactly the columns of `table`, in order.

    Raises
    ------
    KeyError
        If a column of the contract is missing: a bug in the caller, not a user's fault.
    """
    return frame.loc[:, list(TABLES[table])]
