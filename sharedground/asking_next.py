"""Which statement a room is asked next: what tells most comes sooner, as Polis draws it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlalchemy.engine import Engine

from sharedground.analysis.opinions import landscape, statements
from sharedground.analysis.opinions.votes import checked, counted
from sharedground.store import rounds


def priorities(
    engine: Engine, place_id: str, round_id: str, ids: Sequence[str]
) -> dict[str, float]:
    """Return the priority of each statement by its id, from the votes so far.

    New statements, those that many agree with and those that tell people apart come sooner. It is
    for drawing the next statement only, also while a round is open: no page shows it.

    Parameters
    ----------
    ids
        Ids of the statements that people vote on.
    """
    latest = rounds.latest(engine, place_id, round_id)
    cast = latest.assign(vote=[body["vote"] for body in latest["body"]])
    votes = cast.pivot(index="device", columns="item", values="vote")
    matrix = checked(votes.reindex(columns=list(ids)).to_numpy(dtype=float))
    plane = landscape.extremity(landscape.landscape(matrix)) if len(matrix) else np.zeros(len(ids))
    found = statements.priorities(counted(matrix), plane)
    return dict(zip(ids, (float(one) for one in found), strict=True))
