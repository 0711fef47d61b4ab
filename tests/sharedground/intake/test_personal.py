"""People's contacts go apart when a list is read; organisations' contacts stay with their place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sharedground.intake.context import Intake, Ruling
from sharedground.intake.personal import WHY
from sharedground.model.place import Kind
from tests.sharedground.intake.tables import a_place, table, take

HERE = {"lon": "-2.33", "lat": "53.42"}


def assets_of(*rows: dict[str, str], **options: Any) -> Intake:
    placed = [row | HERE | {"lat": f"53.42{n}"} for n, row in enumerate(rows)]
    return take(Kind.ASSETS, table(placed), **options)


def apart(intake: Intake) -> list[tuple[str, str, str]]:
    """Return field, value and why of every contact kept apart, checking where it belongs."""
    contacts = intake.frames["contacts"]
    things = intake.frames.get("assets", intake.frames.get("partners"))
    assert things is not None
    key = "asset_id" if "asset_id" in things else "partner_id"
    assert set(contacts["thing_id"]) <= set(things[key])
    assert set(contacts["why"]) <= {*WHY, "said.organisation"}
    return [tuple(row) for row in contacts[["field", "value", "why"]].to_numpy()]


def test_a_mobile_goes_apart_and_the_landline_beside_it_stays() -> None:
    intake = assets_of(
        {"Name": "Choir", "Type": "Club", "Phone": "07700 900123 or 0161 496 0000"},
        {"Name": "Hub", "Type": "Community hub", "Phone": "0161 4960000"},
    )
    assert intake.frames["assets"]["phone"].tolist() == ["0161 496 0000", "0161 4960000"]
    assert apart(intake) == [("phone", "07700 900123", "phone.mobile")]
    assert intake.report.personal.model_dump() == {"people": 1, "organisations": 1, "names": 0}


def test_a_private_mail_goes_apart_and_a_role_mailbox_stays() -> None:
    intake = assets_of(
        {"Name": "Choir", "Type": "Club", "Email": "jane.smith@gmail.com"},
        {"Name": "Hub", "Type": "Community hub", "Email": "info@hub.example.org"},
    )
    assert intake.frames["assets"]["email"].tolist() == ["", "info@hub.example.org"]
    assert apart(intake) == [("email", "jane.smith@gmail.com", "email.free_mail")]


def test_a_cell_of_contacts_is_taken_apart() -> None:
    intake = assets_of(
        {"Name": "Choir", "Type": "Club", "Contact": "Jane Smith (chair) 0161 496 0001"},
        {"Name": "Hub", "Type": "Community hub",
         "Contact": "www.hub.example.org, info@hub.example.org, 0161 496 0000"},
        {"Name": "Band", "Type": "Club", "Contact": "band@band.example.org"},
    )  # fmt: skip
    assets = intake.frames["assets"]
    assert assets["phone"].tolist() == ["", "0161 496 0000", ""]
    assert assets["email"].tolist() == ["", "info@hub.example.org", "band@band.example.org"]
    assert set(apart(intake)) == {
        ("name", "Jane Smith", "name.person"),
        ("phone", "0161 496 0001", "phone.beside_name"),
    }


def test_columns_for_people_go_apart_in_whole_names() -> None:
    intake = assets_of(
        {"Name": "Oak School", "Type": "School", "HeadTitle": "Ms", "HeadFirstName": "A",
         "HeadLastName": "Person", "Secretary": "Reception", "Manager": "Xiaoming Oyelaran"}
    )  # fmt: skip
    assert apart(intake) == [("name", "Xiaoming Oyelaran; Ms A Person", "name.column")]


def test_mobiles_in_columns_that_nobody_sees_are_kept_for_officers() -> None:
    intake = assets_of(
        {
            "Name": "Choir",
            "Type": "Club",
            "Phone": "0161 496 0000",
            "Secretary mobile": "07700 900123",
        }
    )
    assert intake.frames["assets"]["phone"].tolist() == ["0161 496 0000"]
    assert apart(intake) == [("phone", "07700 900123", "phone.mobile")]


def test_texts_for_everyone_name_nobody() -> None:
    intake = assets_of(
        {"Name": "Choir", "Type": "Club", "Description": "Call Jane Smith on 07700 900123.",
         "Managed by": "Mrs J Smith", "Opening times": "Tue 7pm, text 07700 900124",
         "Address": "c/o Jane Smith, 1 Oak Lane, Sale"}
    )  # fmt: skip
    [asset] = intake.frames["assets"].to_dict("records")
    assert asset["description"] == "Call [name not shown] on [number not shown]."
    assert asset["schedules"] == "Tue 7pm, text [number not shown]"
    assert asset["organization"] == ""
    assert intake.frames["sites"]["address"].tolist() == ["c/o [name not shown], 1 Oak Lane, Sale"]
    assert set(apart(intake)) == {
        ("name", "Mrs J Smith; Jane Smith", "name.titled"),
        ("phone", "07700 900123; 07700 900124", "phone.mobile"),
    }
    assert asset["sensitive"]


def test_a_business_keeps_the_name_of_its_owner() -> None:
    intake = assets_of({"Name": "Mr C Carre BDS Dental Practice", "Type": "Dentist"})
    assert intake.frames["assets"]["name"].tolist() == ["Mr C Carre BDS Dental Practice"]
    assert apart(intake) == []


@pytest.mark.parametrize(
    "names", [["Mrs J Smith"], ["Jane Smith", "Aisha Khan", "Agnieszka Kowalski", "Oak Nursery"]]
)
def test_places_called_like_people_are_people_at_home(names: list[str]) -> None:
    rows = [{"Name": name, "Type": "Nursery", "Address": f"{n} Oak Lane"} for n, name in
            enumerate(names, start=1)]  # fmt: skip
    intake = assets_of(*rows)
    assets = intake.frames["assets"]
    people = [name for name in names if "Nursery" not in name]
    assert assets["name"].tolist() == ["Unnamed nursery"] * len(people) + names[len(people) :]
    assert assets["sensitive"].tolist() == [name in people for name in names]
    assert [(value, why) for _, value, why in apart(intake)] == [(n, "name.own") for n in people]
    assert "name.missing" not in {fault.code for fault in intake.report.faults}


def test_one_place_called_like_a_person_without_a_title_is_a_place() -> None:
    intake = assets_of({"Name": "Robert Peel", "Type": "Pub"}, {"Name": "Hub", "Type": "Club"})
    assert intake.frames["assets"]["name"].tolist() == ["Robert Peel", "Hub"]


def test_a_partner_that_is_a_person_has_no_name_here() -> None:
    rows = [
        {"Recipient Org:Name": "Fae Wolfe", "Recipient Org:Description": "Paints murals"},
        {"Recipient Org:Name": "Sue Ryder", "Recipient Org:Description": "Care"},
        {"Recipient Org:Name": "Fae Wolfe", "Recipient Org:Description": ""},
    ]
    intake = take(Kind.PARTNERS, table(rows))
    assert intake.frames["partners"]["name"].tolist() == ["A person (row 2)", "Sue Ryder"]
    assert (intake.report.kept, intake.report.merged) == (2, 1)
    assert set(apart(intake)) == {("name", "Fae Wolfe", "name.own")}


def test_partners_contacts_are_told_apart_too() -> None:
    rows = [
        {"Organisation": "Sale Choir", "Email": "jane.smith@example.org", "Phone": "0161 496 0000",
         "Contact name": "Jane Smith"},
    ]  # fmt: skip
    intake = take(Kind.PARTNERS, table(rows))
    [partner] = intake.frames["partners"].to_dict("records")
    assert (partner["email"], partner["phone"]) == ("", "0161 496 0000")
    assert {one[:2] for one in apart(intake)} == {
        ("email", "jane.smith@example.org"), ("name", "Jane Smith"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "value"),
    [("Private email", "info@hub.example.org"), ("Phone (do not publish)", "0161 496 0000"),
     ("Home phone", "0161 496 0000"), ("Contact - confidential", "0161 496 0000")],
)  # fmt: skip
def test_a_column_that_is_private_by_its_heading_goes_apart(heading: str, value: str) -> None:
    intake = assets_of({"Name": "Hub", "Type": "Community hub", heading: value})
    [asset] = intake.frames["assets"].to_dict("records")
    assert (asset["email"], asset["phone"]) == ("", "")
    assert [one[1:] for one in apart(intake)] == [(value, "heading.private")]


def test_private_notes_are_no_description() -> None:
    intake = assets_of({"Name": "Hub", "Type": "Community hub", "Internal notes": "Owes us rent"})
    assert "Owes" not in intake.frames["assets"].to_csv()
    assert "Owes" in intake.frames["records"]["original"].iloc[0]


@pytest.mark.parametrize(
    ("heading", "answers"),
    [("Do not publish", ("Yes", "No")), ("OK to publish", ("No", "Yes")),
     ("GDPR consent", ("No", "Yes")), ("Consent given to publish?", ("refused", "given")),
     ("Permission to share", ("N", "Y")), ("Private", ("TRUE", "FALSE")),
     ("Opted out of directory", ("1", "0")), ("Confidential", ("yes", "no"))],
)  # fmt: skip
def test_a_row_that_may_not_be_published_is_for_officers(
    heading: str, answers: tuple[str, str]
) -> None:
    rows = [{"Name": f"Hub {n}", "Type": "Library", heading: a} for n, a in enumerate(answers)]
    assert assets_of(*rows).frames["assets"]["visibility"].tolist() == ["officers", "public"]


def test_of_several_columns_the_strictest_counts() -> None:
    rows = [
        {"Name": "a", "Type": "Library", "Publish": "Yes", "GDPR consent": "No"},
        {"Name": "b", "Type": "Library", "Publish": "No", "GDPR consent": "Yes"},
        {"Name": "c", "Type": "Library", "Publish": "Yes", "GDPR consent": ""},
    ]
    seen = assets_of(*rows).frames["assets"]["visibility"].tolist()
    assert seen == ["officers", "officers", "public"]


@pytest.mark.parametrize("heading", ["Listed building", "Public transport nearby", "Photo consent",
                                     "Consent to contact", "Private parking", "Shared kitchen",
                                     "Display screens", "Agreed rent"])  # fmt: skip
def test_other_columns_of_yes_and_no_hide_nothing(heading: str) -> None:
    rows = [
        {"Name": f"Hub {n}", "Type": "Library", heading: a} for n, a in enumerate(("No", "Yes"))
    ]
    assert set(assets_of(*rows).frames["assets"]["visibility"]) == {"public"}


def test_a_column_can_withhold_the_contacts_alone() -> None:
    rows = [
        {"Name": "a", "Type": "Library", "Phone": "0161 496 0000", "Publish contact details": "No"},
        {
            "Name": "b",
            "Type": "Library",
            "Phone": "0161 496 0001",
            "Publish contact details": "Yes",
        },
    ]
    intake = assets_of(*rows)
    assert intake.frames["assets"]["visibility"].tolist() == ["public", "public"]
    assert intake.frames["assets"]["phone"].tolist() == ["", "0161 496 0001"]
    assert apart(intake) == [("phone", "0161 496 0000", "row.no_consent")]


def test_a_person_can_say_whose_a_contact_is() -> None:
    row = {
        "Name": "Choir",
        "Type": "Club",
        "Phone": "07700 900123",
        "Email": "info@choir.example.org",
    }
    said = assets_of(row, rulings=(Ruling("", 2, "phone", "organisation"),
                                   Ruling("", 2, "email", "person")))  # fmt: skip
    [asset] = said.frames["assets"].to_dict("records")
    assert (asset["phone"], asset["email"]) == ("07700 900123", "")
    assert set(apart(said)) == {
        ("cleared", "07700 900123", "said.organisation"),
        ("email", "info@choir.example.org", "said.person"),
    }
    for_all = assets_of(row, row, rulings=(Ruling("", 0, "phone", "organisation"),))
    assert for_all.frames["assets"]["phone"].tolist() == ["07700 900123"] * 2
    assert for_all.report.personal.people == 0


def test_the_row_as_read_keeps_all_of_it() -> None:
    row = {"Name": "Choir", "Type": "Club", "Phone": "07700 900123", "Secretary": "Jane Smith"}
    [original] = assets_of(row).frames["records"]["original"]
    assert json.loads(original) == row | HERE | {"lat": "53.420"}


def test_the_report_names_nobody() -> None:
    intake = assets_of(
        {"Name": "Choir", "Type": "Club", "Phone": "07700 900123", "Secretary": "Jane Smith",
         "Email": "jane.smith@gmail.com", "Description": "Ask for Jane Smith on 07700 900124"},
    )  # fmt: skip
    text = json.dumps(intake.report.as_json()) + " ".join(intake.report.sentences)
    assert [s for s in ("900123", "900124", "Jane", "gmail") if s in text] == []


def test_a_row_that_is_not_kept_leaves_no_contact() -> None:
    row = {"Name": "Choir", "Type": "Club", "Phone": "07700 900123", **HERE}
    intake = take(Kind.ASSETS, table([row, row, {"Name": "", "Phone": "07700 900999"}]))
    assert [value for _, value, _ in apart(intake)] == ["07700 900123"]


def test_a_british_mobile_without_its_zero_is_one() -> None:
    intake = assets_of({"Name": "Choir", "Type": "Club", "Phone": "7700900123"})
    assert apart(intake) == [("phone", "07700900123", "phone.mobile")]
    abroad = take(
        Kind.ASSETS,
        table([{"Name": "Choir", "Type": "Club", "Phone": "7735551234", **HERE}]),
        a_place(metric_crs="EPSG:32616"),
    )
    assert abroad.frames["assets"]["phone"].tolist() == ["7735551234"]
