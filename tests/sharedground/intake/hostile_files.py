"""Files made to harm: each function returns bytes, or bytes by name."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import zipfile
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def vrt(source: str) -> bytes:
    """GDAL's list of other sources, here one of them."""
    return (
        f'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource relativeToVRT="0">{source}'
        "</SrcDataSource><SrcLayer>secret</SrcLayer></OGRVRTLayer></OGRVRTDataSource>"
    ).encode()


def wfs(url: str) -> bytes:
    """GDAL's pointer to a web feature service."""
    return f"<OGRWFSDataSource><URL>{url}</URL></OGRWFSDataSource>".encode()


def xxe_kml(target: str) -> bytes:
    """An XML entity that stands for another file."""
    return (
        f'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY x SYSTEM "{target}">]>'
        "<kml xmlns='http://www.opengis.net/kml/2.2'><Placemark><name>&x;</name>"
        "<Point><coordinates>-2,53</coordinates></Point></Placemark></kml>"
    ).encode()


def zipped(members: dict[str, bytes], links: tuple[str, ...] = ()) -> bytes:
    """A zip; members named in `links` are marked as symbolic links."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o120777 if name in links else 0o100644) << 16
            archive.writestr(info, data)
    return out.getvalue()


def zeros_zip(name: str, size: int, *, admit: bool = True) -> bytes:
    """A zip of one member of `size` zero bytes, made without holding them.

    With `admit` False both listings of the member's size say 1,000 bytes.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = block * (size >> 20) + packer.flush()
    said = (size >> 20 << 20) if admit else 1000
    encoded = name.encode()
    common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, 0, len(packed), said, len(encoded), 0)
    local = b"PK\x03\x04" + common + encoded + packed
    central = b"PK\x01\x02" + struct.pack("<H", 20) + common
    central += struct.pack("<HHHII", 0, 0, 0, 0, 0) + encoded
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local), 0)
    return local + central + end


def workbook(sheet: str, doctype: str = "", members: dict[str, bytes] | None = None) -> bytes:
    """An .xlsx with one sheet, given as XML inside ``<worksheet>``."""
    return zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES.encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                f'relationships"><Relationship Id="r1" Type="{RELS}/officeDocument" '
                'Target="xl/workbook.xml"/></Relationships>'
            ).encode(),
            "xl/workbook.xml": (
                f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>'
                '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
            ).encode(),
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                f'relationships"><Relationship Id="r1" Type="{RELS}/worksheet" '
                'Target="worksheets/sheet1.xml"/></Relationships>'
            ).encode(),
            "xl/worksheets/sheet1.xml": (
                f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
            ).encode(),
        }
        | (members or {})
    )


def cell(ref: str, text: str) -> str:
    """One cell with its text in it."""
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


def corner_workbook() -> bytes:
    """Two cells, the first and the last a sheet can have: calamine asks for all between."""
    return workbook(
        '<dimension ref="A1:XFD1048576"/><sheetData>'
        f'<row r="1">{cell("A1", "name")}</row>'
        f'<row r="1048576">{cell("XFD1048576", "x")}</row></sheetData>'
    )


def giant_cell_workbook(size: int) -> bytes:
    """A cell that unpacks to `size` letters."""
    return workbook(f'<sheetData><row r="1">{cell("A1", "a" * size)}</row></sheetData>')


def lying_workbook(size: int) -> bytes:
    """A workbook whose sheet is far larger than the zip's listings say."""
    honest = giant_cell_workbook(size)
    name = b"xl/worksheets/sheet1.xml"
    changed = bytearray(honest)
    at = changed.find(name)
    struct.pack_into("<I", changed, at - 8, 1000)
    at = changed.rfind(name)
    struct.pack_into("<I", changed, at - 22, 1000)
    return bytes(changed)


def laughing_workbook() -> bytes:
    """A billion laughs: nine entities, each ten of the one before."""
    entities = '<!ENTITY l0 "lol">' + "".join(
        f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10)
    )
    sheet = f'<sheetData><row r="1">{cell("A1", "name")}{cell("B1", "&l9;")}</row></sheetData>'
    return workbook(sheet, f"<!DOCTYPE worksheet [{entities}]>")


def xxe_workbook(target: str) -> bytes:
    """An entity in a cell that stands for another file."""
    sheet = f'<sheetData><row r="1">{cell("A1", "name")}{cell("B1", "&x;")}</row></sheetData>'
    return workbook(sheet, f'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "{target}">]>')


