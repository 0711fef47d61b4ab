"""Area sets and directions on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Protocol

import click
from sqlalchemy.engine import Engine

from sharedground import area_figures, area_offers, workflow, workflow_areas, workflow_lookup
from sharedground.cli_report import rows_in_words
from sharedground.model.outcome import Direction
from sharedground.model.place import Kind, Level, Place, Source
from sharedground.store import area_sets, loading
from sharedground.store.directions import directions_said, set_direction
from sharedground.store.surveyed import set_surveyed
from sharedground.words import say, say_many

LEVELS = [level.value for level in Level]


class Session(Protocol):
    """The database and place that this call works on."""

    @property
    def engine(self) -> Engine:
        """Return the database."""

    def place(self, engine: Engine) -> Place:
        """Return the place."""


@click.group()
def areas() -> None:
    """Cut the place into areas in several ways, and carry figures from one to another."""


@areas.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--level", type=click.Choice(LEVELS), help="How large the areas are.")
@click.option("--name", default="", help="What they are called, such as Wards 2023.")
@click.option("--vintage", type=int, help="The year their bounds are of.")
@click.option("--replace", default="", metavar="NAME", help="Renew the areas of this name.")
@click.pass_obj
def add(
    session: Session, file: Path, level: str | None, name: str, vintage: int | None, replace: str
) -> None:
    """Add the outlines in FILE as a further set of areas."""
    engine = session.engine
    place_id = session.place(engine).place_id
    read = workflow.preview(
        engine, place_id, Kind.AREAS, file.name, file.read_bytes(), area_set=replace
    )
    about = read.area_set
    said = about.model_copy(
        update={
            "name": name or about.name,
            "level": Level(level) if level else about.level,
            "vintage": vintage or about.vintage,
        }
    )
    workflow.keep(
        engine, place_id, read, beside=not replace, replace_areas=bool(replace), described=said
    )
    click.echo(rows_in_words(read.report))
    click.echo(say_many("  {name}: {n} area, {level}.", "  {name}: {n} areas, {level}.",
                        about.areas, name=said.name, level=said.level.value))  # fmt: skip


@areas.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def list_(session: Session, as_json: bool) -> None:
    """List the sets of areas and what each holds."""
    engine = session.engine
    held = loading.load(engine, session.place(engine).place_id)
    found = area_figures.sets_report(held)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        main = say(" (main: the sums are for these)") if one["main"] else ""
        count = say_many("{n} area", "{n} areas", one["areas"])
        figures = say_many("{n} figure", "{n} figures", one["indicators"])
        click.echo(say("{name}{main}: {count}, {level}, {figures}, {estimated} estimated.",
                       name=one["name"], main=main, count=count, level=one["level"],
                       figures=figures, estimated=one["estimated"]))  # fmt: skip


@areas.command("main")
@click.argument("name")
@click.option("--reason", default="", help="Why; kept in the journal.")
@click.pass_obj
def main_(session: Session, name: str, reason: str) -> None:
    """Work the sums out for the areas called NAME."""
    engine = session.engine
    place_id = session.place(engine).place_id
    chosen = area_sets.make_main(engine, place_id, name, reason=reason)
    click.echo(say("The sums are worked out for {name} now.", name=chosen.name))
    click.echo(say("  Only figures that are given for these areas take part."))


@areas.command("carry")
@click.argument("name")
@click.option("--to", "to_set", default="", help="Areas to carry to. Default: the main ones.")
@click.option(
    "--lookup",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Table that names the new area of each old one. Default: the overlap of the outlines.",
)
@click.option("--count", "counts", multiple=True, metavar="ID", help="Split this figure.")
@click.option("--rate", "rates", multiple=True, metavar="ID", help="Average this figure.")
@click.option("--yes", is_flag=True, help="Keep the estimates. Without it they are only shown.")
@click.option("--reason", default="", help="Why; kept in the journal.")
@click.pass_obj
def carry(
    session: Session, /, name: str, to_set: str, lookup: Path | None, counts: tuple[str, ...],
    rates: tuple[str, ...], yes: bool, reason: str,
) -> None:  # fmt: skip
    """Estimate the figures that are given for the areas called NAME for other areas."""
    engine = session.engine
    place_id = session.place(engine).place_id
    held = loading.load(engine, place_id)
    old = area_figures.held_of(held, name)
    table = (lookup.name, lookup.read_bytes()) if lookup else None
    said = {**dict.fromkeys(counts, True), **dict.fromkeys(rates, False)}
    used = {*old.indicators["source_id"], *old.population["source_id"]}
    if not to_set and not area_offers.lacks_people(held):
        used -= set(old.population["source_id"])
    for source in _lists_of(held.sources, old.about.set_id, used):
        found = workflow_areas.preview_carry_over(
            engine, place_id, source.source_id, to_set=to_set, lookup=table, as_counts=said
        )
        click.echo(rows_in_words(found.report))
        for sentence in (*found.report.sentences, *(f.reason for f in found.report.faults)):
            click.echo(f"  {sentence}")
        if yes:
            workflow_areas.keep_carry_over(engine, place_id, found, reason=reason)
            people = source.kind is Kind.POPULATION
            click.echo(say("  Kept.") if people else say("  Kept as estimates."))
    if not yes:
        click.echo(say("Nothing is kept yet. Say --yes to keep these estimates."))


@areas.command("through")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--lookup",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Table that names the new area of each old one.",
)
@click.option("--source", "title", default="", help="What the list is called.")
@click.option("--population", is_flag=True, help="FILE says how many people live there.")
@click.option("--yes", is_flag=True, help="Keep the figures. Without it they are only shown.")
@click.pass_obj
def through(
    session: Session, file: Path, lookup: Path, title: str, *, population: bool, yes: bool
) -> None:
    """Add figures in FILE, whose codes are of another year, through a lookup."""
    engine = session.engine
    place_id = session.place(engine).place_id
    found = workflow_lookup.preview_by_lookup(
        engine, place_id, file.name, file.read_bytes(), (lookup.name, lookup.read_bytes()),
        kind=Kind.POPULATION if population else Kind.INDICATORS,
        about=workflow.About(title=title),
    )  # fmt: skip
    click.echo(rows_in_words(found.report))
    for sentence in (*found.report.sentences[1:], *(f.reason for f in found.report.faults)):
        click.echo(f"  {sentence}")
    if yes:
        workflow.keep(engine, place_id, found)
        click.echo(say("  Kept."))
    else:
        click.echo(say("Nothing is kept yet. Say --yes to keep these figures."))


def _lists_of(sources: tuple[Source, ...], set_id: str, used: set[str]) -> list[Source]:
    return [one for one in sources if one.source_id in used and one.set_id == set_id]


@areas.command("show")
@click.argument("name")
@click.pass_obj
def show(session: Session, name: str) -> None:
    """Print the figures that are given for the areas called NAME."""
    engine = session.engine
    held = loading.load(engine, session.place(engine).place_id)
    chosen = area_figures.held_of(held, name)
    rows = area_figures.figures_of(chosen)
    if not chosen.about.main:
        click.echo(area_figures.what_for(chosen.about, held))
    for row in rows.itertuples(index=False):
        value = f"{float(str(row.value)):,.1f}" + ("%" if str(row.unit) == "%" else "")
        click.echo(say("  {area}: {name} {value}", area=row.area_name, name=row.name, value=value))


@areas.command("surveyed")
@click.argument("codes", nargs=-1, metavar="CODE...")
@click.option("--no", "not_yet", is_flag=True, help="Nobody has looked there yet: no data.")
@click.option("--reason", default="", help="Why; kept with the change.")
@click.pass_obj
def surveyed_(session: Session, codes: tuple[str, ...], not_yet: bool, reason: str) -> None:
    """Say whether anybody has looked what is in these areas; without CODE, list those not yet."""
    engine = session.engine
    place_id = session.place(engine).place_id
    if codes:
        changed = set_surveyed(engine, place_id, codes, surveyed=not not_yet, reason=reason)
        click.echo(say_many("Saved for {n} area.", "Saved for {n} areas.", len(changed))
                   if changed else say("It was so already."))  # fmt: skip
        return
    for code in sorted(loading.load(engine, place_id).unsurveyed):
        click.echo(code)


@click.group("directions")
def directions() -> None:
    """Is a high figure bad? Say it at any time, not only when figures are added."""


@directions.command("set")
@click.argument("indicator")
@click.argument("way", type=click.Choice([way.value for way in Direction]))
@click.option("--reason", default="", help="Why; kept with the change.")
@click.pass_obj
def set_(session: Session, indicator: str, way: str, reason: str) -> None:
    """Say whether a high figure of INDICATOR (its id or its name) is bad."""
    engine = session.engine
    place_id = session.place(engine).place_id
    held = loading.load(engine, place_id)
    identity = area_figures.indicator_named(held, indicator)
    changed = set_direction(engine, place_id, identity, Direction(way), reason=reason)
    click.echo(_way_in_words(identity, way) if changed else say("It was so already."))
    if held.vision is not None and changed:
        click.echo(say("  The saved vision keeps the direction it was saved with."))


@directions.command("list")
@click.option("--history", is_flag=True, help="Who said what, newest first.")
@click.pass_obj
def list_directions(session: Session, history: bool) -> None:
    """List the figures and whether a high one is bad."""
    engine = session.engine
    place_id = session.place(engine).place_id
    if history:
        for row in directions_said(engine, place_id).itertuples(index=False):
            taken = say(" (taken back)") if row.undone else ""
            said = _way_in_words(str(row.indicator_id), str(row.direction))
            click.echo(f"{str(row.at)[:10]} {row.actor}: {said}{taken} {row.reason}")
        return
    held = loading.load(engine, place_id)
    for one in (area_figures.held_of(held, ""), *held.other_sets):
        for row in one.indicators.itertuples(index=False):
            click.echo(_way_in_words(str(row.indicator_id), str(row.direction)))


def _way_in_words(indicator: str, way: str) -> str:
    if way == Direction.HIGH_IS_BAD:
        return say("{name}: a high figure is bad.", name=indicator)
    if way == Direction.HIGH_IS_GOOD:
        return say("{name}: a high figure is good.", name=indicator)
    return say("{name}: nobody has said whether a high figure is bad.", name=indicator)
