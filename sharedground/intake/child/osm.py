"""Whether an extract of OpenStreetMap is whole: GDAL stops at a fault and says nothing.

Looked at: pyosmium (a second reader of the same files). Only the blocks of a .osm.pbf
are walked here, as the format's own page describes them: a length, a header that names the kind
and size, and the block.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from xml.parsers import expat

from sharedground.intake.child.refused import Refused

LONGEST_HEADER = 64 * 1024
LONGEST_BLOCK = 32 * 1024 * 1024
"""Bytes that a header or an unpacked block may have at most, as the format says."""


def is_packed(data: bytes) -> bool:
    """Say whether an extract is a .osm.pbf, and no XML."""
    return b"OSMHeader" in data[:64]


def check_whole(data: bytes) -> None:
    """Walk the whole of a file; blocks packed by zlib are unpacked.

    Raises
    ------
    Refused
        ``file.unreadable`` if it is cut short or damaged.
    """
    if not is_packed(data):
        _check_xml(data)
        return
    try:
        kinds = [_check_block(kind, block) for kind, block in _blocks(data)]
    except (IndexError, ValueError, zlib.error) as fault:
        raise Refused("file.unreadable", why="a block is cut short or damaged") from fault
    if kinds[:1] != [b"OSMHeader"] or b"OSMData" not in kinds:
        raise Refused("file.unreadable", why="it holds no blocks of data")


def _check_xml(data: bytes) -> None:
    def refuse(*_: object) -> None:
        raise Refused("file.kind_unknown", seems="xml")  # entities can grow without end

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as fault:
        raise Refused("file.unreadable", why=str(fault)[:200]) from fault


def _blocks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    whole, at = memoryview(data), 0
    while at < len(whole):
        length = int.from_bytes(_part(whole, at, 4), "big")
        if length > LONGEST_HEADER:
            raise ValueError(length)
        header = dict(_fields(_part(whole, at + 4, length)))
        size, kind = header.get(3), header.get(1)
        if not isinstance(size, int) or size > LONGEST_BLOCK or not isinstance(kind, memoryview):
            raise ValueError(size)
        yield bytes(kind), _part(whole, at + 4 + length, size)
        at += 4 + length + size


def _check_block(kind: bytes, block: memoryview) -> bytes:
    packed = dict(_fields(block)).get(3)
    if isinstance(packed, memoryview):
        reader = zlib.decompressobj()
        reader.decompress(packed, LONGEST_BLOCK + 1)
        if not reader.eof:
            raise ValueError(kind)
    return kind


def _fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Yield number and value of each field of a Protocol Buffers message."""
    at = 0
    while at < len(message):
        key, at = _number(message, at)
        number, at = _number(message, at)
        if key & 7 == 2:
            yield key >> 3, _part(message, at, number)
            at += number
        elif key & 7 == 0:
            yield key >> 3, number
        else:
            raise ValueError(key)


def _number(message: memoryview, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError(value)


def _part(data: memoryview, at: int, length: int) -> memoryview:
    if at + length > len(data):
        raise ValueError(length)
    return data[at : at + length]
