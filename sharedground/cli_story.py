"""Stories on the command line: what they tell, kept as files, and everything taken home."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, Protocol

import click
from pydantic import ValidationError
from sqlalchemy.engine import Engine

from sharedground import takeaways
from sharedground.access import Role, local_actor
from sharedground.errors import SharedGroundError
from sharedground.exports import Export
from sharedground.figures.exhibits import Bars, Deck, Exhibit, Facts, Map, Sheet, Words
from sharedground.model.place import Place
from sharedground.model.story import Story
from sharedground.store import loading, stories
from sharedground.store.visions import version_of
from sharedground.takeaways import Form
from sharedground.telling.deck import complete, deck
from sharedground.telling.town import Town
from sharedground.views import view_for
from sharedground.words import say

_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
ALL: Final = "all"


class Session(Protocol):
    """The database and place that a call works on."""

    @property
    def engine(self) -> Engine:
        """The database."""

    def place(self, engine: Engine) -> Place:
        """Return the place that is meant."""


@click.group("story")
def group() -> None:
    """Read, keep and arrange what is shown at a meeting."""


@group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.pass_obj
def list_(session: Session, as_json: bool) -> None:
    """List the stories that are kept."""
    engine = session.engine
    held = loading.load(engine, session.place(engine).place_id)
    for one in view_for(held, Role.READER).holdings.stories:
        if as_json:
            click.echo(json.dumps(one.model_dump(mode="json"), ensure_ascii=False))
        else:
            click.echo(say("{name}: {n} steps", name=one.name, n=len(one.steps)))
    if not held.stories and not as_json:
        click.echo(say("No story is kept yet."))


@group.command("show")
@click.argument("name", default="")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def show(session: Session, name: str, as_json: bool) -> None:
    """Tell a story, or all there is, step by step."""
    _, told = _told(session, name)
    if as_json:
        click.echo(json.dumps(as_data(told), ensure_ascii=False))
        return
    for line in _lines(told):
        click.echo(line)


@group.command("export")
@click.argument("name", default="")
@click.pass_obj
def export(session: Session, name: str) -> None:
    """Print a story as a JSON file to change, which `story import` keeps."""
    engine = session.engine
    held = loading.load(engine, session.place(engine).place_id)
    story = stories.found(held.stories, name) if name else Story(name=say("Our story"))
    whole = story.model_copy(update={"steps": complete(story if name else None)})
    told = whole.model_dump(mode="json", exclude={"date", "by"})
    click.echo(json.dumps(told, ensure_ascii=False, indent=1))


@group.command("import")
@click.argument("file", type=_FILE)
@click.pass_obj
def import_(session: Session, file: Path) -> None:
    """Keep the story in FILE; one with the id of a kept story replaces it."""
    engine = session.engine
    place = session.place(engine)
    held = loading.load(engine, place.place_id)
    try:
        read = Story.model_validate_json(file.read_bytes())
    except ValidationError as error:
        raise SharedGroundError(
            "story.file",
            say("{file} is not a story. Take one from `story export` and change it: {why}",
                file=file.name, why=str(error.errors()[0]["msg"])),
        ) from error  # fmt: skip
    vision = held.vision.version if held.vision else 0
    kept = stories.save(
        engine, place.place_id,
        read.model_copy(update={"vision_version": vision, "data_revision": held.data_revision}),
    )  # fmt: skip
    click.echo(say("{name} is kept.", name=kept.name))


@group.command("delete")
@click.argument("name")
@click.option("--reason", default="", help="Why; kept in the journal.")
@click.pass_obj
def delete(session: Session, name: str, reason: str) -> None:
    """Delete a story."""
    engine = session.engine
    place_id = session.place(engine).place_id
    found = stories.found(loading.load(engine, place_id).stories, name)
    stories.delete(engine, place_id, found.story_id, reason=reason)
    click.echo(say("{name} is deleted.", name=found.name))


@click.command("take-home")
@click.argument("form", type=click.Choice([*(form.value for form in Form), ALL]))
@click.option("--story", default="", help="Name of a story. Default: all there is to tell.")
@click.option("--version", type=click.IntRange(1), metavar="N",
              help="Which version of the vision. Default: the one in use.")  # fmt: skip
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True,
              help="File to write; for all, a ZIP.")  # fmt: skip
@click.pass_obj
def take_home(session: Session, form: str, story: str, version: int | None, out: Path) -> None:
    """Write slides, a handout, one web page or the data of a story: what everyone may see."""
    town, told = _told(session, story, version)
    made: Export
    if form == ALL:
        made = takeaways.pack(told, list(takeaways.make_all(town, told).values()))
    else:
        made = takeaways.make(Form(form), town, told)
    out.write_bytes(made.content)
    click.echo(say("{file}: for everyone.", file=str(out)))


def _told(session: Session, name: str, version: int | None = None) -> tuple[Town, Deck]:
    engine = session.engine
    place_id = session.place(engine).place_id
    held = loading.load(engine, place_id)
    town = Town.of(engine, place_id, version_of(held.visions, version) if version else None)
    seen = view_for(held, local_actor().role).holdings.stories
    story = stories.found(seen, name) if name else None
    return town, deck(town, story)


def _lines(told: Deck) -> list[str]:
    lines = [*filter(None, (told.kicker,)), told.title, f"{told.vision}. {told.data}."]
    for number, step in enumerate(told.steps, start=1):
        lines += ["", f"{number}. {step.title}", *filter(None, (step.lede,))]
        for shown in step.exhibits:
            lines += [f"   {line}" for line in _exhibit_lines(shown)]
        lines += [f"   {step.ask}"] if step.ask else []
    return lines


def _exhibit_lines(shown: Exhibit) -> list[str]:
    match shown:
        case Facts():
            return [f"{one.label}: {one.value} ({one.note})" if one.note
                    else f"{one.label}: {one.value}" for one in shown.facts]  # fmt: skip
        case Words():
            return list(shown.lines)
        case Bars():
            return [
                f"{shown.title} ({shown.axis})",
                *(f"  {b.name}: {b.words}" for b in shown.bars),
            ]
        case Sheet():
            return [shown.title, *("  " + ", ".join(row) for row in shown.rows)]
        case Map():
            return [shown.alt]


def as_data(told: Deck) -> dict[str, Any]:
    """Return a story as plain data: the figures that slides, handout and page show."""
    return {
        "title": told.title, "place": told.place, "made_at": told.made_at.isoformat(),
        "vision": told.vision, "data": told.data,
        "steps": [
            {"code": step.code, "title": step.title, "lede": step.lede, "ask": step.ask,
             "source": step.source, "exhibits": [_plain(one) for one in step.exhibits]}
            for step in told.steps
        ],
    }  # fmt: skip


def _plain(shown: Exhibit) -> dict[str, Any]:
    match shown:
        case Facts():
            rows = [[one.label, one.value, one.note] for one in shown.facts]
            return {"is": "facts", "rows": rows}
        case Words():
            return {"is": "words", "title": shown.title, "lines": list(shown.lines)}
        case Bars():
            bars = [[bar.name, bar.words, bar.firm] for bar in shown.bars]
            return {"is": "bars", "title": shown.title, "axis": shown.axis, "rows": bars}
        case Sheet():
            return {"is": "table", "title": shown.title, "columns": [c.name for c in shown.columns],
                    "rows": [list(row) for row in shown.rows]}  # fmt: skip
        case Map():
            return {"is": "map", "title": shown.title, "alt": shown.alt,
                    "rows": [list(row) for row in shown.sheet.rows]}  # fmt: skip


COMMANDS: Final = (group, take_home)
