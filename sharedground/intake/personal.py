"""Keeping people's names, mobiles and private mails apart from what everyone may see of a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.intake import consent
from sharedground.intake.columns import cells
from sharedground.intake.context import Ruling
from sharedground.intake.headings import ADDRESS_FIELDS, plain
from sharedground.intake.people import (
    BESIDE_NAME,
    MOBILE_IN_TEXT,
    Found,
    email_why,
    is_for_people,
    is_part_of_a_name,
    name_why,
    person_in,
    phone_why,
    without_names,
    without_people,
)
from sharedground.intake.reading import Reading
from sharedground.intake.values import EMAIL, URL, is_nothing, is_phone, text_of
from sharedground.model.frames import CONTACTS, checked
from sharedground.model.report import Personal
from sharedground.words import say, say_many

Texts = NDArray[np.object_]
Flags = NDArray[np.bool_]
About = Callable[[int], str]
"""Gives the words of a row, by its place in the table."""

COLUMN: Final = "name.column"
OWN_NAME: Final = "name.own"
PRIVATE: Final = "heading.private"
NO_CONSENT: Final = "row.no_consent"
SAID: Final = "said.person"
CLEARED: Final = "said.organisation"
"""Not a contact kept apart: a value that looks like a person's and that somebody has cleared."""

WHY: Final = (
    "phone.mobile", "phone.beside_name", "email.free_mail", "email.person", "name.titled",
    "name.person", COLUMN, OWN_NAME, PRIVATE, NO_CONSENT, SAID,
)  # fmt: skip
"""What makes a contact personal. Scripts may rely on these."""

TEXTS: Final = ("name", "organization", "description", "schedules", "cost_options", "eligibility",
                "accessibility", "address")  # fmt: skip
"""Columns for everyone that may hold a number, a mail or a name among other words."""

LEAST_SHARE, LEAST_ROWS = 0.3, 3
"""From so many names of people in a column of names, the list is one of people at home."""

WHOLE_NUMBER: Final = 9
"""Digits below which a number may go on in the next line."""

SHORTEST: Final = 5
"""Letters of a text in which nothing can hide."""

_NUMBER = re.compile(r"\+?\(?\d[\d\s()\-–]{6,18}\d")
_LETTER_O = re.compile(r"(?<![A-Za-z\d])O(?=\d{4} ?\d)")
_ALSO_CONTACTS = re.compile(r"\b(mobile|mob|e ?mail|phone|telephone|tel|cell)\b")
_FIELDS: Final = ("phone", "contact", "email")
_NAMES: Final = ("name", "organization", "site_name")
_ABOUT: Final = ("name", "site_name", "organization", "category", "description", *ADDRESS_FIELDS)


@dataclass(frozen=True)
class Apart:
    """A list with its people kept apart.

    Parameters
    ----------
    columns
        The columns that everyone may see.
    contacts
        Table of `model.frames.CONTACTS`.
    personal
        How many of each there are.
    """

    columns: dict[str, Texts]
    contacts: pd.DataFrame
    personal: Personal


@dataclass(frozen=True)
class _Cell:
    """Numbers and mails of a row's cells, and the name beside each cell's."""

    emails: tuple[str, ...] = ()
    phones: tuple[tuple[str, bool], ...] = ()
    name: str = ""


def keep_apart(
    reading: Reading, thing: str, ids: Texts, columns: Mapping[str, Texts], rows: Flags,
    own: Texts | None = None,
) -> Apart:  # fmt: skip
    """Take what belongs to people out of the columns that everyone may see.

    Parameters
    ----------
    thing
        "asset" or "partner".
    ids
        The id of each row's thing.
    columns
        `email`, `phone` and some of `TEXTS`, one value a row.
    rows
        Which rows end in a thing; of the others nothing is kept apart.
    own
        Names of rows that are themselves called like a person (`own_names`), "" elsewhere.
    """
    found: list[list[Found]] = [[] for _ in ids]
    made = dict(columns)
    about = _about(reading)
    _contact_fields(reading, made, found, about)
    _other_columns(reading, found, about)
    _text_fields(reading, made, found, about)
    for place, name in enumerate(own if own is not None else ()):
        if name:
            found[place].append(Found("name", name, OWN_NAME))
    contacts = _contacts(reading, thing, ids, found, rows)
    return Apart(made, contacts, _counted(made, contacts, rows))


