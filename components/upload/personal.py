"""Whose contacts a list holds and which places are sensitive: shown before saving, and changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import pandas as pd
import streamlit as st

from components import parts, plain_table, session
from components.frame import plain_markdown
from components.upload.draft import Waiting
from sharedground.intake.context import Intake, Ruling, changed_rulings
from sharedground.intake.people_list import LISTED, are_places
from sharedground.intake.personal import CLEARED, contacts_in_words
from sharedground.model.place import Kind
from sharedground.words import later, say, say_many
from sharedground.workflow import Preview

HOLDS: Final = (Kind.ASSETS, Kind.PARTNERS)
SHOWN: Final = 60
"""Rows of a table of what is kept apart that are shown."""

MOST: Final = 2_000
"""Places to choose from as sensitive, besides those that are marked."""

REASONS: Final[dict[str, str]] = {
    "phone.mobile": later("a mobile number"),
    "phone.beside_name": later("beside a person's name"),
    "email.free_mail": later("at a free mail provider"),
    "email.person": later("reads like a person's name"),
    "name.titled": later("a name with a title"),
    "name.person": later("a person's name"),
    "name.column": later("in a column for people"),
    "name.own": later("called like a person"),
    "heading.private": later("in a column that is private"),
    "row.no_consent": later("the row says not to publish contacts"),
    "list.not_published": later("from a list that does not publish contacts"),
    "said.person": later("you said so"),
}
"""What makes a contact personal, in words."""


class Contact(NamedTuple):
    """One telephone number or e-mail address: in which rows of which table it stands."""

    field: str
    value: str
    of: str
    why: str
    rows: tuple[tuple[str, int], ...]

    @property
    def label(self) -> str:
        """The value and whose it is, as people choose it."""
        return f"{self.value} ({self.of})" if self.of else self.value


def draw(waiting: Waiting, key: str) -> Waiting:
    """Draw whose contacts were found and what is sensitive; return the upload as changed."""
    preview = waiting.preview
    if preview is None or preview.kind not in HOLDS:
        return waiting
    waiting = _contacts(waiting, preview, key)
    _unpublished(preview)
    return _sensitive(waiting, preview, key) if preview.kind is Kind.ASSETS else waiting


def insist(waiting: Waiting, key: str) -> Waiting:
    """Let a person say that what looks like a list of people is one of places after all."""
    if waiting.refusal_code != LISTED or waiting.kind is not Kind.ASSETS:
        return waiting
    parts.note(say("Nothing of it is saved. If you say that they are places, only officers will "
                   "see anything of the list."))  # fmt: skip
    if not st.button(say("They are places, not people"), key=f"{key}-insist"):
        return waiting
    return ruled(waiting, [are_places()])


def _unpublished(preview: Preview) -> None:
    """Say which places the list itself asks not to publish."""
    frame = preview.frames.get("assets", pd.DataFrame())
    hidden = frame[frame["visibility"] != "public"] if len(frame) else frame
    if not len(hidden):
        return
    names = ", ".join(str(name)[:60] for name in hidden["name"].head(5))
    more = len(hidden) - 5
    parts.note(
        say_many("{n} place is only for officers, as the list says: {names}.",
                 "{n} places are only for officers, as the list says: {names}.", len(hidden),
                 names=names if more <= 0 else say("{names} and {n} more", names=names, n=more)),
        say("Not published:"),
    )  # fmt: skip


def publishes(key: str) -> bool:
    """Say whether the organisations' contacts were ticked to be shown to everyone."""
    return bool(session.chosen_in(f"{key}-publish"))


def contacts_of(preview: Preview) -> list[Contact]:
    """Return every telephone number and e-mail address, those of people first."""
    found: dict[tuple[str, str, str], list[tuple[str, int, str]]] = {}
    for intake in preview.intakes:
        for field, value, why, row, name in _values(intake):
            found.setdefault((field, value, why), []).append((intake.table, row, name))
    listed = [
        Contact(field, value, _whose([name for _, _, name in rows]), why,
                tuple((table, row) for table, row, _ in rows))
        for (field, value, why), rows in found.items()
    ]  # fmt: skip
    return sorted(listed, key=lambda one: (not one.why, one.field, one.value))


def _values(intake: Intake) -> Iterable[tuple[str, str, str, int, str]]:
    """Yield field, value, why ("" for an organisation's), row number and name of the thing."""
    things = intake.frames.get("assets", intake.frames.get("partners", pd.DataFrame()))
    names = dict(zip(things["row_number"], things["name"], strict=True)) if len(things) else {}
    for field in ("phone", "email"):
        for row, value in zip(things.get("row_number", ()), things.get(field, ()), strict=True):
            if value:
                yield field, str(value), "", int(row), str(names.get(row, ""))
    contacts = intake.frames["contacts"]
    for one in contacts[contacts["field"].isin(["phone", "email"])].itertuples(index=False):
        for value in str(one.value).split("; "):
            row = int(str(one.row_number))
            yield str(one.field), value, str(one.why), row, str(names.get(row, ""))


def _whose(names: Sequence[str]) -> str:
    several = list(dict.fromkeys(name for name in names if name))
    if len(several) > 1:
        return say("{name} and {n} more", name=several[0][:40], n=len(several) - 1)
    return several[0][:60] if several else ""


