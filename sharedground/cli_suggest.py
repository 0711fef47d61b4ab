"""Suggestions on the command line."""

from __future__ import annotations

import json
from typing import Any, Final, Protocol

import click
from sqlalchemy.engine import Engine

from sharedground import code_point, suggesting, workflow
from sharedground.access import current
from sharedground.errors import NotFoundError
from sharedground.intake.values import postcode
from sharedground.model.category import BY_CODE
from sharedground.model.place import Place
from sharedground.model.placing import AREA, POSTCODE
from sharedground.store import loading
from sharedground.store import suggestions as kept
from sharedground.surroundings import area_labels
from sharedground.views import view_for
from sharedground.words import say, say_many

STATES: Final = ("waiting", "approved", "turned down")


class Session(Protocol):
    """The database and place that this call works on."""

    @property
    def engine(self) -> Engine:
        """Return the database."""

    def place(self, engine: Engine) -> Place:
        """Return the place."""


@click.command("suggest")
@click.argument("kind", type=click.Choice(kept.KINDS))
@click.option("--name", default="", help="What the place is called.")
@click.option(
    "--category",
    type=click.Choice(sorted(BY_CODE)),
    metavar="CODE",
    default=None,
    help="Kind of place, such as library.",
)
@click.option("--note", default="", help="What is lacking, or anything else.")
@click.option("--address", default="")
@click.option("--postcode", default="")
@click.option("--lon", type=float, help="Longitude in degrees.")
@click.option("--lat", type=float, help="Latitude in degrees.")
@click.option("--area", default="", help="Name or code of an area: its middle is the spot.")
@click.option("--for", "partner_id", default="", metavar="ID", help="Partner that says this.")
@click.option("--of", "thing_id", default="", metavar="ID", help="Which place a correction is of.")
@click.option(
    "--change",
    "changes",
    multiple=True,
    metavar="FIELD=VALUE",
    help="What a field should say. May be repeated.",
)
@click.pass_obj
def suggest(
    session: Session, /, kind: str, thing_id: str, changes: tuple[str, ...], area: str, **said: Any
) -> None:
    """Suggest a place, a correction, or what is missing; an officer decides.

    Say where by --lon and --lat, by --postcode, or by --area.
    """
    told: dict[str, str] = {}
    for text in changes:
        field, equals, value = text.partition("=")
        if not equals or not field.strip():
            raise click.UsageError(say("Write it as FIELD=VALUE, not {text}.", text=text))
        told[field.strip()] = value.strip()
    engine = session.engine
    place = session.place(engine)
    spot = {} if said["lon"] is not None else _spot(engine, place, said["postcode"], area)
    body = {**said, **spot, "changes": told}
    click.echo(kept.suggest(engine, place.place_id, kind, body, thing_id=thing_id))
    click.echo(say("Thank you. An officer will look at it before it is shown."))


def _spot(engine: Engine, place: Place, words: str, area: str) -> dict[str, Any]:
    """Return the point of a postcode or of an area, {} without either."""
    code = postcode(words)
    if code:
        found = loading.postcodes_of(engine, place.place_id, [code])
        ours = code_point.positions([code]) if code_point.covers(place) else {}
        at = found.get(code) or ours.get(code)
        point = {"lon": at[0], "lat": at[1], "placed_by": POSTCODE} if at else {}
        return point | {"postcode": code}
    if not area:
        return {}
    view = view_for(loading.load(engine, place.place_id), current().role)
    labels = area_labels(view.holdings)
    named = labels[["area_code", "label", "group"]].apply(lambda c: c.str.casefold())
    codes = labels.loc[(named == area.strip().casefold()).any(axis=1), "area_code"]
    if codes.empty:
        raise NotFoundError("area.unknown", say("There is no area called {name}.", name=area))
    lon, lat = suggesting.middle_of(view, codes)
    return {"lon": lon, "lat": lat, "placed_by": AREA}


@click.group("suggestions", invoke_without_command=True)
@click.option("--state", type=click.Choice(STATES), default=None, help="Only these.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each, a line.")
@click.pass_context
def suggestions(ctx: click.Context, state: str | None, as_json: bool) -> None:
    """List suggestions, and decide on them."""
    if ctx.invoked_subcommand is not None:
        return
    session: Session = ctx.obj
    engine = session.engine
    view = workflow.officers_view(engine, session.place(engine).place_id)
    found = view.holdings.suggestions
    found = found[found["state"] == state] if state else found
    for row in found.to_dict("records"):
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False, default=str))
        else:
            about = row["body"].get("name") or row["body"].get("note") or row["thing_id"]
            click.echo(f"{row['suggestion_id']}  {row['state']}  {row['kind']}: {about}")
    if not as_json:
        click.echo(say_many("{n} suggestion.", "{n} suggestions.", len(found)))


@suggestions.command("approve")
@click.argument("suggestion_id")
@click.option("--answer", default="", help="A word to the person.")
@click.pass_obj
def approve(session: Session, suggestion_id: str, answer: str) -> None:
    """Accept a suggestion as it is."""
    engine = session.engine
    made = kept.approve(engine, session.place(engine).place_id, suggestion_id, answer=answer)
    click.echo(made or say("Approved."))


@suggestions.command("turn-down")
@click.argument("suggestion_id")
@click.option("--why", required=True, help="The person sees it.")
@click.pass_obj
def turn_down(session: Session, suggestion_id: str, why: str) -> None:
    """Turn a suggestion down, with a reason."""
    engine = session.engine
    kept.turn_down(engine, session.place(engine).place_id, suggestion_id, answer=why)
    click.echo(say("Turned down."))


@suggestions.command("reopen")
@click.argument("suggestion_id")
@click.pass_obj
def reopen(session: Session, suggestion_id: str) -> None:
    """Take a decision back: the suggestion waits again."""
    engine = session.engine
    kept.reopen(engine, session.place(engine).place_id, suggestion_id)
    click.echo(say("It waits again."))


COMMANDS: Final = (suggest, suggestions)
