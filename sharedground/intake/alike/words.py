"""Evidence in words: what speaks for two places being one, and what against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from sharedground.model.category import BY_CODE, OTHER
from sharedground.words import later, say

SPEAKS_FOR: Final[dict[str, str]] = {
    "same_name": later("the same name"),
    "same_words": later("the same words, but for order, punctuation or legal form"),
    "near_name": later("names that differ by a few letters"),
    "name_words": later('both names have "{value}"'),
    "same_address": later("addresses that agree"),
    "same_postcode": later("the same postcode, {value}"),
    "same_identifier": later("the same number in a public register"),
    "same_phone": later("the same telephone number"),
    "same_email": later("the same e-mail address"),
    "same_website": later("the same web page"),
    "same_run_by": later("the same organisation runs it"),
}
SPEAKS_AGAINST: Final[dict[str, str]] = {
    "other_name": later("another name"),
    "other_house": later("another house number"),
    "other_identifier": later("another number in a list or register"),
    "other_phone": later("another telephone number"),
    "other_email": later("another e-mail address"),
    "other_kind": later("another kind: {one} and {other}"),
}
NEAR_M: Final = 200
"""Metres up to which a distance speaks for two places being one."""


class Said(NamedTuple):
    """One finding in words, and whether it speaks for the two being one place."""

    words: str
    speaks_for: bool


def in_words(evidence: Iterable[Mapping[str, Any] | str]) -> list[Said]:
    """Return each finding in words, in the order given; codes we do not know are left out."""
    coded = ({"code": one} if isinstance(one, str) else one for one in evidence)
    said = (_one(str(one.get("code", "")), one.get("value")) for one in coded)
    return [one for one in said if one is not None]


def _one(code: str, value: Any) -> Said | None:
    if code in ("metres", "about_metres"):
        return _distance(int(value), rough=code == "about_metres")
    if code == "other_kind":
        one, other = (say(BY_CODE.get(kind, BY_CODE[OTHER]).one) for kind in value)
        return Said(say(SPEAKS_AGAINST[code], one=one, other=other), speaks_for=False)
    for words, speaks_for in ((SPEAKS_FOR, True), (SPEAKS_AGAINST, False)):
        if code in words:
            return Said(say(words[code], value=value), speaks_for)
    return None


def _distance(metres: int, *, rough: bool) -> Said:
    near = metres <= NEAR_M
    if metres < 1 and not rough:
        return Said(say("at the same point"), speaks_for=True)
    if metres >= 1_000:
        return Said(say("{km} km apart", km=f"{metres / 1000:.1f}"), speaks_for=False)
    words = "about {n} m apart" if rough else "{n} m apart"
    return Said(say(words, n=metres), near)


def sentence(evidence: Iterable[Mapping[str, Any] | str]) -> str:
    """Return what speaks for two places being one as one line."""
    return ", ".join(one.words for one in in_words(evidence) if one.speaks_for)
