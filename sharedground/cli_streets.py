"""The street network of a place on the command line: what it is, and what it does not reach."""

from __future__ import annotations

import json
from typing import Final, Protocol

import click
from sqlalchemy.engine import Engine

from sharedground import along_streets, workflow
from sharedground.model.place import Place
from sharedground.views import View
from sharedground.words import say


class Session(Protocol):
    """The database and place that this call works on."""

    @property
    def engine(self) -> Engine:
        """Return the database."""

    def place(self, engine: Engine) -> Place:
        """Return the place."""


def lines_of(view: View) -> list[str]:
    """Return how far the streets reach, and the names of the areas that they do not."""
    found = along_streets.covered(view)
    lines = [along_streets.covered_in_words(found)]
    if len(found.missed):
        names = ", ".join(found.missed["area_name"])
        lines.append(say("  Not reached: {names}.", names=names))
    off = along_streets.missed_assets_in_words(found)
    return [*lines, f"  {off}"] if off else lines


@click.command("network")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def network(session: Session, as_json: bool) -> None:
    """Say what street network the place has, and which areas and places it does not reach."""
    engine = session.engine
    view = workflow.officers_view(engine, session.place(engine).place_id)
    told = along_streets.described(view.holdings)
    if not as_json:
        click.echo(along_streets.in_words(told.nodes, told.stretches, told.metres, told.joined))
        click.echo("\n".join(lines_of(view)))
        return
    found = along_streets.covered(view)
    click.echo(json.dumps({
        "source": told.source.title or told.source.file_name, "file": told.source.file_name,
        "date": told.source.date, "nodes": told.nodes, "stretches": told.stretches,
        "metres": round(told.metres, 1), "joined": round(told.joined, 4), "parts": told.parts,
        "areas": len(found.areas), "assets": len(found.assets),
        "areas_not_reached": found.missed[["area_code", "area_name", "why"]].to_dict("records"),
        "assets_not_reached": found.missed_assets[["asset_id", "why"]].to_dict("records"),
    }, ensure_ascii=False))  # fmt: skip


COMMANDS: Final = (network,)
