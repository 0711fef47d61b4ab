"""Shapes written as well-known binary (ISO 13249-3), for sources that GDAL does not read."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

Position = Sequence[float]
_POINT, _LINE, _POLYGON, _MANY = 1, 2, 3, 7
_MULTI = {_POINT: 4, _LINE: 5, _POLYGON: 6}


def point(position: Position) -> bytes:
    """Return a point; of a position with a height the first two numbers are used."""
    return _head(_POINT) + struct.pack("<dd", *position[:2])


def line(positions: Sequence[Position]) -> bytes:
    """Return a line through positions."""
    return _head(_LINE) + _run(positions)


def polygon(rings: Sequence[Sequence[Position]]) -> bytes:
    """Return a polygon of an outer ring and its holes; rings left open are closed."""
    closed = [ring if ring[0][:2] == ring[-1][:2] else [*ring, ring[0]] for ring in rings]
    return _head(_POLYGON) + struct.pack("<I", len(rings)) + b"".join(map(_run, closed))


def together(shapes: Sequence[bytes]) -> bytes | None:
    """Return several shapes as one: a multipoint, multipolygon or collection; None for none."""
    if len(shapes) <= 1:
        return next(iter(shapes), None)
    kinds = {struct.unpack_from("<I", shape, 1)[0] for shape in shapes}
    kind = _MULTI.get(kinds.pop(), _MANY) if len(kinds) == 1 else _MANY
    return multi(kind, shapes)


def multi(kind: int, shapes: Iterable[bytes]) -> bytes:
    """Return a multi-part shape of WKB type `kind` (4 points, 5 lines, 6 polygons, 7 mixed)."""
    parts = list(shapes)
    return _head(kind) + struct.pack("<I", len(parts)) + b"".join(parts)


def _head(kind: int) -> bytes:
    return struct.pack("<BI", 1, kind)


def _run(positions: Sequence[Position]) -> bytes:
    flat = [number for position in positions for number in position[:2]]
    return struct.pack("<I", len(positions)) + struct.pack(f"<{len(flat)}d", *flat)