def own_names(reading: Reading, names: Texts, *, always: bool = False) -> Texts:
    """Return names that are people's, "" elsewhere: a list of childminders, or "Mrs J Smith".

    Parameters
    ----------
    always
        Whether one such name is enough, as among partners; else a place called after a person
        needs a title, a heading for people, or a column in which many are.
    """
    heading = reading.match.get("name")
    expected = is_for_people(heading)
    why = np.array([name_why(name, expected=expected) for name in names], dtype=object)
    share = float((why != "").mean()) if len(why) else 0.0
    many = share >= LEAST_SHARE and int((why != "").sum()) >= LEAST_ROWS
    sure = (why != "") if always or expected or many else why == "name.titled"
    cleared = _said(reading, "name") == "organisation"
    return np.where(sure & ~cleared, names, "").astype(object)


def _about(reading: Reading) -> About:
    """Return what tells what a row says of itself, to know its own mailbox from a person's."""
    fields = [name for name in _ABOUT if name in reading.match]
    columns = [(name in _NAMES, reading.cells(name).tolist()) for name in fields]

    def about(place: int) -> str:
        told = [(named, values[place]) for named, values in columns]
        return " ".join(cell for named, cell in told if not (named and name_why(cell)))

    return about


def _said(reading: Reading, about: str) -> Texts:
    for_all, for_rows = reading.options.rulings_on(reading.table.name, about)
    return np.array([for_rows.get(n, for_all) for n in reading.row_numbers.tolist()], dtype=object)


def _contact_fields(
    reading: Reading, made: dict[str, Texts], found: list[list[Found]], about: About
) -> None:
    """Give each row its organisation's first number and mail; put people's with what is found."""
    headings = {name: reading.match.get(name) for name in _FIELDS if name in reading.match}
    if not headings:
        return
    british = bool(reading.context.metric_crs == "EPSG:27700")
    columns = {name: cells(reading.table, heading).tolist() for name, heading in headings.items()}
    withheld = consent.contacts_withheld(reading.table, reading.match)
    private = {name: PRIVATE for name, heading in headings.items() if consent.is_private(heading)}
    said = {field: _said(reading, field) for field in ("email", "phone")}
    emails, phones = made["email"].copy(), made["phone"].copy()
    known: dict[tuple[str, str], _Cell] = {}
    for place in range(len(found)):
        every: list[Found] = []
        for name, values in columns.items():
            text = values[place]
            if not text:
                continue
            key = (name, text)
            if key not in known:
                known[key] = _parsed(text, british=british)
            hidden = private.get(name, NO_CONSENT if withheld[place] else "")
            every += _judged(known[key], partial(about, place), hidden, found[place])
        emails[place], phones[place] = _settled(
            every, found[place], said["email"][place], said["phone"][place]
        )
    made["email"], made["phone"] = emails, phones


def _parsed(text: str, *, british: bool) -> _Cell:
    """Take a cell of contacts apart."""
    tidy = text.strip()
    if is_phone(tidy):
        return _cell((), [tidy], "", british=british)
    if EMAIL.fullmatch(tidy):
        return _Cell((tidy,))
    text = _LETTER_O.sub("0", text)
    emails = tuple(match[0] for match in EMAIL.finditer(text))
    numbers = [] if URL.match(tidy) else _numbers_in(EMAIL.sub(" ", text))
    return _cell(emails, numbers, person_in(text), british=british)


def _cell(emails: tuple[str, ...], numbers: Sequence[str], name: str, *, british: bool) -> _Cell:
    phones = [" ".join(number.split()).strip(" -–") for number in numbers]
    whole = [_with_zero(number) for number in phones] if british else phones
    return _Cell(emails, tuple((number, bool(name)) for number in whole), name)


