"""Which places fit what people chose, and what to let go when none does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.analysis.evidence import FULL_STRENGTH, strongest
from sharedground.analysis.freshness import Freshness
from sharedground.analysis.opening_times import Openness
from sharedground.model.vision import Vision

Mask = NDArray[np.bool_]


class Facet(StrEnum):
    """What a place can be chosen by; the value names it in the address of the page."""

    KIND = "kinds"
    SERVES = "serves"
    RUN_BY = "run_by"
    SORT = "sort"
    OPEN = "open"
    ACCESS = "access"
    COST = "cost"
    CHECKED = "checked"


_COLUMNS: Final = {
    Facet.KIND: "category", Facet.RUN_BY: "runner", Facet.SORT: "asset_kind",
    Facet.OPEN: "open_state", Facet.ACCESS: "step_free", Facet.COST: "price",
    Facet.CHECKED: "check_state",
}  # fmt: skip
OPEN, UNKNOWN = Openness.OPEN.value, Openness.UNKNOWN.value
FRESH: Final = Freshness.FRESH.value
_NO: Final = re.compile(r"\s*(no|none|not accessible|not wheelchair|inaccessible)\b", re.IGNORECASE)
_IN_PART: Final = re.compile(r"part|limited|some|portable|with help|call ahead", re.IGNORECASE)
_FREE: Final = re.compile(r"\bfree\b|\bno (charge|cost|fee)s?\b|^0+(\.0+)?$", re.IGNORECASE)
_OWN_CHOICE: Final = re.compile(r"what you can|donation|contribution|voluntary", re.IGNORECASE)
_PRICE: Final = re.compile(r"[£€$]\s*\d|\d+\s*(p|gbp|eur|usd)\b|^\d+([.,]\d+)?$", re.IGNORECASE)


def with_traits(assets: pd.DataFrame) -> pd.DataFrame:
    """Return assets with what they can be chosen by, beside what they have.

    Returns
    -------
    pandas.DataFrame
        With `runner` (who runs it, one spelling for names that differ by case only, ""),
        `step_free` ("yes", "in part", "no", "" where nothing is said) and `price` ("free",
        "own choice", "paid", "").
    """
    names = assets["organization"].fillna("").astype(str).str.strip()
    shown = names.groupby(names.str.casefold()).agg(lambda same: same.value_counts().index[0])
    return assets.assign(
        runner=names.str.casefold().map(shown).to_numpy(dtype=object),
        step_free=_each(assets["accessibility"], step_free),
        price=_each(assets["cost_options"], price),
    )


def _each(texts: pd.Series, meaning: object) -> NDArray[np.object_]:
    said = texts.fillna("").astype(str)
    known = {text: meaning(text) for text in said.unique()}  # type: ignore[operator]
    return said.map(known).to_numpy(dtype=object)


def step_free(text: str) -> str:
    """Return what the words about access say of getting in: yes, in part, no, or ""."""
    if not text.strip():
        return ""
    if _NO.match(text):
        return "no"
    return "in part" if _IN_PART.search(text) else "yes"


def price(text: str) -> str:
    """Return what the words about cost say: free, own choice, paid, or "" if neither."""
    if _OWN_CHOICE.search(text):
        return "own choice"
    if _PRICE.search(text) and not _FREE.fullmatch(text.strip()):
        return "paid"
    return "free" if _FREE.search(text) else ""


def serving(vision: Vision) -> dict[str, frozenset[str]]:
    """Return the kinds of place for each choice of an outcome: "O05" and "O05 directly"."""
    found: dict[str, frozenset[str]] = {}
    for outcome in vision.outcomes:
        kinds = strongest(outcome)
        found[outcome.code] = frozenset(kinds)
        found[directly(outcome.code)] = frozenset(
            kind for kind, (strength, _) in kinds.items() if strength >= FULL_STRENGTH
        )
    return found


def directly(code: str) -> str:
    """Return the choice of what serves an outcome directly."""
    return f"{code} directly"


def fits(
    assets: pd.DataFrame, facet: Facet, values: Sequence[str],
    serves: Mapping[str, frozenset[str]],
) -> Mask:  # fmt: skip
    """Return which assets have one of these values of a facet."""
    if facet is Facet.SERVES:
        kinds = frozenset[str]().union(*(serves.get(value, frozenset()) for value in values))
        return np.asarray(assets["category"].isin(kinds), dtype=bool)
    return np.asarray(assets[_COLUMNS[facet]].isin(values), dtype=bool)


def all_of(masks: Mapping[str, Mask], length: int) -> Mask:
    """Return which of so many things fit all of the masks."""
    found = np.ones(length, dtype=bool)
    for mask in masks.values():
        found &= mask
    return found


def ways_out(masks: Mapping[str, Mask]) -> list[tuple[str, int]]:
    """Return which choice, when it alone is let go, gives how many things.

    Parameters
    ----------
    masks
        What fits each choice, by the name of the choice.

    Returns
    -------
    list
        (name, count), only where anything fits then, the one that gives most first.
    """
    length = len(next(iter(masks.values()), ()))
    found = [
        (name, int(all_of({n: m for n, m in masks.items() if n != name}, length).sum()))
        for name in masks
    ]
    return sorted((each for each in found if each[1]), key=lambda each: -each[1])
