"""Several files in one go: how each stands, reading them in turn, and saving what is ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from sqlalchemy.engine import Engine

from components.upload.draft import Waiting, as_it_seems, opened, saved_in_words, understood
from components.upload.given_back import given_back
from sharedground import workflow
from sharedground.intake.read import Parts, hash_of, read_file
from sharedground.model.place import Kind
from sharedground.model.report import Report
from sharedground.store import loading
from sharedground.watch import StoppedError, Watch
from sharedground.words import say
from sharedground.workflow_many import Question, in_order, questions_of

HELD: Final = 30_000
"""Rows of a file from which it is read again when it is looked at, so that memory stays small."""

AREAS_FIRST: Final = "areas.first"
"""The code of a refusal that ends when the place has areas."""


class State(StrEnum):
    """How one of several files stands."""

    UNREAD = "unread"
    ASKS = "asks"
    REFUSED = "refused"
    WAITS = "waits"
    READY = "ready"
    SAVED = "saved"


@dataclass(frozen=True)
class Entry:
    """One of several files.

    Parameters
    ----------
    waiting
        As it was read; None before that. Of a large file without its rows.
    report
        What became of its rows; None when nothing of it can be used.
    questions
        What a person should answer before it is saved.
    revision
        The revision of the place that it was read with.
    saved
        What saving it did, in words; "" before.
    """

    name: str
    parts: Parts
    waiting: Waiting | None = None
    report: Report | None = None
    questions: tuple[Question, ...] = ()
    revision: int = -1
    saved: str = ""

    @property
    def kind(self) -> Kind:
        """What it is taken for."""
        return self.waiting.kind if self.waiting else Kind.ASSETS

    @property
    def state(self) -> State:
        """How it stands."""
        if self.saved:
            return State.SAVED
        if self.waiting is None:
            return State.UNREAD
        if self.report is None:
            waits = self.waiting.refusal_code == AREAS_FIRST
            return State.WAITS if waits else State.REFUSED
        return State.ASKS if self.questions else State.READY


@dataclass(frozen=True)
class Batch:
    """The files that were chosen together, and which of them is looked at (None: the list)."""

    place_id: str
    entries: tuple[Entry, ...]
    at: int | None = None

    def with_entry(self, at: int, entry: Entry) -> Batch:
        """Return it with one file as it stands now."""
        return replace(self, entries=(*self.entries[:at], entry, *self.entries[at + 1 :]))

    def count(self, *states: State) -> int:
        """Return how many files stand so."""
        return sum(entry.state in states for entry in self.entries)

    @property
    def unsaved(self) -> int:
        """How many files are not saved yet."""
        return len(self.entries) - self.count(State.SAVED)

    @property
    def to_save(self) -> tuple[Entry, ...]:
        """Files that can be saved without an answer; those that wait for areas come along."""
        ready = [entry for entry in self.entries if entry.state is State.READY]
        areas = (e for e in self.entries if e.kind is Kind.AREAS)
        brings_areas = any(e.state in (State.READY, State.SAVED) for e in areas)
        waits = [e for e in self.entries if e.state is State.WAITS and brings_areas]
        return (*ready, *waits)


def standing(entry: Entry, waiting: Waiting, engine: Engine) -> Entry:
    """Return a file as it stands after it was read, or read in another way."""
    preview = waiting.preview
    revision = loading.place_at(engine, waiting.place_id).revision
    if preview is None:
        return replace(entry, waiting=waiting, report=None, questions=(), revision=revision)
    questions = questions_of(engine, waiting.place_id, preview)
    light = preview.report.read > HELD
    held = replace(waiting, raw=None, preview=None) if light else waiting
    return replace(
        entry, waiting=held, report=preview.report, questions=questions, revision=revision
    )


def read_one(
    place_id: str, name: str, parts: Parts, engine: Engine, watch: Watch,
    former: Waiting | None = None, beside: Sequence[tuple[str, Parts]] = (),
) -> Waiting:  # fmt: skip
    """Read a file and work out what it holds; a sheet of mended rows finds its list."""
    watch.name = name
    watch.tell(say("opening the file"))
    waiting = opened(place_id, Kind.ASSETS, name, parts, watch)
    watch.tell(say("finding out what it holds"))
    waiting = given_back(waiting, engine, former, beside)
    return waiting if waiting.mended_by else as_it_seems(waiting, engine, watch)


def read_all(
    entries: Sequence[Entry], place_id: str, engine: Engine, watch: Watch, done: list[Entry]
) -> None:
    """Read files in turn; each is in `done` as soon as it is read, should the rest be stopped."""
    files = [(entry.name, entry.parts) for entry in entries]
    for number, entry in enumerate(entries):
        watch.step(number, len(entries))
        waiting = read_one(place_id, entry.name, entry.parts, engine, watch, beside=files)
        done.append(standing(entry, waiting, engine))


def with_one_main(entries: Sequence[Entry], *, has_areas: bool) -> tuple[Entry, ...]:
    """Return files; of several that bring the first areas of a place, a person chooses the main.

    The others are added beside them later, each on a word.
    """
    bring = {e.name for e in entries if e.kind is Kind.AREAS and e.report and not e.saved}
    if has_areas or len(bring) < 2:
        return tuple(entries)
    question = Question(
        "areas.several",
        say("Several files bring areas. Save first the one that the sums shall be for."),
    )
    return tuple(
        replace(e, questions=(question, *e.questions)) if e.name in bring else e for e in entries
    )


def without_homes(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return files without those that a sheet of mended rows, chosen with them, stands for."""
    mended = {e.waiting.raw.sha256 for e in entries
              if e.waiting and e.waiting.mended_by and e.waiting.raw}  # fmt: skip
    if not mended:
        return tuple(entries)
    return tuple(
        e for e in entries
        if (e.waiting and e.waiting.mended_by) or hash_of(e.parts) not in mended
    )  # fmt: skip


