"""Map layers as few bytes: points and outlines on a grid over their own extent.

Coordinates become whole steps of a grid over the layer's bounding box: 16 bits each while a step
is at most 2 m (so that rounding moves nothing by more than 1 m), else 24 bits. A point takes 5
bytes in a layer up to about 130 km across and 7 in a larger one: two coordinates and its kind.

A layer is ``SGL1``, the length of a JSON head as a 32-bit number, the head padded with spaces to a
multiple of 4 bytes, then the columns that the head names, each beginning at a multiple of 4 bytes.
All numbers are little-endian.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

MAGIC: Final = b"SGL1"
NOWHERE: Final = 255
"""The kind of a point that has no place; its coordinates are 0."""

FINE_M: Final = 2.0
"""Longest step of a grid in metres: rounding to it moves nothing by more than half of that."""

_DEGREE_M: Final = 111_320.0
Box = tuple[float, float, float, float]


def pack_points(
    lon: NDArray[np.float64], lat: NDArray[np.float64], kind: NDArray[np.integer[Any]]
) -> bytes:
    """Return points as bytes, in their order.

    Parameters
    ----------
    lon, lat
        Shape (n,): degrees, EPSG:4326. A point without a place is NaN in either.
    kind
        Shape (n,): a number from 0 to 254 for each point.

    Raises
    ------
    ValueError
        For a kind outside that range, or columns of different lengths.
    """
    if not len(lon) == len(lat) == len(kind):
        raise ValueError("lon, lat and kind differ in length")
    if len(kind) and not 0 <= int(kind.min()) <= int(kind.max()) < NOWHERE:
        raise ValueError("a kind is a number from 0 to 254")
    known = np.isfinite(lon) & np.isfinite(lat)
    box = _box(lon[known], lat[known])
    bits = _bits(box)
    x, y = np.zeros(len(lon), np.uint32), np.zeros(len(lon), np.uint32)
    x[known] = _steps(lon[known], box[0], box[2], bits)
    y[known] = _steps(lat[known], box[1], box[3], bits)
    kinds = np.where(known, kind, NOWHERE).astype(np.uint8)
    head = {"type": "points", "n": len(lon), "box": box, "bits": bits}
    return _layer(head, [*_planes("x", x, bits), *_planes("y", y, bits), ("kind", kinds)])


def pack_shapes(shapes: NDArray[np.object_]) -> bytes:
    """Return areas as bytes, in their order: every part and every hole of each.

    Parameters
    ----------
    shapes
        Shape (n,): shapely polygons or multipolygons, EPSG:4326; parts of other kinds are left
        out, and an area may be None.
    """
    owner, rings = _rings(shapes)
    sizes = np.array([len(ring) for ring in rings], dtype=np.uint32)
    flat = np.concatenate(rings) if rings else np.empty((0, 2))
    box = _box(flat[:, 0], flat[:, 1])
    bits = _bits(box)
    x, y = _steps(flat[:, 0], box[0], box[2], bits), _steps(flat[:, 1], box[1], box[3], bits)
    counts = np.bincount(owner, minlength=len(shapes)).astype(np.uint32)
    head = {"type": "shapes", "n": len(shapes), "rings": len(rings), "points": len(flat),
            "box": box, "bits": bits}  # fmt: skip
    columns = [("counts", counts), ("sizes", sizes)]
    return _layer(head, [*columns, *_planes("x", x, bits), *_planes("y", y, bits)])


def pack_ground(
    kinds: NDArray[np.uint8], parts: Sequence[NDArray[np.float64]], labels: Sequence[Sequence[Any]]
) -> bytes:
    """Return the background of a map as bytes: rings and lines, each with its class, and names.

    Each coordinate is told as its step from the one before, around the end of the numbers where it
    must be: neighbours are near, so these are small, and gzip makes half as much of them.

    Parameters
    ----------
    kinds
        Shape (n,): the class of each part.
    parts
        n arrays of shape (points, 2): degrees, EPSG:4326.
    labels
        Names: what the browser shows of them, as JSON.
    """
    flat = np.concatenate(parts) if len(parts) else np.empty((0, 2))
    box = _box(flat[:, 0], flat[:, 1])
    bits = _bits(box)
    x, y = (np.diff(_steps(flat[:, i], box[i], box[i + 2], bits).astype(np.int64), prepend=0)
            % 2**bits for i in (0, 1))  # fmt: skip
    sizes = np.array([len(part) for part in parts], dtype=np.uint32)
    head = {"type": "ground", "n": len(parts), "points": len(flat), "box": box, "bits": bits,
            "delta": True, "labels": [list(label) for label in labels]}  # fmt: skip
    columns: list[tuple[str, NDArray[Any]]] = [
        ("kind", np.asarray(kinds, dtype=np.uint8)), ("sizes", sizes),
    ]  # fmt: skip
    return _layer(head, [*columns, *_planes("x", x.astype(np.uint32), bits),
                         *_planes("y", y.astype(np.uint32), bits)])  # fmt: skip


def pack_bits(mask: NDArray[np.bool_]) -> bytes:
    """Return a mask as bytes: one bit for each item, the first in the lowest bit."""
    return np.packbits(mask, bitorder="little").tobytes()


def head_of(layer: bytes) -> dict[str, Any]:
    """Return the head of a layer: its type, counts, extent, bits, and where its columns lie."""
    if layer[:4] != MAGIC:
        raise ValueError("not a packed layer")
    length = int(np.frombuffer(layer, "<u4", 1, 4)[0])
    found: dict[str, Any] = json.loads(layer[8 : 8 + length])
    return found


def unpack(layer: bytes) -> dict[str, Any]:
    """Return a layer's head and its columns; `lon` and `lat` in degrees instead of grid steps."""
    head = head_of(layer)
    start = 8 + int(np.frombuffer(layer, "<u4", 1, 4)[0])
    columns: dict[str, Any] = dict(head)
    raw = {name: np.frombuffer(layer, kind, count, start + at)
           for name, kind, count, at in head["columns"]}  # fmt: skip
    west, south, east, north = head["box"]
    most = 2 ** head["bits"] - 1
    for name, axis, low, high in (("lon", "x", west, east), ("lat", "y", south, north)):
        steps = raw.pop(axis).astype(np.int64)
        if f"{axis}2" in raw:
            steps = steps + raw.pop(f"{axis}2").astype(np.int64) * 65_536
        if head.get("delta"):
            steps = np.cumsum(steps) % 2 ** head["bits"]
        columns[name] = low + steps * ((high - low) / most)
    return columns | raw


