"""What comes out, from the command line: exports, templates and partnership files."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

import click
from sqlalchemy.engine import Engine

from sharedground import exports, workflow
from sharedground.access import Role
from sharedground.blank_sheets import blank_sheet
from sharedground.errors import NotFoundError
from sharedground.export.templates import Template
from sharedground.exports import Form, What
from sharedground.model.place import Place
from sharedground.partnership.pack import pack, unpack
from sharedground.store import loading
from sharedground.views import view_for
from sharedground.words import say, say_many


class Session(Protocol):
    """The database and place that a call works on."""

    @property
    def engine(self) -> Engine:
        """The database."""

    def place(self, engine: Engine) -> Place:
        """Return the place that is meant."""


_FILE: Final = click.Path(dir_okay=False, path_type=Path)
_OUT: Final = ("-o", "--out")
ENDINGS: Final = {".csv": Form.CSV, ".zip": Form.CSV, ".xlsx": Form.XLSX, ".gpkg": Form.GPKG,
                  ".geojson": Form.GEOJSON, ".json": Form.HSDS}  # fmt: skip


@click.command("export")
@click.argument("what", type=click.Choice([what.value for what in What]))
@click.option(*_OUT, "out", type=_FILE, required=True, help="File to write.")
@click.option("--format", "form", type=click.Choice([form.value for form in Form]),
              help="Default: by the file's ending; .json is HSDS.")  # fmt: skip
@click.option("--for", "audience", type=click.Choice(["everyone", "officers"]), default="everyone",
              show_default=True, help="Officers get contacts and true positions.")  # fmt: skip
@click.pass_obj
def export_(session: Session, what: str, out: Path, form: str | None, audience: str) -> None:
    """Write WHAT the place has to a file, with its sources, licences and dates."""
    chosen = Form(form) if form else ENDINGS.get(out.suffix.lower())
    if chosen is None:
        raise click.UsageError(
            say("Say the format with --format, or let the file end in one of: {endings}.",
                endings=", ".join(ENDINGS))
        )  # fmt: skip
    engine = session.engine
    place = session.place(engine)
    if audience == "officers":
        view = workflow.officers_view(engine, place.place_id)
    else:
        view = view_for(loading.load(engine, place.place_id), Role.READER)
    made = exports.export(view, What(what), chosen, for_excel=False)
    out.write_bytes(made.content)
    said = (
        say("{file}: for officers only. Do not publish it.", file=str(out))
        if audience == "officers"
        else say("{file}: for everyone.", file=str(out))
    )
    click.echo(said)


@click.command("template")
@click.argument("kind", type=click.Choice([kind.value for kind in Template]))
@click.option(*_OUT, "out", type=_FILE, required=True, help="File to write: .xlsx or .csv.")
@click.option("--blank", is_flag=True, help="Without the areas and figures of the place.")
@click.pass_obj
def template_(session: Session, kind: str, out: Path, blank: bool) -> None:
    """Write a sheet to fill in. It loads as it is when it is filled."""
    form = ENDINGS.get(out.suffix.lower())
    if form not in (Form.XLSX, Form.CSV) or out.suffix.lower() == ".zip":
        raise click.UsageError(say("Let the file end in .xlsx or .csv."))
    held = None
    if not blank:
        engine = session.engine
        with suppress(NotFoundError):
            held = loading.load(engine, session.place(engine).place_id)
    out.write_bytes(blank_sheet(Template(kind), form, held).content)
    load = {"populations": "population", "priorities": ""}.get(kind, kind)
    command = f"python -m sharedground {f'add {load}' if load else 'vision import'} {out}"
    click.echo(say("{file}: fill it in, then: {command}", file=str(out), command=command))


@click.command("pack")
@click.option(*_OUT, "out", type=_FILE, required=True, help="File to write, such as town.zip.")
@click.option("--whole", is_flag=True,
              help="Also files as they came, people's contacts, suggestions and the journal: a "
                   "copy to keep, not to share.")  # fmt: skip
@click.pass_obj
def pack_(session: Session, out: Path, whole: bool) -> None:
    """Write the whole place to one partnership file, to open elsewhere."""
    engine = session.engine
    made = pack(engine, session.place(engine).place_id, whole=whole)
    out.write_bytes(made.content)
    click.echo(say("{file}: for officers only. Do not publish it.", file=str(out)))


@click.command("unpack")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "name", default="", help="Another name for the place.")
@click.option("--reason", default="", help="Why; kept in the journal.")
@click.pass_obj
def unpack_(session: Session, file: Path, name: str, reason: str) -> None:
    """Open the partnership FILE as a place of its own."""
    opened = unpack(session.engine, file.name, file.read_bytes(), name=name, reason=reason)
    click.echo(say("{name} is ready.", name=opened.place.name))
    if opened.figures and opened.same:
        click.echo(
            say_many("{n} row of figures was worked out again and is the same to the last digit.",
                     "{n} rows of figures were worked out again and are the same to the last "
                     "digit.", opened.figures)
        )  # fmt: skip
    elif not opened.same:
        click.echo(
            say("The figures worked out here are not the same as in the file. It may have been "
                "made by another version of Shared Ground.")
        )  # fmt: skip


COMMANDS: Final = (export_, template_, pack_, unpack_)
