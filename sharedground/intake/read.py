"""Files to raw tables: the one door through which uploaded bytes come in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from sharedground.errors import FileRefusedError, SharedGroundError
from sharedground.intake.child.archive import PARTS
from sharedground.intake.child.cells import Cleaner
from sharedground.intake.child.together import are_network, network_part
from sharedground.intake.guard import DEFAULT, Limits, read_in_child
from sharedground.intake.raw import RawFile, RawTable, ReadAs
from sharedground.intake.refusals import note, refusal
from sharedground.intake.unheaded import with_known_headings
from sharedground.watch import Watch
from sharedground.words import say

Parts = dict[str, bytes]
"""Bytes by file name: one, or a .shp with the files that belong to it."""

_LONGEST_NAME = 200
ENCODINGS = (
    "utf-8", "cp1252", "utf-16", "mac_roman", "cp850", "cp1250", "cp1251", "cp1253", "cp1254",
    "cp1255", "cp1256", "big5", "euc_kr", "gb18030", "shift_jis",
)  # fmt: skip
"""Encodings that can be asked for; those in frequent use come first."""

DELIMITERS = (",", ";", "\t", "|")
_OF_A_CRS = re.compile(r"\s{0,9}(\{|[A-Za-z_0-9]{3,30}\s{0,9}\[|[A-Za-z]{2,9}:[\w.]{1,20}$)")
_OF_A_FILE = re.compile(
    r"(grids|\binit|PARAMETERFILE)\W{1,6}[^\"\s,\]]{0,200}[/\\]|\+init", re.IGNORECASE
)
"""A CRS whose definition opens a file by its path; grids by a plain name are PROJ's own."""


def read_file(
    name: str,
    parts: Parts | bytes,
    limits: Limits = DEFAULT,
    read_as: ReadAs | None = None,
    watch: Watch | None = None,
) -> RawFile:
    """Read one file, safely.

    Parameters
    ----------
    name
        File name as given. Folders in it are dropped; the contents decide what it is.
    parts
        Its bytes, or the bytes by name of a .shp and its .dbf, .shx, .prj and .cpg.
    limits
        What reading may cost.
    read_as
        What a person says of how to read it; the file tells the rest.
    watch
        Stops the child when it is asked to stop.

    Returns
    -------
    RawFile
        Every sheet or layer with a heading, all values as text.

    Raises
    ------
    FileRefusedError
        The file is too big, damaged, dangerous, locked, empty or of another kind. The code
        says which, the message says what to do.
    SharedGroundError
        ``encoding.unknown``, ``delimiter.unknown``.
    """
    asked = read_as or ReadAs()
    _check_asked(asked)
    shown = plain_name(name)
    given = {shown: parts} if isinstance(parts, bytes) else _plain_names(parts)
    _check_sizes(shown, given, limits)
    with read_in_child(shown, given, limits, asked, watch or Watch()) as (result, folder):
        return raw_file(shown, given, result, folder, asked)


def _check_asked(asked: ReadAs) -> None:
    if asked.encoding and asked.encoding not in ENCODINGS:
        raise SharedGroundError(
            "encoding.unknown",
            say("We do not know the encoding {name}. Choose one of: {names}.",
                name=asked.encoding, names=", ".join(ENCODINGS)),
        )  # fmt: skip
    if asked.delimiter and asked.delimiter not in DELIMITERS:
        raise SharedGroundError(
            "delimiter.unknown",
            say("Columns cannot be parted by {sign}. Choose a comma, a semicolon, a tab or an "
                "upright line.", sign=asked.delimiter),
        )  # fmt: skip


def raw_file(
    name: str, given: Parts, result: Mapping[str, Any], folder: Path, asked: ReadAs | None = None
) -> RawFile:
    """Return a file as the child wrote it.

    Parameters
    ----------
    name, given
        Of the file and its parts.
    result, folder
        The child's description, and where its Arrow files are.
    asked
        What a person said of how to read it.
    """
    tables = tuple(
        with_known_headings(_table(i, facts, folder), name)
        for i, facts in enumerate(result["tables"])
    )
    return RawFile(
        name=name,
        sha256=hash_of(given),
        format=result["format"],
        tables=tables,
        encoding=result["encoding"],
        delimiter=result["delimiter"],
        parts=given,
        read_as=asked or ReadAs(),
    )


def read_many(
    files: Iterable[tuple[str, Parts]], limits: Limits = DEFAULT
) -> list[RawFile | FileRefusedError]:
    """Read several files; one that is refused leaves its reason in the list, in its place.

    Parameters
    ----------
    files
        Pairs as `group` and `gather` give them.
    limits
        What reading each may cost.
    """
    results: list[RawFile | FileRefusedError] = []
    for name, parts in files:
        try:
            results.append(read_file(name, parts, limits))
        except FileRefusedError as no:
            results.append(no)
    return results


def group(files: Iterable[tuple[str, bytes]]) -> list[tuple[str, Parts]]:
    """Put the parts of each shapefile together, and the nodes and edges of a network.

    Parameters
    ----------
    files
        Names and bytes, as uploaded.

    Returns
    -------
    list of tuple
        (name, parts) in order of first appearance; a shapefile goes by the name of its .shp, a
        network by that of its edges.
    """
    found: dict[str, Parts] = {}
    for i, (name, data) in enumerate(files):
        path = PurePosixPath(plain_name(name))
        part = path.suffix.lower() in PARTS
        key = f"shp {path.stem.casefold()}" if part else f"file {i}"
        found.setdefault(key, {})[path.name] = data
    return [(_leading(parts), parts) for parts in _networks(list(found.values()))]


