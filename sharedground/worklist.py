"""Which places to check next: those last checked longest ago, and of these what matters most.

Pages and the command line both take the list from here, and give the answers to it here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from pyproj import Transformer
from scipy.spatial import KDTree
from sqlalchemy.engine import Engine

from sharedground.access import Role, current, require
from sharedground.analysis.freshness import Freshness, freshness
from sharedground.analysis.newest import month_name
from sharedground.model.vision import Vision
from sharedground.store import edits, suggestions
from sharedground.views import View
from sharedground.words import say

NEAR_M: Final = 1_200.0
"""Places of one kind this close to each other can stand in for one another."""

GONE: Final = "defunct"
_ORDER: Final = (Freshness.STALE, Freshness.UNKNOWN, Freshness.AGEING)
COLUMNS: Final = (
    "asset_id", "name", "category", "organization", "address", "postcode", "year", "month",
    "months", "by", "own", "state", "weight", "others",
)  # fmt: skip


def worklist(view: View, vision: Vision, today: dt.date) -> pd.DataFrame:
    """Return every place that is worth a check, the most pressing first.

    Parameters
    ----------
    view
        Only what this role may see is asked about.
    vision
        Places that serve what counts most come before others that are as stale.

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`. `weight` is the share of the vision that a place serves (0 to 1, half
        for "helps"), `others` how many more of its kind lie within `NEAR_M`. Order: stale, then
        of unknown date, then ageing; within each by `weight / (1 + others)`, then by age.
        What was checked in the last year is not in it.
    """
    assets = view.assets
    found = freshness(assets, view.holdings.sources, today)
    listed = pd.concat([assets.drop(columns=["assurer"]), found], axis=1)
    listed["weight"] = assets["category"].map(served(vision)).fillna(0.0)
    listed["others"] = _others(view)
    listed = listed[listed["state"] != Freshness.FRESH.value]
    order = {state.value: n for n, state in enumerate(_ORDER)}
    ranked = listed.assign(
        turn=listed["state"].map(order), matters=-listed["weight"] / (1 + listed["others"]),
        age=-listed["months"].fillna(0),
    ).sort_values(["turn", "matters", "age", "name"], kind="stable")  # fmt: skip
    return ranked.loc[:, list(COLUMNS)].reset_index(drop=True)


def served(vision: Vision) -> Mapping[str, float]:
    """Return for each category the share of the vision that it serves, half where it helps."""
    share: dict[str, float] = {}
    for outcome in vision.outcomes:
        for serving in outcome.served_by:
            gain = outcome.weight * float(serving.strength) / 2
            share[serving.category] = share.get(serving.category, 0.0) + gain
    return share


def _others(view: View) -> np.ndarray:
    """Return how many more assets of its kind lie near each asset; 0 where its place is unknown."""
    assets, crs = view.assets, view.holdings.place.metric_crs
    counts = np.zeros(len(assets), dtype=np.int64)
    if crs is None or assets.empty:
        return counts
    lon, lat = (assets[c].to_numpy(dtype=float, na_value=np.nan) for c in ("lon", "lat"))
    x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lon, lat)
    points = np.column_stack([x, y])
    placed = np.isfinite(points).all(axis=1)
    for _, rows in assets.index.to_series()[placed].groupby(assets["category"][placed]):
        at = rows.to_numpy()
        tree = KDTree(points[at])
        counts[at] = tree.query_ball_point(points[at], NEAR_M, return_length=True) - 1
    return counts


def confirm(engine: Engine, place_id: str, asset_ids: Sequence[str], today: dt.date) -> list[str]:
    """Say that what is known of these assets is still right, as of today.

    Returns
    -------
    list of str
        The ids of the edits, for `store.edits.undo_edits`.
    """
    return edits.assure(engine, place_id, asset_ids, today)


def gone(engine: Engine, place_id: str, asset_id: str, *, reason: str = "") -> list[str]:
    """Say that an asset is there no more. Returns what `change` does."""
    return change(engine, place_id, asset_id, {"status": GONE}, reason=reason)


def change(
    engine: Engine, place_id: str, asset_id: str, changes: Mapping[str, str], *,
    was: Mapping[str, str] | None = None, reason: str = "",
) -> list[str]:  # fmt: skip
    """Change an asset, or suggest the change where that is all that this person may do.

    Returns
    -------
    list of str
        The ids of the edits, for `store.edits.undo_edits`; none when it waits for an officer.
    """
    actor = require(Role.PARTICIPANT)
    if not actor.role.may(Role.OFFICER):
        body = {"changes": dict(changes), "was": dict(was or {}), "note": reason}
        suggestions.suggest(engine, place_id, "correction", body, thing_id=asset_id)
        return []
    told = dict(changes)
    if "status" not in told:
        told |= {"assured_date": dt.datetime.now(dt.UTC).date().isoformat(),
                 "assurer": current().name}  # fmt: skip
    return edits.edit_thing(engine, place_id, "asset", asset_id, told, was=was, reason=reason)


def checked(row: Mapping[str, Any]) -> str:
    """Return when a place was last checked and by whom.

    Parameters
    ----------
    row
        Of `analysis.freshness.freshness`.
    """
    if row["state"] == Freshness.UNKNOWN.value:
        return say("Nobody said when this was last checked.")
    when = month_name(int(row["year"]), int(row["month"]))
    if not row["own"]:
        return say("From a list of {when}.", when=when)
    if row["by"]:
        return say("Checked {when} by {who}.", when=when, who=row["by"])
    return say("Checked {when}.", when=when)


def why(row: Mapping[str, Any]) -> str:
    """Return why a place is worth a check, from a row of `worklist`."""
    old = say("Not checked for {n} months.", n=int(row["months"])) if row["months"] > 0 else ""
    if row["state"] == Freshness.UNKNOWN.value:
        old = say("Nobody said when this was last checked.")
    if row["weight"] > 0 and not row["others"]:
        alone = say("The vision needs it, and there is no other of its kind near by.")
        return f"{old} {alone}".strip()
    return old


def letter(name: str, places: Iterable[str], place_name: str) -> str:
    """Return a letter that asks an organisation to check what is listed of it, as plain text."""
    lines = "\n".join(f"- {each}" for each in places)
    return say(
        "Dear {name},\n\nWe list these places and groups of yours in {place}:\n\n{lines}\n\n"
        "Are the name, address, opening times and contacts still right? Is any of them closed? "
        "Please tell us what has changed.\n\nThank you.",
        name=name, place=place_name, lines=lines,
    )  # fmt: skip
