"""A person's number, mail or name is told from an organisation's, case by case."""

from __future__ import annotations

import time

import pytest

from sharedground.intake.people import (
    email_why,
    is_for_people,
    name_why,
    person_in,
    phone_why,
    without_people,
)
from sharedground.intake.people_words import words_of

PHONES = {
    "07700 900123": "phone.mobile",
    "07700900123": "phone.mobile",
    "07700-900-123": "phone.mobile",
    "(07700) 900123": "phone.mobile",
    "+44 7700 900123": "phone.mobile",
    "+44 (0)7700 900123": "phone.mobile",
    "+447700900123": "phone.mobile",
    "0044 7700 900123": "phone.mobile",
    "O7700 900123": "phone.mobile",
    "07700 900123 ext 4": "phone.mobile",
    "07624 123456": "phone.mobile",
    "070 1234 5678": "phone.mobile",
    "+353 87 123 4567": "phone.mobile",
    "+353 (0)87 123 4567": "phone.mobile",
    "+49 151 23456789": "phone.mobile",
    "+33 6 12 34 56 78": "phone.mobile",
    "+48 601 234 567": "phone.mobile",
    "+91 98765 43210": "phone.mobile",
    "0161 496 0000": "",
    "01614960000": "",
    "020 7946 0000": "",
    "02079460000": "",
    "0300 123 4567": "",
    "0333 003 5865": "",
    "0800 123 456": "",
    "0808 157 0000": "",
    "0845 123 2329": "",
    "+44 161 496 0000": "",
    "0761 234 5678": "",
    "116 123": "",
    "999": "",
    "111": "",
    "+353 1 234 5678": "",
    "+1 312 555 0100": "",
    "(312) 555-0100": "",
    "087 123 4567": "",
    "+33 1 23 45 67 89": "",
    "00000 000000": "",
}

MAILS = {
    ("jane.smith@gmail.com", ""): "email.free_mail",
    ("janesmith@hotmail.co.uk", ""): "email.free_mail",
    ("jsmith1972@btinternet.com", ""): "email.free_mail",
    ("fgckmc@yahoo.com", "Food bank"): "email.free_mail",
    ("ericsmith5892@hotmail.com", "Smith Street Food Bank"): "email.free_mail",
    ("j.o.smith@outlook.com", ""): "email.free_mail",
    ("jane@talktalk.net", "Sale Choir"): "email.free_mail",
    ("info.jane@icloud.com", ""): "",
    ("someone@mail.com", "Sale Choir"): "email.free_mail",
    ("salechoir@gmail.com", "Sale Choir"): "",
    ("halebarnscc@gmail.com", "Hale Barns Cricket Club"): "",
    ("flixtongolfclub@mail.com", "Flixton Golf Club"): "",
    ("secretary.stuc@hotmail.co.uk", ""): "",
    ("willowtreepreschool@icloud.com", ""): "",
    ("tennishaleltc@gmail.com", ""): "",
    ("mum.and.toddler.group@gmail.com", ""): "",
    ("finance.rainbowhaven@yahoo.co.uk", ""): "",
    ("jane.smith@trafford.gov.uk", "Sale Library"): "email.person",
    ("jane_smith@example.org", ""): "email.person",
    ("jane-smith@example.org", ""): "email.person",
    ("jane@example.org", "Sale Choir"): "email.person",
    ("janesmith@example.org", ""): "email.person",
    ("jsmith@example.org", ""): "email.person",
    ("j.smith@example.org", ""): "email.person",
    ("smithj@example.org", ""): "email.person",
    ("jane.s@example.org", ""): "email.person",
    ("jane.smith+hall@example.org", ""): "email.person",
    ("xiaoming.oyelaran@example.org", "The Fuse"): "email.person",
    ("Jane.Smith@Example.org", ""): "email.person",
    ("achilds@lostock.example.sch.uk", "Lostock Library"): "email.person",
    ("v.keelan@example.org", ""): "email.person",
    ("info@example.org", ""): "",
    ("Info@Example.org", ""): "",
    ("admin@example.org", ""): "",
    ("enquiries@example.org", ""): "",
    ("enquiry@example.org", ""): "",
    ("reception@example.org", ""): "",
    ("office@example.org", ""): "",
    ("hello@example.org", ""): "",
    ("contactus@example.org", ""): "",
    ("bookings@example.org", ""): "",
    ("headteacher@example.sch.uk", ""): "",
    ("secretary@example.org", ""): "",
    ("hon.secretary@example.org", ""): "",
    ("foodbank@example.org", ""): "",
    ("hopefood@altrinchambaptist.example.org", "Altrincham Hub"): "",
    ("altrincham.library@trafford.gov.uk", "Altrincham Library"): "",
    ("bolton.citadel@salvationarmy.example.org", "Salvation Army Bolton Citadel"): "",
    ("oldham.roundthorn@army.example.org", "Army Oldham Roundthorn"): "",
    ("customer.services@example.gov.uk", ""): "",
    ("firs.admin@trafford.gov.uk", "The Firs Primary School"): "",
    ("stretford@leisure.example.org", "Stretford Leisure Centre"): "",
    ("manchester1@gym.example.com", "Gym, Manchester"): "",
    ("hope@example.org", "Hope Centre"): "",
    ("grace@example.org", "Grace Church"): "",
    ("stjohns@example.org", "St John's Centre"): "",
    ("sale.west@example.org", "Our Sale West"): "",
    ("sixthformadmin@example.org", ""): "",
    ("42@example.org", ""): "",
}  # fmt: skip

