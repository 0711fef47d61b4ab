"""Which places must not be shown where they truly are: refuges, hostels, people's homes."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sharedground.intake.consent import is_home, said_sensitive
from sharedground.intake.people import name_why
from sharedground.intake.reading import Reading

Texts = NDArray[np.object_]
Flags = NDArray[np.bool_]

SAID: Final = "sensitive.said"
COLUMN: Final = "sensitive.column"
KIND: Final = "sensitive.kind"
HOME: Final = "sensitive.home"

_KINDS = re.compile(
    r"\b(refuges?|safe ?houses?|domestic (abuse|violence)|women'?s aid|forced marriage|"
    r"honou?r based|rape crisis|hostels? for|approved premises|"
    r"(homeless|bail|probation|direct access|women'?s|men'?s|young people'?s|refugees?|supported|"
    r"emergency) hostels?|"
    r"children'?s (residential )?homes?(?! (learning|education|visit|start|from|school))|"
    r"(residential|secure) children'?s|asylum( seekers?)? (accommodation|hotel|housing)|"
    r"sanctuary (house|scheme)|crisis house|half ?way house|safe accommodation)\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"wildlife|\bbirds?\b|nature|refugee (?!hostel)|church|temple|ministr|chapel|assembly|gospel|"
    r"refuge (assurance|street|road|lane|island|building|chip)|pedestrian|harbour|animal|\bcats?\b|"
    r"\bdogs?\b|donkey|youth hostel|\byha\b|mountain",
    re.IGNORECASE,
)
_AT_HOME = re.compile(
    r"\b(at (the )?home of|home of (?=mrs?\b|ms\b|miss\b)|private (house|home|residence|address)|"
    r"home address|member'?s (house|home)|someone'?s (house|home))\b",
    re.IGNORECASE,
)
_CARE_OF = re.compile(r"(?:\bc/o\b|\bcare of\b)\s*([^,]+)", re.IGNORECASE)
_HOUSE_NUMBER = re.compile(r"(flat |apartment )?\d+[a-z]?\b", re.IGNORECASE)


def kind_is_sensitive(name: str, kind: str = "", organization: str = "") -> bool:
    """Say whether words tell of a kind of place whose address is kept from the public."""
    said = f"{name} | {kind}".replace("’", "'").replace("-", " ")
    by_aid = re.search(r"\bwomen'?s aid\b", organization.replace("’", "'"), re.IGNORECASE)
    return bool(_KINDS.search(said) or by_aid) and not _OTHERWISE.search(said)


def is_a_home(address: str) -> bool:
    """Say whether an address reads like somebody's home: "c/o Jane Smith", "at the home of"."""
    if _AT_HOME.search(address):
        return True
    found = _CARE_OF.search(address)
    whom = found[1].strip() if found else ""
    return bool(whom and (name_why(whom) or _HOUSE_NUMBER.match(whom)))


def why_sensitive(
    reading: Reading, names: Texts, address: Texts, named_after_people: Flags
) -> Texts:
    """Return for each row the code of why it is sensitive, "" where it is not.

    What a person said of a row counts most, then a column of the list, then words.

    Parameters
    ----------
    named_after_people
        Rows whose own name is a person's: that is somebody at home.
    """
    kinds, runs = (reading.cells(field).tolist() for field in ("category", "organization"))
    rows = zip(names, kinds, runs, strict=True)
    refuge = np.array([kind_is_sensitive(*row) for row in rows], dtype=bool)
    home = np.array([is_a_home(text) for text in address], dtype=bool) | named_after_people
    if any(is_home(reading.match.get(field)) for field in ("address", "postcode")):
        home |= address != ""
    why = np.where(refuge, KIND, np.where(home, HOME, "")).astype(object)
    yes, no = said_sensitive(reading.table, reading.match)
    why = np.where(yes, COLUMN, np.where(no, "", why)).astype(object)
    for_all, for_rows = reading.options.rulings_on(reading.table.name, "sensitive")
    said = np.array([for_rows.get(n, for_all) for n in reading.row_numbers.tolist()], dtype=object)
    return np.where(said == "yes", SAID, np.where(said == "no", "", why)).astype(object)
