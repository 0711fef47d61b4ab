"""Maps as GeoJSON (RFC 7946): WGS 84, longitude first, outer rings anticlockwise.

Looked at: GDAL's GeoJSON driver (drops what stands beside the features) and GeoPandas' `to_json`
(keeps the old `crs` member, which RFC 7946 took out). Writing it is short.
"""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from sharedground.export.dataset import Dataset, Origin, plain_value, sources_table

DIGITS: Final = 7
"""Decimal places of a degree, about 1 cm: RFC 7946 11.2 asks for no more than tells something."""


def geojson_bytes(dataset: Dataset, origin: Origin) -> bytes:
    """Return a FeatureCollection; rows without a position have the geometry null.

    Beside the features stand `name`, `title` and `metadata`: what to know, and every source
    with its licence and date (members that RFC 7946 6.1 allows).

    Raises
    ------
    ValueError
        If the table has no shapes: a bug in the caller.
    """
    if dataset.shapes is None:
        message = f"{dataset.name} has no shapes"
        raise ValueError(message)
    head: dict[str, Any] = {
        "type": "FeatureCollection",
        "name": dataset.name,
        "title": dataset.title,
        "metadata": metadata(origin),
    }
    there = dataset.shapes[[shape is not None for shape in dataset.shapes]]
    if len(there):
        head["bbox"] = [round(float(side), DIGITS) for side in shapely.total_bounds(there)]
    start = json.dumps(head, ensure_ascii=False)[:-1]
    features = ",\n".join(_features(dataset, dataset.shapes))
    return f'{start}, "features": [\n{features}\n]}}\n'.encode()


def metadata(origin: Origin) -> dict[str, Any]:
    """Return what stands beside the data: place, audience, day, notes and sources."""
    listed = sources_table(origin.sources, public=origin.public)
    return {
        "place": origin.place,
        "fictional": origin.fictional,
        "audience": "public" if origin.public else "officers",
        "made_at": origin.made_at.isoformat(timespec="seconds"),
        "notes": origin.lines()[1:],
        "sources": records(listed),
    }


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table as JSON objects."""
    names = [str(name) for name in table.columns]
    columns = [[plain_value(value) for value in table[name].tolist()] for name in table.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _features(dataset: Dataset, shapes: NDArray[np.object_]) -> list[str]:
    drawn = shapely.to_geojson(tidy(shapes))
    properties = records(dataset.table)
    return [
        json.dumps({"type": "Feature"} | ({"id": row[dataset.key]} if dataset.key else {}))[:-1]
        + f', "geometry": {shape or "null"}, "properties": {json.dumps(row, ensure_ascii=False)}}}'
        for shape, row in zip(drawn, properties, strict=True)
    ]


def tidy(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return shapes with outer rings anticlockwise and coordinates of `DIGITS` decimal places."""
    rounded = shapely.transform(shapes, lambda xy: np.round(xy, DIGITS))
    return np.asarray(shapely.orient_polygons(rounded), dtype=object)
