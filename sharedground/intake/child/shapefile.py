"""The parts of a shapefile: do they belong together, and are they whole."""

from __future__ import annotations

import struct
from pathlib import Path

from sharedground.intake.child.kinds import names_elsewhere
from sharedground.intake.child.refused import Refused

_NUMBER = b"\x00\x00\x27\x0a"


def lay_out(name: str, parts: dict[str, bytes], folder: Path) -> tuple[str, Path]:
    """Write a shapefile's parts under a name of our own.

    Parameters
    ----------
    name
        What the layer is called.
    parts
        Bytes by ending (".shp", ".dbf", ...).
    folder
        A new folder for this shapefile alone.

    Returns
    -------
    tuple
        `name`, and the path of the .shp.

    Raises
    ------
    Refused
        ``file.parts_missing`` without a .dbf; ``file.parts_differ`` if the parts hold different
        numbers of features; ``file.unreadable`` if one is cut short, as GDAL would quietly
        read what is left.
    """
    _check(parts)
    folder.mkdir()
    for ending, data in parts.items():
        (folder / f"layer{ending}").write_bytes(data)
    if ".cpg" not in parts and _is_utf8(parts[".dbf"]):
        (folder / "layer.cpg").write_text("UTF-8", encoding="ascii")
    return name, folder / "layer.shp"


def _check(parts: dict[str, bytes]) -> None:
    shp, dbf, shx = parts.get(".shp", b""), parts.get(".dbf", b""), parts.get(".shx", b"")
    if not shp:
        raise Refused("file.parts_missing", ending=".shp")
    if not shp.startswith(_NUMBER):
        elsewhere = any(names_elsewhere(data) for data in parts.values())
        code = "file.names_other_files" if elsewhere else "file.unreadable"
        raise Refused(code, why="the .shp part does not begin as a shapefile does")
    if not dbf:
        raise Refused("file.parts_missing", ending=".dbf")
    if len(dbf) < 32 or len(shp) < 100:
        raise Refused("file.unreadable", why="a part is cut short")
    rows, header, width = struct.unpack_from("<IHH", dbf, 4)
    (words,) = struct.unpack_from(">i", shp, 24)
    if len(dbf) < header + rows * width or len(shp) < 2 * words:
        raise Refused("file.unreadable", why="a part is cut short")
    if shx and (len(shx) - 100) // 8 != rows:
        raise Refused("file.parts_differ", shapes=(len(shx) - 100) // 8, rows=rows)


def _is_utf8(dbf: bytes) -> bool:
    """Tell a .dbf written in UTF-8 that does not say so: its letters outside ASCII decode."""
    (header,) = struct.unpack_from("<H", dbf, 8)
    body = dbf[header:]
    if body.isascii():
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
