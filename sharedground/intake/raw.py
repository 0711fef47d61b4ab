"""A file as it was read, before anyone decided what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True)
class ReadAs:
    """How a person says that a file is to be read, where it was read otherwise.

    Parameters
    ----------
    heading_rows
        Sheet to the row that holds its headings (0: none does); "" stands for every other sheet.
    encoding, delimiter
        Of separated text; "" lets the file tell.
    """

    heading_rows: Mapping[str, int] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""


@dataclass(frozen=True)
class RawTable:
    """One sheet or layer: headings and rows, all of it text.

    Parameters
    ----------
    name
        Sheet or layer name; "" for a plain CSV.
    rows
        One column per heading (made unique: "Name", "Name (2)"), every cell str, "" if empty.
        Whole numbers from spreadsheets are written without ".0"; dates as ISO 8601.
        The index is 0..n-1. Wholly empty rows are not here.
    row_numbers
        int64, one per row: the row as a person sees it in the file, counting from 1
        (features of a layer count from 1 too).
    geometry
        object array of WKB bytes or None, one per row, in `crs_wkt`; None for plain tables.
        Not judged: may be empty, have heights, or hold numbers that are not finite.
    crs_wkt
        The layer's CRS as WKT, or "" when the file does not say.
    heading_row
        The row number that held the headings; 0 for layers, and where no row looked like headings
        (the columns are then "Column 1 (no heading)", ...).
    above
        Text of the rows above the heading (titles), for guessing what the table is about.
    notes
        Sentences about how it was read, in words, such as "3 rows of notes below were left out".
    kinds
        What the format says the rows are ("assets", "partners"); empty where it does not say.
    top
        The first rows as they stand, with their numbers, headings and titles too; empty for layers.
    """

    name: str
    rows: pd.DataFrame
    row_numbers: NDArray[np.int64]
    geometry: NDArray[np.object_] | None = None
    crs_wkt: str = ""
    heading_row: int = 1
    above: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    top: tuple[tuple[int, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class RawFile:
    """One uploaded file (with its sidecars) and the tables found in it.

    Parameters
    ----------
    name
        File name as given, without folders.
    sha256
        Hash of the bytes (for a shapefile: of all its parts, in name order).
    format
        "csv", "xlsx" (or "xls", "xlsb", "ods": read the same way), "geojson", "gpkg", "shp",
        "kml", "parquet", "json", "hsds", or "zip" for several of them in one zip.
    tables
        Tables with at least one heading, in the order of the file.
    encoding, delimiter
        How a CSV was read, else "".
    parts
        The bytes by file name, to be kept as they came.
    read_as
        What a person said of how to read it.
    """

    name: str
    sha256: str
    format: str
    tables: tuple[RawTable, ...]
    encoding: str = ""
    delimiter: str = ""
    parts: dict[str, bytes] = field(default_factory=dict, repr=False)
    read_as: ReadAs = field(default_factory=ReadAs)
