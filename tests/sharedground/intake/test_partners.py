"""Organisations become partners, one for each name."""

from __future__ import annotations

import json

import pytest

from sharedground.errors import NothingUsableError
from sharedground.model.place import Kind
from tests.sharedground.intake.tables import a_place, codes_of, table, take

GRANTS = [
    {
        "Identifier": f"360G-{n}",
        "Title": "Grant",
        "Amount Awarded": "500",
        "Award Date": "2013-01-18",
        "Recipient Org:Identifier": "360G-x",
        "Recipient Org:Name": name,
        "Recipient Org:Charity Number": number,
        "Recipient Org:Web Address": web,
        "Funding Org:Name": "Trafford Council",
    }
    for n, (name, number, web) in enumerate(
        (
            ("Sale Choir", "", ""),
            ("SALE  CHOIR", "1012345", "www.salechoir.org"),
            ("The Fuse", "", ""),
        )
    )
]


def test_recipients_of_grants_become_partners_and_funders_do_not() -> None:
    intake = take(Kind.PARTNERS, table(GRANTS))
    assert intake.frames["partners"]["name"].tolist() == ["Sale Choir", "The Fuse"]
    assert (intake.report.kept, intake.report.merged) == (2, 1)
    assert set(intake.frames) == {"partners", "contacts", "records"}


def test_a_later_row_fills_what_the_first_left_open() -> None:
    [choir, _] = take(Kind.PARTNERS, table(GRANTS)).frames["partners"].to_dict("records")
    assert choir["url"] == "https://www.salechoir.org"
    assert {"scheme": "GB-CHC", "identifier": "1012345"} in json.loads(
        choir["external_identifiers"]
    )


def test_a_date_of_award_is_no_telephone_number() -> None:
    assert "phone" not in take(Kind.PARTNERS, table(GRANTS)).report.columns


def test_the_same_name_is_the_same_partner_in_any_file() -> None:
    one = take(Kind.PARTNERS, table([{"Organisation": "Sale Choir"}]), name="a.csv")
    two = take(Kind.PARTNERS, table([{"Member": "sale choir"}]), name="b.csv")
    assert (
        one.frames["partners"]["partner_id"].tolist()
        == two.frames["partners"]["partner_id"].tolist()
    )


def test_a_partner_that_is_here_already_is_merged_into_it() -> None:
    place = a_place(partners={"Sale Choir": "p1"})
    intake = take(
        Kind.PARTNERS, table([{"Organisation": "SALE CHOIR"}, {"Organisation": "New"}]), place
    )
    assert (intake.report.kept, intake.report.merged) == (1, 1)
    assert intake.frames["records"]["kept_as"].iloc[0] == "p1"


def test_a_row_without_a_name_is_set_aside() -> None:
    intake = take(
        Kind.PARTNERS,
        table(
            [
                {"Organisation": "A", "Email": "a@b.org"},
                {"Organisation": "unknown", "Email": "c@d.org"},
            ]
        ),
    )
    assert intake.report.set_aside == 1
    assert "partner.no_name" in codes_of(intake)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Trafford Council", "public body"),
        ("Greater Manchester Police", "public body"),
        ("St Paul's Church", "faith group"),
        ("String of Hearts CIC", "social enterprise"),
        ("Sale Moor Trust", "charity"),
        ("Acme Ltd", "business"),
        ("Tree Things", ""),
    ],
)
def test_the_kind_of_partner_is_told_by_its_name(name: str, kind: str) -> None:
    partners = take(Kind.PARTNERS, table([{"Organisation": name}])).frames["partners"]
    assert partners["partner_kind"].tolist() == [kind]


def test_a_table_without_names_is_refused_with_its_headings() -> None:
    with pytest.raises(NothingUsableError, match="Colour"):
        take(Kind.PARTNERS, table([{"Colour": "1", "Size": "2"}]))
