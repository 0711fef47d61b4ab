"""What differs between two versions of a table whose rows have keys."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.intake.alike.traits import text_of
from sharedground.model.place import Kind
from sharedground.words import later, say

Texts = NDArray[np.object_]

CHANGED: Final = ("id", "name", "field", "was", "now")
LISTED: Final = ("id", "name", "about")
VALUES: Final = ("key", "name", "field", "value")

FIELD_NAMES: Final[dict[str, str]] = {
    "name": later("Name"),
    "category": later("Kind of place"),
    "organization": later("Run by"),
    "description": later("What it is"),
    "status": later("Open or closed"),
    "address": later("Address"),
    "postcode": later("Postcode"),
    "url": later("Web site"),
    "email": later("E-mail"),
    "phone": later("Telephone"),
    "schedules": later("Opening times"),
    "cost_options": later("What it costs"),
    "eligibility": later("Who it is for"),
    "accessibility": later("Access"),
    "capacity": later("How many fit in"),
    "assured_date": later("Last checked"),
    "assurer_email": later("E-mail of who checked"),
    "external_identifiers": later("Identifiers"),
    "visibility": later("Who may see it"),
    "sensitive": later("Sensitive"),
    "location": later("Location"),
    "partner_kind": later("Kind of organisation"),
    "people": later("People"),
    "outline": later("Outline"),
    "ward": later("Ward"),
    "neighbourhood": later("Neighbourhood"),
    "locality": later("Locality"),
}
"""What people read for a field; others read as they are."""


@dataclass(frozen=True)
class Comparison:
    """What a new version of a list would change.

    Parameters
    ----------
    added, gone
        One row for each thing: `id`, `name`, `about` (where it is, or what it says).
    changed
        One row for each field of each thing: `id`, `name`, `field`, `was`, `now`, as text.
    same
        How many things are as they were.
    more
        Sentences that sum up what rows do not show, such as all people before and now.
    """

    kind: Kind
    added: pd.DataFrame
    changed: pd.DataFrame
    gone: pd.DataFrame
    same: int
    more: tuple[str, ...] = ()

    @property
    def things_changed(self) -> int:
        """How many things have a field that changed."""
        return int(self.changed["id"].nunique())

    @property
    def counts(self) -> dict[str, int]:
        """How many things were added, changed, are gone, and are the same."""
        return {
            "added": len(self.added), "changed": self.things_changed, "gone": len(self.gone),
            "same": self.same,
        }  # fmt: skip

    @property
    def nothing_new(self) -> bool:
        """Whether both versions say the same."""
        return not (len(self.added) or len(self.changed) or len(self.gone))

    def saying(self, *more: str) -> Comparison:
        """Return the comparison with these sentences; empty ones are left out."""
        return replace(self, more=tuple(filter(None, more)))


def field_name(field: str) -> str:
    """Return what people read for a field."""
    return say(FIELD_NAMES[field]) if field in FIELD_NAMES else field


def of_things(
    kind: Kind, sides: Sequence[pd.DataFrame], key: str, fields: Sequence[str],
    about: Sequence[Texts], further: pd.DataFrame | None = None,
) -> Comparison:  # fmt: skip
    """Compare rows that have ids and a `name`, field by field.

    Parameters
    ----------
    sides
        The former and the new rows, each id once.
    about
        What is said of each row where it is added or gone.
    further
        Changes that were found already: `id`, `field`, `was`, `now`.
    """
    former, new = (side.set_index(key) for side in sides)
    both = former.index.intersection(new.index)
    shared = [side.loc[both] for side in (former, new)]
    changes = [] if further is None else [further]
    for field in fields:
        at = np.flatnonzero(~_equal(shared[0][field], shared[1][field]))
        was, now = (as_said(side[field].iloc[at], field) for side in shared)
        differ = was != now
        changes.append(_changes(both[at[differ]], field, was[differ], now[differ]))
    changed = pd.concat(changes, ignore_index=True)
    at = new.index.get_indexer(pd.Index(changed["id"]))
    changed = changed.assign(name=text_of(new["name"])[at] if len(at) else "", at=at)
    changed = changed.sort_values("at", kind="stable")[list(CHANGED)].reset_index(drop=True)
    gone, added = (
        _listed(side[key], side["name"], words, ~side[key].isin(both).to_numpy())
        for side, words in zip(sides, about, strict=True)
    )
    return Comparison(kind, added, changed, gone, len(both) - int(changed["id"].nunique()))


def of_values(kind: Kind, sides: Sequence[pd.DataFrame]) -> Comparison:
    """Compare values that have keys (columns `VALUES`): numbers, or words."""
    former, new = (side.drop_duplicates("key").set_index("key") for side in sides)
    both = former.index.intersection(new.index)
    shared = [side.loc[both, "value"] for side in (former, new)]
    at = np.flatnonzero(~_equal(shared[0], shared[1]))
    was, now = (as_said(side.iloc[at], "") for side in shared)
    differ = was != now
    rows = new.loc[both[at[differ]]]
    changed = _changes(both[at[differ]], "", was[differ], now[differ]).assign(
        name=rows["name"].to_numpy(), field=rows["field"].to_numpy()
    )
    gone, added = (
        _listed(side.index, side["name"], _in_words(side), ~side.index.isin(both))
        for side in (former, new)
    )
    return Comparison(kind, added, changed[list(CHANGED)], gone, len(both) - int(differ.sum()))


def _equal(one: pd.Series, other: pd.Series) -> NDArray[np.bool_]:
    """Tell values that are the very same, so that only the others are put into words."""
    return np.asarray(one.to_numpy(dtype=object) == other.to_numpy(dtype=object), dtype=bool)


def _in_words(side: pd.DataFrame) -> Texts:
    said = as_said(side["value"], "")
    told = [f"{field_name(str(field))}: {value}"
            for field, value in zip(side["field"], said, strict=True)]  # fmt: skip
    return np.array(told, dtype=object)


def _changes(ids: pd.Index, field: str, was: Texts, now: Texts) -> pd.DataFrame:
    return pd.DataFrame({"id": ids, "field": field, "was": was, "now": now}, dtype=object)


def _listed(
    ids: pd.Index | pd.Series, names: pd.Series, about: Texts, wanted: NDArray[np.bool_]
) -> pd.DataFrame:
    every = pd.DataFrame(
        {"id": ids.to_numpy(), "name": text_of(names), "about": about}, dtype=object
    )
    return every[wanted].reset_index(drop=True)


def as_said(values: pd.Series, field: str) -> Texts:
    """Return values as people read them: what reads the same is the same."""
    if field == "sensitive":
        said = [say("yes") if value in (True, 1) else say("no") for value in values]
    elif field == "external_identifiers":
        said = [_identifiers(text) for text in text_of(values)]
    elif pd.api.types.is_float_dtype(values.dtype):
        said = [number(value) for value in values.tolist()]
    else:
        said = [" ".join(text.split()) for text in text_of(values)]
    return np.array(said, dtype=object)


def _identifiers(text: str) -> str:
    return ", ".join(f"{one['scheme']} {one['identifier']}" for one in json.loads(text or "[]"))


def number(value: float) -> str:
    """Return a number to six digits, "" where it is not known."""
    if not np.isfinite(value):
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.6g}"
