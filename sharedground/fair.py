"""Who is reached, and who covers whom: by the whole vision, an outcome or a kind of place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground import grounds, workflow
from sharedground.analysis.assessment import ALL, Assessment, State
from sharedground.analysis.by_kind import vision_of_kinds
from sharedground.analysis.cover import Cover, cover, reached_by
from sharedground.analysis.fairness import Fairness, Range, fairness
from sharedground.analysis.hot_spots import HotSpots, hot_spots
from sharedground.analysis.pairing import reached_of
from sharedground.analysis.reach import Floats
from sharedground.errors import NotFoundError
from sharedground.model.category import BY_CODE
from sharedground.model.counting import USUAL, Counting
from sharedground.model.vision import Vision
from sharedground.views import View
from sharedground.words import say

COVER_COLUMNS: Final = ("who", "partner", "places", "people", "alone", "unnamed_too", "shared",
                        "share")  # fmt: skip
SPOT_COLUMNS: Final = ("area_code", "area_name", "people", "gap", "z", "q", "cluster")


@dataclass(frozen=True, eq=False)
class Asked:
    """What is asked of fairness.

    Parameters
    ----------
    code
        "ALL", the code of an outcome, or that of a kind of place.
    name
        What people read; "" for the whole vision.
    kind
        Whether it is a kind of place.
    reach_m
        How far people go for it, in metres on foot; NaN for the whole vision.
    """

    code: str
    name: str
    kind: bool
    reach_m: float


@dataclass(frozen=True, eq=False)
class Fair:
    """An answer: how what is in reach lies along need, and whom partners cover.

    Parameters
    ----------
    fairness
        Access is in places per 1,000 people; for the whole vision in 0 to 100, how much of what is
        wanted is in reach.
    found
        The assessment it was made from.
    gap, spots
        Shape (areas,): the gap of each area, and where large ones lie together.
    people_near_edge
        People in the figures who may be served by places outside that nobody has loaded.
    left_out
        Outcomes that no place serves: having "one in reach for each outcome" leaves them out.
    """

    asked: Asked
    fairness: Fairness
    cover: Cover
    found: Assessment
    gap: Floats
    spots: HotSpots
    people_near_edge: float
    left_out: tuple[str, ...] = ()


def look(
    view: View, vision: Vision, counting: Counting = USUAL, *, outcome: str = "", kind: str = ""
) -> Fair:
    """Say who is reached.

    Parameters
    ----------
    outcome, kind
        Code or name of an outcome, or code of a kind of place; neither is the whole vision.

    Raises
    ------
    NotFoundError
        "outcome.unknown", "kind.unknown", "kind.unused".
    SharedGroundError
        "areas.none" when the place has no areas yet.
    """
    if not kind:
        return of_outcome(view, workflow.assessment(view, vision, counting), outcome or ALL)
    turned = turned_to(vision, kind)
    return of_outcome(view, workflow.assessment(view, turned, counting), kind, kind=True)


def turned_to(vision: Vision, kind: str) -> Vision:
    """Return the vision kind by kind (`analysis.by_kind`), once it is sure that this one is in it.

    Raises
    ------
    NotFoundError
        "kind.unknown", "kind.unused".
    """
    turned = vision_of_kinds(vision)
    if kind not in BY_CODE:
        raise NotFoundError(
            "kind.unknown", say("There is no kind of place called {name}.", name=kind), kind=kind
        )
    if kind not in {one.code for one in turned.outcomes}:
        raise NotFoundError(
            "kind.unused",
            say("{name}: this kind of place serves no outcome of the vision, so nobody has said "
                "which need it is for.", name=say(BY_CODE[kind].name)), kind=kind,
        )  # fmt: skip
    return turned


def of_outcome(
    view: View,
    found: Assessment,
    outcome: str = ALL,
    *,
    kind: bool = False,
    areas: pd.DataFrame | None = None,
) -> Fair:
    """Say who is reached of the whole vision (`ALL`), or of an outcome by its code or name.

    Parameters
    ----------
    kind
        Whether the outcomes of `found` are kinds of place, as `turned_to` returns them.
    areas
        x and y of each area, as `grounds.ground` has them: to find them takes a while where there
        are very many areas.

    Raises
    ------
    NotFoundError
        "outcome.unknown".
    """
    here = grounds.ground(view, found.counting).areas if areas is None else areas
    if outcome == ALL:
        wanted = found.weights > 0
        served = wanted & ~found.nothing_serves
        reached = np.asarray(_reached(found)[:, served].all(axis=1) & served.any(), dtype=bool)
        asked = Asked(ALL, "", False, float("nan"))
        need, gap = (found.totals[name].to_numpy(dtype=float) for name in ("need", "gap"))
        left_out = [
            one.name
            for one, missing in zip(found.vision.outcomes, wanted & ~served, strict=True)
            if missing
        ]
        return _fair(
            view, found, here, asked, need, reached_of(found), reached, gap, tuple(left_out)
        )
    at = found.position(outcome)
    one = found.vision.outcomes[at]
    return _fair(
        view, found, here, Asked(one.code, one.name, kind, one.reach_m), found.need[:, at],
        found.access[:, at], _reached(found)[:, at], found.gap[:, at],
    )  # fmt: skip


def who_runs(view: View) -> pd.Series:
    """Return the name of who runs each asset, by `asset_id`; "" where nobody is named.

    Partners go by the name in their own list; other names are one whatever their case.
    """
    assets = view.assets
    partners = view.holdings.partners.set_index("partner_id")["name"]
    said = assets["organization"].fillna("").astype(str).str.split().str.join(" ")
    names = assets["partner_id"].map(partners).astype(object)
    names = names.where(names.notna(), said).astype(str).str.strip()
    spelling = names.groupby(names.str.casefold()).agg("first")
    return names.str.casefold().map(spelling).set_axis(assets["asset_id"]).astype(object)


def as_data(fair: Fair) -> dict[str, Any]:
    """Return who is reached as plain values for JSON; None is no data. Keys are only ever added."""
    found, asked = fair.fairness, fair.asked
    return {
        "of": asked.code, "name": asked.name, "kind_of_place": asked.kind,
        "reach_m": _plain(asked.reach_m), "unit": unit(asked), "finding": found.finding.value,
        "index": _range(found.index), "gini": _plain(found.spread),
        "half_with_more_need": _range(found.more), "half_with_less_need": _range(found.less),
        "people": _plain(found.people), "people_no_data": _plain(found.people_no_data),
        "areas": found.areas, "areas_no_data": found.areas_no_data,
        "areas_without_people": found.areas_without_people,
        "areas_people_unknown": found.areas_people_unknown,
        "people_near_edge": _plain(fair.people_near_edge), "outcomes_left_out": list(fair.left_out),
        "tenths": _rows(found.tenths),
        "clusters": int(fair.spots.hot.sum()) if fair.spots.enough else None,
    }  # fmt: skip


def cover_data(fair: Fair) -> dict[str, Any]:
    """Return who covers whom as plain values for JSON. Keys are only ever added."""
    found, asked = fair.cover, fair.asked
    names = found.partners["partner"].tolist()
    return {
        "of": asked.code, "name": asked.name, "kind_of_place": asked.kind,
        "people": _plain(found.people), "joint": _plain(found.joint),
        "by_one_alone": _plain(found.by_one), "unnamed": _plain(found.unnamed),
        "only_unnamed": _plain(found.only_unnamed), "uncovered": _plain(found.uncovered),
        "partners": found.partners_in_all, "areas_people_unknown": found.areas_people_unknown,
        "rows": _rows(cover_table(found)),
        "overlap": [
            {"partner": name, "with": dict(zip(names, map(_plain, row), strict=True))}
            for name, row in zip(names, found.overlap.tolist(), strict=True)
        ],
    }  # fmt: skip


def unit(asked: Asked) -> str:
    """Return the unit of access: a promise to scripts."""
    return "of 100" if asked.code == ALL else "places per 1,000 people"


def cover_table(found: Cover) -> pd.DataFrame:
    """Return who covers whom as one table, as it is given away: `COVER_COLUMNS`.

    `who` is "partner", "rest" (all other partners taken as one) or "nobody named" (places that no
    organisation is named for: no partner, so without a share).
    """
    rows = [found.partners.assign(who="partner")]
    if len(found.rest):
        rows.append(found.rest.assign(who="rest"))
    if found.unnamed_places:
        nobody = {"who": "nobody named", "partner": "", "places": found.unnamed_places,
                  "people": found.unnamed, "alone": found.only_unnamed, "unnamed_too": 0.0,
                  "shared": found.unnamed - found.only_unnamed, "share": np.nan}  # fmt: skip
        rows.append(pd.DataFrame([nobody]))
    table = pd.concat([each for each in rows if len(each)] or rows[:1], ignore_index=True)
    return table[list(COVER_COLUMNS)]


def spot_table(fair: Fair) -> pd.DataFrame:
    """Return each area with its gap, z, q and whether it is in a cluster, as it is given away."""
    found = fair.found.areas[["area_code", "area_name", "people"]]
    return found.assign(gap=fair.gap, z=fair.spots.z, q=fair.spots.q, cluster=fair.spots.hot)[
        list(SPOT_COLUMNS)
    ]


def _fair(
    view: View,
    found: Assessment,
    here: pd.DataFrame,
    asked: Asked,
    need: Floats,
    access: Floats,
    reached: NDArray[np.bool_],
    gap: Floats,
    left_out: tuple[str, ...] = (),
) -> Fair:
    people = found.areas["people"].to_numpy(dtype=float)
    # along streets, whom anyone reaches in an area off the network is not known
    known = np.where(here["x"].notna(), people, np.nan)
    return Fair(
        asked=asked,
        fairness=fairness(need, access, reached, people),
        cover=cover(reached_by(found, who_runs(view), asked.code), known),
        found=found,
        gap=gap,
        spots=hot_spots(gap, here[["x", "y"]].to_numpy(dtype=float)),
        people_near_edge=_near_edge(found, asked.code, people),
        left_out=left_out,
    )


def _reached(found: Assessment) -> NDArray[np.bool_]:
    return np.column_stack([behind.reached > 0 for behind in found.served])


def _near_edge(found: Assessment, outcome: str, people: Floats) -> float:
    edge = found.state == State.EDGE.value
    edge = edge.any(axis=1) if outcome == ALL else edge[:, found.position(outcome)]
    return float(np.nansum(np.where(edge, people, 0.0)))


def _range(found: Range) -> dict[str, float | None]:
    return {name: _plain(value) for name, value in found._asdict().items()}


def _rows(table: pd.DataFrame) -> list[Mapping[str, Any]]:
    return [
        {str(key): _plain(value) if isinstance(value, float) else value
         for key, value in row.items()}
        for row in table.to_dict("records")
    ]  # fmt: skip


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 6)
