"""Open Referral in every form: nested JSON, pages of an API, and the tabular data package."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sharedground.intake.columns import match_list
from sharedground.intake.context import Context, Options
from sharedground.intake.kind import guess_kinds
from sharedground.intake.raw import RawFile
from sharedground.intake.take import take_in
from sharedground.model.place import Kind
from tests.sharedground.intake import hostile_files as make
from tests.sharedground.intake.inside import read_inside
from tests.sharedground.intake.tables import assert_rows_conserved

OWNER = {"id": "o1", "name": "Larrowby Aid", "description": "Helps.",
         "website": "https://aid.example",
         "organization_identifiers": [
             {"identifier_scheme": "GB-CHC", "identifier": "123456"}]}  # fmt: skip
HALL = {"id": "l1", "location_type": "physical", "name": "Oak Hall", "latitude": 53.42,
        "longitude": -2.31, "external_identifier": "1001", "external_identifier_type": "UPRN",
        "addresses": [{"address_1": "PO Box 1", "city": "Sale", "address_type": "postal"},
                      {"address_1": "1 Oak Street", "city": "Sale", "postal_code": "M33 1AA",
                       "address_type": "physical"}],
        "accessibility": [{"description": "Ramp"}]}  # fmt: skip
SERVICE = {
    "id": "s1", "name": "Food table", "description": "Food each week.", "status": "active",
    "url": "https://food.example", "minimum_age": 16, "organization": OWNER,
    "phones": [{"id": "p", "number": "0161 496 0000"}, {"id": "q", "number": "0161 496 0001"}],
    "contacts": [{"id": "c", "name": "A. Person", "email": "info@food.example"}],
    "attributes": [{"taxonomy_term": {"id": "t", "name": "Food bank"}}],
    "cost_options": [{"option": "Bag", "amount": 3, "currency": "gbp"}],
    "service_at_locations": [
        {"id": "sal1", "location": HALL, "schedules": [
            {"freq": "WEEKLY", "byday": "MO,1TU", "opens_at": "10:00:00", "closes_at": "12:00"}]},
        {"id": "sal2",
         "location": {"id": "l2", "name": "Hut", "latitude": 53.4, "longitude": -2.3}},
    ],
}  # fmt: skip


def read(whole: object) -> RawFile:
    return read_inside("services.json", json.dumps(whole).encode())


def test_a_service_is_one_row_at_each_place() -> None:
    services, organizations = read(SERVICE).tables
    assert (services.name, services.kinds) == ("services", ("assets",))
    assert (organizations.name, organizations.kinds) == ("organizations", ("partners",))
    first, second = services.rows.to_dict("records")
    wanted = {
        "id": "sal1", "name": "Food table", "organization": "Larrowby Aid",
        "taxonomy_terms": "Food bank", "location_name": "Oak Hall", "address_1": "1 Oak Street",
        "postal_code": "M33 1AA", "latitude": "53.42", "longitude": "-2.31", "uprn": "1001",
        "url": "https://food.example", "email": "info@food.example", "phone": "0161 496 0000",
        "other_phones": "0161 496 0001", "schedules": "Mon, Tue 10:00-12:00",
        "cost_options": "Bag: 3 GBP", "eligibility": "ages 16 and over", "accessibility": "Ramp",
        "status": "active", "contact_name": "A. Person",
    }  # fmt: skip
    assert {key: first[key] for key in wanted} == wanted
    assert (second["id"], second["location_name"], second["schedules"]) == ("sal2", "Hut", "")
    assert organizations.rows["charity_number"].tolist() == ["123456"]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda s: s,
        lambda s: [s],
        lambda s: {"total_items": 1, "contents": [s]},
        lambda s: {"totalElements": 1, "content": [s]},
        lambda s: {"services": [s]},
        lambda s: {**s["service_at_locations"][0], "service": s},
        lambda s: {**OWNER, "legal_status": "CIO", "services": [s]},
        lambda s: {"organizations": 1, "items": [s]},
    ],
)
def test_every_wrapping_gives_the_same_row(wrap: object) -> None:
    found = read(wrap(SERVICE))  # type: ignore[operator]
    assert found.format == "hsds"
    row = found.tables[0].rows.iloc[0]
    assert (row["id"], row["name"], row["latitude"]) == ("sal1", "Food table", "53.42")
    assert found.tables[1].rows["name"].tolist() == ["Larrowby Aid"]


def test_the_older_api_of_the_uk_profile() -> None:
    old = {
        "id": "s", "name": "Choir", "status": "active", "organization": {"id": "o", "name": "Aid"},
        "eligibilitys": [{"eligibility": "Families", "minimum_age": 4, "maximum_age": 11}],
        "regular_schedules": [{"weekday": "MO", "opens_at": "10:00", "closes_at": "11:00"}],
        "service_taxonomys": [{"taxonomy": {"id": "t", "name": "Arts"}}],
        "service_at_locations": [{"id": "x", "location": {"id": "l", "physical_addresses": [
            {"address_1": "2 Ash Road", "postal_code": "M33 2BB"}]}}],
    }  # fmt: skip
    row = read({"content": [old]}).tables[0].rows.iloc[0]
    assert row["eligibility"] == "Families; ages 4 to 11"
    assert (row["schedules"], row["taxonomy_terms"]) == ("Mon 10:00-11:00", "Arts")
    assert (row["address_1"], row["postal_code"]) == ("2 Ash Road", "M33 2BB")


def test_services_without_a_place_and_organisations_without_a_service_stay() -> None:
    lonely = {"id": "o2", "name": "Alone", "description": "", "services": [], "locations": []}
    found = read([{**SERVICE, "service_at_locations": []}, lonely])
    assert found.tables[0].rows["name"].tolist() == ["Food table"]
    assert found.tables[1].rows["name"].tolist() == ["Larrowby Aid", "Alone"]


def test_other_json_is_not_taken_for_services() -> None:
    for whole in (
        [{"id": 1, "name": "Hall", "phones": "0161"}],
        {"items": [{"id": 1, "name": "x"}]},
    ):
        assert read(whole).format == "json"


PACKAGE = {
    "datapackage.json": b'{"name": "x", "resources": [{"path": "services.csv"}]}',
    "organizations.csv": b"id,name,description,email\n"
                         b"o1,Larrowby Aid,Helps.,hi@aid.example\no2,Alone,,\n",
    "services.csv": b"id,organization_id,name,description,status\ns1,o1,Food table,Food.,active\n"
                    b"s2,o1,Advice line,By phone.,active\n",
    "locations.csv": b"id,name,latitude,longitude\nl1,Oak Hall,53.42,-2.31\nl2,Hut,53.4,-2.3\n",
    "services_at_location.csv": b"id,service_id,location_id\nx1,s1,l1\nx2,s1,l2\n",
    "physical_addresses.csv": b"id,location_id,address_1,city,postal_code\n"
                              b"a1,l1,1 Oak Street,Sale,M33 1AA\n",
    "phones.csv": b"id,service_id,location_id,contact_id,number\n"
                  b"p1,s2,,,0161 496 0000\np2,,,c1,0161 496 0001\n",
    "contacts.csv": b"id,service_id,name,email\nc1,s1,A. Person,info@food.example\n",
    "schedules.csv": b"id,service_at_location_id,byday,opens_at,closes_at\nt1,x1,MO,10:00,12:00\n",
    "attributes.csv": b"id,link_id,link_entity,taxonomy_term_id\nb1,s1,service,m1\n",
    "taxonomy_terms.csv": b"id,name\nm1,Food bank\n",
}  # fmt: skip


@pytest.mark.parametrize("folder", ["", "hsds/"])
def test_a_tabular_package_is_joined(folder: str) -> None:
    members = {folder + name: data for name, data in PACKAGE.items()}
    found = read_inside("hsds.zip", make.zipped({**members, "README.md": b"# About"}))
    services, organizations = found.tables
    assert found.format == "hsds"
    rows = services.rows.set_index("id")
    assert list(rows.index) == ["x1", "x2", "s2"]
    assert rows.loc["x1", "postal_code"] == "M33 1AA"
    assert rows.loc["x1", "schedules"] == "Mon 10:00-12:00"
    assert rows.loc["x1", ["phone", "email"]].tolist() == ["0161 496 0001", "info@food.example"]
    assert rows.loc["x1", "taxonomy_terms"] == "Food bank"
    assert rows.loc["s2", ["phone", "location_name", "organization"]].tolist() == [
        "0161 496 0000", "", "Larrowby Aid",
    ]  # fmt: skip
    assert organizations.rows["name"].tolist() == ["Larrowby Aid", "Alone"]
    assert services.notes == ("Not read, as no table is in it: README.md.",)


def test_tables_of_another_package_stay_tables() -> None:
    other = {"datapackage.json": b'{"resources": []}', "halls.csv": b"id,name\n1,Oak\n"}
    found = read_inside("x.zip", make.zipped(other))
    assert (found.format, len(found.tables)) == ("csv", 1)


def test_columns_are_known_and_both_sheets_are_taken_in() -> None:
    raw = read(SERVICE)
    assert guess_kinds(raw, Context()) == (Kind.ASSETS, Kind.PARTNERS)
    fields = match_list(Kind.ASSETS, raw.tables[0], Context(), {}).fields
    assert fields["name"] == "name"
    known = {"organization": "organization", "category": "taxonomy_terms", "lat": "latitude",
             "lon": "longitude", "postcode": "postal_code", "address": "address_1", "city": "city",
             "url": "url", "email": "email", "phone": "phone", "schedules": "schedules",
             "cost_options": "cost_options", "eligibility": "eligibility", "status": "status",
             "accessibility": "accessibility", "identifier_uprn": "uprn",
             "identifier_local": "id", "site_name": "location_name",
             "description": "description"}  # fmt: skip
    assert {key: fields.get(key) for key in known} == known
    [assets] = take_in(Kind.ASSETS, raw, "s", Options(), Context(place_id="p"))
    assert assets.frames["assets"]["category"].tolist() == ["food-support"] * 2
    assert_rows_conserved(assets)
    [partners] = take_in(Kind.PARTNERS, raw, "s", Options(), Context(place_id="p"))
    assert partners.frames["partners"]["name"].tolist() == ["Larrowby Aid"]


@pytest.mark.real_data
def test_the_examples_of_the_specification(real_data: Path) -> None:
    for name in ("organization_full", "service_full", "service_at_location_full"):
        path = real_data / f"open_referral/hsds3_examples/{name}.json"
        services, organizations = read_inside(path.name, path.read_bytes()).tables
        row = services.rows.iloc[0]
        assert (row["name"], row["phone"]) == ("Community Counselling", "+44 1234 234567 ext 100")
        assert organizations.rows["company_number"].tolist() == ["1234567"]


@pytest.mark.real_data
def test_the_sample_package(real_data: Path) -> None:
    folder = real_data / "open_referral/hsds_sample_datapackage"
    members = {f"x/{path.name}": path.read_bytes() for path in folder.iterdir()}
    services, organizations = read_inside("x.zip", make.zipped(members)).tables
    assert (len(services.rows), len(organizations.rows)) == (13, 10)
    assert (services.rows["latitude"] != "").sum() == 1
    assert (services.rows["organization"] != "").all()
    assert services.rows["phone"].tolist().count("(0123) 4567 8900 ext 42") == 1
