"""Lists of people, which are no lists of places: told by what their columns hold, and refused.

A list of patients, clients, members or staff says of each row what only a person has: a date of
birth, an NHS number, an ethnic group. Some of that is enough by itself; the rest only beside names
of people, because a list of clubs may say for which age or faith each is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from sharedground.errors import NothingUsableError
from sharedground.intake.columns import ColumnMatch, cells, match_list
from sharedground.intake.context import Context, Options, Ruling
from sharedground.intake.headings import plain
from sharedground.intake.people import GIVEN, name_why
from sharedground.intake.people_words import words_of
from sharedground.intake.raw import RawTable
from sharedground.intake.reading import Reading
from sharedground.intake.shapes import sample
from sharedground.intake.values import number
from sharedground.model.place import Kind
from sharedground.words import later, say, say_many

LISTED: Final = "people.list"
"""Code of the refusal. Scripts may rely on it."""

INSISTED: Final = "people.insisted"
"""Code of the finding where a person said that they are places all the same."""

ABOUT: Final = "people"
PLACES: Final = "places"
"""What a `Ruling` is about, and what it says, where a list that looks like one of people is not."""

MOST_LISTS: Final = (Kind.ASSETS, Kind.PARTNERS, Kind.POSTCODES)
"""Kinds of which every tell counts; tables of figures tell ages and sexes of nobody."""

ALONE: Final = 4
"""Weight of a column that only a list of people has."""

ENOUGH: Final = 2
ENOUGH_WITHOUT_NAMES: Final = 3
"""Weights together from which rows are people: beside their names, and where nothing is named."""

MOSTLY: Final = 0.5
NAMED: Final = 0.6
GIVEN_TOO: Final = 0.3
CHECKED: Final = 0.8
LEAST: Final = 3
"""Values from which digits alone, under any heading, may be NHS or National Insurance numbers."""

_DATE = re.compile(
    r"^(\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2,4}|\d{4}-\d\d?-\d\d?.{0,9}|\d{1,2}(st|nd|rd|th)? "
    r"[A-Za-z]{3,9},? \d{2,4}|(19|20)\d\d)$"
)
_INSURANCE = re.compile(r"^[A-Z]{2}\d{6}[A-D]$")
_SEXES: Final = frozenset(["m", "f", "male", "female", "man", "woman"])
_NOT_SAID: Final = frozenset(
    ["u", "unknown", "other", "non binary", "non-binary", "trans", "prefer not to say",
     "not stated", "not known", "x"]
)  # fmt: skip
_ETHNIC = re.compile(
    r"\b(white|black|asian|mixed|arab|chinese|indian|pakistani|bangladeshi|caribbean|african|gypsy|"
    r"roma|traveller|irish|british|english|not stated|prefer not)\b", re.IGNORECASE,
)  # fmt: skip
_IN_PUBLIC = re.compile(r"\b(party|political|councillors?|cllrs?|constituency|child ?minders?)\b")
"""Words of lists that name people because of what they do in public."""

_AT_WORK = re.compile(
    r"\b(councillors?|child ?mind(ers?|ing)|counsellors?|therapists?|practitioners?|instructors?|"
    r"dentists?|doctors?|celebrants?|registrars?|ministers?)\b"
)
"""Words in the name of a file of such people."""

_REMEMBERED = re.compile(r"\b(died|death|deceased|plaques?|statues?|memorials?|graves?)\b")
"""Words of lists of those whom a plaque or a grave remembers: when they were born is history."""

_OFFERS: Final = ("category", "organization", "site_name", "schedules", "url", "cost_options",
                  "eligibility", "capacity")  # fmt: skip
"""Fields that tell what a place or a person at work offers."""


@dataclass(frozen=True)
class _Tell:
    """A column that people have: its heading, what its values are like, and what it weighs."""

    words: str
    heading: re.Pattern[str]
    weight: int
    share: Callable[[pd.Series[str]], float]
    needs: float = MOSTLY


def _every(values: pd.Series[str]) -> float:
    return float(bool(len(values)))


def _share(test: Callable[[str], object]) -> Callable[[pd.Series[str]], float]:
    def share(values: pd.Series[str]) -> float:
        return sum(bool(test(text)) for text in values) / len(values) if len(values) else 0.0

    return share


def is_nhs_number(text: str) -> bool:
    """Say whether a text is an NHS number: ten digits, the last of which checks the others."""
    if not _has_ten_digits(text):
        return False
    digits = [int(digit) for digit in _squashed(text)]
    check = 11 - sum(n * (10 - at) for at, n in enumerate(digits[:9])) % 11
    return check % 11 == digits[9] and check != 10


def _squashed(text: str) -> str:
    return re.sub(r"[\s\-]", "", text).upper()


def _has_ten_digits(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{10}", _squashed(text)))


def _is_insurance_number(text: str) -> bool:
    return bool(_INSURANCE.match(_squashed(text)))


def _is_age(text: str) -> bool:
    return number(text).is_integer() and 0 <= number(text) <= 115


def _sexes(values: pd.Series[str]) -> float:
    """Return the share that is a person's sex; schools for boys and sessions for women are not."""
    told = values.str.casefold()
    return float(told.isin(_SEXES | _NOT_SAID).mean()) if told.isin(_SEXES).any() else 0.0