NAMES = {
    "Jane Smith": "name.person",
    "JANE SMITH": "name.person",
    "Jane A. Smith": "name.person",
    "Smith, Jane": "name.person",
    "Jane O'Neill": "name.person",
    "Jane Smith-Jones": "name.person",
    "Jane McDonald": "name.person",
    "Muhammad Khan": "name.person",
    "Agnieszka Kowalski": "name.person",
    "Jane Smith (chair)": "name.person",
    "Jane Smith, secretary": "name.person",
    "Jane Smith - Chair": "name.person",
    "Jane and John Smith": "name.person",
    "Jane Smith & Bob Jones": "name.person",
    "Mrs J Smith": "name.titled",
    "Mrs. Jane Smith": "name.titled",
    "Mr A B Person": "name.titled",
    "Ms Okonkwo-Brown": "name.titled",
    "Miss Smith": "name.titled",
    "Mr Andrew Meehan & Mrs Frances Anne Meehan": "name.titled",
    "St Mary Smith Centre": "",
    "St John's": "",
    "St. Michael's Church": "",
    "Dr Ash & Partners": "",
    "Dr Smith": "",
    "John Leigh Park": "",
    "Victoria Park": "",
    "Albert Square": "",
    "Alexander House": "",
    "George Street Chapel": "",
    "John Lewis": "",
    "Sue Ryder": "",
    "Marie Curie": "",
    "David Lloyd": "",
    "The Anne Frank Trust UK": "",
    "Billy and Andy's Music School CIC": "",
    "Cyril Flint Befrienders": "",
    "Sharon Youth Association": "",
    "Drake Music": "",
    "Leonard Cheshire Disability": "",
    "Be Active": "",
    "Two by Two": "",
    "Trafford Council": "",
    "Peter Pan Nursery": "",
    "Mrs Smith's Tea Room": "",
    "Jane Smith Dance School": "",
    "Sale West": "",
    "Old Trafford": "",
    "Clyne Court": "",
    "Love Partington": "",
    "": "",
    "07700 900123": "",
    "jane@example.org": "",
}

EXPECTED_NAMES = {
    "Jane": True,
    "Jane Smith": True,
    "Xiaoming Oyelaran": True,
    "Dr A Khan": True,
    "Cllr Jane Smith": True,
    "J Smith": True,
    "The Secretary": False,
    "Reception": False,
    "Trafford Council": False,
    "Sale Community Centre": False,
    "TBC": False,
    "Vacant": False,
    "see website": False,
}

HEADINGS = {
    "Contact name": True,
    "Contact person": True,
    "ContactName": True,
    "contact_name": True,
    "Name of contact": True,
    "Named contact": True,
    "Main Contact": True,
    "Manager": True,
    "Registered manager": True,
    "Centre Manager Name": True,
    "Secretary": True,
    "Club secretary": True,
    "Chair": True,
    "Lead": True,
    "Project lead": True,
    "Coordinator": True,
    "HeadFirstName": True,
    "HeadLastName": True,
    "Head teacher": True,
    "Surname": True,
    "First name": True,
    "Name of the manager": True,
    "Trustees": True,
    "Key holder": False,
    "Name": False,
    "Group name": False,
    "Contact email": False,
    "Secretary's phone": False,
    "Managing organisation": False,
    "Manager email": False,
    "Lead organisation": False,
    "Chair type": False,
    "Headline": False,
    "Teacher ratio": False,
    "Description": False,
    "Number of volunteers": False,
}

