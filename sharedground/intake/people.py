"""Whose a telephone number, an e-mail address or a name is: a person's, or an organisation's.

Every tell gives a stable code that says what makes a value personal, or "" for an organisation's
own. Where it cannot be known, an address at a free mail provider counts as a person's: a person at
the screen can say otherwise, and what was published by mistake cannot be taken back.

Looked at: `phonenumbers` (number plans of all countries) and models of language that find names
(hundreds of MB). A dozen prefixes and a list of names do what is needed, and can be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from sharedground.intake.headings import plain
from sharedground.intake.people_words import words_of
from sharedground.intake.values import EMAIL
from sharedground.words import say

MOBILE: Final = "phone.mobile"
BESIDE_NAME: Final = "phone.beside_name"
FREE_MAIL: Final = "email.free_mail"
PERSONS_MAIL: Final = "email.person"
TITLED: Final = "name.titled"
NAMED: Final = "name.person"

GIVEN: Final = words_of("given")
FAMILY: Final = words_of("family")
MAILBOXES: Final = words_of("mailboxes")
GROUPS: Final = words_of("groups")
ROLES: Final = words_of("roles")
LONGEST_NAME: Final = 120

_ABROAD: Final = (
    r"353(0)?8[35679]\d{7}", r"33(0)?[67]\d{8}", r"49(0)?1[567]\d{8,9}", r"31(0)?6\d{8}",
    r"34[67]\d{8}", r"39(0)?3\d{8,9}", r"351(0)?9\d{8}", r"32(0)?4[5-9]\d{7}",
    r"43(0)?6[5-9]\d{7,9}", r"41(0)?7[5-9]\d{7}", r"46(0)?7[02369]\d{7}", r"47[49]\d{7}",
    r"61(0)?4\d{8}", r"64(0)?2\d{7,9}", r"48(45|5[0137]|6[069]|7[2389]|88)\d{7}", r"91[6-9]\d{9}",
    r"92(0)?3\d{9}", r"880(0)?1\d{9}", r"27(0)?[678]\d{8}", r"234(0)?[789]\d{9}",
)  # fmt: skip
"""Numbers of other countries whose plans tell mobiles from other lines, by country code."""

_BRITISH = re.compile(r"(((\+|00)44)0?|0)7([0-57-9]\d{8}|624\d{6})")
_SURE_ABROAD = re.compile(rf"(\+|00)({'|'.join(_ABROAD)})")
_EXTENSION = re.compile(r"(ext|x)\.?\s{0,3}\d{1,6}\s{0,3}$", re.IGNORECASE)
MOBILE_IN_TEXT: Final = re.compile(
    r"(?<![\w.@/=-])"
    r"(?:(?:\+|00)44[\s.\-]{0,2}(?:\(0\)[\s.\-]{0,2})?|\(?[0O])"
    r"7(?:[\s.\-()]{0,2}\d){9}(?![\w@]|\.\d)"
)
NUMBER_IN_TEXT: Final = re.compile(r"\+?\(?\d[\d\s()\-–./]{5,18}\d")

_TITLE = (
    r"(?:Mrs|Mr|Ms|Miss|Mx|Dr|Professor|Prof|Reverend|Rev'd|Revd|Rev|Fr|Sir|Dame|Councillor|Cllr|"
    r"Canon|Pastor|Imam|Rabbi)\.?"
)
_TITLES = frozenset(re.findall(r"[a-z']+", _TITLE.casefold()))
_NO_LETTER_OF_A_NAME = re.compile(r"[\d@]")
_CIVIL = r"(?:Mrs|Mr|Ms|Miss|Mx)\.?"
_LOWER = r"(?:Mc|Mac|O['’])?[A-ZÀ-Þ][a-zß-ÿ]{1,30}"
_UPPER = r"(?:O['’])?[A-ZÀ-Þ]{2,30}"
_PART = rf"(?:(?:{_LOWER}|{_UPPER})(?:[-'’](?:{_LOWER}|{_UPPER}|[a-zß-ÿ]{{1,20}}))?)"
_INITIAL = r"(?:[A-ZÀ-Þ]\.?)"
_OF = r"(?:de|da|di|la|le|van|von|der|bin|al|el|ap)"
_TITLED_NAME = rf"{_TITLE} (?:(?:{_INITIAL}|{_PART}) ?){{0,3}}{_PART}"
_WITH_TITLE = re.compile(_TITLED_NAME)
_CIVIL_IN_TEXT = re.compile(rf"\b{_CIVIL} (?:{_INITIAL} ?){{0,3}}{_PART}(?: {_PART})?\b(?!['’]s)")
_FULL = re.compile(rf"{_PART}(?: (?:{_INITIAL}|{_OF}|{_PART})){{1,4}}")
_WITH_INITIALS = re.compile(rf"(?:{_INITIAL} ?){{1,3}}{_PART}")
_LAST_FIRST = re.compile(rf"({_PART}), ?({_PART})(?: {_INITIAL})?")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ASIDE = re.compile(
    r"\s{0,3}[(\[][^()\[\]]{0,80}[)\]]|\s[-–—|:/]\s.{0,80}$|[,;]\s{0,3}(?:the )?[a-z].{0,80}$"
)
_AND = re.compile(rf"\s?(?:&|/|;|\band\b|\n|,(?= ?{_CIVIL} ))\s?")
_CUES: Final = (
    r"(?i:contact(?:ed)?|call|ring|phone|telephone|text|message|e-?mail|speak (?:to|with)|talk to|"
    r"ask(?:ing)? for|write to|c/o|care of|run by|led by|organi[sz]ed by|hosted by|taught by|"
    r"managed by|co-?ordinated by|thanks to|manager|secretary|chair(?:man|woman|person)?|leader|"
    r"co-?ordinator|treasurer|organi[sz]er|teacher|instructor|coach|warden|caretaker|host)"
)
_CUED = re.compile(
    rf"(?P<cue>\b{_CUES}\b(?: (?:is|at|our|the|your))?\s{{0,2}}[:–,-]?\s{{0,2}})"
    rf"(?P<name>{_TITLED_NAME}|{_PART}(?: {_INITIAL})? {_PART}"
    rf"|{_PART}(?= (?:on|at|or|and|by|via)\b|[.,;:)]|$))"
)
"""A name after a word that says that a person follows."""

_CUE_HINTS: Final = (
    "contact", "call", "ring", "phone", "text", "mess", "mail", "speak", "talk", "ask", "write",
    "c/o", "care of", " by", "thanks", "manag", "secret", "chair", "leader", "ordinat", "treasur",
    "organi", "teacher", "instruct", "coach", "warden", "caretak", "host",
)  # fmt: skip
"""A text without any of these holds no cue; looking for them is ten times as fast."""

_AFTER_CUE = re.compile(rf"^\s{{0,3}}{_CUES}\b\s{{0,3}}[:\-–]?\s{{0,3}}")
_BEFORE_NUMBER = re.compile(r"\b(?:on|at|tel|mob|mobile|e-?mail|phone|t|m|e)\b[:.]?\s{0,3}$", re.I)


class Found(NamedTuple):
    """A personal value in a text: `field` is email, phone or name; `why` is a code."""

    field: str
    value: str
    why: str


def phone_why(number: str) -> str:
    """Return why a telephone number is a person's, "" for an organisation's or an unsure one."""
    head = number.lstrip(" (")
    if head[:1] == "0" and head[1:2] in "1234568" and head[:4] != "0044":
        return ""
    bare = _EXTENSION.sub("", number).replace("O", "0").replace("(0)", "")
    digits = re.sub(r"[^\d+]", "", bare)
    sure = _BRITISH.fullmatch(digits) or _SURE_ABROAD.fullmatch(digits)
    return MOBILE if sure else ""


def email_why(address: str, about: str = "") -> str:
    """Return why an e-mail address is a person's, "" for an organisation's.

    Parameters
    ----------
    about
        What else the row says: its name, who runs it, its address. A mailbox that is called after
        the place or group is no person's.
    """
    why = _mail_why(address, frozenset())
    if not why or not about:
        return why
    return _mail_why(address, frozenset(word for word in plain(about).split() if len(word) > 2))


@lru_cache(maxsize=20_000)
def _mail_why(address: str, known: frozenset[str]) -> str:
    """Return why an address is a person's; the more words are known, the less often it is."""
    local, _, domain = address.casefold().partition("@")
    free = is_free_mail(domain)
    parts = re.split(r"[._\-]+", local.partition("+")[0])
    words = [re.sub(r"\d", "", part) for part in parts if re.search(r"[a-z]", part)]
    if words and (words[0] in MAILBOXES or words[-1] in MAILBOXES):
        return ""
    if words and _is_a_persons(words, known):
        return FREE_MAIL if free else PERSONS_MAIL
    if any(_speaks_of_a_group(word, known) for word in words):
        return ""
    if free:
        return FREE_MAIL
    strange = len(words) == 2 and min(map(len, words)) > 2
    return PERSONS_MAIL if strange else ""