def step_m(layer: bytes) -> float:
    """Return the longest step of a layer's grid in metres; it is off by at most half of that."""
    head = head_of(layer)
    return _step(tuple(head["box"]), head["bits"])


def _rings(shapes: NDArray[np.object_]) -> tuple[NDArray[np.intp], list[NDArray[np.float64]]]:
    """Return every ring, without its closing point, and which shape each belongs to."""
    owner: list[int] = []
    rings: list[NDArray[np.float64]] = []
    for at, shape in enumerate(shapes):
        for part in shapely.get_parts(shape) if shape is not None else ():
            if part.geom_type != "Polygon" or part.is_empty:
                continue
            for ring in (part.exterior, *part.interiors):
                owner.append(at)
                rings.append(shapely.get_coordinates(ring)[:-1])
    return np.array(owner, dtype=np.intp), rings


def _box(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Box:
    if not len(lon):
        return 0.0, 0.0, 0.0, 0.0
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def _step(box: Box, bits: int) -> float:
    west, south, east, north = box
    # A degree of longitude is longest where the layer comes nearest to the equator.
    nearest = 0.0 if south <= 0 <= north else min(abs(south), abs(north))
    wide = (east - west) * np.cos(np.radians(nearest))
    return float(max(wide, north - south) * _DEGREE_M / (2**bits - 1))


def _bits(box: Box) -> int:
    return 16 if _step(box, 16) <= FINE_M else 24


def _steps(
    values: NDArray[np.float64], low: float, high: float, bits: int
) -> NDArray[np.uint32]:  # fmt: skip
    most = 2**bits - 1
    span = high - low
    if span <= 0:
        return np.zeros(len(values), dtype=np.uint32)
    steps: NDArray[np.uint32] = np.round((values - low) * (most / span)).astype(np.uint32)
    return steps


def _planes(name: str, steps: NDArray[np.uint32], bits: int) -> list[tuple[str, Any]]:
    """Return steps as a column of 16 bits and, where they need 24, one of 8 more."""
    low = (name, (steps & 0xFFFF).astype("<u2"))
    return [low] if bits == 16 else [low, (f"{name}2", (steps >> 16).astype(np.uint8))]


def _layer(head: dict[str, Any], columns: list[tuple[str, NDArray[Any]]]) -> bytes:
    told: list[tuple[str, str, int, int]] = []
    body: list[bytes] = []
    at = 0
    for name, values in columns:
        data = values.astype(values.dtype.newbyteorder("<")).tobytes()
        told.append((name, values.dtype.newbyteorder("<").str.lstrip("|<>"), len(values), at))
        padded = data + b"\0" * (-len(data) % 4)
        body.append(padded)
        at += len(padded)
    text = json.dumps({**head, "columns": told}, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    return b"".join([MAGIC, np.uint32(len(text)).tobytes(), text, *body])
