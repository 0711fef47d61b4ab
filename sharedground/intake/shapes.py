"""What the values of a column look like: the share of them that a meaning would fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from sharedground.intake.category import category_of, is_kind
from sharedground.intake.codes import GSS
from sharedground.intake.context import Context
from sharedground.intake.positions import crs_named, degrees, is_grid_reference, pair
from sharedground.intake.shape_text import is_shape
from sharedground.intake.values import (
    EMAIL,
    URL,
    ZIP,
    is_nothing,
    is_phone,
    numbers,
    postcode,
    postcode_in,
    year_in,
)
from sharedground.model.placing import is_full_postcode, outward

SAMPLE: Final = 400
FEW: Final = 10
"""Fewer values than this say little about a column."""

LONGEST_KIND: Final = 60
"""Texts longer than this on average are descriptions, not kinds of place."""

NEVER: Final = -1.0
NEAR_DEGREES: Final = 1.0
"""How far outside the place a coordinate may lie and still speak for its column."""

_STATUS = frozenset(
    ["active", "inactive", "open", "closed", "temporarily", "defunct", "act", "ina", "live",
     "dormant", "proposed", "del", "operational", "dissolved", "registered", "removed",
     "suspended"]
)  # fmt: skip
_FLAG = frozenset(
    ["yes", "no", "y", "n", "true", "false", "0", "1", "public", "private", "partners", "officers",
     "confidential", "publish", "hidden"]
)  # fmt: skip
_DATE = re.compile(
    r"^\d{4}(-\d{2}){1,2}|^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|^\w{3,9}\.? \d{4}$|"
    r"^\d{1,2} \w{3,9} \d{4}"
)
_DECIMAL = re.compile(r"^-?\d{1,12}\.\d{1,18}$")
_CANADA = re.compile(r"^[A-Z]\d[A-Z] ?\d[A-Z]\d$", re.IGNORECASE)
_EIRCODE = re.compile(r"^(?:[AC-FHKNPRTV-Y]\d{2}|D6W) ?[0-9AC-FHKNPRTV-Y]{4}$", re.IGNORECASE)
_STREET = re.compile(
    r"\b(road|rd|street|lane|ln|avenue|ave|close|crescent|terrace|grove)\b|\bst\.?(,|$)",
    re.IGNORECASE,
)
_SMALL = frozenset(["a", "and", "at", "by", "de", "for", "in", "of", "on", "or", "the", "to", "s"])


def sample(column: pd.Series[str], limit: int = SAMPLE) -> pd.Series[str]:
    """Return up to `limit` of the cells that say something, spread over the column."""
    every = pd.Series(column.to_numpy(dtype=object, na_value=""), dtype=object)
    step = max(1, len(every) // (4 * limit))
    some = every.iloc[::step]
    filled = some[~is_nothing(some)]
    if step > 1 and len(filled) < limit:
        filled = every[~is_nothing(every)]
    return filled.iloc[:: max(1, len(filled) // limit)].str.strip()


def _share(test: Callable[[str], object]) -> Callable[[pd.Series[str], Context], float]:
    def share(values: pd.Series[str], context: Context) -> float:  # noqa: ARG001
        return sum(bool(test(text)) for text in values) / len(values) if len(values) else 0.0

    return share


def _postcode(text: str) -> bool:
    tidy = postcode(text)
    short = bool(outward(tidy))
    abroad = any(shape.match(text) for shape in (ZIP, _CANADA, _EIRCODE))
    return is_full_postcode(tidy) or short or abroad


def _postcodes(values: pd.Series[str], context: Context) -> float:
    """Full UK postcodes count whole; outward parts and ZIP codes need a heading that says so."""
    if not len(values):
        return 0.0
    full = sum(is_full_postcode(postcode(text)) for text in values) / len(values)
    return full if full >= 0.8 else max(full, 0.79 * _share(_postcode)(values, context))


def _phones(values: pd.Series[str], context: Context) -> float:
    """Bare numbers may be anything without a heading; decimals ("0.22304") are never telephones."""
    if _share(_DECIMAL.match)(values, context) > 0.5:
        return 0.0
    share = _share(is_phone)(values, context)
    written = _share(lambda text: text.startswith(("0", "+", "(")) or " " in text)(values, context)
    return share if written > 0.5 else min(share, 0.8)


def _coordinate(values: pd.Series[str], context: Context, axis: int) -> float:
    """Share in range; without a heading it must lie in or near the place and have decimals.

    Latitudes may be as large as longitudes here: the two may stand the wrong way round.
    """
    if not len(values):
        return 0.0
    found = degrees(values)
    if np.isfinite(found).mean() < 0.5:
        return 0.0
    in_range = np.abs(found) <= 180
    if context.bounds is None:
        return min(0.85, float(in_range.mean()))
    low, high = context.bounds[axis] - NEAR_DEGREES, context.bounds[axis + 2] + NEAR_DEGREES
    near = (found >= low) & (found <= high) & (found != np.round(found))
    return float(near.mean()) if near.mean() >= 0.9 else min(0.85, float(in_range.mean()))


def _metres(values: pd.Series[str], context: Context) -> float:  # noqa: ARG001
    found = numbers(values)
    return float((np.abs(found) > 180).mean()) if len(values) else 0.0


def _number(values: pd.Series[str], context: Context) -> float:  # noqa: ARG001
    return float(np.isfinite(numbers(values)).mean()) if len(values) else 0.0


def _words(values: pd.Series[str], context: Context) -> float:  # noqa: ARG001
    """Names and sentences: share with letters in them that are not links or addresses of mail."""
    plain = [
        any(c.isalpha() for c in t) and not EMAIL.fullmatch(t) and not URL.match(t)
        and not is_shape(t) and np.isnan(pair(t)[0]) for t in values
    ]  # fmt: skip
    return sum(plain) / len(plain) if plain else 0.0


def _category(values: pd.Series[str], context: Context) -> float:
    """Share that names a kind of place; numbers and columns of names are never a category."""
    if values.nunique() > max(30, 0.4 * len(values)) or any(map(_is_link, values)):
        return NEVER
    named = _clear_category(values, context)
    return named if values.nunique() <= 0.6 * len(values) else 0.5 * named


def _clear_category(values: pd.Series[str], context: Context) -> float:  # noqa: ARG001
    """Share that names a kind of place under a heading that says so, however many kinds there are.

    Numbers, links, long texts, addresses and names are never a category.
    """
    if not len(values) or np.isfinite(numbers(values)).mean() > 0.5:
        return NEVER
    if values.str.len().mean() > LONGEST_KIND or values.map(_is_link).mean() > 0.1:
        return NEVER
    if are_addresses(values) or _are_names(values):
        return NEVER
    return sum(bool(category_of(text)) for text in values) / len(values)


def _is_link(text: str) -> bool:
    return bool(URL.match(text) or EMAIL.search(text))


def are_addresses(values: pd.Series[str]) -> bool:
    """Say whether most texts read like addresses: a street, or a postcode."""
    return bool(values.map(_is_address).mean() > 0.5)


def _is_address(text: str) -> bool:
    return bool(_STREET.search(text) or postcode_in(text))


def _are_names(values: pd.Series[str]) -> bool:
    """Say whether a column plainly holds names: all different, in capitals, few of them kinds."""
    if len(values) < FEW or values.nunique() <= 0.9 * len(values):
        return False
    capitals = values.map(_is_capitalised).mean()
    return bool(capitals > 0.8 and values.map(is_kind).mean() < 0.25)


def _is_capitalised(text: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]+", text) if word.casefold() not in _SMALL]
    return all(word[0].isupper() for word in words)


def _areas(values: pd.Series[str], context: Context) -> float:
    """Share that are codes (or names) of this place's areas, or of wards that they lie in."""
    if not len(values) or not len(context.codes):
        return 0.0
    by_code = (context.codes.match(values) != "").mean()
    by_name = (context.codes.match(values, names=True) != "").mean()
    by_parent = values.str.casefold().isin(context.wider.keys()).mean()
    return float(max(by_code, by_name, by_parent))


