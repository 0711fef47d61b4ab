"""The evidence that two places are one, weighed: bits for and against, added up.

Each finding counts as many bits as it is telling (Fellegi and Sunter's match weights): a rare name
more than a common one, a number that one place has more than a switchboard. `docs/methods.md` has
the weights in a table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from sharedground.intake.alike.blocks import REACH_M
from sharedground.intake.alike.names import Flags, Floats, Ints, NamePairs
from sharedground.intake.alike.traits import Texts, Traits
from sharedground.model.category import BY_CODE, OTHER

DOUBT: Final = 10.0
"""Bits that must be made up before two places are as likely one as two."""

EARTH_M: Final = 6_371_009.0

BY_DISTANCE: Final = ((10, 8.0), (25, 7.0), (50, 6.0), (100, 4.0), (200, 2.0), (500, -2.0),
                      (1_000, -6.0), (np.inf, -12.0))  # fmt: skip
"""Metres up to which two points count so many bits."""

BY_ROUGH_DISTANCE: Final = ((150, 2.0), (300, 0.0), (500, -2.0), (1_000, -6.0), (np.inf, -12.0))
"""The same where one of them is the middle of a postcode."""

MOST_SHARED: Final = 12.0
"""Bits that the words of a name count at most."""

CONTACT: Final = (0.0, 7.0, 6.0, 3.0, 1.0)
"""Bits of a contact that is given for 1, 2, 3, or more places; the first is unused."""

OTHER_CONTACT: Final = {"phone": -1.5, "email": -1.0, "website": -0.5, "run by": -0.5}
SAME_POSTCODE: Final = 5.0
SAME_POSTCODE_TOO: Final = 1.5
"""Bits of one postcode, alone and beside points that are close."""

MOVED: Final = -4.0
"""Bits of a distance at worst, if a contact that few places have is the same."""

SAME_ADDRESS: Final = 9.0
OTHER_HOUSE: Final = -2.0
SAME_STREET: Final = 87.0
"""RapidFuzz token_set_ratio from which two addresses with the same numbers are one."""

IDENTIFIER: Final = 14.0
UNSURE: Final = (OTHER, "council-site")
"""Kinds that may be any other as well: a council's list of sites has its libraries too."""


@dataclass(frozen=True, eq=False)
class Weighed:
    """The evidence on pairs of rows `one` and `other`; each array has an entry for each pair.

    Parameters
    ----------
    bits
        All evidence added up, less the `DOUBT`.
    metres
        How far apart, NaN where it is not known.
    same, differ
        By field: whether both say the same, or different things.
    contact
        Bits of contacts in common.
    spot
        Bits for where they lie.
    kinds
        -2 for kinds of different families, -1 for different kinds, 1 for one kind, 0 if unsure.
    """

    one: Ints
    other: Ints
    bits: Floats
    names: NamePairs
    metres: Floats
    spot: Floats
    contact: Floats
    kinds: Ints
    same: dict[str, Flags]
    differ: dict[str, Flags]

    @property
    def likeness(self) -> Floats:
        """How likely each pair is one, 0 to 1."""
        return np.asarray(1 / (1 + np.exp2(-np.clip(self.bits, -60, 60))), dtype=float)

    def __getitem__(self, rows: Flags | Ints) -> Weighed:
        """Return some of the pairs."""
        names = NamePairs(**{name: value[rows] for name, value in vars(self.names).items()})
        return Weighed(
            self.one[rows], self.other[rows], self.bits[rows], names, self.metres[rows],
            self.spot[rows], self.contact[rows], self.kinds[rows],
            {field: value[rows] for field, value in self.same.items()},
            {field: value[rows] for field, value in self.differ.items()},
        )  # fmt: skip


def joined(parts: list[Weighed]) -> Weighed | None:
    """Put weighed pairs together; None where there are none."""
    if len(parts) < 2:
        return parts[0] if parts else None
    every = vars(parts[0]).keys()
    return Weighed(**{name: _together([vars(part)[name] for part in parts]) for name in every})


