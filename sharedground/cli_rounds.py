"""Rounds of the room, from the command line: started, watched, closed, and what came out."""

from __future__ import annotations

import json
from typing import Any, Final, Protocol

import click
import pandas as pd
from sqlalchemy.engine import Engine

from sharedground import rounds
from sharedground.access import Role, require
from sharedground.analysis import agreement
from sharedground.errors import SharedGroundError
from sharedground.model.base import stable_id
from sharedground.model.place import Place
from sharedground.model.rounds import LONGEST_NAME, Naming, Round, RoundKind, Speaker, one_line
from sharedground.rounds import Shares
from sharedground.store import loading, statements, visions
from sharedground.store import rounds as store
from sharedground.words import say, say_many
from sharedground.workflow import vision_in_use


class Session(Protocol):
    """The database and place that a call works on."""

    @property
    def engine(self) -> Engine:
        """The database."""

    def place(self, engine: Engine) -> Place:
        """Return the place that is meant."""


@click.group("round")
def round_() -> None:
    """Ask the room: points shared between outcomes, or votes on statements."""


@round_.command("start")
@click.argument("kind", type=click.Choice([kind.value for kind in RoundKind]))
@click.option("--title", required=True, help="What the round is called.")
@click.option("--partner", "partners", multiple=True, metavar="NAME",
              help="A partner in the room. May be repeated.")  # fmt: skip
@click.option("--unattributed", is_flag=True, help="Show only averages of three partners or more.")
@click.option("--no-residents", is_flag=True, help="Only partners answer.")
@click.option("--statement", "texts", multiple=True, help="A statement to begin with.")
@click.pass_obj
def start(
    session: Session, kind: str, title: str, partners: tuple[str, ...], unattributed: bool,
    no_residents: bool, texts: tuple[str, ...],
) -> None:  # fmt: skip
    """Start a round, and print its code."""
    engine = session.engine
    place = session.place(engine)
    held = loading.load(engine, place.place_id)
    known = {
        str(name).casefold(): str(partner_id)
        for name, partner_id in zip(held.partners["name"], held.partners["partner_id"], strict=True)
    }
    texts = tuple(statements.tidy(text) for text in texts)  # before a round is there to undo
    names = [one_line(name) for name in partners]
    for name in names:
        if not 1 <= len(name) <= LONGEST_NAME:
            raise SharedGroundError(
                "round.partner", say("Give each partner a name of 1 to {n} letters.",
                                     n=LONGEST_NAME)
            )  # fmt: skip
    speakers = [
        Speaker(partner_id=known.get(name.casefold(), stable_id(place.place_id, name.casefold())),
                name=name) for name in names
    ]  # fmt: skip
    made = store.start(
        engine, place.place_id, kind=RoundKind(kind), title=title,
        naming=Naming.UNATTRIBUTED if unattributed else Naming.NAMED,
        vision=held.newest_vision or vision_in_use(held), speakers=speakers,
        residents=not no_residents,
    )  # fmt: skip
    for text in texts:
        statements.add(engine, place.place_id, made.round_id, text)
    _print_keys(engine, place, made)


@round_.command("list")
@click.pass_obj
def list_(session: Session) -> None:
    """List the rounds there were, newest first."""
    require(Role.PARTICIPANT)
    engine = session.engine
    place = session.place(engine)
    for one in reversed(loading.load(engine, place.place_id).rounds):
        count = store.answered(engine, place.place_id, one.round_id)
        people = say_many("{n} person has answered", "{n} people have answered", count.people)
        click.echo(f"{one.title} ({one.kind.value}, {one.state.value}): {people}")


@round_.command("code")
@click.argument("which")
@click.pass_obj
def code(session: Session, which: str) -> None:
    """Print what lets people join the open round WHICH (its name or id)."""
    engine, place, asked = _round(session, which)
    _print_keys(engine, place, asked)


@round_.command("close")
@click.argument("which")
@click.pass_obj
def close(session: Session, which: str) -> None:
    """Take no more answers for WHICH, and publish what may be published."""
    engine, place, asked = _round(session, which)
    rounds.close(engine, place.place_id, asked.round_id)
    click.echo(say("{title} is closed.", title=asked.title))


