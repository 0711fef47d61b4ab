"""What steps are told of: a place as everyone may see it, a vision, and all that follows of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from sqlalchemy.engine import Engine

from sharedground import exports, opinion_words, pictures, rounds, workflow
from sharedground.access import Role
from sharedground.agreement_words import listed
from sharedground.analysis import story
from sharedground.analysis.assessment import Assessment
from sharedground.analysis.standing import standing
from sharedground.changes import Changes, since_last_meeting
from sharedground.export.dataset import Origin
from sharedground.figures.content import Content, Corners, Fills
from sharedground.figures.plane import Shapes
from sharedground.model.place import Kind
from sharedground.model.rounds import Round
from sharedground.model.vision import Vision
from sharedground.opinion_words import Heard
from sharedground.rounds import Shares
from sharedground.store import loading
from sharedground.surroundings import area_labels, groups_of
from sharedground.views import View, view_for
from sharedground.words import say

GROUPS, SMALL = "groups", story.SMALL
MOST_AREAS: Final = 2_000
"""Of more small areas no list and no map can be read from the back of a room."""


@dataclass(frozen=True, eq=False)
class Town:
    """A place that is told of.

    Parameters
    ----------
    view
        What everyone may see: nothing else is ever told.
    found
        Its assets and gaps; None where there are no areas yet.
    points, opinions
        Give how a closed round of points, and one of statements, came out.
    grouped
        Told by wards or neighbourhoods, where a lookup names any.
    made_at
        When it is told.
    changed
        Gives what changed since the last meeting; None where nobody asks.
    """

    view: View
    vision: Vision
    found: Assessment | None
    points: Callable[[Round], Shares]
    opinions: Callable[[Round], Heard | None]
    made_at: dt.datetime
    grouped: bool = True
    labels: pd.DataFrame = field(default_factory=pd.DataFrame)
    changed: Callable[[], Changes | None] | None = None

    @classmethod
    def of(
        cls, engine: Engine, place_id: str, vision: Vision | None = None, *,
        now: dt.datetime | None = None,
    ) -> Town:  # fmt: skip
        """Return a place of the store; by default with the vision in use."""
        view = view_for(loading.load(engine, place_id), Role.READER)
        wanted = vision or workflow.vision_in_use(view.holdings)
        found = workflow.assessment(view, wanted) if len(view.areas) else None
        return cls.seen(
            view, wanted, found, lambda asked: rounds.points_of(engine, place_id, asked),
            lambda asked: opinion_words.heard(engine, place_id, asked), now=now,
            changed=lambda: since_last_meeting(engine, place_id),
        )  # fmt: skip

    @classmethod
    def seen(
        cls, view: View, vision: Vision, found: Assessment | None,
        points: Callable[[Round], Shares], opinions: Callable[[Round], Heard | None], *,
        now: dt.datetime | None = None, changed: Callable[[], Changes | None] | None = None,
    ) -> Town:  # fmt: skip
        """Return a place from what is at hand; the view must be a reader's."""
        if view.role is not Role.READER:
            message = "a story is told of what everyone may see"
            raise ValueError(message)
        labels = area_labels(view.holdings)
        grouped = len(set(labels["group"]) - {""}) >= 2
        return cls(
            view, vision, found, points, opinions, now or dt.datetime.now(dt.UTC), grouped,
            labels, changed,
        )  # fmt: skip

    @property
    def name(self) -> str:
        """What the place is called."""
        return self.view.holdings.place.name

    @cached_property
    def what_changed(self) -> Changes | None:
        """What changed since the last meeting; None where none has ended, or nothing did."""
        return self.changed() if self.changed is not None else None

    @cached_property
    def groups(self) -> pd.Series:
        """The ward or neighbourhood of each area."""
        return groups_of(self.labels)

    @cached_property
    def level(self) -> str:
        """What the rows are, for `story.counted`."""
        of_groups = str(self.labels["level"].iloc[0]) if len(self.labels) else ""
        return of_groups if self.grouped else (SMALL if of_groups else "")

    @cached_property
    def rows(self) -> pd.DataFrame:
        """How each row stands for all outcomes together, with `name`."""
        rows = standing(self.assessed(), groups=self.groups if self.grouped else None)
        return rows.assign(name=self.called(rows["key"]))

    def called(self, keys: pd.Series) -> pd.Series:
        """Return what rows are called."""
        return keys.astype(str) if self.grouped else self.small_names(keys)

    def small_names(self, keys: pd.Series) -> pd.Series:
        """Return what the areas with these codes are called."""
        names = dict(zip(self.labels["area_code"], self.labels["label"], strict=True))
        return keys.map(names).fillna(keys).astype(str)

    def assessed(self) -> Assessment:
        """Return the assets and gaps.

        Raises
        ------
        ValueError
            Where there are no areas yet.
        """
        if self.found is None:
            message = "nothing is known of areas"
            raise ValueError(message)
        return self.found

    @cached_property
    def has_need(self) -> bool:
        """Whether any area has a figure of need for what matters."""
        return self.found is not None and bool(self.rows["gap"].notna().any())

    @cached_property
    def outlines(self) -> Shapes:
        """The outline of each row of `rows`, EPSG:4326."""
        areas: Shapes = self.view.areas.geometry.to_numpy(dtype=object)
        if not self.grouped:
            return areas
        by_name = pd.Series(range(len(areas))).groupby(self.groups.to_numpy())
        joined = {str(name): together(areas[at.to_numpy()]) for name, at in by_name}
        return np.array([joined[str(key)] for key in self.rows["key"]], dtype=object)

    @cached_property
    def origin(self) -> Origin:
        """Where what is told comes from."""
        return exports.origin_of(self.view, self.made_at)

    @cached_property
    def figures_source(self) -> str:
        """The titles and dates of the lists of need and people."""
        kinds = (Kind.INDICATORS, Kind.POPULATION)
        return pictures.listed([one for one in self.origin.sources if one.kind in kinds])

    def content(
        self, told: str, *, fills: Fills | None = None, places: pd.DataFrame | None = None,
        squares: tuple[Corners, ...] = (),
    ) -> Content:  # fmt: skip
        """Return what a map of the rows shows."""
        none = pd.DataFrame({"category": [], "lon": [], "lat": [], "inside": [], "stale": [],
                             "source_id": []})  # fmt: skip
        drawn = none if places is None else places
        return Content(
            title=self.name, told=told, areas=self.outlines,
            names=self._names(), places=drawn, fills=fills, squares=squares,
            sources=pictures.credit(self.view, drawn, self.figures_source if fills else ""),
        )  # fmt: skip

    def _names(self) -> np.ndarray:
        if self.grouped:
            return self.rows["name"].to_numpy(dtype=object)
        return self.groups.to_numpy(dtype=object)


def together(shapes: Shapes) -> shapely.Geometry:
    """Return the outline of neighbours as one."""
    try:
        return shapely.coverage_union_all(shapes)
    except shapely.errors.GEOSException:
        return shapely.union_all(shapes)


def at_most(names: list[str], most: int = 5) -> str:
    """Return names as a list in a sentence, cut short with how many more there are."""
    if len(names) <= most:
        return listed(names)
    return say("{names} and {n} more", names=", ".join(names[:most]), n=len(names) - most)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, each by its columns."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