def is_free_mail(domain: str) -> bool:
    """Say whether anybody can have a mailbox at a domain."""
    known = words_of("free mail")
    return domain in known or domain.partition(".")[0] in known or domain.endswith(".plus.com")


def _is_a_persons(words: list[str], known: frozenset[str]) -> bool:
    """Say whether the words of a mailbox are the name of a person."""
    first, last = words[0], words[-1]
    if len(words) == 1:
        return _is_one_persons(first, known)
    if _is_joined(first) and first not in known:
        return True
    if first in known or last in known:
        return first in GIVEN and last in FAMILY and not (first in known and last in known)
    initial = len(first) == 1 and len(words[1]) > 3
    return first in GIVEN or last in FAMILY or initial


def _is_one_persons(word: str, known: frozenset[str]) -> bool:
    if word in known or any(len(each) > 3 and each in word for each in known - GIVEN - FAMILY):
        return False
    if word in GIVEN:
        return word not in words_of("not alone")
    initialled = len(word) > 4 and word not in FAMILY
    return (initialled and (word[1:] in FAMILY or word[:-1] in FAMILY)) or _is_joined(word)


def _is_joined(word: str) -> bool:
    """Say whether a word is a given and a family name in one: "janesmith"."""
    return any(word[:at] in GIVEN and word[at:] in FAMILY for at in range(3, len(word) - 2))


