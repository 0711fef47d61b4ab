"""What would one more close? New places, closures, longer hours and scenarios, by command."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

import click
import pandas as pd
from sqlalchemy.engine import Engine

from sharedground import scenarios, what_if, what_if_words, workflow
from sharedground.access import Role
from sharedground.analysis import hours, walking
from sharedground.cli_counting import counting_of, counting_options
from sharedground.errors import SharedGroundError
from sharedground.export.table import csv_bytes
from sharedground.intake.read import read_file
from sharedground.model.category import BY_CODE
from sharedground.model.place import Place
from sharedground.model.scenario import Scenario
from sharedground.scenarios import Effect, Present
from sharedground.store import loading
from sharedground.store import scenarios as kept
from sharedground.views import View, view_for
from sharedground.what_if import Ask, Where
from sharedground.words import say

_KIND: Final = click.Choice(sorted(BY_CODE))
_OUT: Final = click.Path(dir_okay=False, path_type=Path)
_SHOWN: Final = 10
_POINT_COLUMNS: Final = (("lon", "longitude", "lng", "x"), ("lat", "latitude", "y"))
_Command = TypeVar("_Command", bound=Callable[..., Any])


class Session(Protocol):
    """The database and place that a call works on."""

    @property
    def engine(self) -> Engine:
        """Return the database."""

    def place(self, engine: Engine) -> Place:
        """Return the place."""


def _common(command: _Command) -> _Command:
    options = (
        click.option("--for", "audience", type=click.Choice(["everyone", "officers"]),
                     default="everyone", show_default=True,
                     help="Officers' figures use true positions."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return counting_options(command)


@click.group("what-if")
def group() -> None:
    """Try new places, closures or longer hours before they are real."""


@group.command("sites")
@click.option("--kind", required=True, type=_KIND, metavar="CODE", help="Such as youth-space.")
@click.option("-n", "--number", default=3, show_default=True,
              type=click.IntRange(1, what_if.MOST_SITES), help="How many new places.")  # fmt: skip
@click.option("--minutes", default=0, type=click.IntRange(0, 120),
              help="On foot. Default: the reach of the outcome that the kind serves.")  # fmt: skip
@click.option("--candidates", default=Where.AREAS.value, show_default=True, metavar="WHERE",
              help="areas, buildings, or a file with the columns lon and lat.")  # fmt: skip
@click.option("--building", "kinds", multiple=True, type=_KIND, metavar="CODE",
              help="Of --candidates buildings: kinds that may have room. Repeatable.")  # fmt: skip
@click.option("--by-need", is_flag=True, help="Weigh people by the need where they live.")
@click.option("--keep", "name", default="", metavar="NAME", help="Keep it as a scenario.")
@_common
@click.pass_obj
def sites_command(
    session: Session, /, kind: str, number: int, minutes: int, candidates: str,
    kinds: tuple[str, ...], by_need: bool, name: str, audience: str, as_json: bool,
    **how: Any,
) -> None:  # fmt: skip
    """Say where new places would bring most people into reach."""
    where, points = _where(candidates)
    ask = Ask(
        category=kind, sites=number, reach_m=minutes * walking.PACE or None, where=where,
        kinds=kinds or what_if.BUILDINGS, points=points, by_need=by_need,
    )  # fmt: skip
    now = _present(session, audience, how)
    found = what_if.sites(now, ask)
    _keep(session, found.scenario, name)
    if as_json:
        _print_json(what_if_words.sites_data(found))
        return
    each = [
        say("  {n}. {name}: {people} people more", n=row["number"], name=row["name"],
            people=round(row["gained"]))
        for row in found.table.to_dict("records")
    ]  # fmt: skip
    _print([
        what_if_words.sites_sentence(found), what_if_words.certificate_sentence(found), *each,
        what_if_words.tenths_sentence(found.effect), *_of_effect(found.effect),
        *what_if_words.sites_notes(found),
    ])  # fmt: skip


def _where(candidates: str) -> tuple[Where, tuple[tuple[float, float], ...]]:
    if candidates in (Where.AREAS.value, Where.BUILDINGS.value):
        return Where(candidates), ()
    path = Path(candidates)
    if not path.is_file():
        raise SharedGroundError(
            "what-if.candidates",
            say("{words} is neither areas nor buildings, and no file of that name is here.",
                words=candidates), words=candidates,
        )  # fmt: skip
    return Where.POINTS, _points_in(path)


def _points_in(path: Path) -> tuple[tuple[float, float], ...]:
    """Return the points in a file.

    Raises
    ------
    SharedGroundError
        "what-if.points" without columns for longitude and latitude, or with too many points.
    """
    points: list[tuple[float, float]] = []
    for table in read_file(path.name, path.read_bytes()).tables:
        frame = table.rows
        heads = {str(head).strip().casefold(): head for head in frame.columns}
        found = [next((heads[n] for n in names if n in heads), None) for names in _POINT_COLUMNS]
        if None in found:
            continue
        numbers = frame[found].apply(pd.to_numeric, errors="coerce").dropna()
        points += [(float(lon), float(lat)) for lon, lat in numbers.to_numpy()]
    if not points or len(points) > what_if.MOST_POINTS:
        raise SharedGroundError(
            "what-if.points",
            say("{file} must have the columns lon and lat, and 1 to {n} rows with numbers.",
                file=path.name, n=what_if.MOST_POINTS), file=path.name,
        )  # fmt: skip
    return tuple(points)


@group.command("close")
@click.option("--kind", default="", type=click.Choice(["", *sorted(BY_CODE)]), metavar="CODE",
              help="Only this kind of place.")  # fmt: skip
@click.option("--minutes", default=0, type=click.IntRange(0, 120), help="On foot.")
@click.option("-o", "--out", type=_OUT, help="Write the whole table: .csv.")
@_common
@click.pass_obj
def close_command(
    session: Session,
    /,
    kind: str,
    minutes: int,
    out: Path | None,
    audience: str,
    as_json: bool,
    **how: Any,
) -> None:
    """Say which closure would hurt most."""
    now = _present(session, audience, how)
    table = what_if.closures(now, kind, minutes * walking.PACE or None)
    if out is not None:
        out.write_bytes(csv_bytes(table, for_excel=False))
    if as_json:
        _print_json({"closures": json.loads(table.to_json(orient="records"))})
        return
    if table.empty:
        _print([say("No place of this kind is on the map.")])
    _print([what_if_words.closure_sentence(row) for row in table.head(_SHOWN).to_dict("records")])


@group.command("longer")
@click.argument("asset_id")
@click.option("--evenings", default=2, show_default=True, type=click.IntRange(1, 7),
              help="More evenings a week, of 3 hours each.")  # fmt: skip
@click.option("--hours", "assumed", default=hours.ASSUMED, show_default=True,
              type=click.FloatRange(1, 168), help="A week, if not stated.")  # fmt: skip
@click.option("--keep", "name", default="", metavar="NAME", help="Keep it as a scenario.")
@_common
@click.pass_obj
def longer_command(
    session: Session, /, asset_id: str, evenings: int, assumed: float, name: str, audience: str,
    as_json: bool, **how: Any,
) -> None:  # fmt: skip
    """Say what it would change if the place ASSET_ID opened some evenings more."""
    now = _present(session, audience, how)
    scenario = what_if.longer(now.view, asset_id, evenings, assumed)
    effect = scenarios.effect(now, scenario)
    _keep(session, scenario, name)
    if as_json:
        _print_json(what_if_words.as_data(effect))
        return
    told = what_if_words.hours_sentence(what_if.hours_of(now.view, asset_id, assumed), evenings)
    _print([told, *_of_effect(effect)])


@click.group("scenario")
def scenario_group() -> None:
    """Show, compare or delete the scenarios that were kept."""


@scenario_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def list_command(session: Session, as_json: bool) -> None:
    """List the scenarios."""
    there = _view(session, "everyone").holdings.scenarios
    if as_json:
        _print_json({"scenarios": [one.model_dump(mode="json") for one in there]})
        return
    if not there:
        _print([say("No scenario is kept here yet.")])
    for one in there:
        click.echo(say("{name} ({n} changes, kept on {date})", name=one.name, n=len(one.actions),
                       date=str(one.date)))  # fmt: skip


@scenario_group.command("show")
@click.argument("which", metavar="NAME")
@click.option("-o", "--out", type=_OUT, help="Write what it changes area by area: .csv.")
@_common
@click.pass_obj
def show_command(
    session: Session, /, which: str, out: Path | None, audience: str, as_json: bool, **how: Any
) -> None:
    """Say what the scenario NAME would change."""
    now = _present(session, audience, how)
    effect = scenarios.effect(now, kept.found(now.view.holdings.scenarios, which))
    if out is not None:
        out.write_bytes(csv_bytes(what_if_words.by_area(effect), for_excel=False))
    if as_json:
        _print_json(what_if_words.as_data(effect))
        return
    changes = [f"  {line}" for line in what_if_words.actions(now.view, effect.scenario)]
    told = [what_if_words.reach_sentence(effect), what_if_words.tenths_sentence(effect)]
    missing = what_if_words.unknown_sentence(effect)
    _print([effect.scenario.name, *changes, *told, *_of_effect(effect), missing])


@scenario_group.command("compare")
@click.argument("which", nargs=-1, metavar="[NAME]...")
@click.option("-o", "--out", type=_OUT, help="Write the table: .csv.")
@_common
@click.pass_obj
def compare_command(
    session: Session,
    /,
    which: tuple[str, ...],
    out: Path | None,
    audience: str,
    as_json: bool,
    **how: Any,
) -> None:
    """Set scenarios side by side; all of them when none is named."""
    now = _present(session, audience, how)
    there = now.view.holdings.scenarios
    chosen = [kept.found(there, one) for one in which] if which else list(there)
    effects = [scenarios.effect(now, one) for one in chosen]
    table = what_if_words.side_by_side(effects)
    if out is not None:
        out.write_bytes(csv_bytes(table, for_excel=False))
    if as_json:
        _print_json({"scenarios": [what_if_words.as_data(one) for one in effects]})
        return
    if not effects:
        _print([say("No scenario is kept here yet.")])
    for one in effects:
        _print([f"{one.scenario.name}: {what_if_words.reach_sentence(one)}",
                *(f"  {line}" for line in _of_effect(one))])  # fmt: skip


@scenario_group.command("delete")
@click.argument("which", metavar="NAME")
@click.option("--reason", default="", help="Why, for the journal.")
@click.pass_obj
def delete_command(session: Session, which: str, reason: str) -> None:
    """Delete the scenario NAME."""
    engine = session.engine
    place = session.place(engine)
    there = loading.load(engine, place.place_id).scenarios
    scenario = kept.found(there, which)
    kept.delete(engine, place.place_id, scenario.scenario_id, reason=reason)
    _print([say("{name} is deleted. To bring it back: python -m sharedground scenario restore {id}",
                name=scenario.name, id=scenario.scenario_id)])  # fmt: skip


@scenario_group.command("restore")
@click.argument("scenario_id", metavar="ID")
@click.pass_obj
def restore_command(session: Session, scenario_id: str) -> None:
    """Bring a deleted scenario back."""
    engine = session.engine
    kept.restore(engine, session.place(engine).place_id, scenario_id)
    _print([say("It is back.")])


def _view(session: Session, audience: str) -> View:
    engine = session.engine
    place = session.place(engine)
    if audience == "officers":
        return workflow.officers_view(engine, place.place_id)
    return view_for(loading.load(engine, place.place_id), Role.READER)


def _present(session: Session, audience: str, how: Mapping[str, Any]) -> Present:
    view = _view(session, audience)
    return Present.of(view, workflow.vision_in_use(view.holdings), counting_of(**how))


def _keep(session: Session, scenario: Scenario, name: str) -> None:
    if name:
        engine = session.engine
        saved = kept.save(engine, session.place(engine).place_id, kept.named(scenario, name))
        click.echo(say("Kept as {name}.", name=saved.name), err=True)


def _of_effect(effect: Effect) -> list[str]:
    return [what_if_words.gap_sentence(effect), what_if_words.turned_sentence(effect)]


def _print(lines: list[str]) -> None:
    for line in lines:
        if line:
            click.echo(line)


def _print_json(data: dict[str, Any]) -> None:
    click.echo(json.dumps(data, ensure_ascii=False))


COMMANDS: Final = (group, scenario_group)
