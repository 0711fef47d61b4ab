"""Which list a file may be the next version of: by its name, its headings, and what is in both."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

import pandas as pd
from rapidfuzz import fuzz

from sharedground.intake.alike.names import words_of
from sharedground.intake.alike.traits import text_of
from sharedground.intake.raw import RawFile
from sharedground.intake.renewal.identity import Frames, placed, same_assets
from sharedground.model.place import Kind, Source

SAME_HEADINGS: Final = 0.6
"""Share of all headings of two files that both have, from which they are of one list."""

SAME_NAME: Final = 90.0
"""RapidFuzz ratio of two titles or file names, without dates and the like, from which they are."""

MOST_OF_IT: Final = 0.5
"""Share of the list that is here which the file must have, to be taken for its next version."""

TOO_FEW: Final = 3
"""A list of fewer things says too little to know it again in a file of another name."""

MUCH_LONGER: Final = 2.0
"""A file with so many times the things of a list, and of another name, is a list of more."""

_OF_A_VERSION: Final = (
    "archive archived old new newest latest final copy version updated update revised draft "
    "validated unvalidated raw clean cleaned export extract data dataset list table sheet file "
    "january february march april may june july august september october november december jan "
    "feb mar apr jun jul aug sep sept oct nov dec"
)
"""Words of a file name that tell versions of one list apart, and not lists."""

_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Candidate:
    """A list that is here, and what speaks for a file being its next version.

    Parameters
    ----------
    same_file
        The very file made the version that is in use.
    same_file_name, same_name, same_headings
        Whether the file is called the same, nearly so, and has mostly the same headings.
    shared, of, in_file
        How many things of the list are in the file, of how many, and how many the file has.
    """

    source: Source
    same_file: bool
    same_file_name: bool
    same_name: bool
    same_headings: bool
    shared: int
    of: int
    in_file: int

    @property
    def share(self) -> float:
        """The share of the list that is in the file."""
        return self.shared / self.of if self.of else 0.0

    @property
    def likely(self) -> bool:
        """Whether the file most likely is the next version: a person may say otherwise."""
        no_longer = self.in_file <= MUCH_LONGER * self.of
        enough = self.of >= TOO_FEW and no_longer
        alike = self.same_name or (self.same_headings and enough)
        return self.same_file or (alike and self.share >= MOST_OF_IT)

    @property
    def sure(self) -> bool:
        """Whether a script may take it for the next version: called the same as well."""
        return self.same_file or (self.likely and self.same_file_name and self.same_headings)


def list_words(name: str) -> str:
    """Return the words of a title or file name that tell lists apart, "" if there are none."""
    stem = PurePosixPath(name.replace("\\", "/")).name.casefold()
    versions = _OF_A_VERSION.split()
    stem = re.sub(r"\.[a-z]{2,8}(\.gz|\.zip)?$", "", stem)
    return " ".join(word for word in _WORD.findall(stem) if word not in versions)


def same_list_name(one: Collection[str], other: Collection[str]) -> bool:
    """Say whether one of the names of a file and one of a list are nearly the same."""
    pairs = [(list_words(a), list_words(b)) for a in one for b in other]
    return any(a and b and fuzz.ratio(a, b) >= SAME_NAME for a, b in pairs)


def headings_in(raw: RawFile) -> set[str]:
    """Return the headings of all tables of a file, without case."""
    return {
        " ".join(str(name).casefold().split())
        for table in raw.tables
        if len(table.rows)
        for name in table.rows.columns
    }


def same_headings(one: set[str], other: set[str]) -> bool:
    """Say whether two files have mostly the same headings."""
    return bool(one and other) and len(one & other) / len(one | other) >= SAME_HEADINGS


def candidate(
    source: Source, raw: RawFile, title: str, headings: set[str]
) -> Candidate:  # fmt: skip
    """Return what the names and headings say, before rows are looked at.

    Parameters
    ----------
    title
        What a person called the file, "" if nothing.
    headings
        Those of the list in use.
    """
    names = [name for name in (raw.name, title) if name]
    listed = [name for name in (source.file_name, source.title) if name]
    same_file_name = raw.name.casefold() == source.file_name.casefold()
    return Candidate(
        source=source,
        same_file=raw.sha256 == source.sha256,
        same_file_name=same_file_name,
        same_name=same_file_name or same_list_name(names, listed),
        same_headings=same_headings(headings_in(raw), headings),
        shared=0,
        of=0,
        in_file=0,
    )


def shared(kind: Kind, former: Frames, new: Frames) -> tuple[int, int, int]:
    """Return how many things of a list are in a file, and how many the list and the file have.

    Things are places, partners, areas, figures (whatever their values), or postcodes.
    """
    if kind is Kind.ASSETS:
        sides = [placed(frames) for frames in (former, new)]
        return len(same_assets(sides[0], sides[1], by_likeness=False)), len(sides[0]), len(sides[1])
    before, now = (_keys(kind, frames) for frames in (former, new))
    return len(before & now), len(before), len(now)


_KEYS: Final[dict[Kind, tuple[str, tuple[str, ...]]]] = {
    Kind.PARTNERS: ("partners", ("name",)),
    Kind.POPULATION: ("population", ("area_code",)),
    Kind.INDICATORS: ("indicators", ("indicator_id",)),
    Kind.LOOKUP: ("area_parents", ("area_code", "level")),
    Kind.POSTCODES: ("postcodes", ("postcode",)),
    Kind.AREAS: ("areas", ("area_code",)),
}


def _keys(kind: Kind, frames: Frames) -> set[str]:
    table, columns = _KEYS[kind]
    rows = frames.get(table, pd.DataFrame(columns=list(columns)))
    texts = [text_of(rows[column]) for column in columns]
    keys = {"\x1f".join(row) for row in zip(*texts, strict=True)}
    if kind is Kind.PARTNERS:
        return {" ".join(words_of(key)) for key in keys}
    return keys
