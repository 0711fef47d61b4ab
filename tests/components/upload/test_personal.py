"""Whose contacts a list holds is told in words, and what a person says of them is kept."""

from __future__ import annotations

from components.upload import personal
from components.upload.draft import Waiting
from sharedground.intake.context import Context, Options, Ruling, changed_rulings
from sharedground.intake.personal import WHY
from sharedground.intake.take import take_in
from sharedground.model.place import AreaSet, Kind
from sharedground.workflow import About, Preview
from tests.sharedground.intake.tables import a_file, table

ROWS = [
    {"Name": "Choir", "Type": "Club", "Phone": "07700 900123", "Email": "info@choir.example.org"},
    {"Name": "Band", "Type": "Club", "Phone": "07700 900123", "Email": "jane.smith@gmail.com"},
    {"Name": "The Refuge", "Type": "Refuge", "Phone": "0161 496 0000", "Secretary": "Jane Smith"},
]


def waiting(*rulings: Ruling) -> Waiting:
    raw = a_file(table([{"Secretary": "", "Email": "", **row} for row in ROWS]))
    options = Options(rulings=rulings)
    intakes = tuple(take_in(Kind.ASSETS, raw, "s", options, Context(place_id="p")))
    preview = Preview(
        Kind.ASSETS, raw, options, About(), "s", "i", intakes, AreaSet(set_id="", name="A")
    )
    return Waiting("p", Kind.ASSETS, raw.name, raw, options, About(), preview)


def test_every_reason_has_words() -> None:
    assert set(WHY) <= set(personal.REASONS)


def test_contacts_are_listed_once_people_s_first_with_whose_they_are() -> None:
    preview = waiting().preview
    assert preview is not None
    told = [(one.label, one.why) for one in personal.contacts_of(preview)]
    assert told == [
        ("jane.smith@gmail.com (Band)", "email.free_mail"),
        ("07700 900123 (Choir and 1 more)", "phone.mobile"),
        ("info@choir.example.org (Choir)", ""),
        ("0161 496 0000 (The Refuge)", ""),
    ]


def test_what_a_person_says_counts_for_every_row_with_the_value() -> None:
    one = personal.contacts_of(waiting().preview)[1]  # type: ignore[arg-type]
    said = [Ruling(t, row, one.field, "organisation") for t, row in one.rows]
    changed = personal.ruled(waiting(), said)
    assert changed.options.rulings == (Ruling("", 2, "phone", "organisation"),
                                       Ruling("", 3, "phone", "organisation"))  # fmt: skip
    again = waiting(*changed.options.rulings).preview
    assert again is not None
    assert again.report.personal.model_dump() == {"people": 1, "organisations": 3, "names": 1}


def test_who_takes_it_back_has_said_nothing() -> None:
    said = [Ruling("", 2, "phone", "organisation")]
    back = [Ruling("", 2, "phone", "person")]
    assert changed_rulings(changed_rulings((), said), back) == ()


def test_sensitive_places_come_first_among_all_places() -> None:
    places = personal.places_of(waiting().preview)  # type: ignore[arg-type]
    assert list(places) == ["The Refuge (row 4)", "Choir (row 2)", "Band (row 3)"]
    assert [marked for marked, _, _ in places.values()] == [True, False, False]
