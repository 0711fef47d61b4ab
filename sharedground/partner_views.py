"""The ranking of areas as each partner would see it: by its own weights beside the shared ones.

Each partner's shares of the points are matched to the outcomes of the vision by code. What the
vision no longer has falls out, and the rest is scaled to sum to 1; both are said, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.analysis.assessment import Assessment
from sharedground.analysis.reach import Floats
from sharedground.analysis.weightings import WORST, among_worst, places
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.model.vision import Vision
from sharedground.sureness import gap_matrix, totals_of
from sharedground.words import say

NAME: Final = "name"
"""The column of a table of weights that says what a partner is called."""

FEWEST: Final = 2
"""From so many partners on there is something to compare."""

_NOTHING: Final = 1e-9


class Common(StrEnum):
    """Whether partners agree about an area. A promise to scripts, so never translated."""

    IN = "all in"
    OUT = "all out"
    DIFFER = "differ"
    NO_DATA = "no data"


@dataclass(frozen=True, eq=False)
class Voice:
    """How one partner weighs the outcomes of a vision.

    Parameters
    ----------
    weights
        Shape (outcomes,), in the order of the vision: sums to 1, or all 0 where the partner gave
        no point to an outcome that the vision has.
    lost
        The share of its points, 0 to 1, that stood on outcomes which the vision no longer has.
    gone, unasked
        Codes of these outcomes, and names of outcomes of the vision that it was not asked about.
    """

    partner_id: str
    name: str
    weights: Floats
    lost: float
    gone: tuple[str, ...]
    unasked: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """Whether anything can be ranked by it."""
        return bool(self.weights.sum() > 0)


def weights_of(vision: Vision, points: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    """Return partners' points as a table of weights, as `voices` takes it.

    Parameters
    ----------
    points
        For each partner's name its points by the code or name of an outcome; what is not named
        gets none.

    Raises
    ------
    NotFoundError
        "outcome.unknown" when the vision has no such outcome.
    """
    codes = {o.code: o.code for o in vision.outcomes} | {o.name: o.code for o in vision.outcomes}
    for outcome in (one for given in points.values() for one in given):
        if outcome not in codes:
            raise NotFoundError(
                "outcome.unknown",
                say("This vision has no outcome called {name}.", name=outcome),
                outcome=outcome,
            )
    rows = [{codes[one]: float(n) for one, n in given.items()} for given in points.values()]
    table = pd.DataFrame(rows, columns=[o.code for o in vision.outcomes], dtype=float).fillna(0.0)
    table.index = pd.Index(list(points), name="partner_id")
    return table.assign(**{NAME: list(points)})


def voices(vision: Vision, table: pd.DataFrame) -> tuple[Voice, ...]:
    """Return how each partner weighs the outcomes of a vision, in the order of the table.

    Parameters
    ----------
    table
        Index `partner_id`, a column for each outcome's code, 0 or more, and `name`: as
        `rounds.partner_weights` returns it.
    """
    codes = [outcome.code for outcome in vision.outcomes]
    asked = [str(column) for column in table.columns if column != NAME]
    given = table[asked].astype(float).fillna(0.0).clip(lower=0.0)
    gone = [code for code in asked if code not in codes]
    unasked = tuple(o.name for o in vision.outcomes if o.code not in asked)
    kept = given.reindex(columns=codes, fill_value=0.0).to_numpy(float)
    found = []
    for at, (partner_id, row) in enumerate(given.iterrows()):
        here, every = float(kept[at].sum()), float(row.sum())
        lost = 1 - here / every if every > _NOTHING else 0.0
        found.append(
            Voice(
                partner_id=str(partner_id),
                name=str(table[NAME].iloc[at]) if NAME in table else str(partner_id),
                weights=kept[at] / here if here > _NOTHING else np.zeros(len(codes)),
                lost=lost if lost > _NOTHING else 0.0,
                gone=tuple(code for code in gone if row[code] > _NOTHING),
                unasked=unasked,
            )
        )
    return tuple(found)


def voice_of(found: Iterable[Voice], which: str) -> Voice:
    """Return the voice of the partner with this id or name, ignoring case.

    Raises
    ------
    NotFoundError
        "partner.unknown"; the message lists those there are.
    SharedGroundError
        "partner.no_weights" when it gave no point to an outcome that the vision has.
    """
    listed = tuple(found)
    wanted = which.strip().casefold()
    for one in listed:
        if wanted in (one.partner_id.casefold(), one.name.casefold()):
            _refuse_silent(one)
            return one
    names = ", ".join(one.name for one in listed) or say("none yet")
    raise NotFoundError(
        "partner.unknown",
        say("No partner called {name} has shared points for this vision. Those who have: {names}.",
            name=which, names=names),
        partner=which,
    )  # fmt: skip


def _refuse_silent(one: Voice) -> None:
    if not one.counts:
        raise SharedGroundError(
            "partner.no_weights",
            say("{partner} gave no points to any outcome that the vision has now. So nothing can "
                "be ranked by its weights.", partner=one.name),
            partner=one.name,
        )  # fmt: skip


def as_partner(found: Assessment, voice: Voice) -> Assessment:
    """Return an assessment with the weights of a partner; only the totals are worked out anew.

    Raises
    ------
    SharedGroundError
        "partner.no_weights".
    """
    _refuse_silent(voice)
    return found.with_weights(voice.weights.tolist())


@dataclass(frozen=True, eq=False)
class PartnerViews:
    """Who has which areas in the tenth with the largest gaps.

    Parameters
    ----------
    table
        One row per area or group: `key`, `gap` and `rank` by the shared weights (NaN no data, 1 is
        the largest gap), `shared` (in the worst tenth by them), `partners_in` (by how many
        partners it is), `partners_out`, `partners_without` (for whom it has no data), `common` (of
        `Common`), by rank, those of no data last.
    voices
        The partners that are compared, in the order of `among`.
    silent
        Those that gave no point to an outcome that the vision has.
    among, known, gaps, ranks
        Shape (partners, rows), in the order of `table`: in the worst tenth, with a total, its
        total gap, and its rank.
    places
        How many rows the worst tenth by the shared weights has.
    """

    table: pd.DataFrame
    voices: tuple[Voice, ...]
    silent: tuple[Voice, ...]
    among: NDArray[np.bool_]
    known: NDArray[np.bool_]
    gaps: Floats
    ranks: Floats
    places: int

    @property
    def comparable(self) -> bool:
        """Whether there are enough partners to compare, and data to compare by."""
        return len(self.voices) >= FEWEST and bool(self.known.any())

    def count(self, common: Common) -> int:
        """Return how many rows partners agree, or differ, about in this way."""
        return int((self.table["common"] == common.value).sum())

    def those_in(self, row: int) -> tuple[str, ...]:
        """Return the names of partners by whose weights a row (a position) is in."""
        return self._named(self.among[:, row])

    def those_out(self, row: int) -> tuple[str, ...]:
        """Return the names of partners by whose weights a row has data and is not in."""
        return self._named(self.known[:, row] & ~self.among[:, row])

    def those_without(self, row: int) -> tuple[str, ...]:
        """Return the names of partners by whose weights a row has no data."""
        return self._named(~self.known[:, row])

    def _named(self, which: NDArray[np.bool_]) -> tuple[str, ...]:
        return tuple(one.name for one, yes in zip(self.voices, which, strict=True) if yes)

    def by_partner(self) -> pd.DataFrame:
        """Return one row per partner: what its weights change in the worst tenth.

        Columns `partner_id`, `name`, `places` (rows in its worst tenth), `same` (also in that by
        the shared weights), `come` and `leave` (keys of rows that are only in its own, and only in
        the shared one).
        """
        keys = self.table["key"].to_numpy(object)
        shared = self.table["shared"].to_numpy(bool)
        rows = [
            (one.partner_id, one.name, int(mine.sum()), int((mine & shared).sum()),
             tuple(keys[mine & ~shared]), tuple(keys[shared & ~mine]))
            for one, mine in zip(self.voices, self.among, strict=True)
        ]  # fmt: skip
        columns = ["partner_id", "name", "places", "same", "come", "leave"]
        return pd.DataFrame(rows, columns=columns)


def views(
    found: Assessment,
    heard: Sequence[Voice],
    groups: pd.Series | None = None,
    worst: float = WORST,
) -> PartnerViews:
    """Return which areas are in the worst tenth by the weights of each partner.

    The worst tenth is that of every page: see `weightings.among_worst`. An area is "no data" where
    it has none by the weights of some partner and the others do not differ: nobody can then say
    that all agree.

    Parameters
    ----------
    found
        With the shared weights.
    heard
        As `voices` returns them.
    groups
        Shape (areas,): see `standing.standing`; None takes the areas themselves.
    worst
        Which part of the areas counts as the worst.
    """
    speaking = tuple(one for one in heard if one.counts)
    keys, gap = gap_matrix(found, groups)
    weights = np.vstack([found.weights, *(one.weights for one in speaking)])
    told = among_worst(gap, weights, worst)
    totals = np.vstack([totals_of(gap, row) for row in weights])
    ranks = pd.DataFrame(-totals).rank(axis=1, method="min").to_numpy()
    table = _table(keys, totals[0], ranks[0], told.among, told.known)
    order = np.lexsort((np.arange(len(table)), table["rank"].fillna(np.inf).to_numpy(float)))
    known = int(told.known[0].sum())
    return PartnerViews(
        table=table.iloc[order].reset_index(drop=True),
        voices=speaking,
        silent=tuple(one for one in heard if not one.counts),
        among=told.among[1:, order],
        known=told.known[1:, order],
        gaps=totals[1:, order],
        ranks=ranks[1:, order],
        places=places(known, worst) if known else 0,
    )


def _table(
    keys: Sequence[str], gap: Floats, rank: Floats, among: NDArray[np.bool_],
    known: NDArray[np.bool_],
) -> pd.DataFrame:  # fmt: skip
    partners, n_in = len(among) - 1, among[1:].sum(axis=0)
    without = (~known[1:]).sum(axis=0)
    out = partners - n_in - without
    common = np.full(len(keys), Common.DIFFER.value, dtype=object)
    common[out == 0] = Common.IN.value
    common[n_in == 0] = Common.OUT.value
    common[((n_in == 0) | (out == 0)) & (without > 0)] = Common.NO_DATA.value
    return pd.DataFrame(
        {
            "key": keys, "gap": gap, "rank": rank, "shared": among[0], "partners_in": n_in,
            "partners_out": out, "partners_without": without, "common": common,
        }
    )  # fmt: skip


def as_table(found: PartnerViews, calls: dict[str, str] | None = None) -> pd.DataFrame:
    """Return who has which areas in, in columns that scripts can rely on.

    Parameters
    ----------
    calls
        What each area is called; the key where it has no name.

    Returns
    -------
    pandas.DataFrame
        `area`, `name`, `gap`, `rank`, `shared_in`, `partners_in`, `partners_out`,
        `partners_without`, `common`, and `in_for`, `not_in_for`, `no_data_for`: names with "; "
        between them.
    """
    table, named = found.table, calls or {}
    out = found.known & ~found.among
    return pd.DataFrame(
        {
            "area": table["key"],
            "name": [named.get(key, key) for key in table["key"]],
            "gap": table["gap"],
            "rank": table["rank"],
            "shared_in": table["shared"],
            "partners_in": table["partners_in"],
            "partners_out": table["partners_out"],
            "partners_without": table["partners_without"],
            "common": table["common"],
            "in_for": _names(found, found.among),
            "not_in_for": _names(found, out),
            "no_data_for": _names(found, ~found.known),
        }
    )


def _names(found: PartnerViews, which: NDArray[np.bool_]) -> NDArray[np.object_]:
    """Return for each row the names of some partners, joined once for each mix that occurs."""
    mixes, at = np.unique(which, axis=1, return_inverse=True)
    names = np.array([one.name for one in found.voices], dtype=object)
    joined = np.array(["; ".join(names[mix]) for mix in mixes.T] or [""], dtype=object)
    return joined[at.ravel()] if len(found.voices) else np.full(which.shape[1], "", dtype=object)
