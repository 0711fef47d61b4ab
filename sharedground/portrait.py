"""A portrait of an area or of one's own neighbourhood: who lives there, need, and what is near.

What a role may see of a place is what its portraits are made of (`views`): a sensitive place counts
where the view has it, and is never called the nearest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from sharedground.analysis import walking
from sharedground.analysis.assessment import Assessment
from sharedground.analysis.evidence import strongest
from sharedground.analysis.neighbourhood import (
    REACHED,
    Neighbourhood,
    People,
    holds,
    in_metres,
    people_in,
    reached,
)
from sharedground.analysis.profile import PROFILE, profile
from sharedground.analysis.standing import Firmness, firmness, together
from sharedground.analysis.within import area_positions
from sharedground.views import View
from sharedground.withheld import CELL

ROWS: Final = (*PROFILE, "met", "verdict", "edge", "reach_m", *REACHED, "nearest_name",
               "indicators", "years", "source_ids")  # fmt: skip
"""What is told of each outcome."""

KINDS: Final = ("category", *REACHED, "nearest_name")
"""What is told of each kind of place."""


@dataclass(frozen=True, eq=False)
class Portrait:
    """What there is to say of an area or of a neighbourhood.

    Parameters
    ----------
    name
        As people call it.
    mine
        The areas it is made of.
    people
        How many live there.
    places
        How many listed places lie in it.
    squares
        How many of those are shown as a square only.
    rows
        One row per outcome, columns `ROWS`: need and reach beside the whole place (`profile`), how
        it stands (`standing.together`), and what serves it here and within its reach
        (`neighbourhood.reached`). Empty without a vision.
    kinds
        One row per kind of place that lies here or within a usual walk, most of them first.
    total
        How it stands for all outcomes together, as from `standing.together`; None without a vision.
    firm
        How firm that is; None without a vision.
    """

    name: str
    mine: Neighbourhood
    people: People
    places: int
    squares: int
    rows: pd.DataFrame
    kinds: pd.DataFrame
    total: pd.Series | None = None
    firm: Firmness | None = None


def places_of(view: View) -> pd.DataFrame:
    """Return the places of a view with the `area_code` that each lies in, "" in none."""
    lon, lat = (view.assets[c].to_numpy(dtype=float, na_value=np.nan) for c in ("lon", "lat"))
    codes = np.append(view.areas["area_code"].to_numpy(object), "")
    at = area_positions(view.areas, lon, lat)
    return view.assets.assign(area_code=codes[at], lon=lon, lat=lat)


def portrait(
    view: View,
    mine: Neighbourhood,
    name: str,
    found: Assessment | None,
    *,
    places: pd.DataFrame | None = None,
    others: Sequence[Assessment] = (),
) -> Portrait:
    """Return what there is to say of a neighbourhood.

    Parameters
    ----------
    mine
        As from `neighbourhood.of_areas`, `of_shape` or `of_walk`.
    found
        Of the whole place; None without a vision.
    places
        As from `places_of`; made here if None.
    others
        Other assessments of the place, for `standing.firmness`.
    """
    every = places_of(view) if places is None else places
    every = every.assign(hidden=(every["placed_by"] == CELL).to_numpy(bool))
    every = in_metres(every, str(view.holdings.place.metric_crs))
    here = holds(mine, every)
    rows = pd.DataFrame(columns=list(ROWS))
    if found is not None:
        rows = _by_outcome(view, mine, found, every, here)
    return Portrait(
        name=name,
        mine=mine,
        people=people_in(mine, view.holdings.population),
        places=int(here.sum()),
        squares=int((here & every["hidden"].to_numpy(bool)).sum()),
        rows=rows,
        kinds=_by_kind(view, mine, every, here),
        total=None if found is None else together(found, mine.shares),
        firm=None if found is None else firmness(found, mine.shares, others),
    )


def _by_outcome(
    view: View, mine: Neighbourhood, found: Assessment, every: pd.DataFrame, here: np.ndarray
) -> pd.DataFrame:
    table = profile(found, mine.shares).join(
        found.outcomes[["indicators", "years", "source_ids"]].set_axis(range(len(found.outcomes)))
    )
    rows: list[dict[str, object]] = []
    for row, outcome in zip(table.to_dict("records"), found.vision.outcomes, strict=True):
        serving = every["category"].isin(strongest(outcome)).to_numpy(bool)
        stands = together(found, mine.shares, outcome.code)
        near = _near(view, mine, every, here, serving, outcome.reach_m)
        stood = {"met": stands["met"], "verdict": stands["verdict"].value, "edge": stands["edge"]}
        rows.append({str(k): v for k, v in row.items()} | stood | near
                    | {"reach_m": outcome.reach_m})  # fmt: skip
    return pd.DataFrame(rows, columns=list(ROWS))


def _by_kind(
    view: View, mine: Neighbourhood, every: pd.DataFrame, here: np.ndarray
) -> pd.DataFrame:
    reach = walking.USUAL * walking.PACE
    rows = []
    for category in sorted(set(every["category"])):
        kind = (every["category"] == category).to_numpy(bool)
        near = _near(view, mine, every, here, kind, reach)
        if near["in_reach"]:
            rows.append({"category": category, **near})
    table = pd.DataFrame(rows, columns=list(KINDS))
    return table.sort_values(["in_reach", "category"], ascending=[False, True], kind="stable",
                             ignore_index=True)  # fmt: skip


def _near(
    view: View, mine: Neighbourhood, every: pd.DataFrame, here: np.ndarray, some: np.ndarray,
    reach_m: float,
) -> dict[str, object]:  # fmt: skip
    chosen = every[some]
    found = reached(mine, chosen, here[some], reach_m, view.holdings.place.detour_factor)
    named = chosen.loc[chosen["asset_id"] == found["nearest"], "name"]
    return found | {"nearest_name": str(named.iloc[0]) if len(named) else ""}


def as_data(told: Portrait) -> dict[str, Any]:
    """Return a portrait as plain values for JSON; None is no data. Keys are only ever added."""
    people, mine = told.people, told.mine
    data = {
        "name": told.name,
        "how": mine.how.value,
        "areas": [{"code": code, "share": round(share, 4)} for code, share in mine.shares.items()],
        "areas_in_part": mine.split,
        "beyond": round(mine.beyond, 3),
        "people": {
            "total": _whole(people.total),
            "known": _whole(people.known),
            "estimated": _whole(people.estimated),
            "areas_without_data": people.unknown,
            "years": list(people.years),
        },
        "places": told.places,
        "places_as_squares": told.squares,
        "outcomes": [_outcome_data(row) for row in told.rows.to_dict("records")],
        "kinds": [
            {"category": row["category"], **_reach_data(row)}
            for row in told.kinds.to_dict("records")
        ],
    }
    if told.total is None or told.firm is None:
        return data
    return data | {"all_outcomes": _total_data(told.total, told.firm)}


def _outcome_data(row: dict[Any, Any]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "outcome": row["outcome"],
        "need": _figure(row["need"]),
        "need_of_place": _figure(row["place_need"]),
        "known_for": _figure(row["covered"]),
        "times_usual": _figure(row["times"]),
        "gap": _figure(row["gap"]),
        "verdict": row["verdict"],
        "reach_m": row["reach_m"],
        "indicators": list(row["indicators"]),
        "years": [year for year in row["years"] if year],
        **_reach_data(row),
    }


def _reach_data(row: dict[Any, Any]) -> dict[str, Any]:
    return {
        "here": int(row["here"]),
        "in_reach": int(row["in_reach"]),
        "nearest": row["nearest_name"] or None,
        "minutes": [_whole(row["least_min"]), _whole(row["most_min"])],
    }


def _total_data(total: pd.Series, firm: Firmness) -> dict[str, Any]:
    return {
        "verdict": firm.verdict.value,
        "gap": _figure(total["gap"]),
        "rank": _whole(float(total["rank"])),
        "of": int(total["ranked"]),
        "ways": firm.ways,
        "agree": firm.agree,
        "otherwise_without": list(firm.otherwise),
        "ranks": list(firm.ranks) if firm.ranks[0] else None,
    }


def _figure(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 4)


def _whole(value: float) -> int | None:
    return None if math.isnan(value) else round(value)