def _tell(
    words: str, heading: str, weight: int, share: Callable[[pd.Series[str]], float] = _every,
    needs: float = MOSTLY,
) -> _Tell:  # fmt: skip
    return _Tell(words, re.compile(heading), weight, share, needs)


TELLS: Final = (
    _tell(later("dates of birth"),
          r"\b(d ?o ?b|date of birth|birth ?dates?|birth ?day|born|year of birth|date born)\b",
          ALONE, _share(_DATE.match)),
    _tell(later("NHS numbers"), r"\b(nhs|chi) ?(numbers?|no|num|id)\b", ALONE,
          _share(_has_ten_digits)),
    _tell(later("National Insurance numbers"),
          r"\b(nino|(ni|national insurance) ?(numbers?|no|num))\b", ALONE,
          _share(_is_insurance_number)),
    _tell(later("passport numbers"), r"\b(passport|driving licence) ?(numbers?|no|num)\b", ALONE),
    _tell(later("next of kin"), r"\b(next of kin|nok)\b", ALONE),
    _tell(later("diagnoses or health"),
          r"^((primary|main|medical|client|patient) )?(diagnos[ie]s|medications?|allerg(y|ies)|"
          r"(medical|health) (conditions?|history|notes)|disabilit(y|ies)|impairments?|"
          r"mental health (conditions?|status|needs))( details| type)?$", 2),
    _tell(later("ethnic groups"),
          r"^(ethnicit(y|ies)|ethnic (origin|group|background|code)|race)( description| name)?$",
          2, _share(_ETHNIC.search)),
    _tell(later("ages"), r"^((client|patient|current) )?age( in years| years|( \w+){0,3} at .*)?$",
          2, _share(_is_age), CHECKED),
    _tell(later("marital status"), r"\b(marital|civil) status\b", 2),
    _tell(later("sexual orientation"), r"\b(sexual orientation|sexuality)\b", 2),
    _tell(later("nationality"),
          r"\b(nationality|immigration status|asylum status|visa status|country of birth)\b", 2),
    _tell(later("benefits or pay"), r"\b(salary|annual pay|benefits? (claimed|received)|income)\b",
          2),
    _tell(later("sexes"), r"^((client|patient) )?(sex|gender)( identity| at birth| description)?$",
          1, _sexes, CHECKED),
    _tell(later("religions"), r"^(religion|faith|religion or belief|religious belief)$", 1),
    _tell(later("home addresses"), r"\bhome (address|post ?code)\b", 1),
    _tell(later("emergency contacts"), r"\bemergency contact\b", 1),
)  # fmt: skip
"""What columns tell of people. A weight below `ALONE` counts only beside other signs."""

_YEARS = re.compile(r"\b(born|year of birth)\b")
_HEADINGS: Final = frozenset().union(
    *(words_of(f"{who} headings") for who in ("client", "private", "given", "family"))
)

_NO_PERSONS = re.compile(r"\b(charity|company|organi[sz]ation|club|group|building|school|animal)\b")


def refuse_people(
    kind: Kind, table: RawTable, options: Options, context: Context, file: str = ""
) -> None:
    """Refuse a list of people, unless a person said that they are places.

    Parameters
    ----------
    file
        Name of the file: it may say that people are listed for what they do in public.

    Raises
    ------
    NothingUsableError
        `people.list`, with what its columns hold; never with anything that stands in them.
    """
    found = signs_of_people(kind, table, context, file)
    if not found or (kind is Kind.ASSETS and _said_to_be_places(options, table.name)):
        return
    raise NothingUsableError(
        LISTED,
        say_many(
            "This looks like a list of people, not of places: it has a column of {columns}. Do not "
            "upload it here. If they are places, say so.",
            "This looks like a list of people, not of places: it has columns of {columns}. Do not "
            "upload it here. If they are places, say so.",
            len(found), columns=_listed(found),
        ),
        columns=list(found),
    )  # fmt: skip


def _said_to_be_places(options: Options, table: str) -> bool:
    return options.rulings_on(table, ABOUT)[0] == PLACES


