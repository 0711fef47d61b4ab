"""A file that goes on with a list that is here: which list, and whose ids its rows keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd
from sqlalchemy.engine import Engine

from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.intake.context import Intake
from sharedground.intake.raw import RawFile
from sharedground.intake.renewal.identity import (
    partners,
    placed,
    same_assets,
    same_partners,
    table_of,
)
from sharedground.intake.renewal.lists import Candidate, candidate, shared
from sharedground.model.base import stable_id
from sharedground.model.place import ONLY_COUNTED, AreaSet, Kind, Source
from sharedground.model.report import Fate
from sharedground.store import loading
from sharedground.store.area_sets import OF_AREAS
from sharedground.store.suggestions import BY_HAND
from sharedground.store.versions import resting_version
from sharedground.words import say

NEW_LIST: Final = "new"
"""The file makes a list of its own."""

BEST_GUESS: Final = "guess"
"""The file is the next version of the list that it most likely renews; a person sees which."""

IF_SURE: Final = "sure"
"""As `BEST_GUESS`, but only of a list of the same file name: for scripts."""

CLOSEST: Final = 5
"""Lists with a like name or like headings that are looked into."""

_KEYS: Final = {Kind.ASSETS: ("assets", "asset_id", "asset"),
                Kind.PARTNERS: ("partners", "partner_id", "partner")}  # fmt: skip
"""Kinds whose things have ids: their table, its key, and what their contacts call them."""


def former_of(
    engine: Engine, place_id: str, kind: Kind, raw: RawFile, updates: str
) -> Source | None:
    """Return the version in use that a file takes over from, as far as that is said or certain.

    Parameters
    ----------
    updates
        A `source_id`, or `NEW_LIST`. Otherwise the version that the very file made; of streets
        the network in use.

    Raises
    ------
    NotFoundError
        "source.gone" when the version that was named is not in use.
    SharedGroundError
        "list.other_kind" when it is of another kind.
    """
    live = _lists(engine, place_id)
    if updates == NEW_LIST:
        return None
    if updates in ("", BEST_GUESS, IF_SURE):
        if kind is Kind.AREAS:
            return None
        same = (one for one in reversed(live) if one.kind is kind and one.sha256 == raw.sha256)
        # people walk along one network, so a new one takes over from that in use
        of_streets = (one for one in reversed(live) if one.kind is kind is Kind.STREETS)
        return next(same, next(of_streets, None))
    named = next((one for one in live if one.source_id == updates), None)
    if named is None:
        raise NotFoundError(
            "source.gone",
            say("This list is no longer there. It may have been replaced. Load the page again."),
        )
    if named.kind is not kind:
        raise SharedGroundError(
            "list.other_kind",
            say("{name} is a list of another kind ({kind}).", name=named.title or named.file_name,
                kind=named.kind.value),
        )  # fmt: skip
    return named


def _lists(engine: Engine, place_id: str) -> list[Source]:
    """Return the lists in use that came from a file."""
    with engine.connect() as connection:
        live = loading.sources(connection, place_id)
    return [one for one in live if one.file_name != BY_HAND]


def lists_like(
    engine: Engine, place_id: str, kind: Kind, raw: RawFile, title: str,
    intakes: Sequence[Intake], of_set: AreaSet,
) -> tuple[Candidate, ...]:  # fmt: skip
    """Return the lists of a kind that a file may renew, the likeliest first.

    Lists whose name or headings are like the file's are looked into; the others come last.
    """
    live = [one for one in _lists(engine, place_id) if one.kind is kind]
    if kind in OF_AREAS:
        own = {of_set.set_id, ""} if of_set.main else {of_set.set_id}
        live = [one for one in live if one.set_id in own]
    if not live or kind is Kind.AREAS or kind in ONLY_COUNTED:
        return ()
    headings = loading.headings_of(engine, place_id)
    found = [candidate(one, raw, title, headings.get(one.source_id, set())) for one in live]
    found.sort(
        key=lambda one: (one.same_file, one.same_file_name, one.same_name, one.same_headings),
        reverse=True,
    )
    new = frames_of(intakes)
    for number, one in enumerate(found[:CLOSEST]):
        if one.same_name or one.same_headings:
            former = loading.frames_of(engine, place_id, one.source.source_id)
            both, of, in_file = shared(kind, former, new)
            found[number] = replace(one, shared=both, of=of, in_file=in_file)
    found.sort(key=lambda one: (one.same_file, one.sure, one.likely, one.share), reverse=True)
    return tuple(found)


def guessed(lists: Sequence[Candidate], updates: str) -> Source | None:
    """Return the list that a file is taken to renew when nobody says so."""
    best = lists[0] if lists else None
    if best is None or updates not in (BEST_GUESS, IF_SURE):
        return None
    taken = best.likely if updates == BEST_GUESS else best.sure
    return best.source if taken else None


def frames_of(intakes: Sequence[Intake]) -> dict[str, pd.DataFrame]:
    """Return the tables of all sheets or layers, joined by name, without the records."""
    names = dict.fromkeys(name for one in intakes for name in one.frames)
    return {
        name: pd.concat(
            [one.frames[name] for one in intakes if name in one.frames], ignore_index=True
        )
        for name in names
        if name != "records"
    }


def going_on(
    engine: Engine, place_id: str, kind: Kind, raw: RawFile, intakes: Sequence[Intake],
    former: Source | None, *, further: bool,
) -> tuple[Intake, ...]:  # fmt: skip
    """Return the tables with the ids that their things had in the former version.

    So what people said of a thing (an edit, a pair, a check) stays with it. Rows of the very same
    file go on by their row number; others as `renewal.identity` says. No id is given to two things,
    nor to one that another list has already.
    """
    if kind not in _KEYS:
        return tuple(intakes)
    table, key, _ = _KEYS[kind]
    new = frames_of(intakes)
    base = former or _resting(engine, place_id, kind, raw, further=further)
    ids: dict[str, str] = {}
    if base is not None:
        ids = _same_things(engine, place_id, kind, raw, intakes, new, base)
    list_id = base.list_id if base and not further else ""
    elsewhere = (
        loading.ids_elsewhere(engine, place_id, raw.sha256, list_id)
        if kind is Kind.ASSETS
        else set()
    )
    ids = _each_once(table_of(new, table)[key].tolist(), ids, elsewhere)
    return tuple(_with_ids(one, kind, ids) for one in intakes)


def _resting(
    engine: Engine, place_id: str, kind: Kind, raw: RawFile, *, further: bool
) -> Source | None:
    """Return the last version of the list that the file made before and that was taken away."""
    if further:
        return None
    with engine.connect() as connection:
        return resting_version(connection, place_id, kind, raw.sha256)


def _same_things(
    engine: Engine, place_id: str, kind: Kind, raw: RawFile, intakes: Sequence[Intake],
    new: Mapping[str, pd.DataFrame], base: Source,
) -> dict[str, str]:  # fmt: skip
    """Return the former id of each thing that goes on."""
    if base.sha256 == raw.sha256:
        before = loading.kept_as_of(engine, place_id, base.source_id)
        return _same_rows(intakes, before)
    former = loading.frames_of(engine, place_id, base.source_id)
    if kind is Kind.ASSETS:
        return same_assets(placed(former), placed(new))
    return same_partners(partners(former), partners(new))


def _same_rows(intakes: Sequence[Intake], before: Mapping[tuple[str, int], str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in intakes:
        records = one.frames["records"]
        kept = records[records["fate"] == Fate.KEPT.value]
        for row, identity in zip(kept["row_number"], kept["kept_as"], strict=True):
            was = before.get((one.table, int(row)))
            if was:
                found[str(identity)] = was
    return found


def _each_once(new: Sequence[str], ids: dict[str, str], taken: set[str]) -> dict[str, str]:
    """Return ids so that none is given twice: a new thing's own one gives way."""
    used = taken | set(ids.values())
    found = dict(ids)
    for identity in new:
        if identity in found:
            continue
        own, number = identity, 1
        while own in used:
            own, number = stable_id(identity, "again", number), number + 1
        used.add(own)
        if own != identity:
            found[identity] = own
    return found


