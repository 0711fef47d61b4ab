"""Extracts of OpenStreetMap, read in a process that has no other driver."""

from __future__ import annotations

import zlib

import pytest

from sharedground.errors import FileRefusedError
from sharedground.intake.read import read_file

NODES = "".join(
    f'<node id="{i}" lat="{lat}" lon="{lon}"/>'
    for i, (lon, lat) in enumerate(
        [(-2.3, 53.4), (-2.29, 53.4), (-2.29, 53.41), (-2.3, 53.41)], start=1
    )
)
TOWN = f"""<?xml version="1.0" encoding="UTF-8"?><osm version="0.6">{NODES}
<node id="9" lat="53.405" lon="-2.295"><tag k="place" v="suburb"/>
<tag k="name" v="Northgate"/></node>
<way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/>
<tag k="name" v="High St"/></way>
<way id="2"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/>
<tag k="natural" v="water"/><tag k="shop" v="kiosk"/></way></osm>"""


def block(kind: bytes, content: bytes) -> bytes:
    """Return a block of a .pbf file: its length, its header, and what it holds, packed."""
    packed = zlib.compress(content)
    body = b"\x1a" + bytes([len(packed)]) + packed
    header = b"\x0a" + bytes([len(kind)]) + kind + b"\x18" + bytes([len(body)])
    return len(header).to_bytes(4, "big") + header + body


HEAD, DATA = block(b"OSMHeader", b""), block(b"OSMData", b"")


def test_an_extract_gives_spots_lines_and_areas_with_their_tags_and_no_others() -> None:
    read = read_file("town.osm", TOWN.encode())
    assert read.format == "osm"
    spots, lines, areas = read.tables
    assert [table.kinds for table in read.tables] == [("background", "streets")] * 3
    assert spots.rows.to_dict("records") == [{"name": "Northgate", "place": "suburb"}]
    assert lines.rows[["name", "highway"]].to_dict("records") == [
        {"name": "High St", "highway": "primary"}
    ]
    assert areas.rows["natural"].tolist() == ["water"]
    assert "shop" not in areas.rows


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (TOWN.replace("<osm ", '<!DOCTYPE x [<!ENTITY a "b">]><osm ').encode(),
         "file.kind_unknown"),
        (TOWN[:400].encode(), "file.unreadable"),
        (HEAD + DATA[:-3], "file.unreadable"),
        (HEAD + DATA[:-6] + b"\0" * 6, "file.unreadable"),
        (HEAD, "file.unreadable"),
        (HEAD[:4] + b"\xff" * 7 + HEAD[6:] + b"\xff" * 200, "file.unreadable"),
    ],
    ids=["entities", "XML cut short", "cut short", "block damaged", "no data", "rubbish"],
)  # fmt: skip
def test_a_hostile_or_broken_extract_is_refused_in_words(data: bytes, code: str) -> None:
    with pytest.raises(FileRefusedError) as no:
        read_file("town.osm", data)
    assert no.value.code == code