def linked_workbook(target: str) -> bytes:
    """A formula and a link to another workbook, and a picture from an address."""
    link = f'<externalLink xmlns="{MAIN}" xmlns:r="{RELS}"><externalBook r:id="r1"/></externalLink>'
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELS}/externalLinkPath" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    )
    sheet = (
        f'<sheetData><row r="1">{cell("A1", "name")}{cell("B1", "place")}</row>'
        f'<row r="2">{cell("A2", "Hall")}<c r="B2"><f>[1]S!A1</f><v>7</v></c></row></sheetData>'
    )
    members = {
        "xl/externalLinks/externalLink1.xml": link.encode(),
        "xl/externalLinks/_rels/externalLink1.xml.rels": rels.encode(),
    }
    return workbook(sheet, members=members)


def locked_workbook() -> bytes:
    """The container in which Excel keeps a workbook with a password: names, no contents."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    entry = "EncryptedPackage".encode("utf-16-le").ljust(128, b"\x00")
    return bytes(header) + "EncryptionInfo".encode("utf-16-le").ljust(128, b"\x00") + entry


def geojson(geometry: object, crs: object = None, **properties: object) -> bytes:
    """One feature."""
    feature = {"type": "Feature", "properties": properties or {"name": "x"}, "geometry": geometry}
    whole: dict[str, object] = {"type": "FeatureCollection", "features": [feature]}
    return json.dumps(whole | ({"crs": crs} if crs else {})).encode()


def nested_geojson(depth: int) -> bytes:
    """Brackets inside brackets."""
    deep = "[" * depth + "]" * depth
    return (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"x"},'
        f'"geometry":{{"type":"MultiPolygon","coordinates":{deep}}}}}]}}'
    ).encode()


def geopackage(script: str, layers: tuple[str, ...] = ("safe",)) -> bytes:
    """A GeoPackage of point layers named in `layers`; `script` runs last, as its owner."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.gpkg"
        base = sqlite3.connect(path)
        base.executescript(_GEOPACKAGE)
        for layer in layers:
            base.execute(
                "INSERT INTO gpkg_contents (table_name,data_type,identifier,srs_id) "
                "VALUES (?,'features',?,4326)",
                (layer, layer),
            )
            base.execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?,'geom','POINT',4326,0,0)", (layer,)
            )
        base.executescript(script)
        base.commit()
        base.close()
        return path.read_bytes()


POINT = "x'47500001e6100000' || x'0101000000' || x'00000000000000c00000000000804a40'"
SAFE_LAYER = f"""
CREATE TABLE safe (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT);
INSERT INTO safe VALUES (1, CAST({POINT} AS BLOB), 'Hall');
"""
ENDLESS_LAYER = f"""
CREATE VIEW endless AS WITH RECURSIVE n(fid) AS
  (SELECT 1 UNION ALL SELECT fid + 1 FROM n WHERE fid < 1000000000)
  SELECT fid, CAST({POINT} AS BLOB) AS geom, 'x' AS name FROM n;
"""

_GEOPACKAGE = """
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",
  DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],
  UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]', NULL);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL,
  identifier TEXT, description TEXT DEFAULT '', last_change TEXT DEFAULT '2026-01-01T00:00:00Z',
  min_x REAL, min_y REAL, max_x REAL, max_y REAL, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
  srs_id INTEGER, z TINYINT, m TINYINT);
"""


def shapefile(names: list[str], encoding: str = "latin-1") -> dict[str, bytes]:
    """A shapefile of points 0, 1, 2, ... degrees east of Greenwich, in three parts."""
    count = len(names)
    shapes = b"".join(
        struct.pack(">ii", i + 1, 10) + struct.pack("<idd", 1, float(i), 53.0) for i in range(count)
    )
    places = b"".join(struct.pack(">ii", 50 + 14 * i, 10) for i in range(count))
    rows = b"".join(b" " + name.encode(encoding).ljust(20) for name in names)
    field = b"name".ljust(11, b"\x00") + b"C" + bytes(4) + bytes([20]) + bytes(15)
    head = struct.pack("<BBBBIHH", 3, 26, 1, 1, count, 65, 21) + bytes(20)
    return {
        "halls.shp": _shape_header(100 + len(shapes)) + shapes,
        "halls.shx": _shape_header(100 + len(places)) + places,
        "halls.dbf": head + field + b"\r" + rows + b"\x1a",
    }


def _shape_header(size: int) -> bytes:
    start = struct.pack(">7i", 9994, 0, 0, 0, 0, 0, size // 2)
    return start + struct.pack("<ii8d", 1000, 1, 0, 0, 90, 90, 0, 0, 0, 0)
