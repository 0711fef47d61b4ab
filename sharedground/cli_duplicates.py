"""Places that may be one, from the command line: list them, and say what they are."""

from __future__ import annotations

import json
from typing import Final, Protocol

import click
from sqlalchemy.engine import Engine

from sharedground import sameness
from sharedground.access import Role, require
from sharedground.errors import NotFoundError
from sharedground.model.place import Place
from sharedground.store import loading, pairs
from sharedground.words import say, say_many

VERDICTS: Final = {"same": "same", "same-place": "same place", "apart": "apart", "open": "open"}
"""What can be said on the command line, and what it is in the store."""


class Session(Protocol):
    """The database and place that this call works on."""

    @property
    def engine(self) -> Engine:
        """Return the database."""

    def place(self, engine: Engine) -> Place:
        """Return the place."""


@click.group(invoke_without_command=True)
@click.option("--decided", is_flag=True, help="List those that are settled instead.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per pair and line.")
@click.pass_context
def duplicates(ctx: click.Context, *, decided: bool, as_json: bool) -> None:
    """List places that may be one, the likeliest first; partners after them."""
    if ctx.invoked_subcommand is not None:
        return
    require(Role.OFFICER)
    session: Session = ctx.obj
    engine = session.engine
    held = loading.load(engine, session.place(engine).place_id)
    found = sameness.decided(engine, held) if decided else sameness.waiting(held)
    for question in sameness.questions(engine, held, found):
        click.echo(
            json.dumps(sameness.as_json(question), ensure_ascii=False)
            if as_json
            else "\n".join(_lines(question))
        )
    partners = [] if decided else sameness.partner_questions(held)
    if as_json:
        return
    for group in partners:
        click.echo(say("Partners that may be one: {names}", names="; ".join(group.names)))
        click.echo(f"    {' '.join(group.ids)}")
    click.echo(_sum(len(found), len(partners), decided=decided))


def _lines(question: sameness.Question) -> list[str]:
    one, other = question.one, question.other
    speaks = ", ".join(said.words for said in question.said if said.speaks_for)
    against = ", ".join(said.words for said in question.said if not said.speaks_for)
    words = [
        say("{one} ({list}, row {row})", one=one.name, list=one.listed, row=str(one.row)),
        say("  and {other} ({list}, row {row})", other=other.name, list=other.listed,
            row=str(other.row)),
        say("    for: {words}", words=speaks),
    ]  # fmt: skip
    if against:
        words.append(say("    against: {words}", words=against))
    if question.verdict != sameness.OPEN:
        words.append(say("    said: {verdict}", verdict=question.verdict))
    return [*words, f"    {one.asset_id} {other.asset_id}"]


def _sum(places: int, partners: int, *, decided: bool) -> str:
    if decided:
        return say_many("{n} pair is settled.", "{n} pairs are settled.", places)
    waits = say_many("{n} pair of places waits.", "{n} pairs of places wait.", places)
    return f"{waits} " + say_many(
        "{n} group of partners waits.", "{n} groups of partners wait.", partners
    )


@duplicates.command("decide")
@click.argument("one")
@click.argument("other")
@click.argument("verdict", type=click.Choice(list(VERDICTS)))
@click.option("--reason", default="", help="Why; kept in the history.")
@click.pass_obj
def decide(session: Session, one: str, other: str, verdict: str, reason: str) -> None:
    """Say what two places (or partners) are: ONE and OTHER are their ids.

    same makes them one, same-place lets them share a site, apart keeps both, open takes it back.
    """
    engine = session.engine
    place_id = session.place(engine).place_id
    held = loading.load(engine, place_id)
    known = {*held.assets["asset_id"], *held.merged["asset_id"], *held.partners["partner_id"],
             *held.pairs["one"], *held.pairs["other"]}  # fmt: skip
    for each in (one, other):
        if each not in known:
            raise NotFoundError("pair.unknown", say("Nothing here has the id {id}.", id=each))
    pairs.decide(engine, place_id, one, other, VERDICTS[verdict], reason=reason)
    click.echo(say("Saved: {verdict}.", verdict=verdict))
