"""The list of what was found, or the ways out where nothing was."""

from __future__ import annotations

import pandas as pd

from components.map import listing, near, nothing, where
from components.map.filters import Asked
from components.session import Workspace


def draw(
    work: Workspace, labels: pd.DataFrame, located: pd.DataFrame, inside: pd.DataFrame,
    asked: Asked, *, here: bool,
) -> None:  # fmt: skip
    """Draw the list, or what to try instead, and what a filter could say nothing of.

    Parameters
    ----------
    located
        Every place with a location.
    inside
        Those that fit and lie in the area asked for.
    here
        Whether distances from a point are shown.
    """
    if inside.empty:
        where.no_such(work.view, labels, located, asked.words)
        nothing.draw(located, asked, work.vision, near=here)
    elif asked.within:
        listing.draw_near(inside)
    else:
        listing.draw(inside, asked)
    if here:
        near.how_reckoned(work.place.detour_factor)
    nothing.silent(located, asked, work.vision, near=here)