def _numbers_in(text: str) -> list[str]:
    """Return the telephone numbers in a text: mobiles, and others line by line where they fit."""
    mobiles = [match[0] for match in MOBILE_IN_TEXT.finditer(text)]
    rest = MOBILE_IN_TEXT.sub("\n", text)
    lines = [match[0] for line in rest.split("\n") for match in _NUMBER.finditer(line)]
    if any(sum(map(str.isdigit, number)) < WHOLE_NUMBER for number in lines):
        lines = [match[0] for match in _NUMBER.finditer(rest)]
    return sorted([*mobiles, *lines], key=text.find)


def _with_zero(number: str) -> str:
    """Return a British number with the first 0 that a spreadsheet took."""
    bare = number.replace(" ", "")
    return f"0{number}" if re.fullmatch(r"[1237]\d{9}", bare) else number


def _judged(cell: _Cell, about: Callable[[], str], hidden: str, found: list[Found]) -> list[Found]:
    if cell.name:
        found.append(Found("name", cell.name, hidden or "name.person"))
    emails = [
        Found("email", each, hidden or (email_why(each) and email_why(each, about())))
        for each in cell.emails
    ]
    phones = [
        Found("phone", each, hidden or phone_why(each) or (BESIDE_NAME if beside else ""))
        for each, beside in cell.phones
    ]
    return [*emails, *phones]


def _settled(
    every: Sequence[Found], found: list[Found], email_said: str, phone_said: str
) -> tuple[str, str]:
    """Return the mail and the number for everyone; all others that are people's are put apart."""
    first = {"email": "", "phone": ""}
    for one in every:
        said = email_said if one.field == "email" else phone_said
        why = {"organisation": "", "person": one.why or SAID}.get(said, one.why)
        if said == "organisation" and one.why:
            found.append(Found("cleared", one.value, CLEARED))
        if why:
            found.append(one._replace(why=why))
        elif not first[one.field]:
            first[one.field] = one.value
    return first["email"], first["phone"]


def _other_columns(reading: Reading, found: list[list[Found]], about: About) -> None:
    """Find people in columns that nobody sees: "Contact name", "Secretary's mobile"."""
    used = set(reading.match.fields.values())
    parts: list[list[str]] = [[] for _ in found]
    for heading in map(str, reading.table.rows.columns):
        if heading in used:
            continue
        if is_for_people(heading):
            _people_column(reading, heading, found, parts)
        elif _ALSO_CONTACTS.search(plain(heading)):
            _contact_column(reading, heading, found, about)
    for place, words in enumerate(parts):
        if words:
            found[place].append(Found("name", " ".join(words), COLUMN))


def _people_column(
    reading: Reading, heading: str, found: list[list[Found]], parts: list[list[str]]
) -> None:
    values = text_of(cells(reading.table, heading))
    part = is_part_of_a_name(heading)
    known = {
        value: bool(name_why(value, expected=True)) for value in dict.fromkeys(values.tolist())
    }
    for place, value in enumerate(values.tolist()):
        if value and part:
            parts[place].append(value)
        elif value and known[value]:
            found[place].append(Found("name", value, COLUMN))


def _contact_column(reading: Reading, heading: str, found: list[list[Found]], about: About) -> None:
    column = cells(reading.table, heading)
    british = reading.context.metric_crs == "EPSG:27700"
    private = PRIVATE if consent.is_private(heading) else ""
    for place in np.flatnonzero(~is_nothing(column)).tolist():
        cell = _parsed(column.iloc[place], british=british)
        judged = _judged(cell, partial(about, place), private, found[place])
        found[place] += [one for one in judged if one.why]


