"""Checking and changing single places on the command line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

import click
import pandas as pd
from click.core import ParameterSource
from sqlalchemy.engine import Engine

from sharedground import check_sheet, workflow, worklist
from sharedground.analysis.freshness import today_in
from sharedground.check_sheet import Answers
from sharedground.errors import NotFoundError
from sharedground.intake.read import read_file
from sharedground.model.place import Place
from sharedground.store import edits
from sharedground.views import View
from sharedground.words import say, say_many
from sharedground.workflow_fixing import SheetForm


class Session(Protocol):
    """The database and place that this call works on."""

    @property
    def engine(self) -> Engine:
        """Return the database."""

    def place(self, engine: Engine) -> Place:
        """Return the place."""


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _opened(session: Session) -> tuple[Engine, str, View]:
    engine = session.engine
    place_id = session.place(engine).place_id
    return engine, place_id, workflow.officers_view(engine, place_id)


def _asset(view: View, asset_id: str) -> pd.Series:
    """Return one asset by its id.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    found = view.every_asset[view.every_asset["asset_id"] == asset_id]
    if found.empty:
        raise NotFoundError(
            "asset.unknown",
            say("There is no place with the id {id}. List them: python -m sharedground check list",
                id=asset_id),
        )  # fmt: skip
    return found.iloc[0]


@click.group()
def check() -> None:
    """Keep what is listed right."""


@check.command("list")
@click.option("-n", "--count", "count", default=20, show_default=True, help="How many.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each, a line.")
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path),
              help="Write all of them, or --count many, as a sheet: .xlsx or .csv.")  # fmt: skip
@click.pass_context
def list_(ctx: click.Context, count: int, as_json: bool, out: Path | None) -> None:
    """List the places to check next, the most pressing first."""
    _, _, view = _opened(ctx.obj)
    vision = workflow.vision_in_use(view.holdings)
    found = worklist.worklist(view, vision, today_in(view.holdings.place))
    if out is not None:
        given = ctx.get_parameter_source("count") is not ParameterSource.DEFAULT
        _write(view, found.head(count) if given else found, out)
        return
    for row in found.head(count).to_dict("records"):
        if as_json:
            told = {str(k): None if v != v else v for k, v in row.items()}
            click.echo(json.dumps(told, ensure_ascii=False, default=str))
        else:
            click.echo(f"{row['asset_id']}  {row['name']} ({row['state']})")
    if not as_json:
        click.echo(say_many("{n} place to check.", "{n} places to check.", len(found)))


def _write(view: View, found: pd.DataFrame, out: Path) -> None:
    forms = {f".{form.value}": form for form in SheetForm}
    form = forms.get(out.suffix.lower())
    if form is None:
        endings = ", ".join(forms)
        raise click.UsageError(say("Let the file end in one of: {endings}.", endings=endings))
    out.write_bytes(check_sheet.sheet(view, found, form))
    counted = say_many("{n} place to check", "{n} places to check", len(found))
    command = f"python -m sharedground check give-back {out}"
    click.echo(say("{file}: {places}. Fill it in, then: {command}", file=str(out), places=counted,
                   command=command))  # fmt: skip


@check.command("give-back")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Keep what it says.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def give_back(session: Session, path: Path, yes: bool, as_json: bool) -> None:
    """Say what a filled-in sheet of places to check says, and keep it with --yes."""
    engine, place_id, view = _opened(session)
    answers = check_sheet.read_back(view, read_file(path.name, path.read_bytes()))
    made = check_sheet.save(engine, place_id, answers) if yes else []
    if as_json:
        told = check_sheet.as_data(answers) | {"saved": yes, "edits": made}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for line in _said(answers):
        click.echo(line)
    if made:
        click.echo(say("Saved. To take it all back: python -m sharedground undo-edit {ids}",
                       ids=" ".join(made)))  # fmt: skip
    elif answers.kept:
        click.echo(say("Nothing is saved yet. To keep this, add --yes."))


def _said(answers: Answers) -> Iterator[str]:
    """Return what a sheet says in lines: how many rows of each group, and what to look at."""
    n = answers.counts
    yield say(
        "{rows} rows: {right} still right, {changed} changed, {gone} gone, {open} left open, "
        "{meanwhile} changed here meanwhile, {unclear} not understood.",
        rows=len(answers.rows), **n,
    )  # fmt: skip
    yield from answers.notes
    for row in answers.rows:
        start = say("  Row {n}, {name}", n=str(row.row), name=row.name)
        if row.problem:
            yield say(
                "{start}, {column}: “{value}”. {problem} {fix}", start=start, column=row.column,
                value=row.says, problem=row.problem, fix=row.fix,
            )  # fmt: skip
        for column, was, now in map(check_sheet.as_told, row.changes):
            yield say("{start}, {column}: {now}, instead of {was}", start=start, column=column,
                      now=now or say("nothing"), was=was or say("not stated"))  # fmt: skip


@check.command("right")
@click.argument("asset_ids", nargs=-1, required=True)
@click.pass_obj
def right(session: Session, asset_ids: tuple[str, ...]) -> None:
    """Say that these places are still right, as of today."""
    engine, place_id, view = _opened(session)
    for each in asset_ids:
        _asset(view, each)
    worklist.confirm(engine, place_id, list(asset_ids), _today())
    click.echo(say_many("{n} place is right, as of today.", "{n} places are right, as of today.",
                        len(asset_ids)))  # fmt: skip


@check.command("gone")
@click.argument("asset_id")
@click.option("--reason", default="", help="How you know; kept in the journal.")
@click.pass_obj
def gone(session: Session, asset_id: str, reason: str) -> None:
    """Say that a place is there no more."""
    engine, place_id, view = _opened(session)
    name = _asset(view, asset_id)["name"]
    done = worklist.gone(engine, place_id, asset_id, reason=reason)
    click.echo(say("{name} is gone.", name=name) if done
               else say("{name}: an officer will look at it.", name=name))  # fmt: skip


@click.command("edit")
@click.argument("asset_id")
@click.argument("changes", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--reason", default="", help="Why; kept in the journal.")
@click.pass_obj
def edit(session: Session, asset_id: str, changes: tuple[str, ...], reason: str) -> None:
    """Change fields of one place by hand, such as postcode="M33 7ZF"."""
    engine, place_id, view = _opened(session)
    row = _asset(view, asset_id)
    told: dict[str, str] = {}
    for text in changes:
        field, equals, value = text.partition("=")
        if not equals or not field.strip():
            raise click.UsageError(say("Write it as FIELD=VALUE, not {text}.", text=text))
        told[field.strip()] = value.strip()
    was = {field: str(row[field]) for field in told if field in row.index}
    made = edits.edit_thing(engine, place_id, "asset", asset_id, told, was=was, reason=reason)
    for each in made:
        click.echo(each)
    click.echo(say("{name}: changed. To take a change back: undo-edit ID", name=row["name"]))


@click.command("undo-edit")
@click.argument("edit_ids", nargs=-1, required=True)
@click.option("--reason", default="", help="Why; kept in the journal.")
@click.pass_obj
def undo_edit(session: Session, edit_ids: tuple[str, ...], reason: str) -> None:
    """Take changes by hand back: what the list says counts again."""
    engine = session.engine
    edits.undo_edits(engine, session.place(engine).place_id, list(edit_ids), reason=reason)
    click.echo(say_many("{n} change is taken back.", "{n} changes are taken back.", len(edit_ids)))


COMMANDS: Final = (check, edit, undo_edit)
