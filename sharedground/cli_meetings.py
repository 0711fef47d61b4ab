"""Decisions, and what changed since last time, from the command line."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Final, Protocol

import click
from sqlalchemy.engine import Engine

from sharedground import changes as whats_changed
from sharedground import changes_words, decisions_words, workflow
from sharedground.errors import SharedGroundError
from sharedground.export.table import csv_bytes
from sharedground.model.decision import Decision, DecisionKind, DecisionState
from sharedground.model.place import Place
from sharedground.moments import NOW, Times
from sharedground.store import decisions, loading, meetings
from sharedground.store.holdings import Holdings
from sharedground.surroundings import area_labels
from sharedground.words import say

_OUT: Final = click.Path(dir_okay=False, path_type=Path)


class Session(Protocol):
    """The database and place that a call works on."""

    @property
    def engine(self) -> Engine:
        """Return the database."""

    def place(self, engine: Engine) -> Place:
        """Return the place."""


@click.group("decisions")
def group() -> None:
    """Record what was decided or promised, and say what became of it."""


@group.command("list")
@click.option("--who", default="", help="Only of this partner or person.")
@click.option("--open", "only_open", is_flag=True, help="Only what is still open.")
@click.option("-o", "--out", type=_OUT, help="Write the table: .csv.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def list_command(
    session: Session, who: str, only_open: bool, out: Path | None, as_json: bool
) -> None:
    """List promises by their day, decisions, and what is not agreed."""
    today = _today()
    shown = decisions_words.chosen(_every(session), who=who)
    ordered = [one for one in decisions_words.in_order(shown, today)
               if not only_open or one.state is DecisionState.OPEN]  # fmt: skip
    if out is not None:
        out.write_bytes(csv_bytes(decisions_words.table(ordered, today), for_excel=False))
    if as_json:
        counted = vars(decisions_words.tally(shown, today))
        told = [decisions_words.as_data(one, today) for one in ordered]
        click.echo(json.dumps({"decisions": told, "tally": counted}, ensure_ascii=False))
        return
    if not ordered:
        click.echo(say("Nothing is recorded yet"))
    for kind, heading in decisions_words.HEADINGS.items():
        mine = [one for one in ordered if one.kind is kind]
        if mine:
            click.echo(say(heading))
        for one in mine:
            click.echo(f"  {one.decision_id[:8]}  {decisions_words.sentence(one, today)}")


@group.command("add")
@click.argument("words")
@click.option("--kind", type=click.Choice([kind.value for kind in DecisionKind]),
              default=DecisionKind.DECISION.value, show_default=True)  # fmt: skip
@click.option("--who", multiple=True, help="A partner or person. Repeatable.")
@click.option("--by", "by_when", type=click.DateTime(["%Y-%m-%d"]), help="By when: 2026-12-24.")
@click.option("--outcome", default="", help="Code or name of the outcome that it is for.")
@click.option("--area", default="", help="Code or name of the area that it is for.")
@click.option("--id", "decision_id", default="", help="So that doing it twice records it once.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def add_command(
    session: Session, words: str, kind: str, who: tuple[str, ...], by_when: dt.datetime | None,
    outcome: str, area: str, decision_id: str, as_json: bool,
) -> None:  # fmt: skip
    """Record WORDS as a decision, a commitment or a disagreement."""
    engine, place_id = _where(session)
    held = loading.load(engine, place_id)
    going_on = meetings.going_on(held.meetings)
    told = decisions.checked(
        {"kind": kind, "words": words, "who": who, "decision_id": decision_id,
         "by_when": by_when.date() if by_when else None, **_outcome(held, outcome),
         **_area(held, area), "meeting_id": going_on.meeting_id if going_on else ""}
    )  # fmt: skip
    _say(decisions.save(engine, place_id, told), as_json)


def _outcome(held: Holdings, told: str) -> dict[str, str]:
    """Return code and name of an outcome of the vision in use, by either; else the words."""
    outcomes = workflow.vision_in_use(held).outcomes
    known = {key.casefold(): one for one in outcomes for key in (one.code, one.name)}
    one = known.get(told.strip().casefold())
    code, name = (one.code, one.name) if one is not None else (told, told)
    return {"outcome": code, "outcome_name": name}


def _area(held: Holdings, told: str) -> dict[str, str]:
    """Return code and name of an area, by either; else the words, such as a ward's name."""
    labels = area_labels(held)
    for code, label in zip(labels["area_code"], labels["label"], strict=True):
        if told.strip().casefold() in (code.casefold(), label.casefold()):
            return {"area": code, "area_name": label}
    return {"area": told, "area_name": told}


def _become(session: Session, which: str, state: DecisionState, words: str, as_json: bool) -> None:
    engine, place_id = _where(session)
    seen = decisions.found(_every(session), which)
    _say(decisions.set_state(engine, place_id, seen.decision_id, state, words), as_json)


@group.command("done")
@click.argument("which", metavar="ID")
@click.option("--note", default="", help="A word on it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def done_command(session: Session, which: str, note: str, as_json: bool) -> None:
    """Say that the promise ID was kept, or that a disagreement is settled."""
    _become(session, which, DecisionState.DONE, note, as_json)


@group.command("not-done")
@click.argument("which", metavar="ID")
@click.option("--note", required=True, help="Why.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def not_done_command(session: Session, which: str, note: str, as_json: bool) -> None:
    """Say that the promise ID was not kept."""
    _become(session, which, DecisionState.NOT_DONE, note, as_json)


@group.command("drop")
@click.argument("which", metavar="ID")
@click.option("--note", required=True, help="Why.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def drop_command(session: Session, which: str, note: str, as_json: bool) -> None:
    """Say that ID was dropped: it is kept in the list, with why."""
    _become(session, which, DecisionState.DROPPED, note, as_json)


@click.command("changed")
@click.option("--since", default="", metavar="WHEN",
              help="2026-03-01, v2 (a vision), r120 (a change), or a meeting. "
                   "Default: the last meeting, else 30 days ago.")  # fmt: skip
@click.option("--until", default=NOW, metavar="WHEN", show_default=True)
@click.option("-o", "--out", type=_OUT, help="Write the table: .csv.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def changed_command(
    session: Session, since: str, until: str, out: Path | None, as_json: bool
) -> None:
    """Say what changed between two moments, as everyone may see it."""
    engine, place_id = _where(session)
    times = Times.of(engine, place_id)
    first = times.found(since) if since else times.since()
    last = times.found(until, end=True)
    if first.revision > last.revision:
        raise SharedGroundError("moment.order", say("The first moment must be before the second."))
    found = whats_changed.changes(engine, place_id, first, last)
    if out is not None:
        out.write_bytes(csv_bytes(changes_words.table(found), for_excel=False))
    if as_json:
        click.echo(json.dumps(changes_words.as_data(found), ensure_ascii=False))
        return
    for line in changes_words.lines(found):
        click.echo(line)


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _where(session: Session) -> tuple[Engine, str]:
    engine = session.engine
    return engine, session.place(engine).place_id


def _every(session: Session) -> tuple[Decision, ...]:
    return decisions.of_place(*_where(session))


def _say(kept: Decision, as_json: bool) -> None:
    today = _today()
    if as_json:
        told = decisions_words.as_data(kept, today)
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"{kept.decision_id[:8]}  {decisions_words.sentence(kept, today)}")


COMMANDS: Final = (group, changed_command)
