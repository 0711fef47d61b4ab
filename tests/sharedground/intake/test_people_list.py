"""A list of people is no list of places: it is refused, and held back where somebody insists."""

from __future__ import annotations

import pytest

from sharedground.errors import NothingUsableError
from sharedground.intake.context import Intake
from sharedground.intake.people_list import INSISTED, LISTED, are_places, is_nhs_number
from sharedground.model.place import Kind
from tests.sharedground.intake.tables import table, take

NAMES = ("Mary Jones", "Ahmed Khan", "Sue White", "Tom Green")
HOMES = [{"Address": f"{n} Oak Road", "Postcode": "M33 7ZF"} for n in range(4)]


def rows_of(*columns: tuple[str, tuple[str, ...]]) -> list[dict[str, object]]:
    return [
        {**{heading: values[at % len(values)] for heading, values in columns}, **HOMES[at]}
        for at in range(4)
    ]


def refusal_of(rows: list[dict[str, object]], kind: Kind = Kind.ASSETS, file: str = "list") -> str:
    with pytest.raises(NothingUsableError) as no:
        take(kind, table(rows), name=f"{file}.csv")
    assert no.value.code == LISTED
    return no.value.message


PATIENTS = rows_of(
    ("Full Name", NAMES),
    ("Date of birth", ("01/02/1950", "3 May 1961")),
    ("NHS Number", ("943 476 5919", "9434765870")),
    ("Diagnosis", ("Dementia",)),
    ("Ethnicity", ("White British", "Pakistani")),
    ("Mobile", ("07700 900120",)),
)


def test_a_list_of_patients_is_refused_in_words_that_say_by_what_it_is_known() -> None:
    said = refusal_of(PATIENTS)
    assert said == (
        "This looks like a list of people, not of places: it has columns of dates of birth, NHS "
        "numbers, diagnoses or health and ethnic groups. Do not upload it here. If they are "
        "places, say so."
    )
    assert not any(name in said for name in NAMES)
    refusal_of(PATIENTS, Kind.PARTNERS)
    refusal_of(PATIENTS, Kind.POSTCODES)


@pytest.mark.parametrize(
    "columns",
    [
        (("Client", NAMES), ("DOB", ("1/2/1980", "1981-03-02"))),
        (("Ref", ("1", "2", "3", "4")), ("D.O.B.", ("01.02.80",))),
        (("Client", NAMES), ("NI No", ("QQ123456C", "QQ 12 34 57 A"))),
        (("Name", NAMES), ("Number", ("9434765919", "4010232137", "6541003238", "2983396363"))),
        (("Name", NAMES), ("Code", ("AB123456A", "AB123457B", "AB123458C", "AB123459D"))),
        (("Name", NAMES), ("Next of kin", ("A son",))),
        (("Forename", ("Joe", "Ann")), ("Surname", ("Bloggs", "Smith")), ("Age", ("44", "31"))),
        (("Member name", NAMES), ("Mobile", ("07700 900120",))),
        (("Full name", NAMES), ("Phone", ("0161 496 0000",))),
        (("Employee", NAMES), ("Job title", ("Cleaner",))),
        (("Service user", NAMES), ("Support worker", ("Sam Low",))),
        (("Name", NAMES), ("Marital status", ("single",))),
        (("Name", NAMES), ("Religion", ("Muslim", "none")), ("Gender", ("M", "F"))),
        (("Client ID", ("7", "8", "9", "10")), ("Gender", ("Female", "Male")),
         ("Ethnicity", ("White British", "Black African"))),
    ],
)  # fmt: skip
def test_clients_members_and_staff_are_lists_of_people_whatever_their_columns_are_called(
    columns: tuple[tuple[str, tuple[str, ...]], ...],
) -> None:
    refusal_of(rows_of(*columns))


@pytest.mark.parametrize(
    ("file", "columns"),
    [
        ("childminders", (("Full name", NAMES), ("Phone", ("0161 496 0000",)))),
        ("list", (("Childminder", NAMES), ("Age range", ("0 to 8",)))),
        ("list", (("Name", NAMES), ("Ward", ("Sale",)), ("Party", ("Labour",)), ("Age", ("44",)))),
        ("gps", (("Name", ("Dr Mary Jones", "Dr Ahmed Khan")), ("Gender", ("F", "M")),
                 ("Practice", ("Sale Surgery",)))),
        ("schools", (("School name", ("Acre Hall", "Moss Park")), ("Gender of entry", ("Mixed",)),
                     ("Religious character", ("Church of England",)))),
        ("list", (("Club", ("Judo", "Chess")), ("Gender", ("Female", "Male")), ("Age", ("16",)))),
        ("list", (("Charity", ("Hope", "Help")), ("Charity date of birth", ("01/02/1950",)))),
        ("plaques", (("Name", NAMES), ("Born", ("1850",)), ("Died", ("1910",)))),
        ("list", (("Clinic", ("A", "B")), ("Conditions treated", ("Dementia",)),
                  ("Disability access", ("yes",)), ("Ethnic group", ("African",)))),
        ("list", (("Group", ("Knit", "Natter")), ("Contact first name", ("Mary",)),
                  ("Contact surname", ("Jones",)), ("Home address", ("1 Elm Road",)))),
    ],
)  # fmt: skip
def test_lists_of_places_and_of_people_in_public_are_not_refused(
    file: str, columns: tuple[tuple[str, tuple[str, ...]], ...]
) -> None:
    assert take(Kind.ASSETS, table(rows_of(*columns)), name=f"{file}.csv").report.kept == 4


def insisted() -> Intake:
    return take(Kind.ASSETS, table(PATIENTS), rulings=(are_places(),))


def test_what_is_insisted_on_is_held_for_officers_with_every_name_apart() -> None:
    intake = insisted()
    assets = intake.frames["assets"]
    assert set(assets["visibility"]) == {"officers"}
    assert assets["sensitive"].all()
    assert not set(NAMES) & set(assets["name"])
    assert set(NAMES) <= set(intake.frames["contacts"]["value"])
    assert INSISTED in {fault.code for fault in intake.report.faults}


def test_to_insist_changes_nothing_of_a_list_of_places() -> None:
    rows: list[dict[str, object]] = [{"Name": "Town Hall", "Type": "Hall", "Postcode": "M33 7ZF"}]
    said = take(Kind.ASSETS, table(rows), rulings=(are_places(),))
    assert said.frames["assets"]["visibility"].tolist() == ["public"]


@pytest.mark.parametrize(
    ("text", "good"),
    [("943 476 5919", True), ("9434765919", True), ("9434765910", False), ("0161496000²", False),
     ("12345", False), ("", False)],
)  # fmt: skip
def test_an_nhs_number_is_told_by_its_check_digit(text: str, good: bool) -> None:
    assert is_nhs_number(text) is good