def _together(values: list[Any]) -> Any:
    first = values[0]
    if isinstance(first, np.ndarray):
        return np.concatenate(values)
    if isinstance(first, dict):
        return {key: _together([value[key] for value in values]) for key in first}
    fields = {name: _together([vars(value)[name] for value in values]) for name in vars(first)}
    return type(first)(**fields)


def weigh(traits: Traits, one: Ints, other: Ints) -> Weighed:
    """Weigh all evidence on pairs of rows."""
    names = traits.names.compare(one, other)
    same, differ = _both(traits, one, other)
    contact = _contact_bits(traits, one, same)
    metres = metres_between(traits, one, other)
    same["address"], differ["address"] = _addresses(
        traits, one, other, (names.shared >= 3) | (contact > 0), metres
    )
    spot = _spot_bits(traits, one, other, same, differ, metres)
    kinds = _kinds(traits.category[one], traits.category[other])
    spot = np.where(contact >= CONTACT[2], np.maximum(spot, MOVED), spot)
    bits = _name_bits(names) + spot + contact + np.choose(kinds + 2, (-4.0, -1.5, 0.0, 1.0))
    for field, against in OTHER_CONTACT.items():
        bits += np.where(differ[field], against, 0.0)
    bits += np.where(same["identifier"], IDENTIFIER, 0) - np.where(
        differ["identifier"], IDENTIFIER, 0
    )
    return Weighed(
        one, other, bits - DOUBT, names, metres, spot, contact, kinds, same, differ
    )  # fmt: skip


def within_reach(traits: Traits, one: Ints, other: Ints) -> Flags:
    """Tell pairs that can be one at all: not far apart, or with a contact in common."""
    far = metres_between(traits, one, other) > REACH_M
    codes = [traits.codes[field] for field in ("phone", "email", "website", "host")]
    for code in (*codes, traits.identifier):
        far &= (code[one] != code[other]) | (code[one] == 0)
    return np.asarray(~far, dtype=bool)


def _both(traits: Traits, one: Ints, other: Ints) -> tuple[dict[str, Flags], dict[str, Flags]]:
    """Return for each field where both rows say the same, and where they differ."""
    fields = {**traits.codes, "postcode": traits.postcode, "identifier": traits.identifier}
    same, differ = {}, {}
    for field, code in fields.items():
        told = (code[one] > 0) & (code[other] > 0)
        same[field] = told & (code[one] == code[other])
        differ[field] = told & ~same[field]
    one_list = traits.source[one] == traits.source[other]
    own = traits.listed_as[one] != traits.listed_as[other]
    own &= one_list & (traits.listed_as[one] > 0) & (traits.listed_as[other] > 0)
    differ["identifier"] |= own & ~same["identifier"]
    return same, differ


def _name_bits(names: NamePairs) -> Floats:
    shared = np.minimum(names.shared, MOST_SHARED)
    bits = shared - 0.4 * np.minimum(names.unshared, 20.0)
    bits = np.where(names.within, np.maximum(bits, 0.75 * shared), bits)
    return np.asarray(np.where(names.conflict, np.minimum(bits, 0) - 5.0, bits), dtype=float)


def _contact_bits(traits: Traits, one: Ints, same: dict[str, Flags]) -> Floats:
    """Return the bits of contacts in common: of the best one, and a part of the others."""
    found = []
    for field in ("phone", "email", "website"):
        many = np.minimum(traits.shared_by[field][one], len(CONTACT) - 1)
        found.append(np.where(same[field], np.array(CONTACT)[many], 0.0))
    alone = np.minimum(traits.shared_by["host"][one], len(CONTACT) - 1)
    host = same["host"] & ~same["website"]
    found.append(np.where(host, np.array((0.0, 3.0, 1.0, 0.0, 0.0))[alone], 0.0))
    every = np.vstack(found)
    best = every.max(axis=0)
    return np.asarray(best + 0.4 * (every.sum(axis=0) - best), dtype=float)


