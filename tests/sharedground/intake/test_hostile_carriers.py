"""The same attacks in the formats that came later: KML, KMZ, gzip, Parquet, JSON, Open Referral."""

from __future__ import annotations

import gzip
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sharedground.intake.guard import Limits
from tests.sharedground.intake import hostile_files as make
from tests.sharedground.intake.test_hostile import (
    SECRET,
    Listener,
    accepted,
    attempt,
    listener,
    refused,
    secret,
)

__all__ = ["listener", "secret"]

PLACE = (
    "<Placemark><name>Hall</name><Point><coordinates>-2.3,53.4</coordinates></Point></Placemark>"
)


def kml(inner: str, doctype: str = "") -> bytes:
    start = "<kml xmlns='http://www.opengis.net/kml/2.2'>"
    return f"{doctype}{start}<Document>{inner}</Document></kml>".encode()


def parquet(table: pa.Table, **options: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


def test_kml_reaches_for_nothing(secret: str, listener: Listener) -> None:
    for target in (listener.url, f"file://{secret}", secret, f"/vsicurl/{listener.url}"):
        link = f"<NetworkLink><Link><href>{target}</href></Link></NetworkLink>"
        extras = (
            f"<Style><IconStyle><Icon><href>{target}</href></Icon></IconStyle></Style>"
            f"<GroundOverlay><Icon><href>{target}</href></Icon></GroundOverlay>"
            f"<Schema id='s' schemaLocation='{target}'/><xi:include href='{target}'/>"
        )
        assert refused("a.kml", kml(link)) == "file.names_other_files"
        if "vsicurl" in target:
            assert refused("a.kml", kml(link + extras + PLACE)) == "file.names_other_files"
            continue
        found = accepted("a.kml", kml(link + extras + PLACE))
        assert found.tables[0].rows["name"].tolist() == ["Hall"]
        packed = accepted("a.kmz", make.zipped({"doc.kml": kml(link + extras + PLACE)}))
        assert len(packed.tables) == 1
    assert not listener.calls


def test_entities_in_kml(secret: str, listener: Listener) -> None:
    laughs = '<!ENTITY l0 "lol">' + "".join(
        f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10)
    )
    for doctype in (
        f"<!DOCTYPE kml [{laughs}]>",
        f'<!DOCTYPE kml [<!ENTITY l9 SYSTEM "file://{secret}">]>',
        f'<!DOCTYPE kml [<!ENTITY % x SYSTEM "{listener.url}"> %x;]>',
        f'<!DOCTYPE kml SYSTEM "{listener.url}">',
    ):
        data = kml("<Placemark><name>&l9;</name></Placemark>", doctype)
        for name, carrier in (("a.kml", data), ("a.kml.gz", gzip.compress(data)),
                              ("a.kmz", make.zipped({"doc.kml": data}))):  # fmt: skip
            assert refused(name, carrier) == "file.defines_entities"
        assert refused("a.kml", data.decode().encode("utf-16")) == "file.defines_entities"
    assert not listener.calls


def test_kmz_that_leaves_its_folder_or_unpacks_without_end(secret: str) -> None:
    assert refused("a.kmz", make.zipped({"../doc.kml": kml(PLACE)})) == "file.leaves_folder"
    linked = make.zipped({"doc.kml": secret.encode()}, links=("doc.kml",))
    assert refused("a.kmz", linked) == "file.names_other_files"
    assert refused("a.kmz", make.zeros_zip("doc.kml", 2 << 30)) == "file.zip_bomb"


def test_text_that_points_elsewhere_inside_packaging(secret: str, listener: Listener) -> None:
    for text in (make.vrt(secret), make.wfs(listener.url), make.vrt(f"/vsicurl/{listener.url}")):
        assert refused("a.csv.gz", gzip.compress(text)) == "file.names_other_files"
        assert refused("a.kml.gz", gzip.compress(text)) == "file.names_other_files"
        mixed = make.zipped({"good.csv": b"name\nHall\n", "b.json": text})
        assert refused("a.zip", mixed) == "file.names_other_files"
    assert not listener.calls


def test_gzip_bombs() -> None:
    bomb = gzip.compress(bytes(300 << 20), 9)
    assert refused("a.csv.gz", bomb) == "file.zip_bomb"
    assert refused("a.csv.gz", gzip.compress(bomb)) == "file.nested"
    assert refused("a.xlsx.gz", gzip.compress(make.corner_workbook())) == "file.too_much_memory"
    assert (
        refused("a.csv.gz", gzip.compress(b"name,b\n" + b"x" * 9_000_000)) == "file.cell_too_long"
    )


def test_parquet_that_unpacks_without_end() -> None:
    many = parquet(pa.table({"a": pa.nulls(30_000_000, pa.int8())}))
    assert len(many) < 100_000
    assert refused("a.parquet", many) == "file.too_many_cells"
    giant = parquet(pa.table({"a": ["x" * 90_000_000]}), compression="zstd")
    assert refused("a.parquet", giant) in ("file.cell_too_long", "file.too_much_memory")
    wide = parquet(pa.table({f"c{n}": [1] for n in range(5_000)}))
    assert refused("a.parquet", wide) == "file.too_many_columns"


