"""All that a visitor can ask the map for, drawn above it; out of sight where it is embedded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from components.map import embed, filters, near, own
from components.map import places as map_places
from components.map.filters import Asked
from components.map.own import Chosen
from components.map.places import Spot
from components.session import Workspace


@dataclass(frozen=True)
class Question:
    """What is asked for.

    Parameters
    ----------
    mine
        A neighbourhood of one's own.
    spot
        A point that is asked about.
    far
        It is of another part of the country.
    """

    asked: Asked
    mine: Chosen
    spot: Spot | None
    far: bool

    @property
    def here(self) -> tuple[float, float] | None:
        """The point that is asked about, in degrees."""
        return self.spot.point if self.spot else None


def ask(work: Workspace, labels: pd.DataFrame, every: pd.DataFrame) -> Question:
    """Draw the filters, the ways to a point and to a neighbourhood, and return what is asked for.

    Parameters
    ----------
    labels, every
        As from `cached.area_labels` and `places.numbered`.
    """
    view = work.view
    own.from_link(labels)
    opened = partial(map_places.opened, view)
    with embed.out_of_sight("filters"):
        asked = filters.bar(
            work.place.name, labels, every, work.vision, opened, view.holdings.street_maps
        )
        postcode = map_places.found_postcode(work.engine, view, asked.words)
        spot, within = near.bar(postcode)
        asked = replace(asked, within=within, words="" if postcode else asked.words)
        asked, mine = own.ask(work, labels, asked, spot)
    return Question(asked, mine, spot, spot is not None and map_places.is_far(view, spot))
