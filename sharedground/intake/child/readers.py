"""One reader for each kind of source; heavy libraries are imported where they are needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sharedground.intake.child.output import Output
from sharedground.intake.child.refused import Refused
from sharedground.intake.child.sources import Source, Sources

MAPS = frozenset(["geojson", "gpkg", "shp", "osm"])
"""Kinds that GDAL reads."""


def read_sources(sources: Sources, output: Output) -> None:
    """Read every source and write its tables.

    Parameters
    ----------
    sources
        What the upload holds.
    output
        Where the tables go.

    Raises
    ------
    Refused
        As the readers do; ``file.empty`` if no source holds anything.
    """
    maps = {source.kind for source in sources.found} & MAPS
    ogr = None
    if maps:
        from sharedground.intake.child.layers import load

        ogr = load(maps)
    several = len(sources.found) > 1
    empty: list[str] = []
    for source in sources.found:
        before = len(output.tables)
        output.inside = source.name if several else ""
        _read(source, ogr, output)
        if len(output.tables) == before:
            empty.append(source.name)
    output.inside = ""
    left_out = [*sources.left_out, *(empty if several else [])]
    if output.tables and left_out:
        output.tables[0]["notes"].append(("left_out", {"names": ", ".join(left_out)[:500]}))


def _read(source: Source, ogr: Any, output: Output) -> None:
    try:
        if source.kind in MAPS:
            _read_map(source, ogr, output)
        else:
            _READERS.get(source.kind, _read_workbook)(source, output)
    except RecursionError as fault:
        raise Refused("file.unreadable", why="values stand too deep inside each other") from fault


def _read_map(source: Source, ogr: Any, output: Output) -> None:
    """Read a map, under the ending that GDAL expects."""
    from sharedground.intake.child.layers import read_layers

    if source.kind == "shp":
        read_layers(ogr, source.path, source.name, "shp", output)
        return
    if source.kind == "osm":
        from sharedground.intake.child.osm import check_whole, is_packed

        whole = source.path.read_bytes()
        check_whole(whole)
        own = source.path.with_suffix(".pbf" if is_packed(whole) else ".osm")
        own.write_bytes(whole)
        read_layers(ogr, own, "", "osm", output)
        return
    own = source.path.with_suffix(f".{source.kind}")
    if source.kind == "gpkg":
        own.write_bytes(source.path.read_bytes())
        read_layers(ogr, own, "", "gpkg", output)
        return
    from sharedground.intake.child.encoding import decode
    from sharedground.intake.child.jsons import as_collection

    text = as_collection(decode(source.path.read_bytes())[0].lstrip("\ufeff"))
    own.write_text(text, encoding="utf-8")
    read_layers(ogr, own, source.name, "geojson", output)


def _read_text(source: Source, output: Output) -> None:
    from sharedground.intake.child.delimited import read_delimited

    read_delimited(source.path.read_bytes(), output)


def _read_workbook(source: Source, output: Output) -> None:
    from sharedground.intake.child.sheets import read_sheets

    read_sheets(source.path, source.kind, output)


def _read_kml(source: Source, output: Output) -> None:
    from sharedground.intake.child.kml import read_kml

    read_kml(source.path.read_bytes(), source.name, output)


def _read_webpage(source: Source, output: Output) -> None:
    from sharedground.intake.child.webpage import read_webpage

    read_webpage(source.path.read_bytes(), output)


def _read_parquet(source: Source, output: Output) -> None:
    from sharedground.intake.child.columnar import read_parquet

    read_parquet(source.path, source.name, output)


def _read_json(source: Source, output: Output) -> None:
    from sharedground.intake.child.jsons import read_json

    read_json(source.path.read_bytes(), source.name, output)


def _read_package(source: Source, output: Output) -> None:
    from sharedground.intake.child.delimited import rows_of
    from sharedground.intake.child.hsds import add_services
    from sharedground.intake.child.hsds_tables import joined

    tables = {name: _named_rows(rows_of, path) for name, path in source.tables.items()}
    add_services(output, joined(tables))


def _named_rows(rows_of: Callable[[bytes], list[list[str]]], path: Path) -> list[dict[str, Any]]:
    rows = rows_of(path.read_bytes())
    if not rows:
        return []
    headings = [cell.strip() for cell in rows[0]]
    return [dict(zip(headings, row, strict=False)) for row in rows[1:]]


_READERS: dict[str, Callable[[Source, Output], None]] = {
    "text": _read_text,
    "kml": _read_kml,
    "html": _read_webpage,
    "parquet": _read_parquet,
    "json": _read_json,
    "hsds": _read_package,
}
