"""Points and votes from files, and the map as each partner would see it, on the command line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import click
import pandas as pd
from sqlalchemy.engine import Engine

from sharedground import opinion_words, partner_views, room_sheets, rounds, workflow
from sharedground import partner_views_words as in_words
from sharedground.access import Role, require
from sharedground.cli_counting import counting_of, counting_options
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.export.table import csv_bytes
from sharedground.intake.brought import lines_of
from sharedground.model.place import Place
from sharedground.model.rounds import Naming, Round, RoundKind
from sharedground.model.vision import Vision
from sharedground.partner_views import Voice
from sharedground.store import loading
from sharedground.surroundings import area_labels, groups_of
from sharedground.words import decimal, say

_FILE: Final = click.Path(dir_okay=False, path_type=Path)
_THERE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


class Session(Protocol):
    """The database and place that this call works on."""

    @property
    def engine(self) -> Engine:
        """Return the database."""

    def place(self, engine: Engine) -> Place:
        """Return the place."""


@click.group()
def priorities() -> None:
    """Partners' points between the outcomes, from a spreadsheet."""


@priorities.command("import")
@click.argument("file", type=_THERE)
@click.option("--title", default="", help="What the round is called. Default: the file's name.")
@click.option("--table", default="", help="Sheet to use.")
@click.option("--unattributed", is_flag=True, help="Show averages only, never who gave what.")
@click.option("--use", is_flag=True, help="Save the vision with these weights, as a new version.")
@click.option("--preview", is_flag=True, help="Read and report, and keep nothing.")
@click.option("--rows", type=_FILE, help="Write what became of every row: .csv.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def priorities_import(
    session: Session, /, file: Path, title: str, table: str, unattributed: bool, use: bool,
    preview: bool, rows: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Keep the points in FILE (partners by outcomes) as a closed round."""
    engine = session.engine
    held = loading.load(engine, session.place(engine).place_id)
    read = room_sheets.read_priorities(held, file.name, file.read_bytes(), table=table)
    if rows is not None:
        rows.write_bytes(room_sheets.records_csv(read.records, for_excel=False))
    lines, data = lines_of(read.report), read.report.as_json()
    if not preview:
        naming = Naming.UNATTRIBUTED if unattributed else Naming.NAMED
        kept = room_sheets.keep_priorities(engine, held, read, title=title, naming=naming)
        lines.append(say("Kept as the round {title}.", title=kept.title))
        data["round_id"] = kept.round_id
        if use:
            _use(engine, held.place.place_id, kept, lines, data)
    click.echo(json.dumps(data, ensure_ascii=False) if as_json else "\n".join(lines))


def _use(
    engine: Engine, place_id: str, kept: Round, lines: list[str], data: dict[str, Any]
) -> None:
    """Save the vision with the round's weights; what stops that comes after that it is kept."""
    try:
        saved = room_sheets.use(engine, place_id, kept)
    except SharedGroundError as error:
        lines.append(say("Its weights were not used. {why}", why=error.message))
        data["not_used"] = error.code
        return
    lines.append(say("Saved with its weights as version {n} of the vision.", n=saved.version))
    data["version"] = saved.version


@priorities.command("show")
@click.argument("title", required=False, default="")
@click.option("-o", "--out", type=_FILE, help="Write them as a table: .csv.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def priorities_show(session: Session, title: str, out: Path | None, as_json: bool) -> None:
    """Print how a round of points came out: the latest, or the one with this TITLE or id."""
    require(Role.PARTICIPANT)
    engine = session.engine
    place = session.place(engine)
    asked = _round(loading.load(engine, place.place_id).rounds, RoundKind.POINTS, title)
    shares = rounds.points_of(engine, place.place_id, asked)
    table = _shares_table(shares)
    if out is not None:
        out.write_bytes(csv_bytes(table, for_excel=False))
    if as_json:
        click.echo(json.dumps(rounds.as_data(shares), ensure_ascii=False))
        return
    click.echo(say("{title}: percent of each partner's points.", title=asked.title))
    click.echo(table.to_csv(index=False, float_format="%.1f", lineterminator="\n"), nl=False)


def _shares_table(shares: rounds.Shares) -> pd.DataFrame:
    """Return a row for each partner, then the mean; of an unattributed round only the mean."""
    rows = 100 * shares.partners
    rows.insert(0, "partner", [shares.names.get(key, key) for key in rows.index])
    lines = [rows]
    for name, mean in (("mean of partners", shares.mean), ("residents", shares.residents)):
        if mean is not None:
            lines.append(pd.DataFrame([{"partner": name, **(100 * mean).to_dict()}]))
    return pd.concat([one for one in lines if len(one)] or [rows], ignore_index=True)


def _round(asked: Sequence[Round], kind: RoundKind, title: str) -> Round:
    known = [one for one in asked if one.kind is kind]
    wanted = title.strip().casefold()
    for one in reversed(known):
        if not wanted or wanted in (one.title.casefold(), one.round_id):
            return one
    names = ", ".join(one.title for one in known) or say("none yet")
    raise NotFoundError(
        "round.unknown", say("There is no such round. Kept here: {names}.", names=names)
    )


@priorities.command("template")
@click.option("-o", "--out", type=_FILE, required=True, help="File to write: .xlsx or .csv.")
@click.pass_obj
def priorities_template(session: Session, out: Path) -> None:
    """Write a sheet to fill in: a row for each partner, a column for each outcome."""
    if out.suffix.lower() not in (".xlsx", ".csv"):
        raise click.UsageError(say("Let the file end in .xlsx or .csv."))
    engine = session.engine
    held = loading.load(engine, session.place(engine).place_id)
    csv = out.suffix.lower() == ".csv"
    out.write_bytes(room_sheets.template(held, csv=csv, for_excel=False))
    command = f"python -m sharedground priorities import {out}"
    click.echo(say("{file}: fill it in, then: {command}", file=str(out), command=command))


@click.group()
def votes() -> None:
    """Votes on statements, from files in the layout of Polis' exports."""


@votes.command("import")
@click.argument("file", type=_THERE)
@click.option("--comments", type=_THERE, help="comments.csv: what the statements say.")
@click.option("--agree", type=click.Choice(["1", "-1"]), default=None,
              help="What the file writes for agree. Default: as its own counts tell.")  # fmt: skip
@click.option("--approved-only", is_flag=True, help="Only statements that a moderator approved.")
@click.option("--title", default="", help="What the round is called. Default: the file's name.")
@click.option("--preview", is_flag=True, help="Read and report, and keep nothing.")
@click.option("--rows", type=_FILE, help="Write what became of every row: .csv.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def votes_import(
    session: Session, /, file: Path, comments: Path | None, agree: str | None,
    approved_only: bool, title: str, preview: bool, rows: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Keep the votes in FILE (participant-votes.csv or votes.csv) as a closed round."""
    engine = session.engine
    held = loading.load(engine, session.place(engine).place_id)
    read = room_sheets.read_votes(
        file.name, file.read_bytes(), None if comments is None else
        (comments.name, comments.read_bytes()), agree=int(agree) if agree else None,
        approved_only=approved_only,
    )  # fmt: skip
    if rows is not None:
        rows.write_bytes(room_sheets.records_csv(read.records, for_excel=False))
    lines = [*lines_of(read.report), *(lines_of(read.comments) if read.comments else [])]
    data = read.report.as_json() | {
        "agree": read.agree, "people": read.people, "votes": len(read.votes),
        "statements": len(read.statements),
        "comments": read.comments.as_json() if read.comments else None,
    }  # fmt: skip
    if not preview:
        kept = room_sheets.keep_votes(engine, held, read, title=title)
        lines.append(say("Kept as the round {title}.", title=kept.title))
        data["round_id"] = kept.round_id
    click.echo(json.dumps(data, ensure_ascii=False) if as_json else "\n".join(lines))


@votes.command("show")
@click.argument("title", required=False, default="")
@click.option("-o", "--out", type=_FILE, help="Write it as a table: .csv.")
@click.pass_obj
def votes_show(session: Session, title: str, out: Path | None) -> None:
    """Print how a round of statements came out: the latest, or the one with this TITLE or id."""
    require(Role.PARTICIPANT)
    engine = session.engine
    place = session.place(engine)
    asked = _round(loading.load(engine, place.place_id).rounds, RoundKind.STATEMENTS, title)
    told = None if asked.is_open else opinion_words.heard(engine, place.place_id, asked)
    if told is None:
        click.echo(say("{title} has no result that may be shown.", title=asked.title))
        return
    table = opinion_words.table(told)
    if out is not None:
        out.write_bytes(csv_bytes(table, for_excel=False))
    click.echo(f"{asked.title}: {opinion_words.finding(told)}. {opinion_words.under_finding(told)}")
    for line in opinion_words.unheard(told):
        click.echo(line)
    click.echo(table.to_csv(index=False, lineterminator="\n"), nl=False)


def heard_of(engine: Engine, place_id: str, vision: Vision) -> tuple[Voice, ...]:
    """Return how each partner weighs a vision; for those who take part."""
    require(Role.PARTICIPANT)
    return partner_views.voices(vision, rounds.partner_weights(engine, place_id, vision))


@click.command("differ")
@click.option("--grouped", is_flag=True, help="Wards or neighbourhoods instead of areas.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("-o", "--out", type=_FILE, help="Write all areas as a table: .csv.")
@counting_options
@click.pass_obj
def differ(session: Session, /, grouped: bool, as_json: bool, out: Path | None, **how: Any) -> None:
    """Say for which areas partners' own weights would differ, in the tenth with largest gaps."""
    engine = session.engine
    view = workflow.officers_view(engine, session.place(engine).place_id)
    vision = workflow.vision_in_use(view.holdings)
    heard = heard_of(engine, view.holdings.place.place_id, vision)
    found = workflow.assessment(view, vision, counting_of(**how))
    labels = area_labels(view.holdings)
    told = partner_views.views(found, heard, groups_of(labels) if grouped else None)
    small = partner_views.views(found, heard) if grouped else None
    level = str(labels["level"].iloc[0]) if grouped else ""
    calls = {} if grouped else dict(zip(labels["area_code"], labels["label"], strict=True))
    table = partner_views.as_table(told, calls)
    if out is not None:
        out.write_bytes(csv_bytes(table, for_excel=False))
    if as_json:
        rows = table.astype(object).where(table.notna(), None).to_dict("records")
        data = {"comparable": told.comparable, "partners": [one.name for one in told.voices],
                "left_out": [one.name for one in told.silent], "areas": rows}  # fmt: skip
        click.echo(json.dumps(data, ensure_ascii=False))
    else:
        click.echo("\n".join(in_words.lines(told, calls, level, small)))


def as_lines(vision: Vision, voice: Voice) -> list[str]:
    """Return how a partner weighs, for a command that uses its weights."""
    weights = "; ".join(
        f"{o.name} {decimal(100 * w)} %"
        for o, w in zip(vision.outcomes, voice.weights.tolist(), strict=True)
    )
    return [say("As {partner} weighs it", partner=voice.name) + f": {weights}",
            *in_words.limits(voice)]  # fmt: skip


COMMANDS: Final = (priorities, votes, differ)