TEXTS = {
    "Call Jane Smith on 07700 900123 or 0161 496 0000.":
        "Call [name not shown] on [number not shown] or 0161 496 0000.",
    "contact Jane Smith, jane.smith@gmail.com":
        "contact [name not shown], [e-mail not shown]",
    "Contact: Mrs Smith": "Contact: [name not shown]",
    "Ask for Jane on Mondays": "Ask for [name not shown] on Mondays",
    "Manager: Ms A. Khan. Open daily": "Manager: [name not shown]. Open daily",
    "Please ring Mrs J Smith after six": "Please ring [name not shown] after six",
    "SECRETARY: JANE SMITH": "SECRETARY: [name not shown]",
    "Text +44 7700 900 123": "Text [number not shown]",
    "Run by Sale Harriers": "Run by Sale Harriers",
    "Contact Sale West Trust or info@example.org": "Contact Sale West Trust or info@example.org",
    "led by Trafford Council": "led by Trafford Council",
    "The Mr Men play group": "The Mr Men play group",
    "Ring 0161 496 0000": "Ring 0161 496 0000",
    "Room 07 holds 1234567890 books": "Room 07 holds 1234567890 books",
    "See https://example.org/?id=07700900123": "See https://example.org/?id=07700900123",
    "Open 7 days. Call in any time.": "Open 7 days. Call in any time.",
    "Managed by John Lewis": "Managed by John Lewis",
    "at 53.4123456789, -2.0770090012": "at 53.4123456789, -2.0770090012",
}  # fmt: skip


def misses(cases: dict, tell) -> dict:  # type: ignore[type-arg, no-untyped-def]
    return {case: (tell(case), wanted) for case, wanted in cases.items() if tell(case) != wanted}


def test_there_are_many_cases_on_both_sides() -> None:
    tables = (PHONES, MAILS, NAMES, EXPECTED_NAMES, HEADINGS, TEXTS)
    assert sum(map(len, tables)) >= 150
    assert sum(bool(wanted) for cases in tables[:5] for wanted in cases.values()) > 60


def test_mobiles_are_people_s_and_other_numbers_are_not() -> None:
    assert misses(PHONES, phone_why) == {}


def test_private_mails_are_people_s_and_role_mailboxes_are_not() -> None:
    assert misses(MAILS, lambda case: email_why(*case)) == {}


def test_names_of_people_are_told_from_names_of_places_and_groups() -> None:
    assert misses(NAMES, name_why) == {}


def test_in_a_column_for_people_any_few_words_are_a_name() -> None:
    assert misses(EXPECTED_NAMES, lambda text: bool(name_why(text, expected=True))) == {}


def test_headings_for_people_are_known() -> None:
    assert misses(HEADINGS, is_for_people) == {}


def test_texts_lose_their_people_and_nothing_else() -> None:
    assert misses(TEXTS, lambda text: without_people(text)[0]) == {}


def test_what_a_text_loses_is_kept_with_why() -> None:
    _, found = without_people("Call Jane Smith on 07700  900123, jane@gmail.com")
    assert set(found) == {
        ("email", "jane@gmail.com", "email.free_mail"),
        ("phone", "07700 900123", "phone.mobile"),
        ("name", "Jane Smith", "name.person"),
    }


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Jane Smith 0161 496 0000", "Jane Smith"),
        ("Mrs J Smith, 07700 900123", "Mrs J Smith"),
        ("J Smith", "J Smith"),
        ("Contact: Jane Smith (chair), jane@example.org", "Jane Smith"),
        ("Reception 0161 496 0000", ""),
        ("info@example.org", ""),
        ("0161 496 0000 or info@example.org", ""),
        ("Sale Community Centre, 0161 496 0000", ""),
    ],
)
def test_a_name_beside_a_number_is_found(cell: str, name: str) -> None:
    assert person_in(cell) == name


PIECES = ("0", "07", "a", "A", "Mr ", "call ", "Aa ", "O'A-", "@", "x@y.", "(", "Mrs J ", "- ",
          ", ", "contact Aa ")  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_a_cell_of_any_length_costs_no_time(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    start = time.process_time()
    without_people(text)
    name_why(text)
    person_in(text)
    phone_why(text)
    email_why(f"{text}@example.org", text)
    assert time.process_time() - start < 2


def test_the_words_are_small_letters_in_sections_without_doubles() -> None:
    for section in ("given", "family", "mailboxes", "groups", "roles", "free mail"):
        words = words_of(section)
        assert len(words) > 20
        assert all(word == word.casefold() for word in words)
