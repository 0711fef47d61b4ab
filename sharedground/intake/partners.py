"""From a list of organisations or of grants to partners, one for each name."""

from __future__ import annotations

import json
import re
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.errors import NothingUsableError
from sharedground.intake import details
from sharedground.intake.personal import keep_apart, own_names
from sharedground.intake.reading import Reading, Taken
from sharedground.intake.values import NO_NAME
from sharedground.model.base import stable_id
from sharedground.model.frames import checked
from sharedground.words import say

Texts = NDArray[np.object_]

KINDS: Final = (
    ("public body", r"\b(council|borough|nhs|police|university|college|school|academy|department|"
                    r"integrated care|fire and rescue|combined authority|housing executive)\b"),
    ("faith group", r"\b(church|mosque|synagogue|temple|gurdwara|diocese|parish|chapel)\b"),
    ("social enterprise", r"\b(cic|c\.i\.c|community interest company|social enterprise|"
                          r"community benefit society|co-?op(erative)?)\b"),
    ("charity", r"\b(charity|charitable|cio|foundation|trust)\b"),
    ("business", r"\b(ltd|limited|plc|llp|inc)\b"),
)  # fmt: skip
"""Words in a name that tell what kind of organisation it is, tried in order."""

APART: Final = ("name", "description", "email", "phone")
FILLED: Final = ("partner_kind", "description", "url", "email", "phone", "external_identifiers")


def partners_of(reading: Reading) -> Taken:
    """Make partners of a list of organisations; rows of one name become one partner.

    Names are one when they differ only in case and spacing. What a later row adds fills what
    the first left open. A grant is never an asset: only its recipient is taken.

    Raises
    ------
    NothingUsableError
        If no column holds the names of organisations.
    """
    _refuse_without_names(reading)
    names = details.text(reading.table, reading.match, "name")
    reading.ledger.set_aside(
        np.array([name.casefold() in NO_NAME for name in names], dtype=bool), "partner.no_name",
        say("The row does not name an organisation."), say("Write its name."),
        reading.match.get("name"),
    )  # fmt: skip
    people = own_names(reading, names, always=True)
    rows = _rows(reading, names)
    columns = {name: rows[name].to_numpy(dtype=object) for name in APART}
    told = np.asarray(reading.ledger.open, dtype=bool)
    ids = rows["partner_id"].to_numpy(dtype=object)
    apart = keep_apart(reading, "partner", ids, columns, told, people)
    numbers = reading.row_numbers
    stand_ins = [say("A person (row {n})", n=str(number)) for number in numbers.tolist()]
    named = np.where(people == "", apart.columns["name"], np.array(stand_ins, dtype=object))
    kept = _one_each(rows.assign(**apart.columns).assign(name=named), reading)
    partners = checked("partners", kept.reset_index(drop=True))
    new = int((~partners["partner_id"].isin(set(reading.context.partners.values()))).sum())
    return Taken(
        {"partners": partners, "contacts": apart.contacts}, {"partners": new},
        personal=apart.personal,
    )  # fmt: skip


def partner_key(name: str) -> str:
    """Return a name as partners are told apart: without case and spacing."""
    return " ".join(name.split()).casefold()


def _rows(reading: Reading, names: Texts) -> pd.DataFrame:
    table, match = reading.table, reading.match
    listed = details.identifiers(table, match)
    kinds = details.text(table, match, "partner_kind")
    told = [kind or _kind(name, ids) for kind, name, ids in zip(kinds, names, listed, strict=True)]
    keys = [partner_key(name) for name in names]
    known = {partner_key(name): identity for name, identity in reading.context.partners.items()}
    return pd.DataFrame(
        {
            "partner_id": [
                known.get(key) or stable_id(reading.context.place_id, "partner", key)
                for key in keys
            ],
            "name": names,
            "partner_kind": told,
            "description": details.text(table, match, "description"),
            "url": details.website(table, match),
            "email": "",
            "phone": "",
            "external_identifiers": listed,
            "source_id": reading.source_id,
            "row_number": reading.row_numbers,
        },
        dtype=object,
    )


def _kind(name: str, identifiers: str) -> str:
    for kind, words in KINDS:
        if re.search(words, name, re.IGNORECASE):
            return kind
    schemes = {entry["scheme"] for entry in json.loads(identifiers)}
    if "GB-CHC" in schemes:
        return "charity"
    return "company" if "GB-COH" in schemes else ""


def _one_each(rows: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Return the first row of each name, filled from the others, which are merged into it.

    A partner that another list brought counts as merged, and is of this list as well: it stays
    when the other one is taken away.
    """
    known = set(reading.context.partners.values())
    places: dict[str, list[int]] = {}
    identities = rows["partner_id"].tolist()
    for place in np.flatnonzero(reading.ledger.open).tolist():
        places.setdefault(identities[place], []).append(place)
    here = [place for identity in places if identity in known for place in places[identity]]
    reading.ledger.merge(
        here, say("This partner is here already."), [identities[place] for place in here]
    )
    new = {identity: at for identity, at in places.items() if identity not in known}
    twice = [place for at in new.values() for place in at[1:]]
    reading.ledger.merge(
        twice, say("The same organisation stands above."), [identities[place] for place in twice]
    )
    first = [at[0] for at in new.values()]
    reading.ledger.keep(first, rows["partner_id"].to_numpy(dtype=object)[first])
    kept = rows.iloc[[at[0] for at in places.values()]].copy()
    for column in FILLED:
        values = rows[column].tolist()
        join = _together if column == "external_identifiers" else _first_said
        kept[column] = [join([values[place] for place in at]) for at in places.values()]
    return kept


def _first_said(values: list[str]) -> str:
    return next((value for value in values if value), "")


def _together(values: list[str]) -> str:
    """Join lists of identifiers, each once."""
    if len(set(values)) == 1:
        return values[0]
    every = [entry for value in values for entry in json.loads(value)]
    distinct = {(entry["scheme"], entry["identifier"]): entry for entry in every}
    return json.dumps(list(distinct.values()), ensure_ascii=False)


def _refuse_without_names(reading: Reading) -> None:
    if "name" in reading.match:
        return
    headings = [str(heading) for heading in reading.table.rows.columns]
    raise NothingUsableError(
        "partners.no_columns",
        say("We found no column with the names of organisations. The headings are: {headings}.",
            headings=", ".join(headings)),
        headings=headings,
    )  # fmt: skip