def _speaks_of_a_group(word: str, known: frozenset[str]) -> bool:
    """Say whether a word of a mailbox is one of what groups do, or of this very place."""
    if word in MAILBOXES or word in known:
        return True
    ends = any(len(role) > 2 and (word.startswith(role) or word.endswith(role))
               for role in MAILBOXES)  # fmt: skip
    return ends or any(len(each) > 3 and each in word for each in known - GIVEN)


def name_why(text: str, *, expected: bool = False) -> str:
    """Return why a whole cell is the name of a person (or of several), "" when it is not.

    Parameters
    ----------
    expected
        Whether its column is one for people: then any few words without one that speaks of a
        group will do.
    """
    if not (expected or _begins_like_a_name(text)):
        return ""
    if len(text) > LONGEST_NAME or _NO_LETTER_OF_A_NAME.search(text):
        return ""
    bare = bare_name(text)
    parts = [part for part in _AND.split(bare) if part]
    if len(parts) == 2 and parts[0].casefold() in GIVEN:
        parts[0] = f"{parts[0]} {parts[1].split()[-1]}"
    found = [_one_name(part, expected=expected) for part in parts]
    return found[0] if found and all(found) else ""


def _begins_like_a_name(text: str) -> bool:
    """Say whether the first word is a title, a given name, or a family name with a comma."""
    first = text.split(None, 1)[0] if text.strip() else ""
    word = first.strip(".,").casefold()
    return word in GIVEN or word in _TITLES or (first.endswith(",") and word in FAMILY)


def bare_name(text: str) -> str:
    """Return a name without what stands behind it: "Jane Smith (chair)" is "Jane Smith"."""
    return " ".join(_ASIDE.sub("", f"{text.strip()} ").split()).strip(" .,;:")


def _one_name(text: str, *, expected: bool) -> str:
    words = [word.casefold() for word in _WORD.findall(text)]
    if not words or GROUPS & set(words) or text.casefold() in words_of("named after people"):
        return ""
    if _WITH_TITLE.fullmatch(text):
        return TITLED if expected or re.match(_CIVIL, text) else ""
    if ROLES & set(words):
        return ""
    if expected:
        given = words[0] in GIVEN
        return NAMED if given or (2 <= len(words) <= 4 and text[0].isupper()) else ""
    return NAMED if _is_full_name(text, words) else ""


