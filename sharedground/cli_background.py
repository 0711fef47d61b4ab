"""The background of the map on the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final, Protocol

import click
from sqlalchemy.engine import Engine

from sharedground import workflow, workflow_background, workflow_versions
from sharedground.cli_report import lines_of
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.intake.read import gather
from sharedground.model.place import Place
from sharedground.model.street_map import OPENSTREETMAP, street_map
from sharedground.store import loading, street_maps, versions
from sharedground.words import say, say_many


class Session(Protocol):
    """The database and place that this call works on."""

    @property
    def engine(self) -> Engine:
        """Return the database."""

    def place(self, engine: Engine) -> Place:
        """Return the place."""


@click.group()
def background() -> None:
    """Draw water, parks, roads and names below the map, from files of your own."""


@background.command("add")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--source", "title", default="", help="What the file is called.")
@click.option("--publisher", default="", help="Who published it; shown on the map.")
@click.option("--licence", default="", help="Licence it comes under; shown on the map.")
@click.option("--date", default="", help="Date of the data.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file and line.")
@click.pass_obj
def add(
    session: Session, files: tuple[Path, ...], title: str, publisher: str, licence: str,
    date: str, as_json: bool,
) -> None:  # fmt: skip
    """Add FILES: an extract of OpenStreetMap, GeoJSON, GeoPackage or shapefiles."""
    engine = session.engine
    place_id = session.place(engine).place_id
    about = workflow.About(title, publisher, licence, date)
    used = 0
    for name, parts in gather(files):
        try:
            read, kept = workflow_background.add_background(
                engine, place_id, name, parts, about=about
            )
        except SharedGroundError as error:
            click.echo(say("{file}: not used. {reason}", file=name, reason=error.message), err=True)
            continue
        used += 1
        if as_json:
            click.echo(workflow.as_json_line(read.report))
        else:
            click.echo("\n".join(lines_of(read, already=kept.already)))
    if not used:
        sys.exit(2)


@background.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def list_(session: Session, as_json: bool) -> None:
    """Say what the background is made of."""
    engine = session.engine
    found = workflow_background.backgrounds_of(engine, session.place(engine).place_id)
    if as_json:
        click.echo(json.dumps([
            {"source": one.source.title or one.source.file_name, "file": one.source.file_name,
             "publisher": one.source.publisher, "licence": one.source.licence,
             "date": one.source.date, "bytes": one.layer_bytes, "parts": one.parts,
             "names": one.names}
            for one in found
        ], ensure_ascii=False))  # fmt: skip
        return
    if not found:
        click.echo(say("The map has no background yet."))
    for one in found:
        click.echo(say_many(
            "{name}: {n} line or outline, {names} names, {kb} kB.",
            "{name}: {n} lines and outlines, {names} names, {kb} kB.", sum(one.parts.values()),
            name=one.source.title or one.source.file_name, names=one.names,
            kb=round(one.layer_bytes / 1000),
        ))  # fmt: skip


@background.command("remove")
@click.argument("source")
@click.option("--reason", default="", help="Why; kept in the journal.")
@click.pass_obj
def remove(session: Session, source: str, reason: str) -> None:
    """Take the background that SOURCE names away: its title, its file name or its id."""
    engine = session.engine
    place_id = session.place(engine).place_id
    found = workflow_background.backgrounds_of(engine, place_id)
    names = {
        name.casefold(): one.source
        for one in reversed(found)
        for name in (one.source.title, one.source.file_name, one.source.source_id)
    }
    wanted = names.get(source.casefold())
    if wanted is None:
        raise NotFoundError(
            "background.not_found",
            say('The map has no background called "{name}".', name=source), name=source,
        )  # fmt: skip
    said = workflow_versions.taken_away_in_words(wanted)
    versions.take_away(engine, place_id, wanted.source_id, reason=reason)
    click.echo("\n".join(said))


@click.group()
def streets() -> None:
    """Choose street maps from the internet that visitors may switch on."""


@streets.command("add")
@click.argument("name")
@click.argument("url")
@click.option("--credit", required=True, help="Whose map it is; written on the map.")
@click.option("--reason", default="", help="Why; kept in the journal.")
@click.pass_obj
def streets_add(session: Session, name: str, url: str, credit: str, reason: str) -> None:
    """Offer the street map NAME, whose pictures are at URL with {z}, {x} and {y} in it."""
    engine = session.engine
    chosen = street_map(name, url, credit)
    street_maps.add_street_map(
        engine, session.place(engine).place_id, chosen, reason=reason
    )  # fmt: skip
    click.echo(say("{name} can be chosen on the map. It comes from {site}.", name=chosen.name,
                   site=chosen.site))  # fmt: skip


@streets.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def streets_list(session: Session, as_json: bool) -> None:
    """List the street maps that can be chosen."""
    engine = session.engine
    held = loading.load(engine, session.place(engine).place_id)
    every = (OPENSTREETMAP, *held.street_maps)
    if as_json:
        click.echo(json.dumps([one.model_dump() for one in every], ensure_ascii=False))
        return
    for one in every:
        click.echo(f"{one.name}: {one.url} ({one.credit})")


@streets.command("remove")
@click.argument("name")
@click.option("--reason", default="", help="Why; kept in the journal.")
@click.pass_obj
def streets_remove(session: Session, name: str, reason: str) -> None:
    """Offer the street map NAME no more."""
    engine = session.engine
    street_maps.remove_street_map(engine, session.place(engine).place_id, name, reason=reason)
    click.echo(say("{name} is taken away.", name=name))


COMMANDS: Final = (background, streets)