def metres_between(traits: Traits, one: Ints, other: Ints) -> Floats:
    """Return the distance between rows in metres, NaN where either has no position."""
    lat, lon = np.radians(traits.lat), np.radians(traits.lon)
    half = np.sin((lat[other] - lat[one]) / 2) ** 2
    half += np.cos(lat[one]) * np.cos(lat[other]) * np.sin((lon[other] - lon[one]) / 2) ** 2
    return np.asarray(2 * EARTH_M * np.arcsin(np.sqrt(np.clip(half, 0, 1))), dtype=float)


def _spot_bits(
    traits: Traits, one: Ints, other: Ints, same: dict[str, Flags], differ: dict[str, Flags],
    metres: Floats,
) -> Floats:  # fmt: skip
    points = traits.pointed[one] & traits.pointed[other]
    known = np.isfinite(metres)
    exact, rough = _stepped(metres, BY_DISTANCE), _stepped(metres, BY_ROUGH_DISTANCE)
    bits = np.where(known & points, exact, np.where(known, rough, 0.0))
    unknown = ~known & differ["postcode"]
    together = (traits.outward[one] == traits.outward[other]) & (traits.outward[one] > 0)
    bits = np.where(unknown, -6.0, np.where(~known & together, 2.0, bits))
    near = ~(known & points) | (metres < 300)
    together = np.maximum(bits + SAME_POSTCODE_TOO, SAME_POSTCODE)
    bits = np.where(same["postcode"] & near, together, bits)
    bits = np.where(same["address"] & near, np.maximum(bits, SAME_ADDRESS), bits)
    return np.asarray(bits + np.where(differ["address"] & (bits > 0), OTHER_HOUSE, 0), dtype=float)


def _stepped(metres: Floats, steps: tuple[tuple[float, float], ...]) -> Floats:
    limits, bits = (np.array(part, dtype=float) for part in zip(*steps, strict=True))
    return np.asarray(bits[np.searchsorted(limits[:-1], np.nan_to_num(metres, nan=0.0))])


def _addresses(
    traits: Traits, one: Ints, other: Ints, wanted: Flags, metres: Floats
) -> tuple[Flags, Flags]:
    """Return where two addresses are one, and where their house numbers differ."""
    same = np.zeros(len(one), dtype=bool)
    differ = same.copy()
    told = (traits.address[one] != "") & (traits.address[other] != "")
    near = ~(metres > 300)
    posts = (traits.postcode[one] == traits.postcode[other]) | (traits.postcode[one] == 0)
    posts |= traits.postcode[other] == 0
    at = np.flatnonzero(told & wanted & near & posts)
    if not len(at):
        return same, differ
    ones, others = traits.address[one[at]], traits.address[other[at]]
    likeness = process.cpdist(ones.tolist(), others.tolist(), scorer=fuzz.token_set_ratio)
    first, second = traits.house[one[at]], traits.house[other[at]]
    street = likeness >= SAME_STREET
    whole = np.minimum(_lengths(ones), _lengths(others)) >= 3
    unnumbered = (first == 0) & (second == 0) & (likeness >= 95) & whole
    same[at] = unnumbered | ((first == second) & (first > 0) & street)
    differ[at] = (first != second) & (first > 0) & (second > 0)
    return same, differ


def _lengths(texts: Texts) -> Ints:
    return np.array([text.count(" ") + 1 for text in texts], dtype=np.intp)


def _kinds(one: Texts, other: Texts) -> Ints:
    """Compare kinds of place: 1 the same, 0 unsure, -1 of one family, -2 of two."""
    codes, known = pd.factorize(np.concatenate([one, other]))
    families = [BY_CODE[code].family if code in BY_CODE else code for code in known]
    family = pd.factorize(np.array(families, dtype=object))[0][codes]
    unsure = np.isin(known.astype(str), UNSURE)[codes]
    first, second = slice(None, len(one)), slice(len(one), None)
    found = np.where(family[first] == family[second], -1, -2)
    found = np.where(codes[first] == codes[second], 1, found)
    return np.asarray(np.where(unsure[first] | unsure[second], 0, found), dtype=np.intp)
