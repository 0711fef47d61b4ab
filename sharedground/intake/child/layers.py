"""GeoJSON, GeoPackage, shapefiles and OpenStreetMap, read by GDAL with other drivers off.

Looked at: fiona (a heavier copy of GDAL's library), geopandas (imports for a second what
this needs a third of). GDAL opens whatever the contents say, and some of its formats name
other files or addresses, so the one driver wanted is all that it may have.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pyarrow as pa

from sharedground.intake.child.cells import Cleaner, unique_headings
from sharedground.intake.child.output import Note, Output
from sharedground.intake.child.refused import Refused

DRIVERS = {"geojson": "GeoJSON", "gpkg": "GPKG", "shp": "ESRI Shapefile", "osm": "OSM"}

OSM_LAYERS = ("points", "lines", "multipolygons")
"""Layers of an extract of OpenStreetMap that hold what a map's background is made of."""

_POLYGONS_WHEN_CLOSED = (
    "aeroway,amenity,boundary,building,craft,geological,historic,landuse,leisure,military,natural,"
    "office,place,shop,sport,tourism,highway=platform,public_transport=platform"
)
_OSM_TAGS = {
    "points": "name,place",
    "lines": "name,highway,railway,waterway,natural,tunnel,foot,access",
    "multipolygons": "name,waterway,natural,water,leisure,landuse",
}
"""The tags that become columns, by layer; the others are not read."""

KINDS = {"osm": ("background", "streets")}
"""What the rows of a format are, where it says so."""

# GDAL 3.12's vector drivers. A newer GDAL may have more: `_load` finds those and starts again.
_KNOWN = (
    "ADBC,AIVector,AVCBin,AVCE00,AmigoCloud,CSV,CSW,Carto,DGN,DXF,EDIGEO,EEDA,ESRI Shapefile,"
    "ESRIJSON,Elasticsearch,FlatGeobuf,GDALG,GML,GPKG,GPSBabel,GPX,GTFS,GeoJSON,GeoJSONSeq,"
    "GeoRSS,HTTP,Idrisi,JML,JSONFG,KML,LIBKML,LVBAG,MBTiles,MEM,MVT,MapInfo File,MapML,"
    "MiraMonVector,NGW,OAPIF,ODS,OGCAPI,OGR_GMT,OGR_PDS,OGR_VRT,OSM,OpenFileGDB,PCIDSK,PDF,"
    "PDS4,PGDUMP,PLSCENES,PMTiles,S57,SQLite,SXF,Selafin,TopoJSON,VDV,VFK,VICAR,WAsP,WFS,XLSX"
)
_MORE = "SHAREDGROUND_MORE_DRIVERS"

_SETTINGS = {
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "{none}",
    "GDAL_DRIVER_PATH": "disable",
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_HTTP_PROXY": "127.0.0.1:9",  # the discard port: nothing answers there
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_NUM_THREADS": "1",
    "GDAL_PAM_ENABLED": "NO",
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
    "OGR_SQLITE_LOAD_EXTENSIONS": "",
    "PROJ_NETWORK": "OFF",
    "SHAPE_RESTORE_SHX": "YES",
}


def load(formats: Collection[str]) -> Any:
    """Import pyogrio with the drivers of some formats only, and make sure that it is so.

    To be called once, before anything of value is written: where GDAL has drivers that are not
    known here, the process starts again without them.
    """
    wanted = {DRIVERS[format_] for format_ in formats}
    more = os.environ.get(_MORE, "")
    skipped = [name for name in f"{_KNOWN},{more}".split(",") if name and name not in wanted]
    os.environ.update(_SETTINGS, OGR_SKIP=",".join(skipped))
    if "osm" in formats:
        os.environ.update(_osm_settings(Path.cwd()))
    import pyogrio

    left = set(pyogrio.list_drivers()) - wanted
    if left and more:
        message = f"GDAL keeps drivers it should not have: {sorted(left)}"
        raise RuntimeError(message)
    if left:
        os.environ[_MORE] = ",".join(sorted(left))
        os.execv(sys.executable, [sys.executable, "-I", *sys.argv])
    return pyogrio


