"""Lists of places become assets at sites, with their category, details and faults."""

from __future__ import annotations

import json

import numpy as np
import pytest
from shapely.geometry import Point, box

from sharedground.errors import NothingUsableError
from sharedground.intake.context import Intake
from sharedground.model.place import Kind
from tests.sharedground.intake.tables import a_place, codes_of, table, take


def assets_of(*rows: dict[str, object], **given: object) -> Intake:
    shapes = given.pop("shapes", None)
    return take(Kind.ASSETS, table(list(rows), shapes=shapes), **given)  # type: ignore[arg-type]


def first(intake: Intake) -> dict[str, object]:
    return intake.frames["assets"].iloc[0].to_dict()


HERE = {"lon": "-2.33", "lat": "53.42"}


def test_the_fields_of_open_referral_are_filled() -> None:
    intake = assets_of(
        {
            "Service name": "Toddler time",
            "Organisation": "St John's",
            "Venue": "St John's Hall",
            "Category": "Early years",
            "Description": "Songs and play",
            "Address": "1 Church Road",
            "Town": "Sale",
            "Postcode": "M33 2DQ",
            "Website": "www.example.org",
            "Contact": "hello@example.org / 0161 123 4567",
            "When": "Tue 10-12",
            "Cost": "£2",
            "Who is it for?": "Under 5s",
            "Wheelchair access": "Yes",
            "Last checked": "25/04/2024",
            "Checked by": "kim@example.org",
            "Places": "30",
            "UPRN": "100012797623",
            "Status": "Temporarily closed",
        }
    )
    asset = first(intake)
    assert {
        key: asset[key]
        for key in (
            "name",
            "organization",
            "description",
            "url",
            "email",
            "phone",
            "schedules",
            "cost_options",
            "eligibility",
            "accessibility",
            "assured_date",
            "assurer_email",
            "capacity",
            "status",
            "category",
            "category_how",
            "visibility",
        )
    } == {
        "name": "Toddler time",
        "organization": "St John's",
        "description": "Songs and play",
        "url": "https://www.example.org",
        "email": "hello@example.org",
        "phone": "0161 123 4567",
        "schedules": "Tue 10-12",
        "cost_options": "£2",
        "eligibility": "Under 5s",
        "accessibility": "Yes",
        "assured_date": "2024-04-25",
        "assurer_email": "kim@example.org",
        "capacity": 30,
        "status": "temporarily closed",
        "category": "early-years",
        "category_how": "column",
        "visibility": "public",
    }
    assert json.loads(str(asset["external_identifiers"])) == [
        {"scheme": "UPRN", "identifier": "100012797623"}
    ]
    site = intake.frames["sites"].iloc[0]
    assert (site["name"], site["address"]) == ("St John's Hall", "1 Church Road, Sale")


def test_the_parts_of_an_address_are_joined_without_saying_things_twice() -> None:
    intake = assets_of(
        {"Name": "a", "StreetNumber": "105", "StreetName": "Main Road", "PostTown": "Sale", **HERE},
        {
            "Name": "b",
            "StreetNumber": "",
            "StreetName": "Main Road, Sale",
            "PostTown": "Sale",
            "lon": "-2.34",
            "lat": "53.41",
        },
    )
    assert intake.frames["sites"]["address"].tolist() == ["105 Main Road, Sale", "Main Road, Sale"]


def test_the_days_of_the_week_are_joined() -> None:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    row = {f"hours_{day}": "09:00-18:00" for day in days} | {
        "hours_saturday": "09:00-12:00",
        "hours_sunday": "CLOSED",
    }
    assert first(assets_of({"Name": "a", **HERE, **row}))["schedules"] == (
        "Mon-Fri 09:00-18:00; Sat 09:00-12:00; Sun closed"
    )


