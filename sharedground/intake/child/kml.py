"""KML: placemarks with their names, descriptions as text, and further data as columns.

Looked at: GDAL's KML driver (drops ExtendedData; pyogrio's wheels have no LIBKML), fastkml and
pykml (hold the whole document as objects, need lxml). The parser here is the standard library's
expat, told to refuse every document type, so that no entity is ever made or fetched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from sharedground.intake.child import wkb
from sharedground.intake.child.encoding import decode
from sharedground.intake.child.markup import fields_in, plain_text
from sharedground.intake.child.output import Note, Output
from sharedground.intake.child.records import add_records
from sharedground.intake.child.refused import Refused

DEEPEST = 100
"""Elements inside elements. A document of places needs about ten."""

MANY_FOLDERS = 40
"""More folders than this are told in a column, not as tables of their own."""

_TOLD = {"name": "name", "description": "description", "address": "address",
         "phoneNumber": "phone", "when": "date", "begin": "from", "end": "to"}  # fmt: skip
"""What a placemark says in elements of its own, and the heading it is given."""

_FOLDERS = ("Document", "Folder")
_LINKS = ("NetworkLink",)


@dataclass
class _Placemark:
    folder: tuple[str, ...]
    told: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    shapes: list[bytes] = field(default_factory=list)
    rings: list[list[tuple[float, ...]]] = field(default_factory=list)


class _Reader:
    """Follows the document from element to element and keeps the placemarks."""

    def __init__(self) -> None:
        self.placemarks: list[_Placemark] = []
        self.links = 0
        self._path: list[str] = []
        self._folders: list[str] = []
        self._now: _Placemark | None = None
        self._text: list[str] = []
        self._called = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self._path.append(name)
        if len(self._path) > DEEPEST:
            raise Refused("file.unreadable", why="elements stand too deep inside each other")
        self._text = []
        if name in _FOLDERS:
            self._folders.append("")
        elif name == "Placemark":
            self._now = _Placemark(tuple(self._folders))
        elif name in ("Data", "SimpleData"):
            self._called = attributes.get("name", "")
        elif name == "Polygon" and self._now:
            self._now.rings = []
        self.links += name in _LINKS

    def text(self, text: str) -> None:
        self._text.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        within = self._path[-2] if len(self._path) > 1 else ""
        text = "".join(self._text).strip()
        self._path.pop()
        self._text = []
        if name in _FOLDERS:
            self._folders.pop()
        elif name == "name" and within in _FOLDERS:
            self._folders[-1] = text
        elif self._now is None:
            return
        elif name == "Placemark":
            self.placemarks.append(self._now)
            self._now = None
        else:
            self._of_placemark(self._now, name, within, text)

    def _of_placemark(self, mark: _Placemark, name: str, within: str, text: str) -> None:
        if name == "coordinates":
            outer = "outerBoundaryIs" in self._path[-2:]
            _add_shape(mark, within, _positions(text), outer=outer)
        elif name == "Polygon":
            if mark.rings:
                mark.shapes.append(wkb.polygon(mark.rings))
            mark.rings = []
        elif name == "SimpleData" or (name == "value" and within == "Data"):
            mark.data.setdefault(self._called, text)
        elif name in _TOLD and within in ("Placemark", "TimeStamp", "TimeSpan"):
            mark.told.setdefault(_TOLD[name], text)


def read_kml(data: bytes, name: str, output: Output) -> None:
    """Read the placemarks of a document; each folder that holds any becomes a table.

    Parameters
    ----------
    data
        The document.
    name
        What to call a table whose folder has no name.
    output
        Where the tables go.

    Raises
    ------
    Refused
        ``file.defines_entities`` for any document type; ``file.names_other_files`` if all it
        holds is links; ``file.empty``; ``file.unreadable``.
    """
    reader = _parsed(data)
    output.tell("kml")
    if not reader.placemarks:
        raise Refused("file.names_other_files" if reader.links else "file.empty")
    folders: dict[tuple[str, ...], list[_Placemark]] = {}
    for mark in reader.placemarks:
        folders.setdefault(mark.folder, []).append(mark)
    notes: list[Note] = [("links_left", {"n": reader.links})] if reader.links else []
    if len(folders) > MANY_FOLDERS:
        _add(output, name, reader.placemarks, notes, folder=True)
        return
    for path, marks in folders.items():
        called = next((part for part in reversed(path) if part), name)
        _add(output, called, marks, notes)
        notes = []


def _parsed(data: bytes) -> _Reader:
    try:
        return _parse(data)
    except expat.ExpatError:  # letters in another encoding than it says
        try:
            return _parse(decode(data)[0].lstrip("\ufeff"))
        except expat.ExpatError as fault:
            raise Refused("file.unreadable", why=str(fault)[:200]) from fault


def _parse(document: bytes | str) -> _Reader:
    reader = _Reader()
    parser = expat.ParserCreate("UTF-8" if isinstance(document, str) else None)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.Parse(document, True)
    return reader


def _refuse_document_type(*_about: object) -> None:
    raise Refused("file.defines_entities")


def _add(
    output: Output, name: str, marks: list[_Placemark], notes: list[Note], *, folder: bool = False
) -> None:
    records = []
    for mark in marks:
        markup = mark.told.get("description", "")
        described = fields_in(markup)
        row = {key: plain_text(text) for key, text in mark.told.items()}
        if described:
            row.pop("description")
        where = {"Folder": " / ".join(filter(None, mark.folder))} if folder else {}
        records.append({**where, **row, **_apart({**described, **mark.data}, row)})
    shapes = [wkb.together(mark.shapes) for mark in marks]
    add_records(output, name, records, shapes=shapes, crs="EPSG:4326", notes=notes)


def _apart(data: dict[str, str], told: dict[str, str]) -> dict[str, str]:
    """Return further data under headings of its own: one called "name" as the placemark is."""
    return {
        (f"{key} (data)" if key in told and told[key] != text else key): plain_text(text)
        for key, text in data.items()
        if key
    }


def _positions(text: str) -> list[tuple[float, ...]]:
    """Return the positions of a ``coordinates`` element; those that are no numbers are left out."""
    found = []
    for triple in text.replace(", ", ",").split():
        try:
            numbers = tuple(float(part) for part in triple.split(",") if part)
        except ValueError:
            continue
        if len(numbers) >= 2:
            found.append(numbers[:2])
    return found


def _add_shape(
    mark: _Placemark, kind: str, positions: list[tuple[float, ...]], *, outer: bool
) -> None:
    if not positions:
        return
    if kind == "Point":
        mark.shapes.append(wkb.point(positions[0]))
    elif kind == "LinearRing":
        if len(positions) >= 3:
            mark.rings.insert(0 if outer else len(mark.rings), positions)
    elif kind == "LineString" and len(positions) >= 2:
        mark.shapes.append(wkb.line(positions))
