"""The shared vision on the command line: read, brought in and taken away, agreed and compared."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

import click
from sqlalchemy.engine import Engine

from sharedground import vision_change, vision_change_words, vision_words, workflow
from sharedground.access import Role
from sharedground.cli_counting import counting_of, counting_options
from sharedground.model.place import Place
from sharedground.model.vision import Vision, VisionState
from sharedground.store import loading, visions
from sharedground.store.holdings import Holdings
from sharedground.surroundings import area_labels, groups_of
from sharedground.views import view_for
from sharedground.words import say

_OUT: Final = click.Path(dir_okay=False, path_type=Path)
_Command = TypeVar("_Command", bound=Callable[..., Any])


class Session(Protocol):
    """The database and place that a call works on."""

    @property
    def engine(self) -> Engine:
        """Return the database."""

    def place(self, engine: Engine) -> Place:
        """Return the place."""


def _version(command: _Command) -> _Command:
    """Add the option that chooses a saved version."""
    return click.option("--version", "version", type=click.IntRange(1), metavar="N",
                        help="Which saved version. Default: the one in use.")(command)  # fmt: skip


def _reason(command: _Command) -> _Command:
    """Add the option that says why."""
    return click.option("--reason", default="", help="Why; kept in the journal.")(command)


@click.group("vision")
def group() -> None:
    """Read, bring in, agree and compare the shared vision."""


@group.command("show")
@_version
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def show(session: Session, version: int | None, as_json: bool) -> None:
    """Say what the vision in use, or another version, wants and what each part counts."""
    held, vision = _chosen(session, version)
    if as_json:
        used = held.vision is None or vision.version == held.vision.version
        click.echo(json.dumps(vision.model_dump(mode="json") | {"in_use": used},
                              ensure_ascii=False))  # fmt: skip
        return
    for line in _lines(held, vision):
        click.echo(line)


def _lines(held: Holdings, vision: Vision) -> list[str]:
    lines = [vision.title, *filter(None, [vision.statement]), vision_words.status(vision)]
    if vision.in_the_room:
        lines.append(say("In the room: {names}.", names=", ".join(vision.in_the_room)))
    for one in vision.outcomes:
        points = vision_words.number(round(100 * one.weight, 1))
        lines.append(
            say("{points} points: {code} {name}", points=points, code=one.code, name=one.name)
        )
        if one.goal is not None:
            measure = workflow.measure_name(held.indicators, one.goal.indicator)
            lines.append(f"  {vision_words.goal_in_words(one.goal, measure)}")
    return lines


@group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.pass_obj
def list_(session: Session, as_json: bool) -> None:
    """List every version, the newest first, with how far each has come."""
    engine = session.engine
    place_id = session.place(engine).place_id
    held = loading.load(engine, place_id)
    used = held.vision.version if held.vision else 0
    reasons = visions.history_of(engine, place_id).set_index("version")["reason"]
    for one in reversed(held.visions):
        if as_json:
            row = {
                "version": one.version, "state": one.state.value, "title": one.title,
                "saved_on": one.date.isoformat() if one.date else None,
                "agreed_on": one.agreed_on.isoformat() if one.agreed_on else None,
                "outcomes": len(one.outcomes), "reason": str(reasons[one.version]),
                "in_use": one.version == used,
            }  # fmt: skip
            click.echo(json.dumps(row, ensure_ascii=False))
            continue
        mark = say("In use.") if one.version == used else ""
        click.echo(" ".join(filter(None, [vision_words.status(one), f"{one.title}.", mark])))
    if not held.visions and not as_json:
        click.echo(say("No version is saved yet."))


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--title", default="", help="Title of the vision.")
@_reason
@click.pass_obj
def import_(session: Session, file: Path, title: str, reason: str) -> None:
    """Save FILE as the next version of the vision. It is a draft."""
    engine = session.engine
    place = session.place(engine)
    saved = workflow.import_vision(
        engine, place.place_id, file.name, file.read_bytes(), title=title, reason=reason
    )
    click.echo(
        say(
            "Saved as version {version}: {n} outcomes.",
            version=saved.version,
            n=len(saved.outcomes),
        )
    )


@group.command("export")
@_version
@click.option("-o", "--out", type=_OUT, help="Write it to a file.")
@click.pass_obj
def export(session: Session, version: int | None, out: Path | None) -> None:
    """Print a version as a vision file that `vision import` reads."""
    content = workflow.vision_csv(_chosen(session, version)[1], for_excel=False)
    if out is None:
        click.echo(content.decode("utf-8"), nl=False)
    else:
        out.write_bytes(content)


@group.command("compare")
@click.argument("before", type=click.IntRange(1))
@click.argument("after", type=click.IntRange(1))
@click.option("--for", "audience", type=click.Choice(["everyone", "officers"]), default="everyone",
              show_default=True, help="Officers' figures use true positions.")  # fmt: skip
@click.option("--grouped", is_flag=True, help="Wards or neighbourhoods instead of areas.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@counting_options
@click.pass_obj
def compare(
    session: Session, /, before: int, after: int, audience: str, grouped: bool, as_json: bool,
    **how: Any,
) -> None:  # fmt: skip
    """Say what version AFTER changes against version BEFORE, also in the order of areas."""
    engine = session.engine
    held = loading.load(engine, session.place(engine).place_id)
    view = view_for(held, Role.READER if audience == "everyone" else Role.OFFICER)
    labels = area_labels(held)
    found = vision_change.compared_in(
        view, visions.version_of(held.visions, before), visions.version_of(held.visions, after),
        counting_of(**how), groups_of(labels) if grouped else None,
    )  # fmt: skip
    if as_json:
        click.echo(json.dumps(vision_change.as_data(found), ensure_ascii=False))
        return
    names = dict(zip(labels["area_code"], labels["label"], strict=True))
    for line in vision_change_words.lines(found, names):
        click.echo(line)


@group.command("propose")
@click.argument("version", type=click.IntRange(1))
@_reason
@click.pass_obj
def propose(session: Session, version: int, reason: str) -> None:
    """Propose VERSION, so that people can talk about it."""
    _become(session, version, VisionState.PROPOSED, reason=reason)


@group.command("agree")
@click.argument("version", type=click.IntRange(1))
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
              help="When you agreed: 2026-11-28. Default: today.")  # fmt: skip
@click.option("--in-the-room", "names", multiple=True, metavar="NAME",
              help="Who was there. Repeatable.")  # fmt: skip
@_reason
@click.pass_obj
def agree(
    session: Session, version: int, on: dt.datetime | None, names: tuple[str, ...], reason: str
) -> None:
    """Agree VERSION. Maps and gaps then use it."""
    _become(session, version, VisionState.AGREED, on=on.date() if on else None,
            in_the_room=names, reason=reason)  # fmt: skip


@group.command("withdraw")
@click.argument("version", type=click.IntRange(1))
@_reason
@click.pass_obj
def withdraw(session: Session, version: int, reason: str) -> None:
    """Make VERSION a draft again."""
    _become(session, version, VisionState.DRAFT, reason=reason)


def _become(session: Session, version: int, state: VisionState, **more: Any) -> None:
    engine = session.engine
    place_id = session.place(engine).place_id
    click.echo(vision_words.status(visions.set_state(engine, place_id, version, state, **more)))
    used = loading.load(engine, place_id).vision
    if used is not None:
        click.echo(say("In use: {version}.", version=vision_words.standing(used)))


def _chosen(session: Session, version: int | None) -> tuple[Holdings, Vision]:
    engine = session.engine
    held = loading.load(engine, session.place(engine).place_id)
    if version is None:
        return held, workflow.vision_in_use(held)
    return held, visions.version_of(held.visions, version)