def _networks(files: list[Parts]) -> list[Parts]:
    """Return files with nodes put to the edges of the same network, where there is one of each."""
    of: dict[str, list[int]] = {}
    for i, parts in enumerate(files):
        network, _ = network_part(next(iter(parts)))
        if network and len(parts) == 1:
            of.setdefault(network, []).append(i)
    for both in of.values():
        names = [next(iter(files[i])) for i in both]
        if are_network(names):
            files[both[0]] = {name: data for i in both for name, data in files[i].items()}
            files[both[1]] = {}
    return [parts for parts in files if parts]


def gather(paths: Iterable[str | Path], limits: Limits = DEFAULT) -> list[tuple[str, Parts]]:
    """Read files from disk for the command line, shapefiles with all their parts.

    Parameters
    ----------
    paths
        Files. Of a shapefile any part will do: the others are found beside it.
    limits
        Files above its size are not read into memory.

    Raises
    ------
    FileRefusedError
        ``file.not_found``, ``file.too_big``.
    """
    gathered: list[tuple[str, Parts]] = []
    done: set[Path] = set()
    for path in map(Path, paths):
        together = _parts_beside(path) if path.suffix.lower() in PARTS else [path]
        if done.isdisjoint(together):
            parts = {each.name: _bytes_of(each, limits) for each in together}
            gathered.append((_leading(parts), parts))
        done.update(together)
    return [(_leading(parts), parts) for parts in _networks([parts for _, parts in gathered])]


def plain_name(name: str) -> str:
    """Return a file name without folders, hidden characters or endless length."""
    last = Cleaner().clean(name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    return " ".join(last.split())[-_LONGEST_NAME:] or "file"


def _plain_names(parts: Mapping[str, bytes]) -> Parts:
    """Return parts by plain name; the first of two with the same name and ending counts."""
    plain: Parts = {}
    for name, data in parts.items():
        plain.setdefault(plain_name(name), data)
    return plain


def _leading(parts: Parts) -> str:
    leads = (n for n in parts if n.lower().endswith(".shp") or network_part(n)[1] == "edges")
    return next(leads, next(iter(parts)))


def _parts_beside(path: Path) -> list[Path]:
    """Return the parts of the shapefile `path` belongs to, or `path` if there are none."""
    if not path.parent.is_dir():
        return [path]
    beside = sorted(path.parent.iterdir())
    same = [p for p in beside if p.stem.casefold() == path.stem.casefold()]
    return [p for p in same if p.suffix.lower() in PARTS and p.is_file()] or [path]


def _bytes_of(path: Path, limits: Limits) -> bytes:
    if not path.is_file():
        raise refusal("file.not_found", str(path))
    if path.stat().st_size > limits.bytes:
        raise _too_big(path.name, path.stat().st_size, limits)
    return path.read_bytes()


def _check_sizes(name: str, parts: Parts, limits: Limits) -> None:
    largest = max(map(len, parts.values()), default=0)
    if largest == 0:
        raise refusal("file.empty", name)
    if largest > limits.bytes or sum(map(len, parts.values())) > limits.unzipped:
        raise _too_big(name, largest, limits)


def _too_big(name: str, size: int, limits: Limits) -> FileRefusedError:
    return refusal(
        "file.too_big", name, megabytes=-(-size // 1_000_000), most=limits.bytes // 1_000_000
    )


def hash_of(parts: Parts) -> str:
    """Return the hash that a file is known by: of its bytes, or of all its parts by name."""
    whole = hashlib.sha256()
    for name in sorted(parts):
        whole.update(parts[name])
    return whole.hexdigest()


def _table(i: int, facts: dict[str, Any], folder: Path) -> RawTable:
    """Load one of the child's Arrow files."""
    with pa.OSFile(str(folder / f"table-{i}.arrow")) as source:
        arrow = pa.ipc.open_file(source).read_all()
    arrow.validate(full=True)  # the child may have been taken over: check before use
    headings = facts["headings"]
    rows = arrow.select([f"c{n}" for n in range(len(headings))]).to_pandas()
    rows.columns = pd.Index(headings, dtype="str")
    rows.index = pd.RangeIndex(arrow.num_rows)
    shapes = np.array(arrow["geometry"].to_pylist(), dtype=object) if facts.get("spatial") else None
    wkt = _wkt(facts.get("crs", ""))
    notes = [note(code, **values) for code, values in facts["notes"]]
    if facts.get("crs") and not wkt:
        notes.append(note("crs_unknown"))
    return RawTable(
        name=facts["name"],
        rows=rows,
        row_numbers=arrow["row"].to_numpy().astype(np.int64),
        geometry=shapes,
        crs_wkt=wkt,
        heading_row=facts["heading_row"],
        above=tuple(facts["above"]),
        notes=tuple(notes),
        kinds=tuple(facts.get("kinds", ())),
        top=tuple((int(n), tuple(map(str, cells))) for n, cells in facts.get("top", ())),
    )


@lru_cache(maxsize=256)
def _wkt(crs: str) -> str:
    """Write a CRS, given as "EPSG:27700", WKT or PROJJSON, as WKT; "" if PROJ does not know it."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    if not _OF_A_CRS.match(crs) or _OF_A_FILE.search(crs):
        return ""
    try:
        return CRS.from_user_input(crs).to_wkt()
    except (CRSError, ValueError, RecursionError):
        return ""