def test_several_services_share_one_site() -> None:
    rows = [
        {"Name": "Hall", "Type": kind, "Postcode": "M33 2DQ"}
        for kind in ("Sports halls", "Swimming")
    ]
    intake = assets_of(*rows)
    assert len(intake.frames["assets"]) == 2
    assert len(intake.frames["sites"]) == 1


def test_places_waiting_for_a_position_do_not_share_a_site_by_half_a_postcode() -> None:
    rows = [{"Name": n, "Type": "Library", "Postcode": "M41"} for n in ("One", "Two")]
    assert len(assets_of(*rows).frames["sites"]) == 2


def test_two_addresses_with_one_postcode_are_two_sites() -> None:
    rows = [
        {"Name": "Club", "Address": "12 High Street", "Postcode": "M33 2DQ"},
        {"Name": "Choir", "Address": "", "Postcode": "M33 2DQ"},
        {"Name": "Cafe", "Address": "40 High Street", "Postcode": "M33 2DQ"},
        {"Name": "Library", "Address": "12 High Street", "Postcode": "M33 2DQ"},
    ]
    frames = assets_of(*rows).frames
    joined = frames["assets"].merge(frames["sites"], on="site_id", suffixes=("", "_of_site"))
    addresses = dict(zip(joined["name"], joined["address"], strict=True))
    assert {name: text.split(",")[0] for name, text in addresses.items()} == {
        "Club": "12 High Street",
        "Choir": "",
        "Cafe": "40 High Street",
        "Library": "12 High Street",
    }
    assert len(frames["sites"]) == 3


def test_the_same_row_twice_is_merged() -> None:
    row = {"Name": "a", "Type": "Dentist", "Postcode": "M33 2DQ"}
    intake = assets_of(row, row, {**row, "Name": "b"})
    assert (intake.report.kept, intake.report.merged) == (2, 1)
    records = intake.frames["records"]
    assert records["kept_as"].iloc[1] == records["kept_as"].iloc[0] != ""


@pytest.mark.parametrize("blank", ["", "Unknown", "NA", "n/a", "Unnamed"])
def test_a_place_without_a_name_is_named_by_what_and_where_it_is(blank: str) -> None:
    intake = assets_of(
        {"Name": blank, "Type": "Allotment", **HERE}, {"Name": "b", "Type": "Park", **HERE}
    )
    assert first(intake)["name"] == "Unnamed park or allotment near Hill Top"
    assert codes_of(intake) == {"name.missing"}


def test_the_name_of_the_ward_is_used_where_it_is_known() -> None:
    place = a_place(labels={"E01006004": "Sale Moor"})
    intake = assets_of({"Name": "", "Type": "Park", **HERE}, context=place)
    assert first(intake)["name"] == "Unnamed park or allotment near Sale Moor"


def test_a_row_with_neither_name_nor_place_is_set_aside() -> None:
    intake = assets_of(
        {"Name": "a", "Type": "Park", "Postcode": "M33 2DQ"},
        {"Name": "", "Type": "Park", "Postcode": ""},
    )
    assert (intake.report.kept, intake.report.set_aside) == (1, 1)
    assert "row.empty" in codes_of(intake)


def test_outlines_of_one_name_close_together_are_one_place() -> None:
    parts = [box(-2.33 + n / 1000, 53.42, -2.3295 + n / 1000, 53.4205) for n in range(3)]
    rows = [{"NAME": "General Hospital", "CLASS": "Hospital"} for _ in parts]
    intake = assets_of(*rows, shapes=parts)
    assert (intake.report.kept, intake.report.merged) == (1, 2)


def test_outlines_of_one_name_far_apart_or_of_two_kinds_stay_apart() -> None:
    shapes = [
        box(-2.33, 53.42, -2.329, 53.421),
        box(-2.38, 53.37, -2.379, 53.371),
        box(-2.33, 53.42, -2.329, 53.421),
    ]
    rows = [{"NAME": "Victoria", "TYPE": t} for t in ("Park", "Park", "Bowling green")]
    assert assets_of(*rows, shapes=shapes).report.kept == 3


