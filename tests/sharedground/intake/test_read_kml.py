"""KML and KMZ: names, descriptions as text, data as columns, shapes, folders."""

from __future__ import annotations

import pytest
import shapely

from sharedground.errors import FileRefusedError
from sharedground.intake.raw import RawFile
from tests.sharedground.intake import hostile_files as make
from tests.sharedground.intake.inside import read_inside

POINT = "<Point><coordinates> -2.3,53.4,0 </coordinates></Point>"


def kml(body: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    return f'{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'.encode()


def place(inner: str) -> str:
    return f"<Placemark>{inner}</Placemark>"


def shapes_of(found: RawFile) -> list[str]:
    [table] = found.tables
    assert table.geometry is not None
    return [shape.wkt for shape in shapely.from_wkb(table.geometry)]


def test_names_descriptions_and_data() -> None:
    data = (
        '<ExtendedData><Data name="phone"><displayName>Tel</displayName>'
        "<value>0161 1</value></Data>"
        '<SchemaData schemaUrl="#s"><SimpleData name="type">library</SimpleData></SchemaData>'
        "</ExtendedData>"
    )
    body = place(f"<name>Hall &amp; Hut</name><description><![CDATA[<b>Open</b> daily<br/>9-5"
                 f"<script>x()</script>]]></description>{data}{POINT}")  # fmt: skip
    [table] = read_inside("a.kml", kml(body)).tables
    assert table.rows.to_dict("records") == [
        {
            "name": "Hall & Hut",
            "description": "Open daily\n9-5",
            "phone": "0161 1",
            "type": "library",
        }
    ]
    assert "WGS 84" in table.crs_wkt


def test_tables_that_gis_programs_write_into_descriptions_become_columns() -> None:
    rows = (("Site", "Oak &amp; Ash"), ("Post code", "M33 1AA"))
    cells = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    markup = f"<table>{cells}</table>"
    body = place(f"<name>1</name><description><![CDATA[{markup}]]></description>{POINT}")
    [table] = read_inside("a.kml", kml(body)).tables
    assert table.rows.iloc[0].to_dict() == {
        "name": "1",
        "Site": "Oak & Ash",
        "Post code": "M33 1AA",
    }


def test_shapes() -> None:
    ring = "<LinearRing><coordinates>0,0 4,0 4,4 0,4 0,0</coordinates></LinearRing>"
    hole = "<LinearRing><coordinates>1,1 2,1 2,2</coordinates></LinearRing>"
    polygon = (f"<Polygon><innerBoundaryIs>{hole}</innerBoundaryIs>"
               f"<outerBoundaryIs>{ring}</outerBoundaryIs></Polygon>")  # fmt: skip
    line = "<LineString><coordinates>0,0\n1,1</coordinates></LineString>"
    bodies = [POINT, line, polygon, f"<MultiGeometry>{POINT}{POINT}</MultiGeometry>",
              f"<MultiGeometry>{POINT}{line}</MultiGeometry>", "",
              "<Point><coordinates>x,y</coordinates></Point>"]  # fmt: skip
    [table] = read_inside("a.kml", kml("".join(place(f"<name>n</name>{b}") for b in bodies))).tables
    assert table.geometry is not None
    found = [None if s is None else shapely.from_wkb(s).wkt for s in table.geometry]
    assert found == [
        "POINT (-2.3 53.4)",
        "LINESTRING (0 0, 1 1)",
        "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 2 1, 2 2, 1 1))",
        "MULTIPOINT ((-2.3 53.4), (-2.3 53.4))",
        "GEOMETRYCOLLECTION (POINT (-2.3 53.4), LINESTRING (0 0, 1 1))",
        None,
        None,
    ]


def test_each_folder_is_a_table_and_very_many_are_one() -> None:
    def folders(count: int) -> str:
        return "".join(
            f"<Folder><name>List {n}</name>{place(f'<name>{n}</name>{POINT}')}</Folder>"
            for n in range(count)
        )

    found = read_inside("a.kml", kml(folders(3) + place(f"<name>loose</name>{POINT}")))
    assert [t.name for t in found.tables] == ["List 0", "List 1", "List 2", "a"]
    [table] = read_inside("a.kml", kml(folders(60))).tables
    assert table.rows["Folder"].tolist()[:2] == ["List 0", "List 1"]


def test_kmz_holds_kml_and_pictures() -> None:
    body = place(f"<name>Hall</name>{POINT}")
    packed = make.zipped({"doc.kml": kml(body), "images/a.png": b"\x89PNG"})
    found = read_inside("halls.kmz", packed)
    assert (found.format, found.tables[0].notes, shapes_of(found)) == (
        "kml", (), ["POINT (-2.3 53.4)"],
    )  # fmt: skip


def test_prefixes_that_are_not_declared_and_other_encodings_are_read() -> None:
    body = place(f"<name>Caf\xe9</name><gx:balloon>1</gx:balloon>{POINT}")
    for data in (
        kml(body),
        kml(body).decode().encode("utf-16"),
        kml(body, "").decode().encode("cp1252"),
        kml(body, '<?xml version="1.0" encoding="iso-8859-1"?>').decode().encode("latin-1"),
    ):
        text = data.replace('encoding="UTF-8"'.encode("utf-16-le"), b"")
        assert read_inside("a.kml", text).tables[0].rows["name"].tolist() == ["Café"]


def test_links_are_not_followed() -> None:
    link = "<NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink>"
    with pytest.raises(FileRefusedError) as no:
        read_inside("a.kml", kml(link))
    assert no.value.code == "file.names_other_files"
    [table] = read_inside("a.kml", kml(link + place(f"<name>Hall</name>{POINT}"))).tables
    assert table.notes == ("Links to other files were not followed: 1.",)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (kml(""), "file.empty"),
        (kml(place(POINT))[:-30], "file.unreadable"),
        (kml("<Folder>" * 500 + "</Folder>" * 500), "file.unreadable"),
        (kml(place(POINT), "<!DOCTYPE kml [<!ENTITY a 'b'>]>"), "file.defines_entities"),
        (kml(place(POINT), "<!DOCTYPE kml SYSTEM 'http://127.0.0.1/k'>"), "file.defines_entities"),
    ],
)  # fmt: skip
def test_refusals(data: bytes, code: str) -> None:
    with pytest.raises(FileRefusedError) as no:
        read_inside("a.kml", data)
    assert no.value.code == code
