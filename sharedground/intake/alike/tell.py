"""Evidence as codes with values, for a screen to put into words."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from sharedground.intake.alike.names import shared_words
from sharedground.intake.alike.traits import Texts, Traits, text_of
from sharedground.intake.alike.weigh import Weighed

Evidence = dict[str, Any]

FOR: Final = ("identifier", "phone", "email", "website", "run by")
AGAINST: Final = ("identifier", "phone", "email")
"""Fields that are told where both rows say the same, or different things."""

FAR_M: Final = 100
"""Metres from which the middle of a postcode is worth telling as a distance."""


def evidence_of(traits: Traits, rows: pd.DataFrame, weighed: Weighed) -> list[list[Evidence]]:
    """Return for each pair what speaks for it, then what speaks against it.

    No telephone number or e-mail address is repeated, only that they are the same.
    """
    postcode, name = (text_of(rows[column]) for column in ("postcode", "name"))
    return [_evidence(traits, postcode, name, weighed, at) for at in range(len(weighed.one))]


def _evidence(
    traits: Traits, postcode: Texts, name: Texts, weighed: Weighed, at: int
) -> list[Evidence]:
    said = [_name(name, weighed, at), *_spot(traits, postcode, weighed, at)]
    said += [{"code": f"same_{_plain(f)}"} for f in FOR if weighed.same[f][at]]
    said += [{"code": f"other_{_plain(f)}"} for f in AGAINST if weighed.differ[f][at]]
    if weighed.kinds[at] < 0:
        kinds = [str(traits.category[row]) for row in (weighed.one[at], weighed.other[at])]
        said.append({"code": "other_kind", "value": kinds})
    return said


def _plain(field: str) -> str:
    return field.replace(" ", "_")


def _name(name: Texts, weighed: Weighed, at: int) -> Evidence:
    if weighed.names.equal[at]:
        return {"code": "same_name"}
    if weighed.names.near[at]:
        return {"code": "near_name"}
    shared = shared_words(str(name[weighed.one[at]]), str(name[weighed.other[at]]))
    if weighed.names.conflict[at] or not shared:
        return {"code": "other_name"}
    return {"code": "name_words", "value": shared}


def _spot(traits: Traits, postcode: Texts, weighed: Weighed, at: int) -> list[Evidence]:
    found: list[Evidence] = []
    metres, one, other = weighed.metres[at], weighed.one[at], weighed.other[at]
    if weighed.same["address"][at]:
        found.append({"code": "same_address"})
    elif weighed.differ["address"][at]:
        found.append({"code": "other_house"})
    if weighed.same["postcode"][at]:
        found.append({"code": "same_postcode", "value": str(postcode[one])})
    if np.isfinite(metres):
        points = bool(traits.pointed[one] and traits.pointed[other])
        if points or metres >= FAR_M:
            code = "metres" if points else "about_metres"
            found.append({"code": code, "value": round(float(metres))})
    return found
