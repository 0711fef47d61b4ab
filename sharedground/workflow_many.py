"""Several files in one go: what each holds, which need an answer first, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, TypeVar

from sqlalchemy.engine import Engine

from sharedground.model.place import ONLY_COUNTED, Kind
from sharedground.store import loading
from sharedground.words import say, say_many
from sharedground.workflow import Preview

IN_ORDER: Final = (
    Kind.AREAS, Kind.LOOKUP, Kind.POPULATION, Kind.INDICATORS, Kind.POSTCODES, Kind.PARTNERS,
    Kind.ASSETS, Kind.BACKGROUND, Kind.STREETS,
)  # fmt: skip
"""Kinds in the order in which they are best added: each is read with what went before."""

MANY: Final = 0.5
"""A file of which more than this share of the rows was set aside may not be what we think."""

T = TypeVar("T")


class Question(NamedTuple):
    """Something a person should answer before a file is saved: a stable code, and words."""

    code: str
    words: str


def questions_of(engine: Engine, place_id: str, read: Preview) -> tuple[Question, ...]:
    """Return what a person should answer before a file is saved; empty when nothing is open.

    A file with questions can be saved: what is not answered is kept as it is, and said.
    """
    asked = (_areas(engine, place_id, read), _renews(read), _aside(read), _nameless(read),
             _unplaced(read), _directions(read), _words(read))  # fmt: skip
    return tuple(question for question in asked if question is not None)


def in_order(files: Iterable[T], kind: Callable[[T], Kind]) -> list[T]:
    """Return files in the order in which they are best added."""
    return sorted(files, key=lambda file: IN_ORDER.index(kind(file)))


def _areas(engine: Engine, place_id: str, read: Preview) -> Question | None:
    """Ask whether new outlines replace those that are here; the same file again does not."""
    if read.kind is not Kind.AREAS:
        return None
    with engine.connect() as connection:
        live = loading.sources(connection, place_id)
    here = [source for source in live if source.kind is Kind.AREAS]
    if not here or any(source.sha256 == read.raw.sha256 for source in here):
        return None
    areas = len(loading.load_known(engine, place_id).areas)
    return Question(
        "areas.present",
        say_many("This place has {n} area already.", "This place has {n} areas already.", areas),
    )


def _renews(read: Preview) -> Question | None:
    """Ask whether a file takes the place of a list; the very same file again changes nothing."""
    former = next((one for one in read.lists if one.source.source_id == read.updates), None)
    if former is None or former.same_file:
        return None
    name = former.source.title or former.source.file_name
    return Question("list.renews", say("It looks like a newer version of {name}.", name=name))


def _aside(read: Preview) -> Question | None:
    report = read.report
    if report.kind in ONLY_COUNTED or report.set_aside <= MANY * report.read:
        return None
    return Question(
        "rows.aside",
        say_many(
            "{n} row of {all} was set aside.", "{n} rows of {all} were set aside.",
            report.set_aside, all=report.read,
        ),
    )  # fmt: skip


def _nameless(read: Preview) -> Question | None:
    """Ask whether a list is one of places at all, where no column names them or says their kind."""
    report = read.report
    unknown = report.kept and report.category.other == report.kept
    if read.kind is not Kind.ASSETS or "name" in report.columns or not unknown:
        return None
    return Question(
        "places.nameless",
        say("No column names these places or says what they are. Are they places at all?"),
    )


def _unplaced(read: Preview) -> Question | None:
    """Ask where places are, of which most have no location."""
    if read.kind is not Kind.ASSETS or not read.report.kept:
        return None
    nowhere = read.report.placed.none
    if nowhere <= MANY * read.report.kept:
        return None
    return Question(
        "places.nowhere",
        say_many("{n} row of {all} has no location.", "{n} rows of {all} have no location.",
                 nowhere, all=read.report.kept),
    )  # fmt: skip


def _directions(read: Preview) -> Question | None:
    figures = read.frames.get("indicators")
    if figures is None:
        return None
    unsaid = figures.loc[figures["direction"] == "", "name"].nunique()
    if not unsaid:
        return None
    return Question(
        "direction.unsaid",
        say_many("Is a high figure bad? {n} figure does not say.",
                 "Is a high figure bad? {n} figures do not say.", unsaid),
    )  # fmt: skip


def _words(read: Preview) -> Question | None:
    unknown = [word for word in read.report.words if word.how == "other"]
    if not unknown:
        return None
    return Question(
        "category.unknown",
        say_many("{n} word for a kind of place that we do not know.",
                 "{n} words for a kind of place that we do not know.", len(unknown)),
    )  # fmt: skip
