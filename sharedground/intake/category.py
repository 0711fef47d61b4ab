"""Which kind of place a text names: a category column, an OpenStreetMap tag, a title, or a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from sharedground.errors import SharedGroundError
from sharedground.intake.kinds_of_place import (
    BY_OSM_KEY,
    BY_OSM_TAG,
    IN_NAMES_ONLY_BY_CHANCE,
    NOTHING_SAID,
    OF_THE_LIST,
    PHRASES,
    TERMS,
)
from sharedground.intake.plain_words import words_of
from sharedground.model.category import BY_CODE, CATEGORIES, OTHER
from sharedground.words import say

MISSPELT: Final = 88.0
"""RapidFuzz ratio from which a misspelt category is believed ("Libary")."""

NEAR: Final = 74.0
"""RapidFuzz ratio from which a category is suggested for a text, for a person to judge."""

IN_MANY: Final = frozenset(
    ["access", "basic", "care", "center", "centre", "community", "facility", "general", "group",
     "help", "home", "management", "other", "people", "person", "place", "project", "public",
     "scheme", "service", "site", "support", "system", "unit", "work"]
)  # fmt: skip
"""Words that stand beside so many others that they suggest nothing."""

GENERAL: Final = frozenset(["council-site", "community-group", "local-business", OTHER])
"""Subjects of mixed lists: within them, the name of a place says more than the list."""

LONGEST: Final = 7
"""Words in the longest phrase that is looked for."""

_TAG = re.compile(r"^\s*([a-z_]+)\s*[=:]\s*([a-z_;]+)\s*$", re.IGNORECASE)
_BETWEEN_TAGS = re.compile(r"\s{0,9}[;|,]\s{0,9}(?=[a-z_]{1,60}[=:])", re.IGNORECASE)
_PARTS = re.compile(r"[|;/,+]")
_SEGMENTS = re.compile(r"[,(:;]|\s[-–]\s")
_STREET = re.compile(
    r"(?<![\w'’.])[\w'’.]{1,40}\s+(road|rd|street|lane|ln|avenue|ave|drive|close|crescent|terrace|grove|way|row)\b",
    re.IGNORECASE,
)
_OF_FILES = re.compile(
    r"\b(archive|archived|raw|unvalidated|validated|final|draft|register|list|data|dataset|network|"
    r"open data|information|polygon|point)\b"
)
_UNTOLD = ("land ", "plot", "former ", "site of ", "strip of land", "vacant ", "garage")


@cache
def _known() -> dict[str, str]:
    """Every phrase, in plain singular words, to its category; "" for those that say nothing."""
    known = {
        words_of(phrase): code for code, listed in PHRASES.items() for phrase in listed.split(",")
    }
    for category in CATEGORIES:
        if category.code != OTHER:
            known[words_of(category.name)] = category.code
            known.setdefault(words_of(category.one), category.code)
    known.update({words_of(phrase): "" for phrase in NOTHING_SAID.split(",")})
    for word in OF_THE_LIST:
        known.setdefault(word, "")
    known.pop("", None)
    return known


@cache
def _terms() -> dict[str, str]:
    """Terms of shared taxonomies, in plain singular words, to their category."""
    return {
        words_of(term): code for code, listed in TERMS.items() for term in listed.split(",")
    }  # fmt: skip


def _phrases_in(words: str) -> list[str]:
    """Return the known phrases in plain words, longest first at each place, left to right."""
    tokens = words.split()
    found = []
    at = 0
    while at < len(tokens):
        for length in range(min(LONGEST, len(tokens) - at), 0, -1):
            phrase = " ".join(tokens[at : at + length])
            if phrase in _known():
                found.append(phrase)
                at += length - 1
                break
        at += 1
    return found


def _last_named(words: str, subject: str, passing: frozenset[str] = frozenset()) -> str:
    """Return the category of the last phrase: in English the noun that tells comes last."""
    found = [phrase for phrase in _phrases_in(words) if phrase not in passing]
    if not found:
        return ""
    if "friend of" in found:
        return "community-group"
    meanings = OF_THE_LIST.get(found[-1], ())
    return subject if subject in meanings else _known()[found[-1]]


@lru_cache(maxsize=50_000)
def category_of(text: str, subject: str = "") -> str:
    """Return the category that the text of a category column names, "" when it names none.

    Parameters
    ----------
    text
        Such as "Sports halls", "amenity=library", "Nursing homes|Residential homes".
    subject
        Category of the list as a whole; it decides between meanings of one word.
    """
    if text.strip().casefold() in BY_CODE:
        code = text.strip().casefold()
        return "" if code == OTHER else code
    if code := _of_tags(text):
        return code
    whole = words_of(text)
    if whole in _terms():
        return _terms()[whole]
    if whole in _known() and whole not in OF_THE_LIST:
        return _known()[whole]
    named = [code for part in _PARTS.split(text) if (code := _last_named(words_of(part), subject))]
    if named:
        return subject if subject in named else named[0]
    return _misspelt(whole)


def is_kind(text: str) -> bool:
    """Say whether a text is, as a whole, what a kind of place is called ("Sports halls")."""
    return words_of(text) in _known()


def _of_tags(text: str) -> str:
    """Return the category of one or more OpenStreetMap tags; the last one tells most."""
    tags = [_TAG.match(part) for part in _BETWEEN_TAGS.split(text)]
    if not all(tags):
        return ""
    codes = [_of_tag(tag[1].casefold(), tag[2].casefold()) for tag in reversed(tags) if tag]
    return next(filter(None, codes), "")


def _of_tag(key: str, value: str) -> str:
    for one in value.split(";"):
        if code := BY_OSM_TAG.get(f"{key}={one}"):
            return code
        if code := _known().get(words_of(one.replace("_", " ")), ""):
            return code
    return BY_OSM_KEY.get(key, "")


def _misspelt(words: str) -> str:
    if len(words) < 5:
        return ""
    nearest = process.extractOne(words, list(_known()), scorer=fuzz.ratio, score_cutoff=MISSPELT)
    return _known()[nearest[0]] if nearest and len(nearest[0]) >= 5 else ""


@lru_cache(maxsize=5_000)
def nearest_category(text: str) -> str:
    """Return the category to suggest for a text that names none we know, "" when none is near.

    For a person to judge, never applied by itself: it is the category of a phrase that is spelt
    much like the text or one of its words, or that holds one of its longer words.
    """
    words = words_of(text.partition("=")[2] or text)
    pieces = [token for token in words.split() if len(token) >= 4 and token not in IN_MANY]
    found = [near for piece in {words, *pieces} if (near := _nearest(piece))]
    return max(found)[1] if found else ""


def _nearest(piece: str) -> tuple[float, str] | None:
    telling = [phrase for phrase, code in _known().items() if code and phrase[:1] == piece[:1]]
    spelt = process.extractOne(piece, telling, scorer=fuzz.ratio, score_cutoff=NEAR)
    if spelt and len(piece) >= 4:
        return spelt[1], _known()[spelt[0]]
    holding = [code for phrase, code in _known().items() if code and piece in phrase.split()]
    if not holding or len(piece) < 5:
        return None
    code, times = Counter(holding).most_common(1)[0]
    return NEAR * times / len(holding), code


@lru_cache(maxsize=200_000)
def category_of_name(name: str, subject: str = "") -> str:
    """Return the category that words in a place's own name give, "" when they give none.

    Street names are left out, and so is land: "Park Road" is no park, "Land at Moss Park" none.
    """
    plain = name.strip().casefold()
    if plain.startswith(_UNTOLD):
        return ""
    bare = _STREET.sub(" ", name)
    first = _last_named(words_of(_SEGMENTS.split(bare)[0]), subject, IN_NAMES_ONLY_BY_CHANCE)
    whole = words_of(_SEGMENTS.sub(" ", bare))
    return first or _last_named(whole, subject, IN_NAMES_ONLY_BY_CHANCE)


def subject_of(texts: Iterable[str]) -> tuple[str, str]:
    """Return the category that a sheet, title or file name gives its rows, and the text it is from.

    Texts are tried in order. A text that names several categories is not believed, unless one
    phrase holds them ("schools and colleges").
    """
    for text in texts:
        words = _OF_FILES.sub(" ", words_of(re.sub(r"\.\w{2,7}$", "", text)))
        found = [_known()[phrase] for phrase in _phrases_in(words)]
        named = {code for code in found if code}
        if len(named) > 1:
            named = named - GENERAL - {"community-hub"} or named
        if len(named) == 1:
            return named.pop(), text
    return "", ""


def given_category(text: str) -> str:
    """Return the code of a category that a person named.

    Raises
    ------
    SharedGroundError
        If it is none that we know; the message lists those we know.
    """
    wanted = text.strip().casefold()
    for category in CATEGORIES:
        if wanted in (category.code, category.name.casefold(), category.one.casefold()):
            return category.code
    found = category_of(text)
    if found:
        return found
    raise SharedGroundError(
        "category.unknown",
        say('We do not know the category "{text}". Choose one of: {names}.',
            text=text, names=", ".join(category.code for category in CATEGORIES)),
        text=text,
    )  # fmt: skip
