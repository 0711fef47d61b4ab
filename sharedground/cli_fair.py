"""Who is reached, and who covers whom, on the command line: the figures of the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol

import click
import pandas as pd
from sqlalchemy.engine import Engine

from sharedground import fair, fair_words, workflow
from sharedground.access import Role
from sharedground.analysis.cover import Cover
from sharedground.cli_counting import counting_of, counting_options
from sharedground.export.table import csv_bytes
from sharedground.fair import Fair
from sharedground.model.place import Place
from sharedground.store import loading
from sharedground.views import View, view_for
from sharedground.words import decimal, say


class Session(Protocol):
    """The database and place that a call works on."""

    @property
    def engine(self) -> Engine:
        """Return the database."""

    def place(self, engine: Engine) -> Place:
        """Return the place."""


def _asked(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that both commands share."""
    for option in (
        click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path),
                     help="Write it as a table: .csv."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
        click.option("--for", "audience", type=click.Choice(["everyone", "officers"]),
                     default="everyone", show_default=True,
                     help="Officers' figures use true positions."),
        click.option("--kind", default="", metavar="KIND", help="Only one kind: library."),
        click.option("--outcome", default="", metavar="CODE", help="Only one outcome: O05."),
    ):  # fmt: skip
        command = option(command)
    return counting_options(command)


@click.command("fair")
@_asked
@click.pass_obj
def fair_(session: Session, /, as_json: bool, out: Path | None, **asked: Any) -> None:
    """Say whether people with more need have more or less in reach, by tenth of the people."""
    found = _looked(session, **asked)
    _print(fair.as_data(found), found.fairness.tenths, _fair_lines(found), as_json, out)


@click.command("cover")
@_asked
@click.pass_obj
def cover_(session: Session, /, as_json: bool, out: Path | None, **asked: Any) -> None:
    """Say whom each organisation has a place in reach of, alone and with others."""
    found = _looked(session, **asked)
    table = fair.cover_table(found.cover)
    _print(fair.cover_data(found), table, _cover_lines(found.cover, table), as_json, out)


def _looked(session: Session, outcome: str, kind: str, audience: str, **how: Any) -> Fair:
    if outcome and kind:
        raise click.UsageError(say("Give --outcome or --kind, not both."))
    engine = session.engine
    view = _view(engine, session.place(engine), audience)
    vision = workflow.vision_in_use(view.holdings)
    return fair.look(view, vision, counting_of(**how), outcome=outcome, kind=kind)


def _view(engine: Engine, place: Place, audience: str) -> View:
    if audience == "officers":
        return workflow.officers_view(engine, place.place_id)
    return view_for(loading.load(engine, place.place_id), Role.READER)


def _print(
    data: dict[str, Any], table: pd.DataFrame, lines: list[str], as_json: bool, out: Path | None
) -> None:
    if out is not None:
        out.write_bytes(csv_bytes(table, for_excel=False))
    click.echo(json.dumps(data, ensure_ascii=False) if as_json else "\n".join(lines))


def _fair_lines(found: Fair) -> list[str]:
    asked = found.asked
    rows = [
        f"  {fair_words.tenth_name(int(row['tenth'])):<14}"
        f"{fair_words.percent(row['reached']):>8}  "
        f"{fair_words.amount(asked, row['access']):>7}  "
        f"({fair_words.amount(asked, row['access_low'])} – "
        f"{fair_words.amount(asked, row['access_high'])})"
        for row in found.fairness.tenths.to_dict("records")
    ]
    lines = [
        fair_words.heading(found),
        fair_words.index_sentence(found),
        fair_words.compared(found),
        say("By tenth of the people: {reached}; {amount}", reached=fair_words.reached_title(asked),
            amount=fair_words.amount_title(asked)),
        *rows,
        *fair_words.missing_sentences(found),
        *fair_words.limit_sentences(found),
        fair_words.range_sentence(),
    ]  # fmt: skip
    return [line for line in lines if line]


def _cover_lines(found: Cover, table: pd.DataFrame) -> list[str]:
    names = {"rest": fair_words.rest_name(found), "nobody named": say("Nobody named")}
    rows = [
        say("  {who}: {people} people, {alone} of them by no one else",
            who=names.get(row["who"], row["partner"]), people=decimal(row["people"]),
            alone=decimal(row["alone"]))
        for row in table.to_dict("records")
    ]  # fmt: skip
    return [
        fair_words.cover_heading(found),
        *fair_words.cover_sentences(found),
        *rows,
        fair_words.cover_limit(),
    ]


COMMANDS: Final = (fair_, cover_)