def _contacts(waiting: Waiting, preview: Preview, key: str) -> Waiting:
    listed = contacts_of(preview)
    told = contacts_in_words(preview.report.personal)
    if not told:
        return waiting
    st.space("small")
    parts.heading(heading_of(preview), " ".join(told), level=3)
    organisations = preview.report.personal.organisations
    if organisations:
        st.checkbox(
            say_many("Show the contact of the organisation to everyone",
                     "Show the {n} contacts of organisations to everyone", organisations),
            preview.published, key=f"{key}-publish",
            help=say("You can change it later on the page About the data."),
        )  # fmt: skip
    if listed:
        waiting = _choose(waiting, listed, key)
    _why(preview, listed)
    return waiting


def heading_of(preview: Preview) -> str:
    """Return the finding: whether contacts of people were found."""
    personal = preview.report.personal
    if personal.people or personal.names:
        return say("Contacts of people are kept for officers")
    return say("All contacts belong to organisations")


def _choose(waiting: Waiting, listed: Sequence[Contact], key: str) -> Waiting:
    """Let a person say which numbers and addresses are people's."""
    by_label = {one.label: one for one in listed}
    now = [label for label, one in by_label.items() if one.why]
    chosen = st.multiselect(
        say("Numbers and addresses of people, for officers only"), list(by_label), default=now,
        key=f"{key}-people-{_mark(now)}", placeholder=say("Add one that is a person's"),
        help=say("Take one out if it belongs to an organisation. Add one that is a person's."),
    )  # fmt: skip
    said = [
        Ruling(table, row, by_label[label].field, says)
        for labels, says in ((set(now) - set(chosen), "organisation"),
                             (set(chosen) - set(now), "person"))
        for label in sorted(labels)
        for table, row in by_label[label].rows
    ]  # fmt: skip
    return ruled(waiting, said)


def _mark(labels: Iterable[str]) -> int:
    """Return a number that changes with what is chosen, so that the widget starts anew."""
    return hash(tuple(sorted(labels))) % 1_000_000_007


def ruled(waiting: Waiting, said: Iterable[Ruling]) -> Waiting:
    """Return the upload with what a person said of some rows."""
    rulings = changed_rulings(waiting.options.rulings, said)
    if rulings == waiting.options.rulings:
        return waiting
    return replace(waiting, options=replace(waiting.options, rulings=rulings))


def _why(preview: Preview, listed: Sequence[Contact]) -> None:
    """Draw what is kept apart and why, names of people among it."""
    rows = [(one.value, one.of, say(REASONS.get(one.why, one.why))) for one in listed if one.why]
    rows += _names(preview)
    if not rows:
        return
    label = say_many("See what is kept for officers, and why ({n})",
                     "See what is kept for officers, and why ({n})", len(rows))  # fmt: skip
    with st.expander(plain_markdown(label), type="compact"):
        heads = [say("Kept for officers"), say("Where"), say("Why")]
        plain_table.draw(heads, [list(row) for row in rows[:SHOWN]], say("Kept for officers"))
        if len(rows) > SHOWN:
            parts.note(say("The first {n} are shown.", n=SHOWN))


def _names(preview: Preview) -> list[tuple[str, str, str]]:
    frames = preview.frames
    things = frames.get("assets", frames.get("partners"))
    contacts = frames["contacts"]
    named = contacts[(contacts["field"] == "name") & (contacts["why"] != CLEARED)]
    key = "asset_id" if preview.kind is Kind.ASSETS else "partner_id"
    known = {} if things is None else dict(zip(things[key], things["name"], strict=True))
    return [
        (str(one.value), str(known.get(one.thing_id, "")), say(REASONS.get(str(one.why), "")))
        for one in named.itertuples(index=False)
    ]


def _sensitive(waiting: Waiting, preview: Preview, key: str) -> Waiting:
    """Let a person say which places everyone sees only roughly."""
    places = places_of(preview)
    now = [label for label, (marked, _, _) in places.items() if marked]
    if not now and not places:
        return waiting
    st.space("small")
    parts.heading(
        sensitive_finding(len(now)),
        say("Everyone but officers sees a sensitive place only as a square of 1 km, without its "
            "address. It counts in full."),
        level=3,
    )  # fmt: skip
    chosen = st.multiselect(
        say("Sensitive places, such as a refuge or a home"), list(places), default=now,
        key=f"{key}-sensitive-{_mark(now)}", placeholder=say("Add a place"),
        help=say("Take one out if everyone may know where it is. Add one that must stay hidden."),
    )  # fmt: skip
    said = [
        Ruling(places[label][1], places[label][2], "sensitive", says)
        for labels, says in ((set(now) - set(chosen), "no"), (set(chosen) - set(now), "yes"))
        for label in sorted(labels)
    ]
    return ruled(waiting, said)


def sensitive_finding(count: int) -> str:
    """Return how many places are marked as sensitive."""
    if not count:
        return say("No place is marked as sensitive")
    return say_many("{n} place is marked as sensitive", "{n} places are marked as sensitive", count)


def places_of(preview: Preview) -> Mapping[str, tuple[bool, str, int]]:
    """Return the places to choose from by label: whether it is marked, its table and row."""
    found: dict[str, tuple[bool, str, int]] = {}
    for intake in preview.intakes:
        assets = intake.frames["assets"]
        ordered = assets.sort_values("sensitive", ascending=False, kind="stable").head(MOST)
        for one in ordered.itertuples(index=False):
            row = int(str(one.row_number))
            label = say("{name} (row {n})", name=str(one.name), n=str(row))
            found[label] = (bool(one.sensitive), intake.table, row)
    return found