def _osm_settings(folder: Path) -> dict[str, str]:
    """Return what keeps the OSM driver to our own tags, and its scratch files to our folder."""
    config = folder / "osm.ini"
    parts = ["[general]", f"closed_ways_are_polygons={_POLYGONS_WHEN_CLOSED}"]
    for layer in ("points", "lines", "multipolygons", "multilinestrings", "other_relations"):
        parts += [f"[{layer}]", "osm_id=no", "other_tags=no",
                  f"attributes={_OSM_TAGS.get(layer, 'name')}"]  # fmt: skip
    config.write_text("\n".join(parts), encoding="ascii")
    return {
        "OSM_CONFIG_FILE": str(config),
        "CPL_TMPDIR": str(folder),
        "OSM_USE_CUSTOM_INDEXING": "YES",
    }


def read_layers(ogr: Any, path: Path, name: str, format_: str, output: Output) -> None:
    """Read every layer of a file and write each as a table.

    Parameters
    ----------
    ogr
        As `load` gives it.
    path
        The file, under a name of our own.
    name
        What to call its layer; "" to show each layer's own name.
    format_
        "geojson", "gpkg", "shp" or "osm", as the contents say.
    output
        Where the tables go.

    Raises
    ------
    Refused
        ``file.unreadable`` if GDAL cannot read it.
    """
    output.tell(format_)
    try:
        layers = OSM_LAYERS if format_ == "osm" else [layer for layer, _ in ogr.list_layers(path)]
        for layer in layers:
            _add_layer(ogr, path, layer, name or layer, output, KINDS.get(format_, ()))
    except (ogr.errors.DataSourceError, ogr.errors.DataLayerError, OSError) as fault:
        raise Refused("file.unreadable", why=_reason(fault)) from fault


def _reason(fault: Exception) -> str:
    """Return GDAL's own words, which may help an expert, without the name of our temp file."""
    return " ".join(str(fault).split()).replace(str(Path.cwd()) + os.sep, "")[:200]


def _add_layer(
    ogr: Any, path: Path, layer: str, name: str, output: Output, kinds: tuple[str, ...]
) -> None:
    with ogr.open_arrow(path, layer=layer, use_pyarrow=True) as (meta, reader):
        shape = meta["geometry_name"] or "wkb_geometry"
        spatial = shape in reader.schema.names
        fields = {i: name for i, name in enumerate(reader.schema.names) if name != shape}
        cleaner = Cleaner()
        # shapes without any column get an empty one, as a table has at least one heading
        headings = unique_headings([cleaner.clean(name) for name in fields.values()] or [""])
        table = output.open_table(len(headings), geometry=spatial)
        count = 0
        for batch in reader:
            output.ceiling.spend(batch.num_rows, len(headings))
            numbers = list(range(count + 1, count + batch.num_rows + 1))
            columns = [_texts(batch.column(field), cleaner) for field in fields]
            table.add(
                numbers,
                columns or [[""] * batch.num_rows],
                _wkb(batch.column(shape)) if spatial else None,
            )
            count += batch.num_rows
        table.close()
    if not (fields or count):
        return
    notes: list[Note] = [("hidden_removed", {"n": cleaner.removed})] if cleaner.removed else []
    output.describe(
        name, headings, notes, heading_row=0, crs=meta["crs"] or "", spatial=spatial, kinds=kinds
    )


def _texts(column: Any, cleaner: Cleaner) -> list[str]:
    try:
        values = column.to_pylist()
    except UnicodeDecodeError:  # a .dbf whose declared encoding is not the one used
        raw = column.cast(pa.binary()).to_pylist()
        values = [None if value is None else value.decode("cp1252", "replace") for value in raw]
    return [cleaner.text(value) for value in values]


def _wkb(column: Any) -> Any:
    storage = column.storage if isinstance(column, pa.ExtensionArray) else column
    return storage.cast(pa.binary())
