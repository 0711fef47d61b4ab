"""Organisations that may be one under several spellings; a person decides, never a rule."""

from __future__ import annotations

import json
import re
from typing import Final

import numpy as np
import pandas as pd

from sharedground.intake.alike.blocks import by_name
from sharedground.intake.alike.names import Flags, Floats, Names, shared_words
from sharedground.intake.alike.tell import Evidence
from sharedground.intake.alike.traits import Texts, numbered, text_of, traits_of
from sharedground.intake.alike.weigh import Weighed, weigh
from sharedground.model.frames import PAIRS, empty

TELLING: Final = 9.0
"""Bits that the shared words of two names need where one name holds all words of the other."""

MOST_MORE: Final = 9.0
"""Bits of further words up to which a longer name may be the same organisation."""


REGISTERS: Final = ("GB-CHC", "GB-COH")
"""Registers whose numbers stand for one organisation each."""

_BRACKETS = re.compile(r"\([^)]*\)")


def likely_partners(partners: pd.DataFrame) -> pd.DataFrame:
    """Find partners that may be one.

    They have one number in a register; or their names have the same words but for legal form and
    order, with or without what stands in brackets, or differ by a slip of the pen, or one is the
    other with a word more; or they share a contact and part of the name. Two numbers in one
    register are two partners.

    Returns
    -------
    pandas.DataFrame
        `model.frames.PAIRS` of partner ids, all "open", the likeliest first.
    """
    if len(partners) < 2:
        return empty("pairs")
    traits = traits_of(_as_places(partners))
    weighed = weigh(traits, *by_name(traits))
    bare = Names(_BRACKETS.sub(" ", str(name)) for name in partners["name"])
    same, differ = _registers(partners, weighed)
    likeness = np.where(differ, 0.0, np.maximum(_likeness(weighed, bare), np.where(same, 0.98, 0)))
    order = np.lexsort((weighed.other, weighed.one, -likeness))
    order = order[likeness[order] > 0]
    weighed, likeness, same = weighed[order], likeness[order], same[order]
    ids, names = (text_of(partners[column]) for column in ("partner_id", "name"))
    found = {
        "one": ids[weighed.one],
        "other": ids[weighed.other],
        "verdict": "open",
        "likeness": likeness,
        "evidence": [_evidence(names, weighed, at, same[at]) for at in range(len(order))],
    }
    return pd.DataFrame(found, columns=list(PAIRS))


def _as_places(partners: pd.DataFrame) -> pd.DataFrame:
    """Return partners with the columns that places are compared by."""
    blank = dict.fromkeys(("category", "organization", "address", "postcode", "placed_by"), "")
    return partners.assign(**blank, lon=np.nan, lat=np.nan)


def _registers(partners: pd.DataFrame, weighed: Weighed) -> tuple[Flags, Flags]:
    """Return which pairs have one number in a register, and which have two."""
    listed = [json.loads(text or "[]") for text in partners["external_identifiers"]]
    same = np.zeros(len(weighed.one), dtype=bool)
    differ = same.copy()
    for scheme in REGISTERS:
        texts = [
            next((entry["identifier"] for entry in row if entry["scheme"] == scheme), "")
            for row in listed
        ]
        numbers = numbered(np.array(texts, dtype=object))
        one, other = numbers[weighed.one], numbers[weighed.other]
        same |= (one == other) & (one > 0)
        differ |= (one != other) & (one > 0) & (other > 0)
    return same, differ


def _likeness(weighed: Weighed, bare: Names) -> Floats:
    """Return how likely each pair is one: 0 where nobody need be asked."""
    names = weighed.names
    unbracketed = bare.of_row[weighed.one] == bare.of_row[weighed.other]
    more = names.within & (names.shared >= TELLING) & (names.unshared <= MOST_MORE)
    reached = (weighed.contact >= 6) & (names.shared > 3)
    cases = [names.equal, names.conflict, names.near, reached, unbracketed, more]
    found = np.select(cases, [0.95, 0.0, 0.9, 0.8, 0.7, 0.6], 0.0)
    return np.asarray(found, dtype=float)


def _evidence(names: Texts, weighed: Weighed, at: int, registered: bool) -> list[Evidence]:
    shared = shared_words(str(names[weighed.one[at]]), str(names[weighed.other[at]]))
    said: list[Evidence] = [
        {"code": "same_words"} if weighed.names.equal[at]
        else {"code": "near_name"} if weighed.names.near[at]
        else {"code": "name_words", "value": shared}
    ]  # fmt: skip
    if registered:
        said.append({"code": "same_identifier"})
    fields = ("phone", "email", "website")
    return said + [{"code": f"same_{field}"} for field in fields if weighed.same[field][at]]
