"""Every export holds what its audience may see, where it comes from, and nothing that runs."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
import sqlite3
import uuid
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
import shapely

from sharedground import exports, workflow
from sharedground.access import Role, acting_as
from sharedground.errors import SharedGroundError
from sharedground.exports import Form, What
from sharedground.model.place import Kind
from sharedground.store import loading
from sharedground.views import View, view_for
from sharedground.vision_words import weighed_by
from tests.sharedground.export.small_town import OFFICER, a_store

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
EVERY = [(what, form) for what in What for form in exports.forms_of(what)]
SECRETS = (
    "0161 496", "@saletrust", "Hidden Road", "M33 9ZZ", "100087654321",
    "-2.2951", "53.4051", "Secret Shed", "Olwen", "assets.csv",
)  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, str]:
    return a_store(tmp_path_factory.mktemp("town"))


@pytest.fixture
def public(town: tuple[Any, str]) -> View:
    return view_for(loading.load(*town), Role.READER)


@pytest.fixture
def officers(town: tuple[Any, str]) -> View:
    return view_for(loading.load(*town), Role.OFFICER)


def content(view: View, what: What, form: Form) -> bytes:
    return exports.export(view, what, form, now=NOON).content


def rows(view: View, what: What) -> list[dict[str, str]]:
    text = content(view, what, Form.CSV).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def all_text(made: bytes, form: Form, tmp_path: Path) -> str:
    """Return every word of a file, also of those that are packed or binary."""
    if form is Form.GPKG:
        path = tmp_path / "x.gpkg"
        path.write_bytes(made)
        with sqlite3.connect(path) as connection:
            connection.create_function("ST_IsEmpty", 1, lambda _: 0)
            return "\n".join(str(row) for row in connection.iterdump())
    if made.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(made)) as packed:
            return "\n".join(packed.read(name).decode("utf-8", "replace")
                             for name in packed.namelist())  # fmt: skip
    return made.decode("utf-8")


@pytest.mark.parametrize(("what", "form"), EVERY)
def test_no_public_export_holds_a_secret(
    public: View, what: What, form: Form, tmp_path: Path
) -> None:
    text = all_text(content(public, what, form), form, tmp_path)
    assert len(text) > 100
    assert [secret for secret in SECRETS if secret in text] == []


def test_officers_get_all_of_it(officers: View, tmp_path: Path) -> None:
    text = all_text(content(officers, What.ALL, Form.XLSX), Form.XLSX, tmp_path)
    assert [secret for secret in SECRETS if secret not in text] == []


@pytest.mark.parametrize("form", [Form.CSV, Form.XLSX, Form.GEOJSON, Form.GPKG, Form.HSDS])
def test_sources_licences_and_dates_go_along(public: View, form: Form, tmp_path: Path) -> None:
    text = all_text(content(public, What.ASSETS, form), form, tmp_path)
    for said in ("List of assets", "The council", "OGL 3.0", "2025-06-30"):
        assert said in text


def test_the_same_place_twice_gives_the_same_bytes(public: View) -> None:
    for what, form in EVERY:
        if form is not Form.GPKG and form is not Form.XLSX:
            assert content(public, what, form) == content(public, what, form)


def test_rows_are_the_view_s_rows(public: View, officers: View) -> None:
    assert len(rows(public, What.ASSETS)) == len(public.assets) == 4
    assert len(rows(officers, What.ASSETS)) == len(officers.assets) == 5
    assert len(rows(public, What.AREAS)) == 3
    assert [row["Unemployment rate"] for row in rows(public, What.AREAS)] == ["4.1", "8.2", ""]
    assert [row["people"] for row in rows(public, What.AREAS)] == ["1200.0", "1500.0", ""]
    assert len(rows(public, What.FIGURES)) == 2
    found = workflow.assessment(public, workflow.vision_in_use(public.holdings))
    assert len(rows(public, What.GAPS)) == len(found.table)


def test_csv_runs_nothing_in_a_spreadsheet(public: View) -> None:
    names = [row["name"] for row in rows(public, What.ASSETS)]
    assert '\'=HYPERLINK("http://evil.example","x")' in names


def test_sheets_hold_text_where_a_formula_was_written(public: View) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content(public, What.ALL, Form.XLSX)))
    assert book.sheetnames == ["About", "assets", "partners", "areas", "figures", "gaps", "sources"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert '=HYPERLINK("http://evil.example","x")' in [cell.value for cell in cells]


def test_geojson_keeps_to_its_standard(public: View) -> None:
    for what, size in ((What.ASSETS, 4), (What.AREAS, 3), (What.GAPS, 3)):
        read = json.loads(content(public, what, Form.GEOJSON))
        assert read["type"] == "FeatureCollection"
        assert "crs" not in read
        assert len(read["features"]) == size
        west, south, east, north = read["bbox"]
        assert -2.31 < west <= east < -2.26
        assert 53.39 < south <= north < 53.42
        for feature in read["features"]:
            assert set(feature) == {"type", "id", "geometry", "properties"}
            if what is not What.ASSETS:
                shape = shapely.from_geojson(json.dumps(feature["geometry"]))
                assert shape.exterior.is_ccw
        if what is What.ASSETS:
            nowhere = [f for f in read["features"] if f["geometry"] is None]
            assert [f["properties"]["name"] for f in nowhere] == ["Walking Group"]
            assert nowhere[0]["properties"]["lon"] is None


def test_a_geopackage_opens_with_its_layers(public: View, tmp_path: Path) -> None:
    path = tmp_path / "town.gpkg"
    path.write_bytes(content(public, What.ALL, Form.GPKG))
    kinds = dict(pyogrio.list_layers(path).tolist())
    assert kinds == {"assets": "Point", "partners": None, "areas": "MultiPolygon",
                     "figures": None, "gaps": "MultiPolygon", "sources": None}  # fmt: skip
    read = pyogrio.read_dataframe(path, layer="areas")
    assert read.crs.to_epsg() == 4326
    expected = public.areas.geometry.normalize()
    assert read.geometry.explode(index_parts=False).normalize().geom_equals_exact(
        expected, 1e-12
    ).all()  # fmt: skip
    for layer in kinds:
        about = pyogrio.read_info(path, layer=layer)["layer_metadata"]
        assert "For everyone." in about["DESCRIPTION"]
        listed = json.loads(about["shared_ground"])["sources"]
        assert {one["licence"] for one in listed} == {"OGL 3.0"}


def test_what_cannot_be_had_is_said(public: View) -> None:
    with pytest.raises(SharedGroundError) as refused:
        exports.export(public, What.PARTNERS, Form.GEOJSON)
    assert refused.value.code == "export.form"
    assert "csv, xlsx" in refused.value.message


def test_a_place_without_anything_can_still_be_taken_away(tmp_path: Path) -> None:
    from sharedground.store import database, places

    engine = database.open_database(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    with acting_as(OFFICER):
        place_id = places.new_place(engine, "Nowhere").place_id
    view = view_for(loading.load(engine, place_id), Role.READER)
    for what, form in EVERY:
        if what is not What.GAPS:
            assert content(view, what, form)


def test_exported_assets_load_again_without_losing_a_row(town: Any, public: View) -> None:
    engine, place_id = town
    with acting_as(OFFICER):
        for form in (Form.CSV, Form.XLSX, Form.GEOJSON):
            made = exports.export(public, What.ASSETS, form, now=NOON)
            read = workflow.preview(engine, place_id, Kind.ASSETS, made.filename, made.content)
            kept = read.frames["assets"]
            assert sorted(kept["name"].str.lstrip("'")) == sorted(public.assets["name"])
            located = dict(zip(public.assets["name"], public.assets["category"], strict=True))
            for row in kept.itertuples():
                assert row.category == located[row.name.lstrip("'")]


def uuids(found: Any) -> list[str]:
    if isinstance(found, list):
        return [one for each in found for one in uuids(each)]
    if not isinstance(found, dict):
        return []
    own = [found["id"]] if "id" in found else []
    return own + [one for each in found.values() for one in uuids(each)]


REQUIRED = {
    "service": {"id", "name", "status"},
    "organization": {"id", "name", "description"},
    "location": {"id", "location_type"},
    "addresses": {"id", "address_1", "city", "state_province", "postal_code", "country",
                  "address_type"},
    "phones": {"id", "number"},
    "schedules": {"id"},
    "service_at_locations": {"id"},
    "attributes": {"id"},
    "taxonomy_term": {"id", "name", "description"},
    "accessibility": {"id"},
    "organization_identifiers": {"id", "identifier"},
}  # fmt: skip
"""What HSDS 3.0 requires of each object."""


def objects(found: Any, kind: str) -> list[tuple[str, dict[str, Any]]]:
    """Return every object of a service with what it is."""
    if isinstance(found, list):
        return [pair for each in found for pair in objects(each, kind)]
    if not isinstance(found, dict):
        return []
    inside = [pair for name, each in found.items() for pair in objects(each, name)]
    return [(kind, found), *inside]


@pytest.mark.parametrize("form", [Form.HSDS, Form.UK])
@pytest.mark.parametrize("role", [Role.READER, Role.OFFICER])
def test_services_have_all_that_hsds_requires(town: Any, form: Form, role: Role) -> None:
    view = view_for(loading.load(*town), role)
    page = json.loads(content(view, What.ASSETS, form))
    assert page["total_items"] == page["size"] == len(page["contents"]) == len(view.assets)
    seen = set()
    for kind, found in objects(page["contents"], "service"):
        seen.add(kind)
        assert REQUIRED[kind] <= set(found), kind
        assert all(value not in (None, "", [], {}) for name, value in found.items()
                   if name not in ("state_province", "city", "postal_code", "country"))  # fmt: skip
    assert {"service", "organization", "location", "taxonomy_term"} <= seen
    for service in page["contents"]:
        assert service["status"] in ("active", "inactive", "defunct", "temporarily closed")
        for at in service.get("service_at_locations", []):
            assert at["location"]["location_type"] == "physical"
            assert -90 <= at["location"]["latitude"] <= 90
            assert -180 <= at["location"]["longitude"] <= 180
    for each in uuids(page["contents"]):
        assert uuid.UUID(each).version == 5


def test_ids_of_services_are_stable_and_tell_nothing_of_a_hidden_place(
    public: View, officers: View
) -> None:
    first, again, all_of_it = (
        json.loads(content(view, What.ASSETS, Form.HSDS))["contents"]
        for view in (public, public, officers)
    )
    assert first == again
    assert {one["id"] for one in first} <= {one["id"] for one in all_of_it}
    refuge, library = (
        next(one for one in first if name in one["name"])["service_at_locations"][0]["location"]
        for name in ("Refuge", "Library")
    )
    true_ids = {one["service_at_locations"][0]["location"]["id"] for one in all_of_it
                if "service_at_locations" in one}  # fmt: skip
    assert library["id"] in true_ids
    assert refuge["id"] not in true_ids
    assert "external_identifier" not in refuge
    assert (refuge["longitude"], refuge["latitude"]) != (-2.2951, 53.4051)


def test_impossible_positions_are_never_written(officers: View) -> None:
    wrong = officers.assets.assign(lat=100.0)
    view = dataclasses.replace(officers, assets=wrong)
    page = json.loads(content(view, What.ASSETS, Form.HSDS))
    assert "latitude" not in json.dumps(page)
    features = json.loads(content(view, What.ASSETS, Form.GEOJSON))["features"]
    assert {str(feature["geometry"]) for feature in features} == {"None"}


def by_british_postcode(view: View) -> View:
    """Return the view as if the first place had been placed by its postcode alone."""
    how = ["postcode (Code-Point Open)", *view.assets["placed_by"].iloc[1:]]
    return dataclasses.replace(view, assets=view.assets.assign(placed_by=how))


@pytest.mark.parametrize("form", exports.forms_of(What.ASSETS))
def test_the_postcodes_we_bring_are_credited_where_they_were_used(public: View, form: Form) -> None:
    said = "Contains OS data © Crown copyright and database right 2025."
    assert said not in readable(content(public, What.ASSETS, form))
    assert said in readable(content(by_british_postcode(public), What.ASSETS, form))


def readable(made: bytes) -> str:
    """Return the text of a file, also of one that is packed."""
    if not made.startswith(b"PK"):
        return made.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def test_the_postcodes_we_bring_are_a_source_with_licence_and_date(public: View) -> None:
    listed = rows(by_british_postcode(public), What.SOURCES)
    [ours] = [row for row in listed if row["title"] == "OS Code-Point Open"]
    assert (ours["publisher"], ours["licence"], ours["date"], ours["rows_kept"]) == (
        "Ordnance Survey", "Open Government Licence 3.0", "2025-09", "1",
    )  # fmt: skip


@pytest.mark.real_data
@pytest.mark.parametrize("form", [Form.HSDS, Form.UK])
def test_every_field_stands_in_the_published_examples_with_the_same_type(
    officers: View, form: Form, real_data: Path
) -> None:
    folder = real_data / "open_referral" / "hsds3_examples"
    known: dict[str, dict[str, type]] = {}
    for path in sorted(folder.glob("*.json")):
        name = path.stem.removesuffix("_full")
        for kind, found in objects(json.loads(path.read_text("utf-8")), name):
            known.setdefault(kind, {}).update({key: type(value) for key, value in found.items()})
    page = json.loads(content(officers, What.ASSETS, form))
    numbers = (int, float)
    for kind, found in objects(page["contents"], "service"):
        for field, value in found.items():
            assert field in known[kind], f"{kind}.{field}"
            expected = known[kind][field]
            assert isinstance(value, numbers if expected in numbers else expected)


@pytest.mark.parametrize("form", exports.LIST_FORMS)
def test_a_list_from_the_map_has_its_rows_in_order_and_no_secret(
    public: View, officers: View, form: Form, tmp_path: Path
) -> None:
    wanted = public.assets["asset_id"].tolist()[::-1]
    made = exports.export_list(public, wanted, form, "All places: as shown", now=NOON)
    assert made.filename.endswith(f"-map-2026-03-01.{form.value}")
    text = all_text(made.content, form, tmp_path)
    assert [secret for secret in SECRETS if secret in text] == []
    names = public.assets.set_index("asset_id").loc[wanted, "name"].tolist()
    if form is Form.CSV:
        read = csv.DictReader(io.StringIO(made.content.decode("utf-8-sig"), newline=""))
        assert [row["name"].lstrip("'") for row in read] == names
    else:
        assert "All places: as shown" in text
    one = exports.export_list(officers, wanted[:1], form, "One", now=NOON)
    assert f"-officers.{form.value}" in one.filename
    assert names[1] not in all_text(one.content, form, tmp_path)


def test_a_list_from_the_map_is_no_directory(public: View) -> None:
    with pytest.raises(SharedGroundError, match="cannot be had as hsds"):
        exports.export_list(public, [], Form.HSDS, "")


def test_gaps_say_by_which_version_they_are_weighed(public: View) -> None:
    def notes(what: What, **more: Any) -> str:
        made = exports.export(public, what, Form.GEOJSON, now=NOON, **more)
        return str(json.loads(made.content)["metadata"]["notes"])

    used = workflow.vision_in_use(public.holdings)
    assert f"{weighed_by(used)}." in notes(What.GAPS)
    other = used.model_copy(update={"version": 7, "date": dt.date(2026, 5, 3)})
    told = notes(What.GAPS, vision=other)
    assert "Weighed by version 7 of our vision, a draft saved on 3 May 2026." in told
    assert "Weighed by" not in notes(What.ASSETS)
