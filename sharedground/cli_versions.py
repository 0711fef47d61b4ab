"""Versions of lists on the command line: what there is, going back, and taking a list away."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

import click
from sqlalchemy.engine import Engine

from sharedground import renewing, workflow_versions
from sharedground.model.place import Place, Source
from sharedground.store import versions
from sharedground.words import say, say_many
from sharedground.workflow import Preview
from sharedground.workflow_fixing import source_named
from sharedground.workflow_versions import Renewal, counts_in_words, version_name

AUTO: Final = "auto"
KEEP_BOTH: Final = "--updates new"

Command = Callable[..., Any]


class Session(Protocol):
    """The database and place that this call works on."""

    @property
    def engine(self) -> Engine:
        """Return the database."""

    def place(self, engine: Engine) -> Place:
        """Return the place."""


def options(command: Command) -> Command:
    """Add the options that say which list a file goes on with."""
    updates = click.option(
        "--updates", default=AUTO, metavar="LIST|new|auto",
        help="The list that FILES are the next version of, by its name or id; new for a list of "
        "its own. auto: a list of the same file name and headings, with half its rows in the file.",
    )  # fmt: skip
    gone = click.option(
        "--keep-gone", is_flag=True, help="Keep places or partners that a next version leaves out."
    )
    return updates(gone(command))


def updates_of(engine: Engine, place_id: str, said: str, files: int) -> str:
    """Return what `--updates` means to `workflow.preview`."""
    if said == AUTO:
        return renewing.IF_SURE
    if said == renewing.NEW_LIST:
        return said
    if files > 1:
        raise click.UsageError(say("Only one file can be the next version of a list."))
    return source_named(engine, place_id, said).source_id


def as_json(read: Preview, renewal: Renewal | None) -> dict[str, object]:
    """Return what an add says of versions, for scripts."""
    like = _looks_like(read)
    found: dict[str, object] = {"source_id": read.source_id, "updates": None, "looks_like": like}
    if renewal is not None:
        former = renewal.former
        name = former.title or former.file_name
        counts = renewal.compared.counts
        found["updates"] = {"list": name, "source_id": former.source_id, **counts}
    return found


def _looks_like(read: Preview) -> str:
    """Return the list that a file may be a version of, "" if none, or if a person spoke."""
    if read.updates or read.further or not read.lists or not read.lists[0].likely:
        return ""
    source = read.lists[0].source
    return source.title or source.file_name


def lines_of_version(
    read: Preview, renewal: Renewal | None, said: str, *, kept_gone: bool
) -> list[str]:
    """Return what an officer reads of the list that a file renews, or may renew."""
    if renewal is not None:
        counts = counts_in_words(renewal.compared)
        lines = [say("  Newer version of {version}. {counts}",
                     version=version_name(renewal.former), counts=counts)]  # fmt: skip
        lines += [f"    {sentence}" for sentence in renewal.compared.more]
        if kept_gone and len(renewal.compared.gone):
            lines.append(say("    What is gone from the file is kept."))
        if len(renewal.by_hand):
            lines.append(_by_hand(len(renewal.by_hand)))
        if said == AUTO and not renewal.compared.nothing_new:
            lines.append(say("    If it is a list of its own: undo, and add it with {option}.",
                             option=KEEP_BOTH))  # fmt: skip
        return lines
    like = _looks_like(read)
    if not like:
        return []
    return [say('  This looks like a newer version of {name}. If it is: undo, and add it with '
                '--updates "{name}".', name=like)]  # fmt: skip


def _by_hand(n: int) -> str:
    return say_many(
        "    {n} field was changed by hand before: what was said by hand stays.",
        "    {n} fields were changed by hand before: what was said by hand stays.", n,
    )  # fmt: skip


@click.command("versions")
@click.argument("source", required=False)
@click.option("--json", "as_json_", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def versions_(session: Session, source: str | None, *, as_json_: bool) -> None:
    """Show the versions of all lists, or of the list SOURCE: who added which file, and when."""
    engine = session.engine
    place_id = session.place(engine).place_id
    list_id = workflow_versions.list_named(engine, place_id, source) if source else None
    found = versions.versions_of(engine, place_id, list_id)
    if as_json_:
        click.echo(json.dumps(found.to_dict("records"), default=str, ensure_ascii=False))
        return
    for _, rows in found.groupby("list_id", sort=False):
        newest = rows.iloc[0]
        live = rows[rows["live"]]
        name = (live.iloc[0] if len(live) else newest)[["title", "file_name"]]
        away = "" if len(live) else say(" (taken away)")
        click.echo(f"{name['title'] or name['file_name']}{away}")
        for row in rows.to_dict("records"):
            click.echo(_line(row))


def _line(row: dict[Any, Any]) -> str:
    mark = "*" if row["live"] else " "
    when = row["loaded_at"].strftime("%Y-%m-%d %H:%M")
    rows = say_many("{n} row", "{n} rows", int(row["rows_read"]))
    held = "" if row["held"] else say(", rows no longer kept")
    return say(
        "  {mark} {id}  {when}  {who}  {file} (hash {hash}), {rows}{held}", mark=mark,
        id=row["source_id"][:8], when=when, who=row["loaded_by"], file=row["file_name"],
        hash=row["sha256"][:8], rows=rows, held=held,
    )  # fmt: skip


@click.command()
@click.argument("source", required=False)
@click.option("--reason", default="", help="Why; kept in the journal.")
@click.pass_obj
def undo(session: Session, source: str | None, reason: str) -> None:
    """Take the last upload back, or the one that SOURCE names: the version before is in use again.

    SOURCE is the title, file name or id of a list.
    """
    engine = session.engine
    place_id = session.place(engine).place_id
    wanted = (
        source_named(engine, place_id, source)
        if source
        else workflow_versions.last_upload(engine, place_id)
    )
    said = workflow_versions.undone_in_words(engine, place_id, wanted)
    versions.undo_upload(engine, place_id, wanted.source_id, reason=reason)
    _done(wanted, said)


@click.command()
@click.argument("version")
@click.option("--reason", default="", help="Why; kept in the journal.")
@click.pass_obj
def use(session: Session, version: str, reason: str) -> None:
    """Put VERSION of a list in use again, by the start of its id (see versions)."""
    engine = session.engine
    place_id = session.place(engine).place_id
    wanted = workflow_versions.version_named(engine, place_id, version)
    present = workflow_versions.in_use_of(engine, place_id, wanted)
    said = workflow_versions.used_in_words(engine, place_id, wanted, present)
    versions.use_version(engine, place_id, wanted.source_id, reason=reason)
    _done(wanted, said)


@click.command("take-away")
@click.argument("source")
@click.option("--reason", default="", help="Why; kept in the journal.")
@click.pass_obj
def take_away(session: Session, source: str, reason: str) -> None:
    """Take the list SOURCE away. Its versions are kept, and can be used again."""
    engine = session.engine
    place_id = session.place(engine).place_id
    wanted = source_named(engine, place_id, source)
    said = workflow_versions.taken_away_in_words(wanted)
    versions.take_away(engine, place_id, wanted.source_id, reason=reason)
    _done(wanted, said)


def _done(source: Source, said: Sequence[str]) -> None:
    click.echo(said[0])
    for sentence in said[1:]:
        click.echo(f"  {sentence}")
    click.echo(say("  To have this version again: python -m sharedground use {id}",
                   id=source.source_id[:8]))  # fmt: skip


COMMANDS: Final = (versions_, undo, use, take_away)
