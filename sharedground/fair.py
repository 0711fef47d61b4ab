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
from sharedground.analysis.cover import Cover, cover, reached_by
from sharedground.analysis.evidence import strongest
from sharedground.analysis.fairness import Fairness, Range, fairness
from sharedground.analysis.gaps import gap_of
from sharedground.analysis.hot_spots import HotSpots, hot_spots
from sharedground.analysis.pairing import reached_of
from sharedground.analysis.reach import Floats
from sharedground.errors import NotFoundError
from sharedground.model.category import BY_CODE
from sharedground.model.counting import USUAL, Counting
from sharedground.model.outcome import Outcome, Serving
from sharedground.model.vision import Vision
from sharedground.views import View
from sharedground.words import say

USUAL_REACH_M: Final = 1_200.0
"""Of a kind of place that serves nothing in the vision: about a quarter of an hour on foot."""

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
    people_near_edge
        People in the figures who may be served by places outside that nobody has loaded.
    left_out
        Outcomes that no place serves: having "one in reach for each outcome" leaves them out.
    """

    asked: Asked
    fairness: Fairness
    cover: Cover
    areas: pd.DataFrame
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
        "outcome.unknown", "kind.unknown".
    SharedGroundError
        "areas.none" when the place has no areas yet.
    """
    found = workflow.assessment(view, vision, counting)
    if not kind:
        return of_vision(view, found, outcome or ALL)
    return of_kind(view, found, workflow.assessment(view, kind_vision(vision, kind), counting))


def of_vision(view: View, found: Assessment, outcome: str = ALL) -> Fair:
    """Say who is reached of the whole vision (`ALL`), or of an outcome by its code or name."""
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
        return _fair(view, found, asked, need, reached_of(found), reached, gap, tuple(left_out))
    at = found.position(outcome)
    one = found.vision.outcomes[at]
    return _fair(
        view, found, Asked(one.code, one.name, False, one.reach_m), found.need[:, at],
        found.access[:, at], _reached(found)[:, at], found.gap[:, at],
    )  # fmt: skip


def of_kind(view: View, found: Assessment, one: Assessment) -> Fair:
    """Say who is reached by one kind of place; need is that of the whole vision.

    Parameters
    ----------
    found
        The assessment of the vision.
    one
        That of `kind_vision`, counted the same way.
    """
    (outcome,) = one.vision.outcomes
    need = found.totals["need"].to_numpy(dtype=float)
    gap = gap_of(need[:, None], one.access, one.target)[:, 0]
    asked = Asked(outcome.served_by[0].category, outcome.name, True, outcome.reach_m)
    return _fair(view, one, asked, need, one.access[:, 0], _reached(one)[:, 0], gap)


def kind_vision(vision: Vision, category: str) -> Vision:
    """Return a vision of one outcome: that there are places of one kind.

    Its reach is that of the outcome which the kind serves most directly; of several, the one
    with most weight.

    Raises
    ------
    NotFoundError
        "kind.unknown".
    """
    if category not in BY_CODE:
        raise NotFoundError(
            "kind.unknown", say("There is no kind of place called {name}.", name=category),
            kind=category,
        )  # fmt: skip
    serving = [
        (strongest(outcome)[category][0], outcome.weight, outcome.reach_m)
        for outcome in vision.outcomes
        if category in strongest(outcome)
    ]
    reach_m = max(serving)[2] if serving else USUAL_REACH_M
    name = say(BY_CODE[category].name)
    only = Outcome(code="kind", name=name, weight=1.0, reach_m=reach_m,
                   served_by=(Serving(category=category),))  # fmt: skip
    return Vision(title=name, outcomes=(only,))


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
    found = fair.areas[["area_code", "area_name", "people"]]
    return found.assign(gap=fair.gap, z=fair.spots.z, q=fair.spots.q, cluster=fair.spots.hot)[
        list(SPOT_COLUMNS)
    ]


def _fair(
    view: View,
    found: Assessment,
    asked: Asked,
    need: Floats,
    access: Floats,
    reached: NDArray[np.bool_],
    gap: Floats,
    left_out: tuple[str, ...] = (),
) -> Fair:
    people = found.areas["people"].to_numpy(dtype=float)
    here = grounds.ground(view, found.counting).areas
    of = ALL if asked.code == ALL or asked.kind else asked.code
    # along streets, whom anyone reaches in an area off the network is not known
    known = np.where(here["x"].notna(), people, np.nan)
    return Fair(
        asked=asked,
        fairness=fairness(need, access, reached, people),
        cover=cover(reached_by(found, who_runs(view), of), known),
        areas=found.areas,
        gap=gap,
        spots=hot_spots(gap, here[["x", "y"]].to_numpy(dtype=float)),
        people_near_edge=_near_edge(found, of, people),
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
