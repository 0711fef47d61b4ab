"""What kind of file the bytes are, whatever the name says."""

from __future__ import annotations

import re

from sharedground.intake.child.encoding import decode
from sharedground.intake.child.refused import Refused

_LOOK = 4096

_SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"SQLite format 3\x00", "gpkg"),
    (b"\x00\x00\x27\x0a", "shp"),
    (b"\x1f\x8b", "gzip"),
    (b"PAR1", "parquet"),
)
_UNREADABLE = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BZh91AY&SY", "packed"),
    (b"\xfd7zXZ\x00", "packed"),
    (b"\x28\xb5\x2f\xfd", "packed"),
    (b"7z\xbc\xaf\x27\x1c", "packed"),
    (b"Rar!", "packed"),
    (b"{\\rtf", "document"),
)
_OSM_EXTRACT = b"OSMHeader"
# How GDAL formats say that their data is in another file or at an address.
_ELSEWHERE = re.compile(
    r"<\s*(OGR(VRT|WFS)DataSource|VRTDataset|GDAL_WMS|GDALTileIndexDataset|GDAL_WMTS|WCS_GDAL"
    r"|WMS_Capabilities|OGRCSWDataSource|VRTRasterBand)\b|/vsi[a-z0-9]+(_streaming)?/",
    re.IGNORECASE,
)
_XML = re.compile(r"<(\?xml|!DOCTYPE|!--|/?[A-Za-z_][\w.-]*(:[\w.-]+)?[\s/>])", re.IGNORECASE)
_CELL = re.compile(rb"<\0?t\0?[dh]\0?[\s>]", re.IGNORECASE)
_FEATURES = re.compile(r'"type"\s*:\s*"Feature(Collection)?"')
_SHAPE = re.compile(  # one shape and nothing around it; a table may hold such shapes in its rows
    r'\{\s*("type"\s*:\s*"(GeometryCollection|(Multi)?(Point|LineString|Polygon))"'
    r'|"(coordinates|geometries)"\s*:)'
)


def kind_of(data: bytes) -> str:
    """Return what the bytes are.

    One of "zip", "gzip", "ole", "gpkg", "shp", "parquet", "osm", "kml", "html", "geojson", "json",
    "text".

    Parameters
    ----------
    data
        The whole file.

    Raises
    ------
    Refused
        ``file.empty``; ``file.kind_unknown`` for a kind that is not read;
        ``file.names_other_files`` for text that makes GDAL fetch something else.
    """
    if not data.strip(b"\x00 \t\r\n\xff\xfe\xef\xbb\xbf"):
        raise Refused("file.empty")
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    for signature, seems in _UNREADABLE:
        if data.startswith(signature):
            raise Refused("file.kind_unknown", seems=seems)
    if data[257:262] == b"ustar":
        raise Refused("file.kind_unknown", seems="packed")
    if _OSM_EXTRACT in data[:64]:
        return "osm"
    return _kind_of_text(data)


def names_elsewhere(data: bytes) -> bool:
    """Tell whether the start of a file points GDAL at other files or addresses."""
    return bool(_ELSEWHERE.search(data[:_LOOK].replace(b"\x00", b"").decode("latin-1")))


def _kind_of_text(data: bytes) -> str:
    start = decode(data[: _LOOK * 16])[0].lstrip("\ufeff \t\r\n\x00")
    if _XML.match(start):
        if names_elsewhere(start.encode()):
            raise Refused("file.names_other_files")
        if (seems := _xml_kind(start)) in ("kml", "osm"):
            return seems
        if seems == "web_page" and _CELL.search(data):
            return "html"
        raise Refused("file.kind_unknown", seems=seems)
    if start[:1] not in ("{", "["):
        return "text"
    if _FEATURES.search(start) or _FEATURES.search(data[-_LOOK:].decode("latin-1")):
        return "geojson"
    if _SHAPE.match(start):
        return "geojson"
    return "json" if re.match(r'[{\[]\s*["{\[\]}]', start) else "text"


def _xml_kind(start: str) -> str:
    head = start[:_LOOK].lower()
    if re.search(r"<([a-z_][\w.-]*:)?kml[\s>]", head):
        return "kml"
    if "<osm " in head and "<!" not in head.replace("<!--", ""):
        return "osm"
    return "web_page" if re.search(r"<(!doctype\s+html|html|table|head|body)\b", head) else "xml"