def test_unnamed_outlines_and_points_are_never_merged() -> None:
    near = [box(-2.33, 53.42, -2.329, 53.421), box(-2.328, 53.42, -2.327, 53.421)]
    assert (
        assets_of(
            {"NAME": "", "TYPE": "Park"}, {"NAME": "", "TYPE": "Park"}, shapes=near
        ).report.kept
        == 2
    )
    points = [Point(-2.33, 53.42), Point(-2.3301, 53.42)]
    rows = [{"NAME": "Stop", "TYPE": "Bus stop", "ID": n} for n in (1, 2)]
    assert assets_of(*rows, shapes=points).report.kept == 2


PARKS = ("Trafford Council", "Trafford Council", "Trafford Council", "Friends of the Dell")


def test_who_owns_many_unnamed_places_is_not_their_name() -> None:
    rows = [
        {"Name": "", "Organisation": owner, "Type": "Park", "lon": f"-2.3{k}", "lat": "53.42"}
        for k, owner in enumerate(PARKS)
    ]
    assets = assets_of(*rows).frames["assets"]
    assert set(assets["name"]) == {"Unnamed park or allotment near Hill Top"}
    assert assets["organization"].tolist() == list(PARKS)


def test_a_venue_is_called_by_its_own_name_and_not_by_who_runs_it() -> None:
    rows = [
        {"Venue name": n, "Run by": o, "Kind": "Hall", "lon": f"-2.3{k}", "lat": "53.42"}
        for k, (n, o) in enumerate((("Firs Hall", "Firs Trust"), ("", "Sale PCC"), ("Hut", "NHS")))
    ]
    names = assets_of(*rows).frames["assets"]["name"].tolist()
    assert names == ["Firs Hall", "Unnamed community hub near Hill Top", "Hut"]


@pytest.mark.parametrize("heading", ["Owner", "Managed by", "Organisation"])
def test_without_a_column_of_names_an_owner_of_many_gives_none(heading: str) -> None:
    rows = [
        {heading: owner, "Type": "Park", "lon": f"-2.3{k}", "lat": "53.42"}
        for k, owner in enumerate(PARKS)
    ]
    assets = assets_of(*rows).frames["assets"]
    assert set(assets["name"]) == {"Unnamed park or allotment near Hill Top"}


def test_a_provider_of_several_places_is_no_name_among_groups_that_are() -> None:
    groups = ["Age Concern", "Choir", "Chess Club", "Sale Scouts", "U3A", *["Leisure CIC"] * 4]
    rows = [
        {"Organisation": group, "Type": "Lunch club", "lon": f"-2.3{k}", "lat": "53.42"}
        for k, group in enumerate(groups)
    ]
    names = assets_of(*rows).frames["assets"]["name"].tolist()
    assert names[:5] == groups[:5]
    assert all(name.startswith("Unnamed group or club near ") for name in names[5:])


def test_an_organisation_of_one_place_stands_in_where_most_rows_have_their_own() -> None:
    places = [("", "Choir", "0"), ("Library", "Council", "1"), ("", "U3A", "2"), ("", "U3A", "2")]
    rows = [
        {"Name": name, "Organisation": group, "Type": f"Lunch club {k}", "lon": f"-2.3{at}",
         "lat": "53.42"}
        for k, (name, group, at) in enumerate(places)
    ]  # fmt: skip
    names = assets_of(*rows).frames["assets"]["name"].tolist()
    assert names == ["Choir", "Library", "U3A", "U3A"]


def test_outlines_are_not_merged_for_sharing_an_owner() -> None:
    near = [box(-2.33 + n / 1000, 53.42, -2.3295 + n / 1000, 53.4205) for n in range(5)]
    rows = [{"name": "", "operator": "Trafford Council", "leisure": "park"} for _ in near]
    intake = assets_of(*rows, shapes=near)
    assert (intake.report.kept, intake.report.merged) == (5, 0)


