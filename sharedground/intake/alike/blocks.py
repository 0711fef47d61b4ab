"""Which pairs of places are worth comparing: those with a word and a spot, or a contact, in common.

Comparing everything with everything grows with the square of the rows. Instead rows that share a
key stand in one block. A large block is put in order of names and addresses, and each row is only
compared with those next to it (a sorted neighbourhood), so that no block grows out of hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.intake.alike.names import KIND_WORDS, Ints, distinct
from sharedground.intake.alike.traits import Traits

REACH_M: Final = 500.0
"""Places further apart than this are one only if a contact says so."""

WORDS: Final = 4
"""Words of a name, the rarest first, that make blocks."""

LETTERS: Final = 4
"""Letters of a word that make its block, so that a slip at its end does not matter."""

WHOLE: Final = 40
"""Rows of a block up to which each is compared with each."""

WINDOW: Final = 8
"""Neighbours that a row of a larger block is compared with."""

METRES_PER_DEGREE: Final = 111_320.0


def candidates(traits: Traits, new: int) -> tuple[Ints, Ints]:
    """Return pairs of row numbers (the lower first) of which at least one is among the new.

    Parameters
    ----------
    new
        How many rows, from the first on, are new; the others are known, and not compared with
        one another.
    """
    rank = np.empty(len(traits.source), dtype=np.intp)
    order = np.lexsort((traits.house, traits.postcode, traits.places, traits.names.of_row))
    rank[order] = np.arange(len(order))
    found = [
        _pairs(rows[keep], keys[keep], rank, new)
        for rows, keys in _blocks(traits)
        if (keep := _shared(keys)).any()
    ]
    if not found:
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    unique = distinct(np.concatenate(found))
    return (unique >> 32).astype(np.intp), (unique & 0xFFFFFFFF).astype(np.intp)


def by_name(traits: Traits) -> tuple[Ints, Ints]:
    """Return pairs of rows that share the beginning of a rare word of their names."""
    rows, stems = _stems(traits)
    rank = np.argsort(np.argsort(traits.names.of_row, kind="stable"), kind="stable")
    pairs = _pairs(rows, stems.astype(np.int64), rank.astype(np.intp), len(traits.source))
    return (pairs >> 32).astype(np.intp), (pairs & 0xFFFFFFFF).astype(np.intp)


def _blocks(traits: Traits) -> Iterator[tuple[Ints, NDArray[np.int64]]]:
    """Yield rows and the key of a block that each of them stands in."""
    every = np.arange(len(traits.source))
    for field in ("phone", "email", "website", "host"):
        said = np.flatnonzero(traits.codes[field])
        yield said, traits.codes[field][said].astype(np.int64)
    for identifier in (traits.identifier,):
        said = np.flatnonzero(identifier)
        yield said, identifier[said].astype(np.int64)
    rows, stems = _stems(traits)
    by_post = traits.postcode[rows] > 0
    yield rows[by_post], _key(stems[by_post], traits.postcode[rows[by_post]])
    placed = np.isfinite(traits.lon) & np.isfinite(traits.lat)
    on_map = placed[rows]
    for cell in _cells(traits, every):
        yield rows[on_map], _key(stems[on_map], cell[rows[on_map]])
    waits = traits.outward[rows] > 0
    rows, stems = rows[waits], stems[waits]
    keys = _key(stems, traits.outward[rows])
    some = np.isin(keys, keys[~placed[rows]])
    yield rows[some], keys[some]


def _cells(traits: Traits, rows: Ints) -> Iterator[Ints]:
    """Yield a number for the cell of each row, in four grids: near rows share a cell in one."""
    lon, lat = traits.lon[rows], traits.lat[rows]
    narrower = np.cos(np.radians(np.nanmedian(lat))) if np.isfinite(lat).any() else 1.0
    x = np.nan_to_num(lon * METRES_PER_DEGREE * narrower / REACH_M)
    y = np.nan_to_num(lat * METRES_PER_DEGREE / REACH_M)
    for left in (0, 1):
        for down in (0, 1):
            column = np.floor((x + left) / 2).astype(np.int64)
            row = np.floor((y + down) / 2).astype(np.int64)
            yield pd.factorize(column * 1_000_003 + row)[0].astype(np.intp)


def _stems(traits: Traits) -> tuple[Ints, Ints]:
    """Return rows with the first letters of the rarest words of their names, as numbers."""
    names = traits.names
    known: dict[str, int] = {}
    counts = dict(zip(names.vocabulary, names.counts, strict=True))
    ids, stems = [], []
    for number, words in enumerate(names.words):
        telling = [word for word in words if word not in KIND_WORDS] or list(words)
        for word in sorted(telling, key=counts.__getitem__)[:WORDS]:
            ids.append(number)
            stems.append(known.setdefault(word[:LETTERS], len(known) + 1))
    by_name = pd.DataFrame({"name": ids, "stem": stems}, dtype=np.intp).drop_duplicates()
    rows = pd.DataFrame({"name": names.of_row, "row": np.arange(len(names.of_row))})
    joined = rows.merge(by_name, on="name")
    return joined["row"].to_numpy(), joined["stem"].to_numpy()


def _key(one: Ints, other: Ints) -> NDArray[np.int64]:
    return np.asarray((one.astype(np.int64) << 32) | other.astype(np.int64), dtype=np.int64)


def _shared(keys: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell keys that stand more than once."""
    if not len(keys):
        return np.zeros(0, dtype=bool)
    codes = pd.factorize(keys)[0]
    return np.asarray(np.bincount(codes)[codes] > 1, dtype=bool)


def _pairs(rows: Ints, keys: NDArray[np.int64], rank: Ints, new: int) -> NDArray[np.int64]:
    """Return the pairs of rows with one key, as one number each."""
    order = np.lexsort((rank[rows], keys))
    rows, keys = rows[order], keys[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    sizes = np.diff(np.r_[starts, len(keys)])
    reach = np.repeat(np.where(sizes <= WHOLE, WHOLE, WINDOW), sizes)
    left = np.repeat(starts + sizes, sizes) - np.arange(len(keys)) - 1
    reach = np.minimum(reach, left)
    found = []
    at = np.arange(len(rows))
    for step in range(1, WHOLE + 1):
        at = at[reach[at] >= step]
        if not len(at):
            break
        one, other = rows[at], rows[at + step]
        wanted = (np.minimum(one, other) < new) & (one != other)
        low, high = np.minimum(one, other)[wanted], np.maximum(one, other)[wanted]
        found.append((low.astype(np.int64) << 32) | high.astype(np.int64))
    return distinct(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)
