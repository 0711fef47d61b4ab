"""What columns say of publishing: "Do not publish", "GDPR consent", "Home phone", "Sensitive"."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.intake.columns import ColumnMatch, cells
from sharedground.intake.headings import plain
from sharedground.intake.raw import RawTable
from sharedground.intake.values import by_value, is_nothing

Texts = NDArray[np.object_]
Flags = NDArray[np.bool_]

YES: Final = frozenset(
    ["yes", "y", "true", "1", "t", "x", "given", "granted", "agreed", "consented"]
)
NO: Final = frozenset(
    ["no", "n", "false", "0", "f", "refused", "declined", "withdrawn", "denied", "none", "never",
     "not given", "opted out", "opt out", "not granted", "not agreed"]
)  # fmt: skip
HIDDEN: Final = frozenset(["private", "confidential", "hidden", "internal", "do not publish",
                           "restricted", "not for publication", "not public"])  # fmt: skip
MOSTLY: Final = 0.8
"""Share of a column's cells that must say yes or no before they decide anything."""

_REVERSED = re.compile(
    r"\b(do not|dont|don t|not to be|not for|must not|never|private|confidential|hide|hidden|"
    r"withhold|withheld|opt(ed)? out|restricted|internal|unlisted|suppress(ed)?|anonymous)\b"
)
_PUBLISHING = re.compile(
    r"\b(publish(ed|able|ing|es)?|publication|consent(ed|s)?|gdpr|data protection|opt(ed)? out|"
    r"permission (to|for|given)|(share|show|display|list)(ed|n)? (it )?(publicly|in public|with "
    r"(the )?public|online|on (the )?(map|web ?site|site|directory|list))|(do not|dont|don t|ok to|"
    r"okay to|happy to|agreed? to|may we|can we) (be )?(share|show|display|list)(ed|n)?)\b"
)
_OF_CONTACTS = re.compile(
    r"\b(contacts?|details|phone|telephone|tel|mobile|e ?mail|number|names?|personal)\b"
)
_OTHER_THINGS = re.compile(
    r"\b(photos?|photographs?|video|images?|medical|treatment|marketing|newsletter|mailing|research|"
    r"date|by whom|to (be )?contact(ed)?|transport|library|house|toilets?|school|sector|holiday|"
    r"access|limited company|liability|trust|body|right of way|footpath|url|link|version|year)\b"
)
_PRIVATE = re.compile(
    r"\b(private|confidential|internal|(do|must) not (publish|share|show)|not public|"
    r"not (for|to be) (publi\w+|sharing|shared)|(officers?|staff|office) (use )?only|restricted|"
    r"personal (e ?mail|mobile|phone|telephone|tel|number|contact|address)|"
    r"home (phone|tel|telephone|number|e ?mail|mobile|contact))\b"
)
_HOME = re.compile(r"\b((home|private|personal|residential) address)\b")
_NOT_PRIVATE = re.compile(
    r"\b(private (sector|hire|school|care|health|rent|renting|limited|dentist|dental|hospital|room|"
    r"ownership|parking)|internal (area|floor))\b"
)
_SENSITIVE = re.compile(
    r"\b(sensitive|hide|hidden|secret|withheld|confidential|private|approximate)\b.*"
    r"\b(address|location|place|site|map)\b|\b(address|location|place)\b.*"
    r"\b(hidden|secret|withheld|confidential|private)\b|^sensitive$"
)


def row_columns(table: RawTable, match: ColumnMatch) -> dict[str, bool]:
    """Return the headings that say of each row whether it may be published, and which are reversed.

    A heading that a person, or the match, takes for who may see a row is always one of them.
    """
    chosen = match.get("visibility")
    found = {chosen: bool(_REVERSED.search(plain(chosen)))} if chosen else {}
    for heading in _unused_flags(table, match):
        words = plain(heading)
        if not _OF_CONTACTS.search(words):
            found[heading] = bool(_REVERSED.search(words))
    return found


def contact_columns(table: RawTable, match: ColumnMatch) -> dict[str, bool]:
    """Return the headings that say of each row whether its contacts may be published."""
    return {
        heading: bool(_REVERSED.search(plain(heading)))
        for heading in _unused_flags(table, match)
        if _OF_CONTACTS.search(plain(heading))
    }


def _unused_flags(table: RawTable, match: ColumnMatch) -> list[str]:
    """Return headings of yes and no that speak of publishing and serve no other field."""
    used = set(match.fields.values())
    return [
        heading
        for heading in map(str, table.rows.columns)
        if heading not in used and _speaks_of_publishing(heading) and _is_flags(table, heading)
    ]


def _speaks_of_publishing(heading: str) -> bool:
    words = plain(heading)
    if _OTHER_THINGS.search(words) or _SENSITIVE.search(words):
        return False
    return bool(_PUBLISHING.search(words))


def _is_flags(table: RawTable, heading: str) -> bool:
    values = cells(table, heading)
    told = values[~is_nothing(values)].str.strip().str.casefold()
    return bool(len(told)) and bool(told.isin(YES | NO | HIDDEN).mean() >= MOSTLY)


def visibility(table: RawTable, match: ColumnMatch) -> Texts:
    """Return who may see each row: public unless a column says that it must not be published.

    Of several columns the strictest counts.
    """
    seen = np.full(len(table.rows), "public", dtype=object)
    for heading, reverse in row_columns(table, match).items():
        said = _who(cells(table, heading), reverse=reverse)
        seen = np.where(_RANK(said) > _RANK(seen), said, seen)
    return seen


def _rank(level: str) -> int:
    return ("public", "partners", "officers").index(level)


_RANK = np.vectorize(_rank, otypes=[int])


def _who(column: pd.Series[str], *, reverse: bool) -> Texts:
    def who(cell: str) -> str:
        said = " ".join(cell.split()).casefold()
        if said in ("partners", "officers"):
            return said
        return "officers" if said in (YES if reverse else NO) or said in HIDDEN else "public"

    return np.array(by_value(column, who), dtype=object)


def contacts_withheld(table: RawTable, match: ColumnMatch) -> Flags:
    """Say for which rows a column says that contact details must not be published."""
    hidden = np.zeros(len(table.rows), dtype=bool)
    for heading, reverse in contact_columns(table, match).items():
        hidden |= _who(cells(table, heading), reverse=reverse) != "public"
    return hidden


def is_private(heading: str) -> bool:
    """Say whether a heading says that its column must not be published: "Private e-mail"."""
    words = plain(heading)
    return bool(_PRIVATE.search(words)) and not _NOT_PRIVATE.search(words)


def is_home(heading: str) -> bool:
    """Say whether a heading is one for where people live: "Home address"."""
    return bool(_HOME.search(plain(heading)))


def said_sensitive(table: RawTable, match: ColumnMatch) -> tuple[Flags, Flags]:
    """Return which rows a column calls sensitive, and which it calls not sensitive."""
    yes, no = np.zeros(len(table.rows), dtype=bool), np.zeros(len(table.rows), dtype=bool)
    heading = match.get("sensitive")
    if heading:
        said = cells(table, heading).str.strip().str.casefold()
        yes, no = said.isin(YES | HIDDEN).to_numpy(bool), said.isin(NO).to_numpy(bool)
    return yes, no
