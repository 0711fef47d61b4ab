"""How many people live in other areas: whole old areas are added up, none is shared out."""

from __future__ import annotations

import pandas as pd

from sharedground.analysis.apportion import WHOLE, carried_counts
from sharedground.model.frames import checked


def people_over(
    population: pd.DataFrame, shares: pd.DataFrame, codes: list[str], source_id: str
) -> pd.DataFrame:
    """Return the people of new areas, from those of old areas that lie wholly in one of them.

    Parameters
    ----------
    population
        Table `population` of `model.frames`, for the old areas.
    shares
        From `apportion.shares_by_overlap` or `shares_by_lookup`.
    codes
        The new areas.
    source_id
        Of the list that is made.

    Returns
    -------
    pandas.DataFrame
        Table `population` for the new areas. One with a part of an old area has no row: how many
        of its people live in which part is not known, and sums per head must not rest on a guess.
    """
    counts = population.set_index("area_code")["people"].astype(float)
    here = shares[shares["to_code"].isin(codes)]
    in_parts = set(here.loc[here["share"].between(1 - WHOLE, WHOLE), "to_code"])
    found = carried_counts(counts, here)["value"].dropna()
    found = found[~found.index.isin(in_parts)]
    year = population["year"].iloc[0] if len(population) else None
    return checked(
        "population",
        pd.DataFrame(
            {
                "area_code": list(found.index), "people": found.to_numpy(dtype=float).round(),
                "year": year, "source_id": source_id, "row_number": 0,
            }
        ),
    )  # fmt: skip
