"""What the map can do, on the command line: which places fit a choice, and its picture."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

import click
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy.engine import Engine

from sharedground import exports, finding, finding_words, pictures, workflow
from sharedground.access import Role
from sharedground.analysis import walking
from sharedground.analysis.choosing import FRESH, Facet, all_of, directly
from sharedground.analysis.classes import Cut
from sharedground.analysis.freshness import today_in
from sharedground.analysis.opening_times import PARTS
from sharedground.analysis.summing_up import sentence
from sharedground.colouring import (
    BOTH,
    EVERYTHING,
    NOTHING,
    PEOPLE,
    colouring,
    figures_of,
    fills_of,
)
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.exports import Form
from sharedground.finding import Spot
from sharedground.model.category import BY_CODE
from sharedground.model.place import Place
from sharedground.model.vision import Vision
from sharedground.pictures import PictureForm, Wanted
from sharedground.store import loading
from sharedground.surroundings import area_labels
from sharedground.views import View, view_for
from sharedground.withheld import CELL
from sharedground.words import say

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_STEP_FREE: Final = {"yes": ("yes",), "in-part": ("yes", "in part")}
_OUT: Final = click.Path(dir_okay=False, path_type=Path)
_Command = TypeVar("_Command", bound=Callable[..., Any])


class Session(Protocol):
    """The database and place that a call works on."""

    @property
    def engine(self) -> Engine:
        """Return the database."""

    def place(self, engine: Engine) -> Place:
        """Return the place."""


def _choice(command: _Command) -> _Command:
    """Give a command the options that places are chosen by: those of the map."""
    options = (
        click.option("--kind", "kinds", multiple=True, type=click.Choice(sorted(BY_CODE)),
                     metavar="CODE", help="Kind of place, such as library. May be repeated."),
        click.option("--words", default="", help="Words of its name, address or organisation."),
        click.option("--serves", multiple=True, metavar="OUTCOME",
                     help="An outcome that it serves, by code or name. May be repeated."),
        click.option("--directly", is_flag=True, help="With --serves: only what serves it "
                     "directly."),
        click.option("--run-by", "partners", multiple=True, metavar="NAME",
                     help="Who runs it. May be repeated."),
        click.option("--open", "day", type=click.Choice([finding.NOW, *DAYS]),
                     help="Open on this day, or now."),
        click.option("--part", default="any", type=click.Choice(list(PARTS)),
                     help="Of that day."),
        click.option("--unsaid", is_flag=True,
                     help="With --open: also places that do not say when they are open."),
        click.option("--step-free", type=click.Choice(list(_STEP_FREE)),
                     help="With step-free access, or at least in part."),
        click.option("--free", is_flag=True, help="Only what is free."),
        click.option("--checked", is_flag=True, help="Only what somebody checked lately."),
        click.option("--area", default="", metavar="AREA",
                     help="A neighbourhood, ward or area, by name or code."),
        click.option("--near", default="", metavar="WHERE",
                     help="A postcode, or a point as LATITUDE,LONGITUDE."),
        click.option("--within", default=0, type=click.IntRange(0, 120), metavar="MINUTES",
                     help="Minutes on foot, with --near. Default: any."),
        click.option("--for", "audience", type=click.Choice(["everyone", "officers"]),
                     default="everyone", show_default=True,
                     help="Officers get contacts and true positions."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(frozen=True, eq=False)
class Found:
    """What fits a choice.

    Parameters
    ----------
    places
        As from `finding.numbered`, in order, with `minutes` and `inside`.
    title
        The area that was asked for, "" for the whole place.
    """

    view: View
    vision: Vision
    places: pd.DataFrame
    told: str
    title: str
    outline: BaseGeometry | None
    spot: Spot | None
    within: int

    @property
    def inside(self) -> pd.DataFrame:
        """The places that lie in the area."""
        return self.places[self.places["inside"].astype(bool)]


@click.command("places")
@_choice
@click.option("--form", type=click.Choice(["text", "json", *(f.value for f in exports.LIST_FORMS)]),
              help="Default: by the file's ending, else text.")  # fmt: skip
@click.option("-o", "--out", type=_OUT, help="File to write. Needed for xlsx.")
@click.pass_obj
def places(session: Session, /, form: str | None, out: Path | None, **given: Any) -> None:
    """List the places that fit, as the map does, with the sentence that says what they are."""
    form = form or (out.suffix.lstrip(".").lower() if out else "text")
    made = _written(_found(session, given), form, to_file=out is not None)
    if out is not None:
        out.write_bytes(made)
    else:
        click.echo(made.decode(), nl=False)


@click.command("picture")
@_choice
@click.option("--colour", default=NOTHING, metavar="WHAT",
              help="nothing, people, need, need-and-places, or an outcome.")  # fmt: skip
@click.option("--cut", default=Cut.ALIKE.value, show_default=True,
              type=click.Choice([each.value for each in Cut]), help="How.")  # fmt: skip
@click.option("--form", type=click.Choice([form.value for form in PictureForm]),
              help="Default: by the file's ending.")  # fmt: skip
@click.option("-o", "--out", type=_OUT, required=True, help="File to write: .png or .svg.")
@click.pass_obj
def picture(
    session: Session, /, colour: str, cut: str, form: str | None, out: Path, **given: Any
) -> None:
    """Draw the map of the places that fit, with what it means and where it comes from."""
    chosen = form or out.suffix.lstrip(".").lower()
    if chosen not in set(PictureForm):
        raise click.UsageError(say("Let the file end in .png or .svg, or say --form."))
    found = _found(session, given)
    view, vision = found.view, found.vision
    what = _colour_named(colour, vision)
    assessed = workflow.assessment(view, vision) if vision.outcomes else None
    shown = colouring(view, what, assessed, Cut(cut))
    wanted = Wanted(
        places=found.places, told=found.told, title=found.title,
        fills=fills_of(shown) if shown else None, figures=figures_of(shown) if shown else "",
        chosen=found.outline, here=found.spot.point if found.spot else None,
        reach_m=walking.metres_within(found.within, view.holdings.place.detour_factor),
    )  # fmt: skip
    out.write_bytes(pictures.picture(view, wanted, PictureForm(chosen)).content)
    click.echo(say("{file}: {told}", file=str(out), told=found.told))


def _found(session: Session, given: dict[str, Any]) -> Found:
    engine = session.engine
    place = session.place(engine)
    view = (
        workflow.officers_view(engine, place.place_id) if given["audience"] == "officers"
        else view_for(loading.load(engine, place.place_id), Role.READER)
    )  # fmt: skip
    vision = workflow.vision_in_use(view.holdings)
    if view.areas.empty:
        workflow.assessment(view, vision)  # says what is missing
    labels = area_labels(view.holdings)
    every = finding.numbered(view, labels, today_in(view.holdings.place))
    spot = _spot(engine, view, given["near"]) if given["near"] else None
    if given["within"] and spot is None:
        raise click.UsageError(say("--within needs --near: a postcode or a point."))
    detour, chosen = view.holdings.place.detour_factor, _chosen(given, vision, every)
    known = finding.by_distance(every[every["lon"].notna()], spot.point if spot else None, detour)
    day = next(iter(chosen.get(Facet.OPEN, ())), "")
    if day:
        at = finding.moment(view, day, given["part"], finding.now_in(view))
        known = finding.opened(known, at)
    fit = finding.masks(known, chosen, vision, words=given["words"], within=given["within"],
                        unsaid=given["unsaid"])  # fmt: skip
    fitting = known[all_of(fit, len(known))]
    title, codes = _area(given["area"], labels)
    inside = fitting["area_code"].isin(codes) | (spot is not None) | (not title)
    fitting = fitting.assign(inside=inside)
    mine = labels["area_code"].isin(codes).to_numpy(bool)
    outline = shapely.union_all(view.areas.geometry.to_numpy()[mine]) if title else None
    what = finding_words.what_is_shown(chosen, given["words"], given["part"], vision)
    told = _told(view, fitting, what, title, codes, spot, given)
    return Found(view, vision, fitting, told, title, outline, spot, given["within"])


def _told(
    view: View, fitting: pd.DataFrame, what: str, title: str, codes: list[str], spot: Spot | None,
    given: dict[str, Any],
) -> str:  # fmt: skip
    inside = fitting[fitting["inside"]]
    if spot is not None:
        return finding_words.near(what, inside, given["within"], spot.name)
    reach = None
    if view.holdings.place.metric_crs and not given["words"]:
        reach = finding_words.reach(view, fitting, codes, finding_words.middles(view),
                                    finding_words.positions(view))  # fmt: skip
    return sentence(what, len(inside), title, reach)


def _chosen(
    given: dict[str, Any], vision: Vision, every: pd.DataFrame
) -> dict[Facet, tuple[str, ...]]:
    codes = tuple(_outcome(name, vision) for name in given["serves"])
    day = given["day"]
    chosen = {
        Facet.KIND: tuple(given["kinds"]),
        Facet.SERVES: tuple(directly(code) for code in codes) if given["directly"] else codes,
        Facet.RUN_BY: tuple(_partner(name, every) for name in given["partners"]),
        Facet.OPEN: () if not day else (day if day == finding.NOW else str(DAYS.index(day)),),
        Facet.ACCESS: _STEP_FREE.get(given["step_free"] or "", ()),
        Facet.COST: ("free",) if given["free"] else (),
        Facet.CHECKED: (FRESH,) if given["checked"] else (),
    }
    return {facet: values for facet, values in chosen.items() if values}


def _outcome(name: str, vision: Vision) -> str:
    """Return the code of an outcome by its code or name.

    Raises
    ------
    NotFoundError
        "outcome.unknown" when there is none.
    """
    known = {outcome.code.casefold(): outcome.code for outcome in vision.outcomes}
    known |= {outcome.name.casefold(): outcome.code for outcome in vision.outcomes}
    if name.casefold() not in known:
        told = ", ".join(f"{outcome.code} {outcome.name}" for outcome in vision.outcomes)
        raise NotFoundError("outcome.unknown", say("There is no outcome {name}. There are: "
                            "{names}.", name=name, names=told or say("none")))  # fmt: skip
    return str(known[name.casefold()])


def _partner(name: str, every: pd.DataFrame) -> str:
    known: dict[str, str] = {
        one.casefold(): one for one in every["runner"].astype(str).unique() if one
    }
    if name.casefold() not in known:
        raise NotFoundError(
            "partner.unknown", say("No place is run by {name}. Check how it is written.", name=name)
        )
    return known[name.casefold()]


def _colour_named(name: str, vision: Vision) -> str:
    """Return what is coloured, by the words of the command line."""
    plain = {NOTHING: NOTHING, PEOPLE: PEOPLE, "need": EVERYTHING,
             "need-and-places": f"{BOTH}{EVERYTHING}"}  # fmt: skip
    return plain.get(name) or _outcome(name, vision)


def _area(name: str, labels: pd.DataFrame) -> tuple[str, list[str]]:
    """Return what an area is called, and its codes; "" and every code where none was named.

    Raises
    ------
    NotFoundError
        "area.unknown" when there is none.
    """
    if not name:
        return "", labels["area_code"].tolist()
    for column, shown in (("group", "group"), ("area_code", "label"), ("label", "label")):
        mine = labels[labels[column].astype(str).str.casefold() == name.casefold()]
        if len(mine):
            return str(mine[shown].iloc[0]), mine["area_code"].tolist()
    raise NotFoundError("area.unknown", say("There is no area called {name}. Use the name or code "
                        "that the map shows.", name=name))  # fmt: skip


def _spot(engine: Engine, view: View, where: str) -> Spot:
    """Return a point by its postcode or its coordinates.

    Raises
    ------
    NotFoundError
        "postcode.unknown" when nobody knows where it is.
    """
    pair = where.split(",")
    if len(pair) == 2:
        try:
            lat, lon = float(pair[0]), float(pair[1])
        except ValueError:
            lat = lon = float("nan")
        if abs(lat) <= 90 and abs(lon) <= 180:
            return Spot(f"{lat:g}, {lon:g}", lon, lat)
    spot = finding.found_postcode(engine, view, where)
    if spot is None:
        raise NotFoundError("postcode.unknown", say(
            "We do not know the postcode {words}. Check the letter O and the number 0.",
            words=where), postcode=where)  # fmt: skip
    return spot


def _written(found: Found, form: str, *, to_file: bool) -> bytes:
    inside = found.inside
    if form == "text":
        return ("\n".join([found.told, *map(_line, inside.to_dict("records"))]) + "\n").encode()
    if form == "json":
        return _as_json(found)
    if form not in {one.value for one in exports.LIST_FORMS} or (form == "xlsx" and not to_file):
        raise SharedGroundError(
            "export.form",
            say("Say the format with --form, and the file with -o for xlsx. Formats: {forms}.",
                forms=", ".join(("text", "json", *exports.LIST_FORMS))),
        )  # fmt: skip
    ids = inside["asset_id"].tolist()
    return exports.export_list(found.view, ids, Form(form), found.told, for_excel=False).content


def _line(place: dict[Any, Any]) -> str:
    """Return a place as a line; what would move the cursor of a terminal is left out."""
    told = [str(place["name"]), finding.kind_name(str(place["category"]))]
    if not _hidden(place):
        told.append(str(place["address"] or place["label"] or ""))
        if not np.isnan(place["minutes"]):
            told.append(say("{n} min on foot", n=round(place["minutes"])))
    line = "; ".join(part for part in told if part)
    return "".join(letter if letter.isprintable() else " " for letter in line)


def _hidden(place: dict[Any, Any]) -> bool:
    return bool(place["placed_by"] == CELL)


def _as_json(found: Found) -> bytes:
    rows = [
        {
            "asset_id": place["asset_id"], "name": place["name"], "category": place["category"],
            "area_code": place["area_code"], "lon": place["lon"], "lat": place["lat"],
            "minutes": None if _hidden(place) or np.isnan(place["minutes"]) else
            round(float(place["minutes"]), 1),
            "approximate": place["precision"] == "approximate",
        }
        for place in found.inside.to_dict("records")
    ]  # fmt: skip
    told = {"told": found.told, "count": len(rows), "places": rows}
    return (json.dumps(told, ensure_ascii=False) + "\n").encode()


COMMANDS: Final = (places, picture)
