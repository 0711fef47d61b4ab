"""Writing a partnership file: a Data Package (version 2) in a zip.

Looked at: the library `frictionless` (86 MB with what it needs, to write a JSON file and CSV that
we have to write exactly anyway; the tests read every file with it) and BagIt (hashes, but no types
and licences). The standard is at datapackage.org.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import shapely

from sharedground import __version__, code_point
from sharedground.export.sheets import zip_bytes
from sharedground.export.table import as_text
from sharedground.partnership.shape import FORMAT, Field, Shape, Type
from sharedground.store.database import newest_version
from sharedground.words import say

Json = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
DESCRIPTOR: Final = "datapackage.json"
LICENCES: Final[tuple[tuple[str, str, str], ...]] = (
    (r"open government licence|\bogl\b", "OGL-UK-3.0",
     "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
    (r"\bcc0\b", "CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    (r"cc[- ]by[- ]sa", "CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    (r"cc[- ]by(?!-)", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    (r"odbl|open database licen", "ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
)  # fmt: skip
"""Words of a licence, its name at opendefinition.org, and where it stands."""


def package_bytes(
    name: str, tables: Sequence[tuple[Shape, Rows]], extra: Mapping[str, tuple[str, bytes]],
    *, whole: bool, now: dt.datetime,
) -> bytes:  # fmt: skip
    """Return the zip: `datapackage.json`, a CSV file for each table, and files as they came.

    Parameters
    ----------
    tables
        With the tables `place` and `source` among them.
    extra
        By resource name a title and CSV that is there to be read and compared, not restored.
    """
    files: dict[str, bytes] = {}
    resources: list[Json] = []
    kept: list[tuple[str, str, bytes]] = []
    for shape, rows in tables:
        path = f"data/{shape.name}.csv"
        files[path] = table_bytes(shape, rows, kept)
        resources.append(_table_resource(shape, path, files[path]))
    for extra_name, (title, content) in extra.items():
        path = f"figures/{extra_name}.csv"
        files[path] = content
        resources.append(_resource(extra_name, path, say(title), content, "csv")
                         | {"type": "table", "schema": _plain_schema(content)})  # fmt: skip
    for number, (path, title, content) in enumerate(kept, start=1):
        files[path] = content
        resources.append(_resource(f"file-{number:04d}", path, title, content, ""))
    by_name = {shape.name: rows for shape, rows in tables}
    descriptor = _descriptor(name, by_name, resources, whole=whole, now=now)
    text = json.dumps(descriptor, ensure_ascii=False, indent=1)
    return zip_bytes({DESCRIPTOR: text.encode()} | files)


def table_bytes(shape: Shape, rows: Rows, kept: list[tuple[str, str, bytes]]) -> bytes:
    """Return a table as CSV in UTF-8, from which every value comes back exactly.

    Numbers have as many digits as they need. Text that a spreadsheet would run, or that begins
    with an apostrophe, gets an apostrophe in front, which reading takes away again. The bytes of
    files are put into `kept` as (path, title, bytes).
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([field.name for field in shape.fields])
    columns = [_column(field, [row[field.name] for row in rows], rows, kept)
               for field in shape.fields]  # fmt: skip
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode("utf-8", "replace")


def _column(
    field: Field, values: list[Any], rows: Rows, kept: list[tuple[str, str, bytes]]
) -> list[str]:
    if field.type is Type.GEOJSON:
        return [str(text) for text in shapely.to_geojson(shapely.from_wkb(values))]
    if field.type is Type.FILE:
        paths = []
        for row, value in zip(rows, values, strict=True):
            paths.append(f"files/{len(kept) + 1:04d}.bin")
            kept.append((paths[-1], str(row["file_name"]), value))
        return paths
    return [_cell(field.type, value) for value in values]


def _cell(kind: Type, value: Any) -> str:
    if value is None:
        return "null" if kind is Type.JSON else ""
    if kind is Type.STRING:
        return guarded(str(value))
    if kind is Type.BOOLEAN:
        return "true" if value else "false"
    if kind is Type.NUMBER:
        return repr(float(value))
    if kind is Type.DATETIME:
        return str(value.astimezone(dt.UTC).isoformat(timespec="microseconds"))
    if kind is Type.JSON:
        return json.dumps(value, ensure_ascii=False)
    return str(int(value))


def guarded(text: str) -> str:
    """Return text that no spreadsheet runs; `unguarded` gives it back."""
    text = text.replace("\x00", "")
    return f"'{text}" if text.lstrip(" ").startswith("'") else str(as_text(text))


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    return text[1:] if text.startswith("'") else text


def _resource(name: str, path: str, title: str, content: bytes, form: str) -> Json:
    found: Json = {
        "name": name, "path": path, "title": title, "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }  # fmt: skip
    if form == "csv":
        return found | {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    return found | {"mediatype": "application/octet-stream"}


def _table_resource(shape: Shape, path: str, content: bytes) -> Json:
    schema: Json = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(field) for field in shape.fields],
    }
    if shape.key:
        schema["primaryKey"] = list(shape.key)
    names = {field.name for field in shape.fields}
    if "source_id" in names and shape.name != "source":
        schema["foreignKeys"] = [
            {"fields": ["source_id"],
             "reference": {"resource": "source", "fields": ["source_id"]}}
        ]  # fmt: skip
    made = _resource(shape.name, path, say(shape.title), content, "csv")
    return made | {"type": "table", "schema": schema}


def _field(field: Field) -> Json:
    kind = Type.STRING if field.type is Type.FILE else field.type
    return {"name": field.name, "type": kind.value}


def _plain_schema(content: bytes) -> Json:
    heads = next(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
    return {"fields": [{"name": name, "type": "any"} for name in heads]}


def _descriptor(
    name: str, tables: Mapping[str, Rows], resources: list[Json], *, whole: bool, now: dt.datetime
) -> Json:
    place = tables["place"][0]
    live = [row for row in tables["source"] if row["live"]]
    ours = code_point.source_of(str(row["placed_by"]) for row in tables["site"])
    live += [ours.model_dump()] if ours else []
    found: Json = {
        "$schema": PROFILE,
        "name": name,
        "id": str(place["place_id"]),
        "title": str(place["name"]),
        "description": say(
            "All that Shared Ground knows of {place}. For officers only: it holds true positions "
            "and contacts. Text with an apostrophe in front would run in a spreadsheet. Each list "
            "keeps its own licence: see the table source.", place=str(place["name"]),
        ),
        "version": str(place["revision"]),
        "created": now.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "sources": _sources(live),
        "resources": resources,
        "sharedground": {
            "format": FORMAT, "program": __version__, "store": newest_version(),
            "contents": "whole" if whole else "shared",
        },
    }  # fmt: skip
    licences = licences_of(str(row["licence"]) for row in live)
    return found | ({"licenses": licences} if licences else {})


def _sources(live: Rows) -> list[Json]:
    listed = []
    for row in live:
        one = {"title": str(row["title"] or row["file_name"])}
        if row["date"]:
            one["version"] = str(row["date"])
        if urlsplit(str(row["url"])).scheme in ("http", "https"):
            one["path"] = str(row["url"])
        listed.append(one)
    return listed


def licences_of(texts: Iterable[str]) -> list[Json]:
    """Return the open licences that these words name, each once; others stand in the table."""
    found: dict[str, Json] = {}
    for text in texts:
        for words, name, path in LICENCES:
            if re.search(words, text, re.IGNORECASE):
                found[name] = {"name": name, "path": path, "title": text}
                break
    return list(found.values())