def again(entry: Entry, engine: Engine, watch: Watch) -> Waiting:
    """Read a file as it stands once more: its rows, or what they mean in the place as it is now."""
    waiting = with_rows(entry, watch)
    is_told = waiting.preview is not None or bool(waiting.refusal)
    same = entry.revision == loading.place_at(engine, waiting.place_id).revision
    if waiting.raw is None or (is_told and same):
        return waiting
    if entry.state is State.WAITS:
        return as_it_seems(waiting, engine, watch)
    return understood(replace(waiting, preview=None), engine, watch)


def with_rows(entry: Entry, watch: Watch) -> Waiting:
    """Return a file with its rows; those of a large one are read again."""
    waiting = entry.waiting
    assert waiting is not None
    watch.name = entry.name
    if waiting.raw is not None or waiting.refusal:
        return waiting
    asked = waiting.options.read_as
    return replace(waiting, raw=read_file(entry.name, entry.parts, read_as=asked, watch=watch))


def save_all(
    entries: Sequence[Entry], engine: Engine, place_id: str, watch: Watch, done: list[Entry]
) -> None:
    """Save files that need no answer, in the order that works; each is in `done` when it is saved.

    Each is read with what those before it brought. One that turns out to have a question, or not
    to be usable, is not saved. A stop takes effect between two files.
    """
    left = in_order(entries, lambda entry: entry.kind)
    for number, entry in enumerate(left):
        watch.step(number, len(left))
        try:
            watch.check()
        except StoppedError:
            return
        done.append(_save_one(entry, engine, place_id, watch))


def _save_one(entry: Entry, engine: Engine, place_id: str, watch: Watch) -> Entry:
    whole = Watch()  # a stop waits until this file is finished
    watch.name = entry.name
    watch.words = say("looking at every row")
    waiting = again(entry, engine, whole)
    stands = standing(entry, waiting, engine)
    if waiting.preview is None or stands.questions:
        return stands
    watch.words = say("saving")
    kept = workflow.keep(engine, place_id, waiting.preview)
    return replace(stands, saved=saved_in_words(waiting, kept))