def test_the_category_is_guessed_from_the_file_and_said() -> None:
    intake = assets_of({"name": "Oak House", **HERE}, name="care_homes.csv")
    assert (first(intake)["category"], first(intake)["category_how"]) == ("care-home", "guessed")
    [fault] = intake.report.faults
    assert fault.code == "category.guessed"
    assert fault.reason == 'We took the category "Care homes" of 1 row from "care_homes.csv".'


def test_the_file_is_not_named_where_every_row_has_its_own_category() -> None:
    rows = [{"name": n, "type": t, **HERE} for n, t in (("a", "Sports hall"), ("b", "Nursery"))]
    assert codes_of(assets_of(*rows, name="care_homes.csv")) == set()


def test_rows_guessed_from_the_file_and_from_names_are_counted_apart() -> None:
    rows = [
        {"name": n, "type": t, "lon": f"-2.33{k}", "lat": "53.42"}
        for k, (n, t) in enumerate(
            (("Sale Library", ""), ("Yard 4", ""), ("Plot 5", ""), ("The Dell", "Park"))
        )
    ]
    intake = assets_of(*rows, rows[1], name="council_land_and_buildings.csv")
    told = [fault.reason for fault in intake.report.faults]
    assert told == [
        'We took the category "Council and public sites" of 2 rows from '
        '"council_land_and_buildings.csv".',
        "We took the category of 1 row from words in its name.",
    ]
    assert (intake.report.category.from_column, intake.report.category.guessed) == (1, 3)


KINDS = (
    "Sports hall", "Swimming pool", "Tennis courts", "Football pitch", "Library", "Food bank",
    "Nursery", "Primary school", "Care home", "Pharmacy", "Dentist", "GP surgery", "Hospital",
    "Church", "Mosque", "Temple", "Youth club", "Scout hut", "Community centre", "Village hall",
    "Theatre", "Museum", "Art gallery", "Park", "Allotment", "Playground", "Cemetery",
    "Tram stop", "Bus stop", "Police station", "Fire station", "Post office", "Supermarket",
    "Town hall", "Job centre", "Credit union", "Lunch club", "Toddler group", "Repair cafe",
    "Toy library", "Walk and talk",
)  # fmt: skip


@pytest.mark.parametrize("heading", ["Category", "Type", "Facility type", "CATEGORY (main)"])
def test_a_clear_heading_is_believed_however_many_kinds_there_are(heading: str) -> None:
    rows = [
        {"Name": f"Place {n}", heading: kind, "lon": f"-2.33{n:02d}", "lat": "53.42"}
        for n, kind in enumerate(KINDS)
    ]
    intake = assets_of(*rows)
    assert intake.report.columns["category"] == heading
    assert intake.report.category.from_column >= len(KINDS) - 2
    assert {f.value for f in intake.report.faults} <= {"Repair cafe", "Walk and talk"}


@pytest.mark.parametrize(
    "text",
    ["{n} Oak Road, Sale", "{town} Community Centre", "https://example.org/{n}", "{n}",
     "We meet each week for tea, cake and a talk by one of our {n} members at the church hall"],
)  # fmt: skip
def test_a_clear_heading_over_names_addresses_or_texts_is_no_category(text: str) -> None:
    rows = [
        {"Name": f"Place {n}", "Type": text.format(n=n, town=f"{chr(65 + n // 9)}{n % 9 * 'o'}le"),
         "lon": f"-2.33{n:02d}", "lat": "53.42"}
        for n in range(40)
    ]  # fmt: skip
    assert "category" not in assets_of(*rows).report.columns


def test_an_unclear_heading_over_many_kinds_is_no_category() -> None:
    rows = [
        {"Name": f"Place {n}", "Main type on form": kind, "lon": f"-2.33{n:02d}", "lat": "53.42"}
        for n, kind in enumerate(KINDS)
    ]
    assert "category" not in assets_of(*rows).report.columns


