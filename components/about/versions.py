"""The versions of a list: who brought which file and when, and the ways back."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final

import pandas as pd
import streamlit as st
from sqlalchemy.engine import Engine

from components import parts, plain_table, session
from components.parts import safe_html
from components.session import Workspace
from sharedground import workflow_versions
from sharedground.access import Role, require
from sharedground.model.place import Source
from sharedground.store import versions
from sharedground.store.suggestions import BY_HAND
from sharedground.words import later, moment, say, say_many
from sharedground.workflow_versions import version_name

LETTERS: Final = 8
"""Letters of a hash that are shown: enough to tell two files apart."""

REASON: Final = 300


class Way(StrEnum):
    """What can be done with a list."""

    UNDO = "undo"
    OLDER = "older"
    AWAY = "away"


WAYS: Final = {
    Way.UNDO: later("Undo this upload"),
    Way.OLDER: later("Go back to another version"),
    Way.AWAY: later("Take this list away"),
}
DONE: Final = {
    Way.UNDO: later("The upload is undone."),
    Way.OLDER: later("Another version is in use now."),
    Way.AWAY: later("The list is taken away."),
}


def draw(work: Workspace, source: Source) -> None:
    """Draw the versions of a list, and what can be done with them."""
    require(Role.OFFICER)
    if source.file_name == BY_HAND:
        return
    every = versions.versions_of(work.engine, work.place.place_id, source.list_id)
    name = source.title or source.file_name
    st.space("small")
    parts.heading(
        say("Versions of {name}", name=name),
        say("Every upload is kept, with who, when and which file."), level=3,
    )  # fmt: skip
    table(every, name)
    held = every[every["held"] & ~every["live"]]
    former = str(every.set_index("source_id").loc[source.source_id, "former_id"])
    ways = [way for way, there in (
        (Way.UNDO, bool(former)), (Way.OLDER, len(held) > 0), (Way.AWAY, True),
    ) if there]  # fmt: skip
    chosen = st.segmented_control(
        say("What do you want to do with this list?"), ways,
        format_func=lambda way: say(WAYS[way]), key=f"way-{source.source_id}",
    )  # fmt: skip
    if chosen is not None:
        _offer(work, source, Way(chosen), held)


def table(every: pd.DataFrame, name: str) -> None:
    """Draw the versions, the newest first."""
    headings = [say("When (UTC)"), say("Who"), say("File"), say("Hash of the file"), say("Rows"),
                say("State")]  # fmt: skip
    rows: list[list[object]] = [
        [
            moment(one["loaded_at"]),
            one["loaded_by"],
            one["file_name"],
            one["sha256"][:LETTERS],
            int(one["rows_read"]),
            say("In use") if one["live"] else say("Not in use"),
        ]
        for one in every.to_dict("records")
    ]
    plain_table.draw(headings, rows, say("Versions of {name}", name=name))


def _offer(work: Workspace, source: Source, way: Way, held: pd.DataFrame) -> None:
    """Say what a way would do, ask why, and do it when the button is pressed."""
    engine, place_id = work.engine, work.place.place_id
    wanted = source
    if way is Way.OLDER:
        wanted = _which(engine, place_id, held)
    with st.spinner(say("Looking at both versions.")):
        said = _in_words(engine, place_id, source, wanted, way)
    st.html(f"<p>{safe_html(' '.join(said))}</p>")
    reason = st.text_input(
        say("Why? It is kept in the history."),
        max_chars=REASON,
        key=f"why-{way}-{source.source_id}",
    )
    if st.button(say(WAYS[way]), type="primary", key=f"do-{way}-{source.source_id}"):
        _do(work, source, wanted, way, reason.strip())


def _which(engine: Engine, place_id: str, held: pd.DataFrame) -> Source:
    every = {one: versions.version_at(engine, place_id, one) for one in held["source_id"]}
    names = {one: _called(source) for one, source in every.items()}
    list_id = next(iter(every.values())).list_id
    chosen = st.selectbox(
        say("The version to use"), list(names),
        format_func=lambda one: names[one], key=f"version-{list_id}",
    )  # fmt: skip
    return every[chosen]


def _called(source: Source) -> str:
    """Return how one version of a list is told from the others."""
    rows = say_many("{n} row", "{n} rows", source.rows_read)
    when = moment(source.loaded_at) if source.loaded_at else ""
    return say("{when}: {file}, {rows}", when=when, file=source.file_name, rows=rows)


def _in_words(
    engine: Engine, place_id: str, source: Source, wanted: Source, way: Way
) -> list[str]:  # fmt: skip
    if way is Way.UNDO:
        return workflow_versions.undone_in_words(engine, place_id, source)
    if way is Way.AWAY:
        return workflow_versions.taken_away_in_words(source)
    return workflow_versions.used_in_words(engine, place_id, wanted, source)


def _do(work: Workspace, source: Source, wanted: Source, way: Way, reason: str) -> None:
    steps: dict[Way, Callable[..., object]] = {
        Way.UNDO: versions.undo_upload, Way.OLDER: versions.use_version,
        Way.AWAY: versions.take_away,
    }  # fmt: skip
    which = wanted.source_id if way is Way.OLDER else source.source_id
    with st.spinner(say("Saving.")):
        engine, place_id = session.writable(work)
        steps[way](engine, place_id, which, reason=reason)
    session.say_next(say(DONE[way]))
    st.rerun()


def taken_away(work: Workspace) -> None:
    """Offer lists that were taken away, or undone, to be used again."""
    require(Role.OFFICER)
    engine, place_id = work.engine, work.place.place_id
    every = versions.versions_of(engine, place_id)
    in_use = set(every.loc[every["live"], "list_id"])
    resting = every[~every["list_id"].isin(in_use) & every["held"]]
    newest = resting.drop_duplicates("list_id")
    if newest.empty:
        return
    st.space("small")
    parts.heading(
        say_many("{n} list was taken away", "{n} lists were taken away", len(newest)),
        say("Nothing of it is lost. You can use it again."), level=3,
    )  # fmt: skip
    names = {
        one: version_name(versions.version_at(engine, place_id, one)) for one in newest["source_id"]
    }
    chosen = st.selectbox(
        say("List that was taken away"), list(names),
        format_func=lambda one: names[one], key="taken-away",
    )  # fmt: skip
    reason = st.text_input(
        say("Why do you use it again? It is kept in the history."), max_chars=REASON,
        key="taken-away-why",
    )  # fmt: skip
    if st.button(say("Use it again"), key="taken-away-use"):
        target, target_place = session.writable(work)
        versions.use_version(target, target_place, chosen, reason=reason.strip())
        session.say_next(say("The list is in use again."))
        st.rerun()
