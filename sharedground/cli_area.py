"""An area, or a neighbourhood of one's own, on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, Protocol

import click
import geopandas as gpd
import shapely
from sqlalchemy.engine import Engine

from sharedground import code_point, grounds, portrait, portrait_words, surroundings, workflow
from sharedground.access import Role
from sharedground.analysis import neighbourhood, walking
from sharedground.analysis.assessment import Assessment
from sharedground.analysis.freshness import STALE_MONTHS
from sharedground.analysis.neighbourhood import Neighbourhood
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.export.table import csv_bytes
from sharedground.intake.read import read_file
from sharedground.intake.values import postcode
from sharedground.model.counting import Counting
from sharedground.model.place import Place
from sharedground.paper import profile_pdf
from sharedground.portrait import Portrait
from sharedground.store import loading
from sharedground.surroundings import area_labels
from sharedground.telling.profile import profile
from sharedground.views import View, view_for
from sharedground.vision_words import weighed_by
from sharedground.words import say

_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


class Session(Protocol):
    """The database and place that this call works on."""

    @property
    def engine(self) -> Engine:
        """Return the database."""

    def place(self, engine: Engine) -> Place:
        """Return the place."""


@click.command("area")
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--shape", type=_FILE, help="A file with an outline instead, such as GeoJSON.")
@click.option("--near", default="", metavar="POSTCODE", help="All within a walk of a postcode.")
@click.option("--minutes", default=walking.USUAL, show_default=True, help="On foot, with --near.",
              type=click.IntRange(1, 60))  # fmt: skip
@click.option("--with", "beside", multiple=True, metavar="CODE",
              help="Areas to set beside it. May be repeated.")  # fmt: skip
@click.option("--for", "audience", type=click.Choice(["everyone", "officers"]), default="everyone",
              show_default=True, help="Officers' figures use true positions.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path),
              help="Write it as a table: .csv.")  # fmt: skip
@click.pass_obj
def area(
    session: Session, codes: tuple[str, ...], shape: Path | None, near: str, minutes: int,
    beside: tuple[str, ...], audience: str, as_json: bool, out: Path | None,
) -> None:  # fmt: skip
    """Say who lives in areas, a shape or near a postcode, what is needed and what is in reach."""
    if bool(codes) + bool(shape) + bool(near) != 1:
        raise click.UsageError(say("Give codes of areas, or --shape FILE, or --near POSTCODE."))
    engine = session.engine
    place = session.place(engine)
    view = _view(engine, place, audience)
    if view.areas.empty:
        workflow.assessment(view, workflow.vision_in_use(view.holdings))  # says what is missing
    if shape is not None:
        mine, name = _of_file(view, shape), shape.stem
    elif near:
        mine, name = _near(engine, view, near, minutes)
    else:
        mine, name = _of_codes(view, codes)
    told = _told(view, mine, name)
    other = _told(view, *_of_codes(view, beside)) if beside else None
    _print(told, other, place, as_json=as_json, out=out)
    if not as_json:
        click.echo(f"{weighed_by(workflow.vision_in_use(view.holdings))}.")


def _view(engine: Engine, place: Place, audience: str) -> View:
    if audience == "officers":
        return workflow.officers_view(engine, place.place_id)
    return view_for(loading.load(engine, place.place_id), Role.READER)


def _crs(view: View) -> str:
    return str(view.holdings.place.metric_crs)


def _of_codes(view: View, codes: tuple[str, ...]) -> tuple[Neighbourhood, str]:
    mine = neighbourhood.of_areas(view.areas, codes, _crs(view))
    labels = area_labels(view.holdings).set_index("area_code")["label"]
    return mine, ", ".join(str(labels[code]) for code in mine.codes[:3]) + (
        ", …" if len(mine.codes) > 3 else ""
    )


def _of_file(view: View, path: Path) -> Neighbourhood:
    """Return the neighbourhood that the outlines in a file hold together.

    Raises
    ------
    SharedGroundError
        "shape.none" when the file has no outline.
    """
    outlines = []
    for layer in read_file(path.name, path.read_bytes()).tables:
        if layer.geometry is None:
            continue
        shapes = shapely.from_wkb([one for one in layer.geometry if one is not None])
        crs = layer.crs_wkt or neighbourhood.DEGREES
        outlines.append(gpd.GeoSeries(shapes, crs=crs).to_crs(neighbourhood.DEGREES))
    found = [one for each in outlines for one in each if shapely.get_dimensions(one) == 2]
    if not found:
        raise SharedGroundError(
            "shape.none",
            say("{file} has no outline of an area. Draw one and save it as GeoJSON.",
                file=path.name), file=path.name,
        )  # fmt: skip
    whole = shapely.union_all([shapely.make_valid(shapely.force_2d(one)) for one in found])
    return neighbourhood.of_shape(view.areas, whole, _crs(view))


def _near(engine: Engine, view: View, words: str, minutes: int) -> tuple[Neighbourhood, str]:
    """Return what lies within a walk of a postcode.

    Raises
    ------
    NotFoundError
        "postcode.unknown" when nobody knows where it is.
    """
    place, code = view.holdings.place, postcode(words)
    at = loading.postcodes_of(engine, place.place_id, [code]).get(code)
    if at is None and code_point.covers(place):
        known = code_point.positions([code]).get(code)
        at = (known.lon, known.lat) if known else None
    if at is None:
        raise NotFoundError(
            "postcode.unknown",
            say("We do not know the postcode {words}. Check the letter O and the number 0.",
                words=words), postcode=words,
        )  # fmt: skip
    mine = neighbourhood.of_walk(view.areas, at[:2], minutes, place.detour_factor, _crs(view))
    return mine, neighbourhood.walk_name(minutes, code)


def _told(view: View, mine: Neighbourhood, name: str) -> Portrait:
    vision = workflow.vision_in_use(view.holdings)
    if not vision.outcomes:
        return portrait.portrait(view, mine, name, None)
    found = workflow.assessment(view, vision)
    others: tuple[Assessment, ...] = ()
    if grounds.stale_ids(view, STALE_MONTHS):
        others = (workflow.assessment(view, vision, Counting(fresh_months=STALE_MONTHS)),)
    return portrait.portrait(view, mine, name, found, others=others)


def _print(
    told: Portrait, other: Portrait | None, place: Place, *, as_json: bool, out: Path | None
) -> None:
    if out is not None:
        table = portrait_words.comparison_table(told, other) if other else (
            portrait_words.table(told)
        )  # fmt: skip
        out.write_bytes(csv_bytes(table, for_excel=False))
    if as_json:
        data = portrait.as_data(told)
        if other is not None:
            data["beside"] = portrait.as_data(other)
        click.echo(json.dumps(data, ensure_ascii=False))
        return
    for line in _lines(told, place):
        click.echo(line)
    if other is not None:
        click.echo(say("Beside {area}:", area=other.name))
        for line in portrait_words.sentences(told, other):
            click.echo(f"  {line}")


def _lines(told: Portrait, place: Place) -> list[str]:
    people, base = portrait_words.people_in_words(told)
    lines = [
        told.name,
        say("  People: {people} ({base})", people=people, base=base),
        say("  Places: {n}", n=told.places),
        *(f"  {line}" for line in portrait_words.made_of(told, place.name)),
        *(f"  {line}" for line in portrait_words.firm_words(told)),
    ]
    return [
        *lines,
        *(f"  {portrait_words.outcome_words(row)}" for row in told.rows.to_dict("records")),
    ]


@click.command("profile")
@click.argument("area", default="", metavar="[AREA]")
@click.option("--shape", type=_FILE, help="A file with an outline instead, such as GeoJSON.")
@click.option("-o", "--out", required=True, type=click.Path(dir_okay=False, path_type=Path),
              help="Where to write the page: .pdf.")  # fmt: skip
@click.pass_obj
def one_page(session: Session, area: str, shape: Path | None, out: Path) -> None:
    """Write one A4 page about an area, a ward or a neighbourhood (its code or name), or a shape.

    It is made of what everyone may see.
    """
    if bool(area) + bool(shape) != 1:
        raise click.UsageError(say("Give the code or the name of an area, or --shape FILE."))
    engine = session.engine
    view = view_for(loading.load(engine, session.place(engine).place_id), Role.READER)
    if shape is not None:
        mine, name = _of_file(view, shape), shape.stem
    else:
        codes, name = surroundings.named(view.holdings, area)
        mine = neighbourhood.of_areas(view.areas, codes, _crs(view))
    told = profile(view, workflow.vision_in_use(view.holdings), mine, name)
    out.write_bytes(profile_pdf(told))
    click.echo(say("One page about {area}: {file}", area=name, file=str(out)))


COMMANDS: Final = (area, one_page)
