"""What each row of a list is called: its own name, a stand-in, or "Unnamed park near Sale Moor"."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.intake import details
from sharedground.intake.columns import CLEAR, MOSTLY, ColumnMatch, is_run_by, likeness
from sharedground.intake.headings import ORGANIZATION
from sharedground.intake.ledger import Ledger
from sharedground.intake.located import Located
from sharedground.intake.raw import RawTable
from sharedground.intake.reading import Reading
from sharedground.intake.values import NO_NAME
from sharedground.model.category import BY_CODE
from sharedground.model.report import Severity
from sharedground.words import say

Texts = NDArray[np.object_]
Flags = NDArray[np.bool_]
LONGEST_NAME: Final = 200
"""Letters of a name that are kept."""

MANY_PLACES: Final = 3
"""An organisation at so many places is their provider, even where no other name is given."""


def names_of(reading: Reading, located: Located, address: Texts) -> tuple[Texts, Flags]:
    """Return names, and which of them are a place's own and not its organisation's.

    Where a row has no name, its organisation stands in if most rows have one of their own and
    this one stands at one place only: otherwise it runs the place, and is not its name. The
    site stands in next.
    """
    table, match = reading.table, reading.match
    names = _said(table, match, "name")
    own = names != ""
    where = _places(located, address)
    if _named_by_organization(reading):
        own = np.zeros(len(names), dtype=bool)
        names = _standing(names, where, reading.ledger, places=MANY_PLACES)
    elif not is_run_by(match.get("organization")):
        stands = _standing(_said(table, match, "organization"), where, reading.ledger, places=2)
        names = np.where(names == "", stands, names)
    site = _said(table, match, "site_name")
    own |= (names == "") & (site != "")
    return np.where(names == "", site, names), own


def _said(table: RawTable, match: ColumnMatch, field: str) -> Texts:
    text = details.text(table, match, field)
    return np.where([t.casefold() in NO_NAME for t in text], "", text)


def _named_by_organization(reading: Reading) -> bool:
    """Say whether nobody chose the column of names and its heading speaks of organisations."""
    match = reading.match
    chosen = "name" in reading.options.columns or "organization" in match
    return not chosen and likeness(ORGANIZATION, match.get("name")) >= CLEAR


def _places(located: Located, address: Texts) -> Texts:
    """Return a key that rows at one place share; a row that tells no place is one of its own."""
    lon, lat = located.lon.round(5), located.lat.round(5)
    rows = zip(located.placed, lon, lat, address, located.postcode, strict=True)
    keys = [
        (x, y) if placed else (text.casefold(), postcode) if text or postcode else at
        for at, (placed, x, y, text, postcode) in enumerate(rows)
    ]
    return np.array([str(key) for key in keys], dtype=object)


def _standing(organization: Texts, where: Texts, ledger: Ledger, *, places: int) -> Texts:
    """Return the organisations that may be names: those at fewer than so many places."""
    here = ledger.open & (organization != "")
    text = pd.Series(organization, dtype=object).str.casefold()
    pairs = pd.DataFrame({"text": text, "where": where})[here].drop_duplicates()
    count = pairs["text"].value_counts()
    if not len(count) or len(count) <= MOSTLY * len(pairs):
        return np.full(len(organization), "", dtype=object)
    return np.where(text.isin(count[count < places].index), organization, "")


def shorten(names: Texts, reading: Reading) -> None:
    """Shorten names that are longer than a name can be; the row as read keeps all of it."""
    long = np.array([len(name) > LONGEST_NAME for name in names], dtype=bool)
    if not long.any():
        return
    names[long] = [name[: LONGEST_NAME - 1].rstrip() + "…" for name in names[long]]
    reading.ledger.fault(
        long & reading.ledger.open, "name.long",
        say("The name has more than {n} letters. We shortened it.", n=LONGEST_NAME),
        say("Write a short name here and the rest in a column for the description."),
        reading.match.get("name"),
    )  # fmt: skip


def name_unnamed(
    reading: Reading, names: Texts, category: Texts, located: Located, address: Texts,
    hidden: Flags, people: Flags,
) -> None:  # fmt: skip
    """Name places without a name by what they are and where: "Unnamed park near Sale Moor".

    Parameters
    ----------
    hidden
        Places of which a name must not tell where they are.
    people
        Places that are called like a person, whose name is kept apart.
    """
    unnamed = np.flatnonzero((names == "") & reading.ledger.open)
    near = reading.context.near(located.lon[unnamed], located.lat[unnamed])
    for at, place in zip(unnamed, near, strict=True):
        one = say(BY_CODE[category[at]].one)
        where = place or located.postcode[at] or str(address[at]).split(",")[-1].strip()
        names[at] = (
            say("Unnamed {one} near {where}", one=one, where=where)
            if where and not hidden[at]
            else say("Unnamed {one}", one=one)
        )
    reading.ledger.fault(
        unnamed[~people[unnamed]], "name.missing",
        say("The row has no name. We named it by what and where it is."),
        say("Add the name that people use."), reading.match.get("name"), Severity.NOTE,
    )  # fmt: skip
