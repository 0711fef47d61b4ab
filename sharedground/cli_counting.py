"""How it is counted, and how sure that is, on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click
import pandas as pd
from sqlalchemy.engine import Engine

from sharedground import sureness, workflow
from sharedground.export.table import csv_bytes
from sharedground.model.counting import USUAL, Counting, Decay
from sharedground.model.place import Place
from sharedground.sureness import PRIORS, Change, Sureness
from sharedground.surroundings import area_labels, groups_of
from sharedground.views import View
from sharedground.vision_words import weighed_by
from sharedground.words import decimal, say

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Session(Protocol):
    """The database and place that this call works on."""

    @property
    def engine(self) -> Engine:
        """Return the database."""

    def place(self, engine: Engine) -> Place:
        """Return the place."""


def counting_options(command: _Command) -> _Command:
    """Add the options that say how it is counted; `counting_of` takes their values."""
    for option in (
        click.option("--unstated", type=click.FloatRange(0.01, 10), default=1.0, show_default=True,
                     help="What a place of unknown size counts, as a share of the usual size."),
        click.option("--national", is_flag=True, help="Need by national rank, where there is one."),
        click.option("--streets", is_flag=True, help="Walk along the loaded street network."),
        click.option("--decay", type=click.Choice([one.value for one in Decay]), show_default=True,
                     default=USUAL.decay.value, help="How much less far places count."),
        click.option("--detour", type=click.FloatRange(1, 2), default=None,
                     help="A way on foot is so many straight lines  [default: the place's]."),
    ):  # fmt: skip
        command = option(command)
    return command


def counting_of(
    detour: float | None, decay: str, streets: bool, national: bool, unstated: float,
    fresh_months: int = 0,
) -> Counting:  # fmt: skip
    """Return how it is counted, from the values of the options."""
    return Counting(
        detour=detour, decay=Decay(decay), streets=streets, national=national,
        unstated_capacity=unstated, fresh_months=fresh_months,
    )  # fmt: skip


@click.command("how-sure")
@click.option("--weights", type=click.Choice(list(PRIORS)), default=sureness.USUAL,
              show_default=True, help="Which other weights are tried.")  # fmt: skip
@click.option("--draws", type=click.IntRange(10, 100_000), default=1_000, show_default=True,
              help="How many weightings.")  # fmt: skip
@click.option("--grouped", is_flag=True, help="Wards or neighbourhoods instead of areas.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path),
              help="Write all areas as a table: .csv.")  # fmt: skip
@counting_options
@click.pass_obj
def how_sure(
    session: Session, /, weights: str, draws: int, grouped: bool, as_json: bool, out: Path | None,
    **how: Any,
) -> None:  # fmt: skip
    """Say which areas stay in the tenth with the largest gaps, however it is counted."""
    engine = session.engine
    view = workflow.officers_view(engine, session.place(engine).place_id)
    vision = workflow.vision_in_use(view.holdings)
    counting = counting_of(**how)
    found = workflow.assessment(view, vision, counting)
    labels = area_labels(view.holdings)
    groups = groups_of(labels) if grouped else None
    sure = sureness.sureness(found, PRIORS[weights], groups, draws=draws)
    told = sureness.changes(
        found, sureness.other_ways(view, vision, counting),
        lambda other: workflow.assessment(view, vision, other), groups,
    )  # fmt: skip
    if out:
        out.write_bytes(csv_bytes(as_table(sure), for_excel=False))
    if as_json:
        click.echo(json.dumps(_as_data(sure, told), ensure_ascii=False))
        return
    for line in (*_lines(view, sure, told), f"{weighed_by(vision)}."):
        click.echo(line)


def as_table(sure: Sureness) -> pd.DataFrame:
    """Return how sure each rank is, in columns that scripts can rely on."""
    return sure.table.assign(flips=["; ".join(names) for names in sure.table["flips"]])


def _as_data(sure: Sureness, told: list[Change]) -> dict[str, Any]:
    rows = sure.table.astype(object).where(sure.table.notna(), None)
    return {
        "places": sure.places, "firm": sure.firm, "open": sure.open, "draws": sure.shares.draws,
        "areas": rows.to_dict("records"),
        "other_ways": [
            vars(one) | {"likeness": None if one.likeness != one.likeness else one.likeness}
            for one in told
        ],
    }  # fmt: skip


def _lines(view: View, sure: Sureness, told: list[Change]) -> list[str]:
    if not sure.places:
        return [say("No data on need yet")]
    labels = area_labels(view.holdings)
    calls = dict(zip(labels["area_code"], labels["label"], strict=True))
    lines = [
        say("Of the {places} with the largest gaps, {firm} stay there in at least 90 of 100 "
            "weightings; {open} could go either way.",
            places=sure.places, firm=sure.firm, open=sure.open)
    ]  # fmt: skip
    often = sure.table[sure.table["share"] > 0]
    lines += [
        say("{rank}. {area}: about {share} of 100", rank=decimal(rank), area=calls.get(key, key),
            share=decimal(100 * share))
        for key, rank, share in zip(often["key"].astype(str), often["rank"].astype(float),
                                    often["share"].astype(float), strict=True)
    ]  # fmt: skip
    lines += [
        say("{way}: {stay} of {places} stay", way=one.way, stay=len(one.stay),
            places=len(one.stay) + len(one.leave))
        for one in told
    ]  # fmt: skip
    return lines