def _is_full_name(text: str, words: list[str]) -> bool:
    """Say whether words are a given and a family name, in either order."""
    turned = _LAST_FIRST.fullmatch(text)
    if turned:
        return turned[1].casefold() in FAMILY and turned[2].casefold() in GIVEN
    return bool(_FULL.fullmatch(text)) and words[0] in GIVEN and is_family_name(words[-1])


def is_family_name(word: str) -> bool:
    """Say whether a word is a known family name, or two with a hyphen one of which is."""
    bare = re.sub(r"['’]", "", word.casefold())
    return any(part in FAMILY for part in (bare, *bare.split("-")))


def is_for_people(heading: str) -> bool:
    """Say whether a heading is one for the names of people, such as "Contact name"."""
    words = re.sub(r" (names?|full name|\d)$", "", plain(heading))
    words = re.sub(r"^names? of (the )?", "", words)
    if words_of("not people") & set(words.split()):
        return False
    named = {" ".join(plain(heading).split()[-2:]), words} & words_of("people headings")
    last = words.split()[-1:]
    return bool(named) or (words_of("people columns") >= set(last) and 1 <= len(words.split()) <= 4)


def is_part_of_a_name(heading: str) -> bool:
    """Say whether a heading holds one part of people's names, such as "Surname"."""
    words = r"\b(title|(first|fore|given|middle|last|sur|family) ?names?)\b"
    return bool(re.search(words, plain(heading)))


def person_in(cell: str) -> str:
    """Return the name of a person that stands in a cell of contacts, beside numbers and mails."""
    text = MOBILE_IN_TEXT.sub("\n", EMAIL.sub("\n", cell))
    text = NUMBER_IN_TEXT.sub("\n", text)
    for part in re.split(r"[\n;|,]|\s[-–—:]\s|\bor\b", text):
        bare = _BEFORE_NUMBER.sub("", _AFTER_CUE.sub("", part)).strip(" .:-–")
        initials = _WITH_INITIALS.fullmatch(bare) and is_family_name(bare.split()[-1])
        if bare and (initials or name_why(bare)):
            return bare_name(bare)
    return ""


def without_people(text: str, about: str = "", *, names: bool = True) -> tuple[str, list[Found]]:
    """Return a text for everyone, and what was taken out of it.

    Mobile numbers, private e-mail addresses, and names with a title ("Mrs Smith") or after a word
    that says that a person follows ("contact Jane Smith") are replaced by a note.

    Parameters
    ----------
    names
        Whether names go too; a business may be called after its owner.
    """
    found: list[Found] = []

    def noted(field: str, why: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
        def replaced(match: re.Match[str]) -> str:
            value = match["name"] if "name" in match.re.groupindex else match[0]
            reason = why(value)
            if not reason:
                return match[0]
            found.append(Found(field, " ".join(value.split()), reason))
            return match[0][: len(match[0]) - len(value)] + _note(field)

        return replaced

    if "@" in text:
        text = EMAIL.sub(noted("email", lambda value: email_why(value, about)), text)
    if "7" in text:
        text = MOBILE_IN_TEXT.sub(noted("phone", lambda _: MOBILE), text)
    lower = text.casefold()
    if names and any(hint in lower for hint in _CUE_HINTS):
        text = _CUED.sub(noted("name", _cued_why), text)
    if names and any(title in text for title in ("Mr", "Ms", "Miss", "Mx")):
        text = _CIVIL_IN_TEXT.sub(noted("name", _titled_why), text)
    return text, found


def _note(field: str) -> str:
    notes = {"phone": say("[number not shown]"), "email": say("[e-mail not shown]")}
    return notes.get(field) or say("[name not shown]")


def _cued_why(name: str) -> str:
    """Return why a name after a cue is a person's: one given name alone is enough there."""
    word = name.casefold()
    if word in GIVEN and word not in words_of("also words"):
        return NAMED
    return name_why(name, expected=bool(re.match(rf"{_TITLE} ", name)))


def _titled_why(name: str) -> str:
    words = name.split()
    known = len(words) > 2 or is_family_name(words[-1])
    return TITLED if known and not GROUPS & {word.casefold() for word in words} else ""


def without_names(text: str, names: Iterable[str]) -> str:
    """Return a text in which these names of people are replaced by a note."""
    for name in names:
        if " " in name and name.casefold() in text.casefold():
            text = re.sub(re.escape(name), lambda _: _note("name"), text, flags=re.IGNORECASE)
    return text