def test_the_title_of_the_source_is_a_hint_too() -> None:
    intake = assets_of({"name": "Oak House", **HERE}, title="Pharmacies in Sale")
    assert first(intake)["category"] == "pharmacy"


def test_in_a_mixed_list_names_say_more_than_the_file() -> None:
    rows = [
        {"name": n, "lon": f"-2.33{k}", "lat": "53.42"}
        for k, n in enumerate(("Sale Library", "St John's Church", "Depot 4", "Plot 5"))
    ]
    intake = assets_of(*rows, name="council_land_and_buildings.csv")
    assert intake.frames["assets"]["category"].tolist() == [
        "library",
        "faith-place",
        "council-site",
        "council-site",
    ]


def test_in_a_list_of_one_kind_the_file_says_more_than_names() -> None:
    intake = assets_of(
        {"name": "Davyhulme Medical Centre Pharmacy Park", **HERE}, name="pharmacies.csv"
    )
    assert first(intake)["category"] == "pharmacy"


def test_each_kind_we_do_not_know_is_one_fault_with_its_count() -> None:
    rows = [
        {"name": f"p{n}", "type": t, "lon": f"-2.33{n}", "lat": "53.42"}
        for n, t in enumerate(("Library", "Zorbing", "Zorbing", "Origami"))
    ]
    intake = assets_of(*rows)
    assert intake.report.category.other == 3
    faults = {f.value: f.reason for f in intake.report.faults if f.code == "category.unknown"}
    assert set(faults) == {"Zorbing", "Origami"}
    assert "2 rows" in faults["Zorbing"]


def test_a_given_category_is_given_to_all() -> None:
    intake = assets_of({"name": "a", "type": "Zorbing", **HERE}, category="Food banks")
    assert (first(intake)["category"], intake.report.category.given) == ("food-support", 1)
    assert codes_of(intake) == set()


def test_openstreetmap_keys_are_read_from_their_columns() -> None:
    rows = [
        {"name": "a", "amenity": "library", "shop": "", **HERE},
        {"name": "b", "amenity": "", "shop": "bakery", **HERE},
    ]
    assert assets_of(*rows).frames["assets"]["category"].tolist() == ["library", "local-business"]
    pairs = [{"key": "amenity", "value": "place_of_worship", "name": "a", **HERE}]
    assert first(assets_of(*pairs))["category"] == "faith-place"


def test_assets_are_linked_to_partners_by_provider_and_by_own_name() -> None:
    place = a_place(partners={"Trafford Leisure CIC": "p1", "The Bread & Butter Thing": "p2"})
    rows = [
        {"name": n, "managed_by": m, "type": t, "lon": f"-2.33{k}", "lat": "53.42"}
        for k, (n, m, t) in enumerate(
            (
                ("Sale Pool", "Trafford Leisure CIC.", "Swimming"),
                ("Urmston Pool", "Traford Leisure CIC", "Swimming"),
                ("The Bread and Butter Thing", "", "Food bank"),
                ("Other", "Somebody else", "Library"),
                ("Trafford Leisure CIC", "", "Bus stop"),
            )
        )
    ]
    intake = assets_of(*rows, context=place)
    assert intake.frames["assets"]["partner_id"].tolist() == ["p1", "p1", "p2", "", ""]
    assert intake.report.facts["partners_linked"] == 3


def test_a_list_of_grants_never_becomes_assets() -> None:
    with pytest.raises(NothingUsableError) as failure:
        assets_of(
            {
                "Recipient Org:Name": "Choir",
                "Amount Awarded": "500",
                "Recipient Org:Postal Code": "M33 2DQ",
            }
        )
    assert failure.value.code == "assets.grants"


