"""Versions of lists: what the next one changes, what undoing one does, and both in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import pandas as pd
from sqlalchemy.engine import Engine

from sharedground.access import Role, require
from sharedground.errors import NotFoundError
from sharedground.intake.renewal.compare import compare
from sharedground.intake.renewal.comparison import Comparison, field_name
from sharedground.model.place import ONLY_COUNTED, Kind, Source
from sharedground.store import loading, versions
from sharedground.store.area_sets import main_set
from sharedground.store.edits import read_edits
from sharedground.store.suggestions import BY_HAND
from sharedground.surroundings import area_labels
from sharedground.words import day, later_many, say, say_many
from sharedground.workflow import Preview

CAN_KEEP_GONE: Final = (Kind.ASSETS, Kind.PARTNERS)
"""Kinds of which things that a new version leaves out can be kept. Figures of two years are never
mixed, and outlines would overlap."""

SHORTEST: Final = 4
"""Letters of an id that tell a version."""

_TABLES: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.ASSETS: ("assets", "sites", "contacts"),
    Kind.PARTNERS: ("partners", "contacts"),
    Kind.POPULATION: ("population",),
    Kind.INDICATORS: ("indicators", "indicator_values"),
    Kind.LOOKUP: ("area_parents",),
    Kind.POSTCODES: ("postcodes",),
    Kind.AREAS: ("areas",),
    Kind.BACKGROUND: (),
    Kind.STREETS: (),
}
_THINGS: Final[dict[Kind, tuple[str, str]]] = {
    Kind.ASSETS: later_many("{n} place", "{n} places"),
    Kind.PARTNERS: later_many("{n} partner", "{n} partners"),
    Kind.POPULATION: later_many("{n} area", "{n} areas"),
    Kind.INDICATORS: later_many("{n} figure", "{n} figures"),
    Kind.LOOKUP: later_many("{n} name", "{n} names"),
    Kind.POSTCODES: later_many("{n} postcode", "{n} postcodes"),
    Kind.AREAS: later_many("{n} area", "{n} areas"),
    Kind.BACKGROUND: later_many("{n} thing", "{n} things"),
    Kind.STREETS: later_many("{n} street", "{n} streets"),
}


@dataclass(frozen=True)
class Renewal:
    """A file beside the version of a list that it takes over from.

    Parameters
    ----------
    former
        The version in use.
    compared
        What the file changes in it.
    by_hand
        Fields that the file changes and that a person changed by hand before: what the person said
        stays. As `Comparison.changed`, with `stays`.
    """

    former: Source
    compared: Comparison
    by_hand: pd.DataFrame


def renewal_of(engine: Engine, place_id: str, read: Preview) -> Renewal | None:
    """Return what a file changes in the list that it renews; None for a list of its own.

    Outlines are put beside those of the set that they would replace.
    """
    require(Role.OFFICER)
    former = _former(engine, place_id, read)
    if former is None or read.kind in ONLY_COUNTED:
        return None
    before = _frames(engine, place_id, former)
    compared = compare(read.kind, before, read.frames, _labels(engine, place_id))
    return Renewal(former, compared, _by_hand(engine, place_id, read.kind, compared))


def _former(engine: Engine, place_id: str, read: Preview) -> Source | None:
    with engine.connect() as connection:
        live = loading.sources(connection, place_id)
        main = main_set(connection, place_id)
    if read.updates:
        return next((one for one in live if one.source_id == read.updates), None)
    if read.kind is not Kind.AREAS:
        return None
    wanted = read.area_set.set_id or main
    outlines = [one for one in live if one.kind is Kind.AREAS and one.set_id == wanted]
    return outlines[0] if outlines else None


def _frames(engine: Engine, place_id: str, source: Source) -> Mapping[str, pd.DataFrame]:
    return loading.frames_of(engine, place_id, source.source_id, _TABLES[source.kind])


def _labels(engine: Engine, place_id: str) -> dict[str, str]:
    labels = area_labels(loading.load_known(engine, place_id))
    return dict(zip(labels["area_code"], labels["label"], strict=True))


def _by_hand(engine: Engine, place_id: str, kind: Kind, compared: Comparison) -> pd.DataFrame:
    """Return the changes that an edit lies over."""
    thing = {Kind.ASSETS: "asset", Kind.PARTNERS: "partner"}.get(kind, "")
    with engine.connect() as connection:
        edits = read_edits(connection, place_id)
    mine = edits[edits["thing"] == thing][["thing_id", "field", "value"]]
    mine = mine.assign(field=mine["field"].replace({"lon": "location", "lat": "location"}))
    mine = mine.rename(columns={"thing_id": "id", "value": "stays"})
    mine = mine.drop_duplicates(["id", "field"])
    return compared.changed.merge(mine, on=["id", "field"])


def compare_versions(
    engine: Engine, place_id: str, former_id: str, source_id: str
) -> Comparison:  # fmt: skip
    """Return what changes where one version of a list gives way to another.

    Parameters
    ----------
    former_id, source_id
        Versions of one list, in use or not.

    Raises
    ------
    NotFoundError
        "source.gone" when there is no such version.
    """
    require(Role.OFFICER)
    former, after = (versions.version_at(engine, place_id, one) for one in (former_id, source_id))
    sides = [_frames(engine, place_id, one) for one in (former, after)]
    return compare(former.kind, sides[0], sides[1], _labels(engine, place_id))


def keeping_gone(engine: Engine, place_id: str, read: Preview, renewal: Renewal) -> Preview:
    """Return a file with what it leaves out of the list that it renews, kept as it was.

    These things have row number 0: they are in no row of this file, and no row is counted for them.
    """
    gone = set(renewal.compared.gone["id"])
    if not gone or read.kind not in CAN_KEEP_GONE:
        return read
    former = _frames(engine, place_id, renewal.former)
    kept = {name: _only(frame, gone) for name, frame in former.items() if name != "sites"}
    if read.kind is Kind.ASSETS:
        at = set(kept["assets"]["site_id"])
        kept["sites"] = former["sites"][former["sites"]["site_id"].isin(at)]
    first, *others = read.intakes
    frames = dict(first.frames)
    for name, rows in kept.items():
        rows = rows.assign(source_id=read.source_id)
        rows = rows.assign(row_number=0) if name in ("assets", "partners") else rows
        frames[name] = (
            pd.concat([frames[name], rows], ignore_index=True) if name in frames else rows
        )
    if read.kind is Kind.ASSETS:
        frames["sites"] = frames["sites"].drop_duplicates("site_id").reset_index(drop=True)
    return replace(read, intakes=(replace(first, frames=frames), *others))


def _only(frame: pd.DataFrame, ids: set[str]) -> pd.DataFrame:
    key = next(name for name in ("asset_id", "partner_id", "thing_id") if name in frame)
    return pd.DataFrame(frame[frame[key].isin(ids)])


def in_use_of(engine: Engine, place_id: str, version: Source) -> Source | None:
    """Return the version in use that would give way to this one; outlines give way by their set."""
    with engine.connect() as connection:
        live = loading.sources(connection, place_id)
    of_set = version.kind is Kind.AREAS
    return next(
        (
            one
            for one in live
            if one.list_id == version.list_id
            or (of_set and one.kind is Kind.AREAS and one.set_id == version.set_id)
        ),
        None,
    )


def last_upload(engine: Engine, place_id: str) -> Source:
    """Return the list in use that was added last.

    Raises
    ------
    NotFoundError
        "source.none" when there is none.
    """
    with engine.connect() as connection:
        live = [one for one in loading.sources(connection, place_id) if one.file_name != BY_HAND]
    if not live:
        raise NotFoundError("source.none", say("This place has no lists yet."))
    return live[-1]


def version_named(engine: Engine, place_id: str, name: str) -> Source:
    """Return a version of a list by the start of its id.

    Raises
    ------
    NotFoundError
        "version.unknown" when none has it, or several have.
    """
    known = versions.versions_of(engine, place_id)
    found = known[known["source_id"].str.startswith(name.strip().casefold())]
    if len(name.strip()) < SHORTEST or len(found) != 1:
        raise NotFoundError(
            "version.unknown",
            say("There is no version {name}. List them: python -m sharedground versions",
                name=name),
        )  # fmt: skip
    return versions.version_at(engine, place_id, str(found["source_id"].iloc[0]))


def list_named(engine: Engine, place_id: str, name: str) -> str:
    """Return the id of a list by its title, file name or the start of a version's id.

    Raises
    ------
    NotFoundError
        "version.unknown" when there is none, or several are called so.
    """
    wanted = name.strip().casefold()
    known = versions.versions_of(engine, place_id)
    called = (known["title"].str.casefold() == wanted) | (
        known["file_name"].str.casefold() == wanted
    )
    lists = known.loc[called, "list_id"].unique()
    if len(lists) == 1:
        return str(lists[0])
    return version_named(engine, place_id, name).list_id


def version_name(source: Source) -> str:
    """Return how a version is called: its list, its day, and how many rows it has."""
    rows = say_many("{n} row", "{n} rows", source.rows_read)
    name = source.title or source.file_name
    if source.loaded_at is None:
        return say("{name} ({rows})", name=name, rows=rows)
    on = day(source.loaded_at)
    return say("{name} ({day}, {rows})", name=name, day=on, rows=rows)


def counts_in_words(compared: Comparison) -> str:
    """Return how many were added, changed, are gone, and are the same."""
    if compared.nothing_new:
        return say("Nothing is new: {things}, all the same.",
                   things=things_in_words(compared.kind, compared.same))  # fmt: skip
    return say("{added} added, {changed} changed, {gone} gone, {same} the same.",
               **compared.counts)  # fmt: skip


def things_in_words(kind: Kind, n: int) -> str:
    """Return a number of the things of a list, such as "3 places"."""
    one, many = _THINGS[kind]
    return say_many(one, many, n)


def undone_in_words(engine: Engine, place_id: str, source: Source) -> list[str]:
    """Return, in sentences, what undoing an upload would do."""
    before = _version_before(engine, place_id, source)
    if before is None:
        return taken_away_in_words(source)
    return used_in_words(engine, place_id, before, source)


def _version_before(engine: Engine, place_id: str, source: Source) -> Source | None:
    known = versions.versions_of(engine, place_id, source.list_id).set_index("source_id")
    former = str(known.loc[source.source_id, "former_id"])
    return versions.version_at(engine, place_id, former) if former else None


def used_in_words(
    engine: Engine, place_id: str, wanted: Source, instead_of: Source | None
) -> list[str]:
    """Return, in sentences, what using a version instead of the one in use would do."""
    said = [say("{version} comes back into use.", version=version_name(wanted))]
    if instead_of is None or wanted.kind in ONLY_COUNTED:
        return said
    compared = compare_versions(engine, place_id, instead_of.source_id, wanted.source_id)
    if compared.nothing_new:
        return [*said, say("Both versions say the same, so nothing that is shown changes.")]
    gone, back, changed = (compared.counts[name] for name in ("gone", "added", "changed"))
    things = partial(things_in_words, compared.kind)
    parts = [
        (gone, say("{things} will go", things=things(gone))),
        (back, say("{things} will come back", things=things(back))),
        (changed, say("{things} will read as before", things=things(changed))),
    ]
    listed = ", ".join(words for n, words in parts if n)
    return [*said, say("{listed}.", listed=listed), *_more(wanted.kind)]


def taken_away_in_words(source: Source) -> list[str]:
    """Return, in sentences, what taking a list away does."""
    name = source.title or source.file_name
    rows = say_many("{n} row", "{n} rows", source.rows_kept)
    said = [
        say("{name} is taken away: what its {rows} brought is not shown any more.", name=name,
            rows=rows),
        say("Its file and all its versions are kept, so that you can use it again."),
    ]  # fmt: skip
    return [*said, *_more(source.kind)]


def _more(kind: Kind) -> list[str]:
    if kind is Kind.AREAS:
        return [say("Figures and names stay with their area codes. Where there are no areas, "
                    "nothing can be worked out.")]  # fmt: skip
    if kind in (Kind.ASSETS, Kind.PARTNERS):
        return [say("What people changed by hand is kept.")]
    return []


def change_in_words(field: str, was: str, now: str) -> str:
    """Return one change as a line of text."""
    nothing = say("nothing")
    return say("{field}: {was} → {now}", field=field_name(field), was=was or nothing,
               now=now or nothing)  # fmt: skip