def is_held_back(reading: Reading) -> bool:
    """Say whether rows look like people and somebody insists on places: only officers see them."""
    table, options = reading.table, reading.options
    if not _said_to_be_places(options, table.name):
        return False
    if not signs_of_people(Kind.ASSETS, table, reading.context, reading.file.name):
        return False
    reading.ledger.remark(
        INSISTED,
        say("This looks like a list of people. You said that they are places, so we read it."),
        say("Only officers see anything of it. If they are people, take the list away again."),
    )  # fmt: skip
    return True


def are_places() -> Ruling:
    """Return what a person says who insists that the rows of a file are places."""
    return Ruling("", 0, ABOUT, PLACES)


def signs_of_people(
    kind: Kind, table: RawTable, context: Context, file: str = ""
) -> tuple[str, ...]:
    """Return what the columns of a list of people hold, in words; empty for any other table."""
    headings = {str(heading): plain(str(heading)) for heading in table.rows.columns}
    in_public = any(map(_IN_PUBLIC.search, headings.values())) or _AT_WORK.search(plain(file))
    told = _tells(table, headings)
    if any(tell.weight == ALONE for tell in told):
        return _words(told)
    weight = sum(tell.weight for tell in told)
    may_name = set(headings.values()) & _HEADINGS
    if kind not in MOST_LISTS or in_public or (weight < ENOUGH and not may_name):
        return ()
    names = _People(table, match_list(Kind.ASSETS, table, context, {}), headings)
    if weight >= ENOUGH and names.named:
        return _words(told)
    if weight >= ENOUGH_WITHOUT_NAMES and not names.of_places:
        return _words(told)
    if names.of_clients or (names.named and names.offer_nothing):
        return (*_words(told), say("names of people"))
    return ()


def _words(told: Iterable[_Tell]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(say(tell.words) for tell in told))


def _listed(words: tuple[str, ...]) -> str:
    if len(words) < 2:
        return "".join(words)
    return say("{first} and {last}", first=", ".join(words[:-1]), last=words[-1])


def _tells(table: RawTable, headings: dict[str, str]) -> list[_Tell]:
    """Return what columns tell, the heaviest first, each once."""
    history = any(map(_REMEMBERED.search, headings.values()))
    found: dict[str, _Tell] = {}
    for heading, words in headings.items():
        if _NO_PERSONS.search(words):
            continue
        named = [tell for tell in TELLS if tell.heading.search(words)]
        values = sample(table.rows[heading])
        for tell in named or _by_value(values):
            if tell.share(values) >= tell.needs and not (history and _YEARS.search(words)):
                found.setdefault(tell.words, tell)
    return sorted(found.values(), key=lambda tell: -tell.weight)


def _by_value(values: pd.Series[str]) -> list[_Tell]:
    """Return what values alone tell: numbers that check as those of people do."""
    if values.nunique() < LEAST:
        return []
    if _share(is_nhs_number)(values) >= CHECKED:
        return [TELLS[1]]
    return [TELLS[2]] if _share(_is_insurance_number)(values) >= CHECKED else []


def _begins_with_a_given_name(text: str) -> bool:
    return bool({word.strip(".,").casefold() for word in text.split()} & GIVEN)


class _People:
    """Whom the rows of a table are named after."""

    def __init__(self, table: RawTable, match: ColumnMatch, headings: dict[str, str]) -> None:
        self._table, self._match, self._headings = table, match, headings
        clients = words_of("client headings")
        private = words_of("private headings")
        self.of_clients = any(
            words in clients and self._are_names(heading) for heading, words in headings.items()
        )
        own = match.get("name")
        self._whole = any(
            words in private and self._are_names(heading) for heading, words in headings.items()
        )
        parts = set(headings.values())
        self._in_parts = bool(parts & words_of("given headings")) and bool(
            parts & words_of("family headings")
        )
        self.of_places = bool(own) and not self._are_names(own)

    @property
    def named(self) -> bool:
        """Whether rows are called like people, and nothing else names them."""
        own = self._match.get("name")
        if self.of_clients or (self._in_parts and not self.of_places):
            return True
        return bool(own) and not self.of_places

    @property
    def offer_nothing(self) -> bool:
        """Whether nothing tells what those who are listed do, and the heading is one of people."""
        has = {"address", "address_street", "postcode"} & set(self._match.fields)
        return bool(has) and (self._whole or self._in_parts) and not any(
            field in self._match for field in _OFFERS
        )  # fmt: skip

    def _are_names(self, heading: str) -> bool:
        values = sample(cells(self._table, heading))
        words = self._headings.get(heading, plain(heading))
        people = words in words_of("client headings") or words in words_of("private headings")
        if _share(lambda text: name_why(text, expected=people))(values) < NAMED:
            return False
        return _share(_begins_with_a_given_name)(values) >= GIVEN_TOO