@round_.command("reopen")
@click.argument("which")
@click.pass_obj
def reopen(session: Session, which: str) -> None:
    """Take answers for WHICH again, by a new code."""
    engine, place, asked = _round(session, which)
    opened = store.reopen(engine, place.place_id, asked.round_id)
    _print_keys(engine, place, opened)


@round_.command("result")
@click.argument("which")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def result(session: Session, which: str, as_json: bool) -> None:
    """Print how the round of points WHICH came out."""
    require(Role.PARTICIPANT)
    engine, place, asked = _round(session, which)
    if asked.kind is not RoundKind.POINTS:
        raise click.UsageError(say("This is a round of statements: use votes show."))
    shares = rounds.points_of(engine, place.place_id, asked)
    if as_json:
        click.echo(json.dumps(rounds.as_data(shares), ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(shares)))


def _lines(shares: Shares) -> list[str]:
    if shares.mean is None:
        return [_why(shares)]
    lines = [say_many("Mean of {n} partner, in points of 100:", "Mean of {n} partners, in points "
                      "of 100:", shares.raters)]  # fmt: skip
    names = shares.outcome_names
    lines += [
        f"  {names[code_]}: {100 * shares.mean[code_]:.1f}"
        for code_ in shares.mean.sort_values(ascending=False, kind="stable").index
    ]
    if len(shares.partners) > 1:
        overlap = agreement.overlap(shares.partners.to_numpy(), shares.mean.to_numpy())
        lines.append(say("Points of 100 that each partner put where the mean has them:"))
        for one, share in zip(shares.partners.index, overlap, strict=True):
            lines.append(f"  {shares.names.get(str(one), str(one))}: {100 * share:.0f}")
    if shares.residents is not None:
        lines.append(say_many("{n} resident, counted apart:", "{n} residents, counted apart:",
                              shares.resident_people))  # fmt: skip
        lines += [f"  {names[c]}: {100 * shares.residents[c]:.1f}" for c in shares.residents.index]
    return lines


def _why(shares: Shares) -> str:
    if shares.why_none == rounds.OPEN:
        return say("The round is open. Close it first.")
    return say("Too few partners answered to show a result.")


@round_.command("use")
@click.argument("which")
@click.option("--median", is_flag=True, help="Take the middle of the partners, not their mean.")
@click.option("--reason", default="", help="Why; kept with the version.")
@click.pass_obj
def use(session: Session, which: str, median: bool, reason: str) -> None:
    """Make a new version of the vision with the weights of WHICH."""
    engine, place, asked = _round(session, which)
    shares = rounds.points_of(engine, place.place_id, asked)
    weights = None
    if median and len(shares.partners):
        middle = agreement.shared(shares.partners.to_numpy(), agreement.Pooled.MEDIAN)
        weights = pd.Series(middle, index=shares.partners.columns)
    held = loading.load(engine, place.place_id)
    newest = held.newest_vision
    made = rounds.weighted(newest or vision_in_use(held), shares, weights)
    kept = visions.save_vision(
        engine, place.place_id, made, opened_from=newest.version if newest else 0,
        reason=reason or say("Weights from the round {title}", title=asked.title),
    )  # fmt: skip
    click.echo(say("Saved as version {n}, with the weights of the room.", n=kept.version))


def _round(session: Session, which: str) -> tuple[Engine, Place, Round]:
    engine = session.engine
    place = session.place(engine)
    return engine, place, rounds.found(loading.load(engine, place.place_id).rounds, which)


def _print_keys(engine: Engine, place: Place, asked: Round) -> None:
    keys = store.keys_of(engine, place.place_id, asked.round_id)
    if keys is None:
        click.echo(say("{title} is closed.", title=asked.title))
        return
    click.echo(say("{title} is open. Code: {code}. Link: /j/{token}", title=asked.title,
                   code=keys.code, token=keys.token))  # fmt: skip


COMMANDS: Final[tuple[Any, ...]] = (round_,)
