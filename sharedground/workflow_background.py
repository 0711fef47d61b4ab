"""The background of the map: adding files to it, and what it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from sqlalchemy.engine import Engine

from sharedground import workflow
from sharedground.access import Role, require
from sharedground.export.packed import unpack
from sharedground.model.ground import ORDER
from sharedground.model.place import Kind, Source
from sharedground.store import loading
from sharedground.store.keeping import Kept
from sharedground.workflow import About, Preview


@dataclass(frozen=True)
class Described:
    """One background: where it comes from, and what its layer holds.

    Parameters
    ----------
    layer_bytes
        Size of the layer that the map fetches, before it is packed for the way.
    parts
        Lines and rings drawn, by the value of their class.
    names
        How many names can be written on the map.
    """

    source: Source
    layer_bytes: int
    parts: dict[str, int]
    names: int


def add_background(
    engine: Engine, place_id: str, name: str, parts: bytes | Mapping[str, bytes],
    *, about: About | None = None,
) -> tuple[Preview, Kept]:  # fmt: skip
    """Read a file and draw it below the map from now on.

    Parameters
    ----------
    name
        File name: of OpenStreetMap (.osm.pbf or .osm), GeoJSON, GeoPackage or a shapefile.
    parts
        The bytes; for a shapefile the bytes of each part by file name.
    about
        Where it comes from: shown on the map. Of OpenStreetMap it is known.

    Raises
    ------
    NothingUsableError
        "ground.no_areas" before the place has outlines; or when nothing of the file can be drawn.
    """
    read = workflow.preview(engine, place_id, Kind.BACKGROUND, name, parts, about=about)
    return read, workflow.keep(engine, place_id, read)


def backgrounds_of(engine: Engine, place_id: str) -> tuple[Described, ...]:
    """Return the backgrounds in use, in the order in which they came."""
    require(Role.READER)
    held = loading.load(engine, place_id)
    sources = {source.source_id: source for source in held.sources}
    return tuple(_described(sources[one.source_id], one.layer) for one in held.backgrounds)


def _described(source: Source, layer: bytes) -> Described:
    found = unpack(layer)
    counts = np.bincount(found["kind"], minlength=len(ORDER))
    parts = {ground.value: int(n) for ground, n in zip(ORDER, counts, strict=True) if n}
    return Described(source, len(layer), parts, len(found["labels"]))