@pytest.mark.parametrize("form", ["text", "object"])
def test_parquet_whose_crs_points_elsewhere(form: str, secret: str, listener: Listener) -> None:
    point = b"\x01\x01\x00\x00\x00" + bytes(16)
    table = pa.table({"geometry": [point], "name": ["Hall"]})
    for target in (listener.url, secret, f"+init={secret}:1", f"+proj=longlat +nadgrids={secret}"):
        crs = target if form == "text" else {"$schema": target, "type": "name", "name": target}
        geo = {"primary_column": "geometry", "columns": {"geometry": {"crs": crs}}}
        data = parquet(table.replace_schema_metadata({"geo": json.dumps(geo)}))
        found = accepted("a.parquet", data)
        assert found.tables[0].crs_wkt == ""
    assert not listener.calls


def test_a_prj_that_opens_a_file(secret: str) -> None:
    grid = (
        'GEOGCS["x",DATUM["D",SPHEROID["S",6378137,298.25],'
        f'EXTENSION["PROJ4_GRIDS","{secret}"]],PRIMEM["G",0],UNIT["degree",0.0174532925199433],'
        f'EXTENSION["PROJ4","+proj=longlat +nadgrids={secret} +no_defs"]]'
    )
    found = accepted("halls.shp", make.shapefile(["Hall"]) | {"halls.prj": grid.encode()})
    assert SECRET not in repr(found)
    assert secret not in found.tables[0].crs_wkt


def test_json_made_to_harm() -> None:
    assert refused("a.json", b'[{"a":' + b'{"a":' * 3_000 + b"1" + b"}" * 3_001 + b"]") in (
        "file.unreadable",
        "file.kind_unknown",
    )
    keys = json.dumps([{f"k{n}": n for n in range(100_000)}]).encode()
    assert refused("a.json", keys) == "file.too_many_columns"
    lists = json.dumps({f"k{n}": [{"a": 1}] for n in range(2_000)}).encode()
    assert refused("a.json", lists) == "file.too_many_tables"
    assert refused("a.json", b'[{"a":"' + b"x" * 9_000_000 + b'"}]') == "file.cell_too_long"
    assert refused("a.json", b'[{"a":' + b"9" * 10_000 + b"}]") == "file.unreadable"
    quick = Limits(wall_seconds=20, cpu_seconds=15)
    assert refused("a.json", b"[" + b"{}," * 12_000_000 + b"{}]", quick) in (
        "file.too_much_memory",
        "file.empty",
        "file.took_too_long",
    )


def test_numbers_that_are_none_in_json() -> None:
    found = accepted("a.json", b'[{"name":"a","x":NaN,"y":Infinity,"z":1e999,"n":"b\\u0000c"}]')
    assert found.tables[0].rows.iloc[0].to_dict() == {
        "name": "a", "x": "", "y": "inf", "z": "inf", "n": "bc",
    }  # fmt: skip


def test_one_service_at_very_many_places() -> None:
    places = [{"id": str(n), "location": {"name": "x"}} for n in range(30_000)]
    service = {"id": "s", "name": "Aid", "description": "x" * 900_000, "phones": [],
               "contacts": [], "service_at_locations": places}  # fmt: skip
    result = attempt("a.json", json.dumps(service).encode())
    assert getattr(result, "code", "") == "file.too_much_memory"


def test_tables_that_name_each_other_round_and_round() -> None:
    members = {
        "datapackage.json": b"{}",
        "services.csv": b"id,organization_id,name\ns,s,Aid\ns,s,Aid\n",
        "organizations.csv": b"id,name\ns,Aid\n",
        "locations.csv": b"id,name\ns,x\n",
        "services_at_location.csv": b"id,service_id,location_id\ns,s,s\n",
        "contacts.csv": b"id,contact_id,service_id,organization_id\ns,s,s,s\n",
        "phones.csv": b"id,contact_id,service_id,number\ns,s,s,1\n",
    }
    found = accepted("a.zip", make.zipped(members))
    assert len(found.tables[0].rows) == 1


def test_locked_zip_members_and_documents() -> None:
    locked = bytearray(make.zipped({"a.csv": b"name\nHall\n"}))
    at = locked.find(b"PK\x01\x02")
    locked[at + 8] |= 1
    assert refused("a.zip", bytes(locked)) == "file.password"
    manifest = (
        b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        b'<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data '
        b'manifest:checksum="x"></manifest:encryption-data>'
        b"</manifest:file-entry></manifest:manifest>"
    )
    sheet = make.zipped({
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": manifest,
        "content.xml": bytes(range(256)),
    })  # fmt: skip
    assert refused("a.ods", sheet) == "file.password"


def test_a_zip_of_many_small_bombs() -> None:
    bombs = {f"{n}.xlsx": make.giant_cell_workbook(9 << 20) for n in range(30)}
    code = refused("a.zip", make.zipped(bombs), Limits(wall_seconds=20))
    assert code in ("file.zip_bomb", "file.cell_too_long", "file.took_too_long")