def _text_fields(
    reading: Reading, made: dict[str, Texts], found: list[list[Found]], about: About
) -> None:
    """Take numbers, mails and names out of texts; a column that is private goes as a whole."""
    for name in TEXTS:
        if name not in made:
            continue
        if name != "name" and consent.is_private(reading.match.get(name)):
            made[name] = np.full(len(found), "", dtype=object)
            continue
        texts = made[name].copy()
        cleared = _said(reading, "name") == "organisation"
        for place, text in enumerate(texts.tolist()):
            why = name_why(text) if name == "organization" and not cleared[place] else ""
            if why:
                found[place].append(Found("name", text, why))
                texts[place] = ""
            elif len(text) > SHORTEST:
                told = about(place) if "@" in text else ""
                texts[place], taken = without_people(text, told, names=name != "name")
                found[place] += taken
                if found[place]:
                    known = [one.value for one in found[place] if one.field == "name"]
                    texts[place] = without_names(texts[place], known)
        made[name] = texts


def _contacts(
    reading: Reading, thing: str, ids: Texts, found: list[list[Found]], rows: Flags
) -> pd.DataFrame:
    made = [
        (thing, str(ids[place]), field, value, why, reading.source_id, int(number))
        for place, number in enumerate(reading.row_numbers.tolist())
        if rows[place]
        for field, value, why in _joined(found[place])
    ]
    return checked("contacts", pd.DataFrame(made, columns=list(CONTACTS), dtype=object))


def _joined(found: Iterable[Found]) -> list[Found]:
    """Return one of each field: several values of one stand in one text, each once."""
    by_field: dict[str, dict[str, Found]] = {}
    for one in found:
        by_field.setdefault(one.field, {}).setdefault(one.value.casefold(), one)
    return [
        next(iter(each.values()))._replace(value="; ".join(one.value for one in each.values()))
        for each in by_field.values()
    ]


def _counted(made: Mapping[str, Texts], contacts: pd.DataFrame, rows: Flags) -> Personal:
    def distinct(values: Iterable[str]) -> int:
        every = [part for value in values for part in value.split("; ") if part]
        return len({re.sub(r"[\s()\-]", "", part).casefold() for part in every})

    public = [made[name][rows].tolist() for name in ("email", "phone") if name in made]
    apart = contacts[contacts["field"].isin(["email", "phone"])]["value"].tolist()
    return Personal(
        people=distinct(apart),
        organisations=distinct(value for values in public for value in values),
        names=distinct(contacts.loc[contacts["field"] == "name", "value"].tolist()),
    )


def contacts_in_words(personal: Personal) -> list[str]:
    """Return whose the telephone numbers and e-mail addresses of a list are, in sentences."""
    said = []
    both = personal.people + personal.organisations
    if both:
        found = say_many(
            "We found {n} telephone number or e-mail address.",
            "We found {n} telephone numbers and e-mail addresses.", both,
        )  # fmt: skip
        said.append(f"{found} {_whose(personal)}")
    if personal.names:
        said.append(
            say_many("We found {n} name of a person: only officers see it.",
                     "We found {n} names of people: only officers see them.", personal.names)
        )  # fmt: skip
    return said


def _whose(personal: Personal) -> str:
    if not personal.people:
        return say("All belong to organisations.")
    theirs = say_many(
        "{n} seems to belong to a person: only officers see it.",
        "{n} seem to belong to people: only officers see them.", personal.people,
    )  # fmt: skip
    if not personal.organisations:
        return theirs
    ours = say_many("{n} belongs to an organisation.", "{n} belong to organisations.",
                    personal.organisations)  # fmt: skip
    return f"{ours} {theirs}"


def rulings_for_all(*, whose: str = "", sensitive: str = "") -> tuple[Ruling, ...]:
    """Return what a person says of every row of a file.

    Parameters
    ----------
    whose
        "organisation" or "person": to whom every number and mail belongs; "" as they look.
    sensitive
        "yes" or "no" of every place; "" as the list and its words say.
    """
    said = [Ruling("", 0, about, whose) for about in ("email", "phone") if whose]
    said += [Ruling("", 0, "sensitive", sensitive)] if sensitive else []
    return tuple(said)
