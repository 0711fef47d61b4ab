"""Maps and tables in one GeoPackage, with their sources inside, for QGIS and other GIS programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from sharedground.export.dataset import Dataset, Origin, sources_table
from sharedground.export.geojson import metadata

_TYPES = {"Polygon": "MultiPolygon", "MultiPolygon": "MultiPolygon", "Point": "Point"}


def geopackage_bytes(datasets: Sequence[Dataset], origin: Origin) -> bytes:
    """Return a GeoPackage with a layer for each dataset, and a table `sources`.

    What to know also stands in each layer's description, and with the sources in its metadata.
    """
    about = {
        "DESCRIPTION": " ".join(origin.lines()),
        "shared_ground": json.dumps(metadata(origin), ensure_ascii=False),
    }
    listed = Dataset("sources", "", "", sources_table(origin.sources, public=origin.public))
    with TemporaryDirectory(prefix="sharedground-") as folder:
        path = Path(folder) / "out.gpkg"
        for number, dataset in enumerate([*datasets, listed]):
            _write(path, dataset, about, append=number > 0)
        return path.read_bytes()


def _write(path: Path, dataset: Dataset, about: dict[str, str], *, append: bool) -> None:
    table = dataset.table.copy()
    for column in table.columns:
        if not pd.api.types.is_numeric_dtype(table[column]):
            table[column] = table[column].astype(object)
    options: dict[str, Any] = {
        "driver": "GPKG", "layer": dataset.name, "append": append, "encoding": "UTF-8",
        "layer_metadata": about | {"IDENTIFIER": dataset.title or dataset.name},
    }  # fmt: skip
    if dataset.shapes is None:
        pyogrio.write_dataframe(table, path, **options)
        return
    kinds = {_TYPES.get(shape.geom_type, "Unknown") for shape in dataset.shapes if shape}
    kind = kinds.pop() if len(kinds) == 1 else "Unknown"
    shapes = list(dataset.shapes)
    if kind == "MultiPolygon":
        shapes = [_many(shape) for shape in shapes]
    if "fid" in {str(name).casefold() for name in table.columns}:
        options["layer_options"] = {"FID": "row"}
    frame = gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")
    pyogrio.write_dataframe(frame, path, geometry_type=kind, **options)


def _many(shape: Any) -> Any:
    return shapely.MultiPolygon([shape]) if shape and shape.geom_type == "Polygon" else shape
