"""What was worked out before, found again by the content of what it was made of."""

from __future__ import annotations

import dataclasses
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, TypeVar, cast

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

T = TypeVar("T")

MOST_BYTES: Final = 512_000_000
"""How much one memo keeps, counted by its arrays and tables."""


def key(*parts: object) -> bytes:
    """Return a digest (BLAKE2b, 16 bytes) of content: the same content, the same key.

    Parameters
    ----------
    parts
        Arrays count by type, shape and values, tables by their columns and the values in them (not
        by their index), shapes by their corners, bytes as they are, anything else by its ``repr``.
    """
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        for piece in _pieces(part):
            digest.update(len(piece).to_bytes(8, "little"))
            digest.update(piece)
    return digest.digest()


def _pieces(part: object) -> tuple[bytes | memoryview, ...]:
    if isinstance(part, np.ndarray) and part.dtype != object:
        about = f"{part.dtype.str}{part.shape}".encode()
        return about, np.ascontiguousarray(part).reshape(-1).view(np.uint8).data
    if isinstance(part, np.ndarray):
        return _pieces(pd.util.hash_array(part.ravel(), categorize=False))
    if isinstance(part, pd.DataFrame):
        values = pd.util.hash_pandas_object(part, index=False, categorize=True).to_numpy()
        return (repr(list(part.columns)).encode(), *_pieces(values))
    if isinstance(part, BaseGeometry):
        return (shapely.to_wkb(part),)
    return (part,) if isinstance(part, bytes) else (repr(part).encode(),)


class Memo:
    """Keeps values by their keys, the least used leaving first; threads may share one.

    Two threads that miss the same value at once both make it: as it depends on its key alone,
    either will do. Whoever gets a value must not change it. Kept in memory only, so keys need not
    name the version of the code.

    Parameters
    ----------
    most_bytes
        What is kept at most. A value that is larger is made each time.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._bytes, self._lock = most_bytes, 0, threading.Lock()
        self._kept: OrderedDict[bytes, tuple[object, int]] = OrderedDict()

    def __len__(self) -> int:
        """Return how many values are kept."""
        return len(self._kept)

    @property
    def nbytes(self) -> int:
        """Return how many bytes are kept."""
        return self._bytes

    def get(self, of: bytes, make: Callable[[], T]) -> T:
        """Return the value of a key, made now if it is not kept."""
        with self._lock:
            found = self._kept.get(of)
            if found is not None:
                self._kept.move_to_end(of)
                return cast("T", found[0])
        value = make()
        self._keep(of, value, size_of(value))
        return value

    def _keep(self, of: bytes, value: object, size: int) -> None:
        with self._lock:
            if size > self._most or of in self._kept:
                return
            self._kept[of] = (value, size)
            self._bytes += size
            while self._bytes > self._most:
                _, (_, gone) = self._kept.popitem(last=False)
                self._bytes -= gone


def size_of(value: object) -> int:
    """Return about how many bytes a value holds, counted by its arrays, tables and shapes."""
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    if isinstance(value, pd.DataFrame):
        return int(value.memory_usage().sum())
    if isinstance(value, BaseGeometry):
        return 16 * int(shapely.count_coordinates(value))
    if isinstance(value, tuple | list):
        return sum(size_of(item) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return sum(size_of(getattr(value, field.name)) for field in dataclasses.fields(value))
    return 64