def _codes(values: pd.Series[str], context: Context) -> float:  # noqa: ARG001
    """Share of distinct, short codes; GSS codes, or whole numbers and text with digits."""
    if not len(values):
        return 0.0
    distinct = values.nunique() / len(values)
    if all(GSS.match(text) for text in values):
        return 1.0 if distinct > 0.5 else 0.5
    shaped = [bool(re.fullmatch(r"[\w.:/-]{1,24}", text)) and any(c.isdigit() for c in text)
              and not re.fullmatch(r"-?\d+\.\d*[1-9]\d*", text) for text in values]  # fmt: skip
    return 0.98 * distinct * sum(shaped) / len(shaped)


def _contact(text: str) -> bool:
    return bool(EMAIL.search(text)) or is_phone(text) or bool(URL.match(text))


def _status(text: str) -> bool:
    return bool(set(re.findall(r"[a-z]+", text.casefold())) & _STATUS)


SHAPES: Final[dict[str, Callable[[pd.Series[str], Context], float]]] = {
    "postcode": _postcodes,
    "lon": lambda values, context: _coordinate(values, context, 0),
    "lat": lambda values, context: _coordinate(values, context, 1),
    "metres": _metres,
    "number": _number,
    "pair": _share(lambda text: np.isfinite(pair(text)[0])),
    "wkt": _share(is_shape),
    "grid_ref": _share(is_grid_reference),
    "crs": _share(crs_named),
    "url": _share(URL.match),
    "email": _share(lambda text: EMAIL.fullmatch(text) or EMAIL.search(text)),
    "phone": _phones,
    "contact": _share(_contact),
    "words": _words,
    "identifier": _share(lambda text: len(text) <= 64),
    "category": _category,
    "clear category": _clear_category,
    "area": _areas,
    "code": _codes,
    "status": _share(_status),
    "flag": _share(lambda text: text.casefold() in _FLAG),
    "date": _share(_DATE.search),
    "year": _share(year_in),
}