def test_a_table_without_names_and_places_is_refused_with_its_headings() -> None:
    with pytest.raises(NothingUsableError, match="Colour, Size"):
        assets_of({"Colour": "1", "Size": "2"})


def test_what_must_not_be_published_is_for_officers() -> None:
    rows = [
        {"name": "a", "type": "Library", "Do not publish": "Yes", **HERE},
        {"name": "b", "type": "Library", "Do not publish": "No", **HERE},
    ]
    assert assets_of(*rows).frames["assets"]["visibility"].tolist() == ["officers", "public"]
    rows = [{"name": "a", "type": "Library", "OK to publish": "No", **HERE}]
    assert first(assets_of(*rows))["visibility"] == "officers"


def test_a_refuge_is_sensitive_and_a_bird_refuge_is_not() -> None:
    rows = [
        {"name": "Women's Refuge", "type": "Refuge", **HERE},
        {"name": "Wildlife Refuge", "type": "Nature reserve", **HERE},
    ]
    assert assets_of(*rows).frames["assets"]["sensitive"].tolist() == [True, False]


def test_a_script_is_no_web_address() -> None:
    rows = [
        {"name": "a", "type": "Library", "website": w, "lon": "-2.33", "lat": f"53.42{k}"}
        for k, w in enumerate(("javascript:alert(1)", "https://example.org", "example.org.uk/a"))
    ]
    assert assets_of(*rows).frames["assets"]["url"].tolist() == [
        "",
        "https://example.org",
        "https://example.org.uk/a",
    ]


def test_a_british_number_gets_its_first_0_back() -> None:
    assert first(assets_of({"name": "a", "Tel": "1617486414", **HERE}))["phone"] == "01617486414"


def test_capacity_that_is_not_said_is_not_known() -> None:
    rows = [
        {"name": n, "capacity": c, "type": "Care home", **HERE}
        for n, c in (("a", "NA"), ("b", "20"))
    ]
    capacity = assets_of(*rows).frames["assets"]["capacity"]
    assert np.isnan(capacity.iloc[0])
    assert capacity.iloc[1] == 20


def test_every_column_is_kept_with_its_row_as_it_was_read() -> None:
    intake = assets_of({"Name": " a ", "Odd": "x < y", "Postcode": "M33 2DQ"})
    [original] = intake.frames["records"]["original"]
    assert json.loads(original) == {"Name": " a ", "Odd": "x < y", "Postcode": "M33 2DQ"}


def test_the_same_file_gives_the_same_ids_and_another_file_others() -> None:
    row = {"Name": "a", "Type": "Library", **HERE}
    one, same = assets_of(row, name="a.csv"), assets_of(row, name="a.csv")
    other = assets_of(row, name="b.csv")
    assert first(one)["asset_id"] == first(same)["asset_id"] != first(other)["asset_id"]
    assert first(one)["site_id"] == first(other)["site_id"]


def test_the_heading_of_the_name_is_a_hint_of_the_category() -> None:
    intake = assets_of({"Pharmacy Trading Name": "Boots", **HERE})
    assert (first(intake)["category"], first(intake)["category_how"]) == ("pharmacy", "guessed")


def test_every_word_is_listed_with_its_rows_and_the_unknown_ones_first_with_a_suggestion() -> None:
    rows = [
        {"name": f"p{n}", "type": t, "lon": f"-2.33{n}", "lat": "53.42"}
        for n, t in enumerate(("Library", "Zorbing", "Zorbing", "Fooodi bnk", "Origami"))
    ]
    words = assets_of(*rows, categories={"origami": "arts-culture"}).report.words
    assert [(word.text, word.rows, word.category, word.how) for word in words] == [
        ("Zorbing", 2, "other", "other"),
        ("Fooodi bnk", 1, "other", "other"),
        ("Library", 1, "library", "known"),
        ("Origami", 1, "arts-culture", "chosen"),
    ]
    assert [word.suggestion for word in words] == ["", "food-support", "", ""]
