"""Things that are one, found pair by pair, and the one that stands for each group."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


def stand_ins(
    pairs: Iterable[tuple[str, str]], rank: Callable[[str], Any]
) -> dict[str, str]:  # fmt: skip
    """Return for each thing that is one with others the one that stands for all of them.

    Parameters
    ----------
    pairs
        Two ids each that are one; what is one with the same third thing is one as well.
    rank
        What ids are ordered by: the lowest of a group stands for it, and is left out.

    Notes
    -----
    Union-find with path halving (Tarjan and van Leeuwen 1984). A library (`scipy.sparse.csgraph`)
    would want numbers for ids first.
    """
    parent: dict[str, str] = {}

    def root(one: str) -> str:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for one, other in pairs:
        first, second = sorted((root(one), root(other)), key=rank)
        parent[second] = first
    return {each: root(each) for each in parent if root(each) != each}
