"""Rows to fix on the command line: out as a sheet, and back in when they are mended."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import click
from sqlalchemy.engine import Engine

from sharedground import workflow, workflow_fixing
from sharedground.cli_report import lines_of
from sharedground.intake.fixing import rows_to_fix
from sharedground.intake.read import read_file
from sharedground.intake.to_mend import to_mend
from sharedground.model.place import Place
from sharedground.words import say, say_many
from sharedground.workflow_fixing import SheetForm


class Session(Protocol):
    """The database and place that this call works on."""

    @property
    def engine(self) -> Engine:
        """Return the database."""

    def place(self, engine: Engine) -> Place:
        """Return the place."""


@click.command("fix")
@click.argument("source", required=False)
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the rows of SOURCE to fix: .xlsx or .csv.")  # fmt: skip
@click.option("--in", "mended", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Bring that sheet back in when it is mended.")  # fmt: skip
@click.option(
    "--warnings", is_flag=True, help="Also rows that were kept with something to look at."
)
@click.option("--reason", default="", help="Why; kept in the journal.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, as add does.")
@click.pass_obj
def fix(
    session: Session, /, source: str | None, out: Path | None, mended: Path | None, reason: str,
    *, warnings: bool, as_json: bool,
) -> None:  # fmt: skip
    """Write the rows of a list that need fixing, or bring the mended sheet back in.

    SOURCE is the title, file name or id of a list. A mended sheet knows which list it is from.
    """
    if (mended is None) == (source is None or out is None):
        raise click.UsageError(say("Say SOURCE and --out FILE, or --in FILE."))
    engine = session.engine
    place_id = session.place(engine).place_id
    if mended is not None:
        _bring_in(engine, place_id, mended, reason, as_json=as_json)
    elif source is not None and out is not None:
        _write(engine, place_id, source, out, warnings=warnings)


def _write(engine: Engine, place_id: str, name: str, out: Path, *, warnings: bool) -> None:
    forms = {f".{form.value}": form for form in SheetForm}
    form = forms.get(out.suffix.lower())
    if form is None:
        raise click.UsageError(
            say("Let the file end in one of: {endings}.", endings=", ".join(forms))
        )
    source = workflow_fixing.source_named(engine, place_id, name)
    found = workflow_fixing.open_again(engine, place_id, source)
    fixes = found.options.fixes
    out.write_bytes(
        workflow_fixing.sheet_to_fix(found.raw, found.intakes, fixes, form, warnings=warnings)
    )
    rows = len(rows_to_fix(found.raw, found.intakes, fixes, warnings=warnings))
    counted = say_many("{n} row to fix", "{n} rows to fix", rows)
    command = f"python -m sharedground fix --in {out}"
    click.echo(say("{file}: {rows}. Mend it, then: {command}", file=str(out), rows=counted,
                   command=command))  # fmt: skip


def _bring_in(
    engine: Engine, place_id: str, path: Path, reason: str, *, as_json: bool
) -> None:  # fmt: skip
    sheet = read_file(path.name, path.read_bytes())
    published = workflow_fixing.mended_source(engine, place_id, sheet).publish_contacts
    found = workflow_fixing.preview_mended(engine, place_id, sheet)
    kept = workflow.keep(engine, place_id, found, reason=reason, publish_contacts=published)
    if as_json:
        click.echo(workflow.as_json_line(found.report))
        return
    rows = to_mend(found.intakes, found.options.fixes, warnings=True)
    mended = [one for one in rows if one.mended]
    click.echo(say_many("{n} row is mended.", "{n} rows are mended.", len(mended)))
    click.echo("\n".join(lines_of(found, already=kept.already, placed_later=kept.placed_later)))
