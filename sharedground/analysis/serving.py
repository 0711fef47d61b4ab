"""What serves each outcome of a vision: which kinds of place, how many, and who runs them."""

from __future__ import annotations

import pandas as pd

from sharedground.analysis.assessment import Assessment
from sharedground.analysis.evidence import FULL_STRENGTH, strongest

_KINDS = ("code", "outcome", "category", "strength", "places", "runners", "unnamed", "partners")


def serving_kinds(found: Assessment, organizations: pd.Series) -> pd.DataFrame:
    """Return one row per outcome and kind of place that the vision says serves it.

    Parameters
    ----------
    found
        The assessment. Only assets with a location take part.
    organizations
        Who runs each asset: names by `asset_id`, "" where nobody has said.

    Returns
    -------
    pandas.DataFrame
        `code`, `outcome`, `category`, `strength` (2 serves it directly, 1 helps), `places`
        (assets on the map), `runners` (names, the one with most places first), `unnamed`
        (assets without a name of who runs them) and `partners` (count of names); by
        outcome, then strength, then places. Kinds without any place are listed with 0.
    """
    run_by = found.assets.assign(organization=found.assets["asset_id"].map(organizations))
    run_by["organization"] = run_by["organization"].fillna("").astype(str).str.strip()
    by_kind = {str(name): group["organization"] for name, group in run_by.groupby("category")}
    rows = [
        (outcome.code, outcome.name, category, strength, *_run(by_kind.get(category)))
        for outcome in found.vision.outcomes
        for category, (strength, _) in strongest(outcome).items()
    ]
    table = pd.DataFrame(rows, columns=list(_KINDS))
    order = {outcome.code: number for number, outcome in enumerate(found.vision.outcomes)}
    table = table.assign(order=table["code"].map(order))
    table = table.sort_values(["order", "strength", "places"], ascending=[True, False, False])
    return table.drop(columns="order").reset_index(drop=True)


def serving_outcomes(kinds: pd.DataFrame) -> pd.DataFrame:
    """Return one row per outcome that anything may serve, from what `serving_kinds` returned.

    Columns `code`, `outcome`, `places`, `direct`, `helping` (counts of assets), `partners`
    (count of names), `unnamed` (places that nobody is named for) and `most` (categories with
    places, the most common first).
    """
    return pd.DataFrame(
        [
            (
                code,
                rows["outcome"].iloc[0],
                int(rows["places"].sum()),
                int(rows.loc[rows["strength"] == FULL_STRENGTH, "places"].sum()),
                int(rows.loc[rows["strength"] < FULL_STRENGTH, "places"].sum()),
                len({name for names in rows["runners"] for name in names}),
                int(rows["unnamed"].sum()),
                _most(rows),
            )
            for code, rows in kinds.groupby("code", sort=False)
        ],
        columns=["code", "outcome", "places", "direct", "helping", "partners", "unnamed", "most"],
    )


def places_serving(found: Assessment, outcome: str = "") -> int:
    """Return how many assets on the map serve an outcome (its code), or any without one."""
    rows = found.asset_outcomes
    if outcome:
        rows = rows[rows["code"] == outcome]
    return int(rows["asset_id"].nunique())


def _run(organizations: pd.Series | None) -> tuple[int, tuple[str, ...], int, int]:
    if organizations is None:
        return 0, (), 0, 0
    named = organizations[organizations != ""].value_counts()
    names = tuple(str(name) for name in named.index)
    return len(organizations), names, int((organizations == "").sum()), len(names)


def _most(rows: pd.DataFrame) -> tuple[str, ...]:
    there = rows[rows["places"] > 0].sort_values("places", ascending=False, kind="stable")
    return tuple(there["category"])
