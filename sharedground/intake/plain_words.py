"""Texts in plain singular words, with the usual short forms written out: "Comm. Ctrs"."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

SHORT_WORDS: Final = {
    "academy": "acad",
    "allotment": "allot allotmt allmt",
    "association": "assoc assn",
    "building": "bldg",
    "cemetery": "cem",
    "centre": "ctr cntr cent cen",
    "college": "coll",
    "community": "comm cmty commty comty",
    "council": "cncl",
    "crematorium": "crem",
    "garden": "gdn",
    "ground": "grd gnd grnd",
    "group": "grp",
    "health": "hlth",
    "hospital": "hosp",
    "junior": "jnr",
    "leisure": "leis",
    "library": "lib libr",
    "organisation": "org",
    "park": "pk",
    "pharmacy": "pharm",
    "playground": "playgrd playgd plygrd",
    "practice": "prac",
    "school": "sch",
    "service": "svc serv",
    "sport": "spts sprt",
    "station": "stn",
    "surgery": "surg",
    "university": "uni univ",
    "youth": "yth",
}
"""What a short form of one word stands for, whatever is beside it."""

SHORT_PHRASES: Final = {
    "church": "meth ch, bapt ch, parish ch, rc ch",
    "church hall": "ch hall",
    "community centre": "com centre",
    "community hall": "com hall",
    "day nursery": "day nurs, day nsy",
    "infant school": "inf school",
    "junior school": "jun school",
    "medical centre": "med centre",
    "medical practice": "med practice",
    "memorial hall": "mem hall",
    "nature reserve": "nat reserve, nat res",
    "nursery school": "nurs school, nsy school",
    "nursing home": "nurs home, nsg home",
    "primary school": "prim school, pri school",
    "recreation centre": "rec centre",
    "recreation ground": "rec ground",
    "resident association": "res association",
    "residential home": "res home",
    "secondary school": "sec school",
    "social club": "soc club",
    "special school": "sp school, spec school",
    "sport centre": "sp centre",
    "sport club": "sp club",
    "sport ground": "sp ground",
    "sport hall": "sp hall",
    "village hall": "vill hall, vil hall",
    "voluntary group": "vol group",
    "voluntary organisation": "vol organisation",
    "war memorial": "war mem",
}
"""Short forms that mean this only beside another word, which is written out already."""

_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")


def words_of(text: str) -> str:
    """Return a text in plain singular words, British spelling: "Sports Halls" is "sport hall".

    Usual short forms are written out: "Comm. Ctr" is "community centre".
    """
    letters = unicodedata.normalize("NFKD", text)
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})", " ", letters)
    spaced = apart.casefold().replace("&", " and ")
    spaced = _INITIALS.sub(lambda found: found[0].replace(".", ""), re.sub(r"['’]", "", spaced))
    words = [_singular(word) for word in re.findall(r"[a-z0-9]+", spaced)]
    return _written_out([_short_words().get(word, word) for word in words])


def _written_out(words: list[str]) -> str:
    """Write out the short forms of two words, left to right: "rec ground"."""
    said = []
    at = 0
    while at < len(words):
        long = _short_phrases().get(" ".join(words[at : at + 2]))
        said.append(long or words[at])
        at += 2 if long else 1
    return " ".join(said)


@lru_cache(maxsize=20_000)
def _singular(word: str) -> str:
    if word == "center":
        return "centre"
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@cache
def _short_words() -> dict[str, str]:
    return {
        _singular(short): word for word, shorts in SHORT_WORDS.items() for short in shorts.split()
    }


@cache
def _short_phrases() -> dict[str, str]:
    return {
        " ".join(map(_singular, short.split())): long
        for long, shorts in SHORT_PHRASES.items()
        for short in shorts.split(", ")
    }