def _with_ids(intake: Intake, kind: Kind, ids: Mapping[str, str]) -> Intake:
    """Return a table with other ids for its things, in its records and contacts too."""
    if not ids:
        return intake
    table, key, thing = _KEYS[kind]
    frames = dict(intake.frames)
    frames[table] = _renamed(frames[table], key, ids)
    frames["records"] = _renamed(frames["records"], "kept_as", ids)
    contacts = frames.get("contacts")
    if contacts is not None and len(contacts):
        mine = contacts["thing"] == thing
        frames["contacts"] = pd.concat(
            [_renamed(contacts[mine], "thing_id", ids), contacts[~mine]]
        ).sort_index()
    return replace(intake, frames=frames)


def _renamed(frame: pd.DataFrame, column: str, ids: Mapping[str, str]) -> pd.DataFrame:
    values = [ids.get(value, value) for value in frame[column]]
    return frame.assign(**{column: pd.Series(values, index=frame.index, dtype=object)})


def reads_otherwise(kind: Kind, former: Source, title: str, intakes: Sequence[Intake]) -> bool:
    """Say whether knowing the former version changes how the rows are read.

    Partners that only the former version brings are not "here already"; and kinds of place that
    were guessed may be told by the title of the list.
    """
    if kind is Kind.PARTNERS:
        return True
    told = [one.report.category for one in intakes]
    guesses = any(one.guessed or one.other for one in told)
    return kind is Kind.ASSETS and guesses and bool(former.title) and former.title != title
