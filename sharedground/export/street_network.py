"""A network of streets as bytes: what is kept of it beside its file, and back.

Four letters, how many nodes and stretches, then columns of numbers as they are in memory. Nothing
in it can run, and one that was tampered with is refused.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.errors import SharedGroundError
from sharedground.words import say

MAGIC: Final = b"SGN1"
_HEAD: Final = 12
_NODE: Final = 16
_STRETCH: Final = 16


class Network(NamedTuple):
    """Nodes in degrees, the nodes that each stretch runs between, and its metres."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    ends: NDArray[np.int32]
    length_m: NDArray[np.float64]


def network_of(nodes: pd.DataFrame, edges: pd.DataFrame) -> Network:
    """Return a network with its nodes numbered; nodes that no stretch joins are left out.

    Parameters
    ----------
    nodes, edges
        Tables `street_nodes` and `street_edges` of `model.frames`.
    """
    nodes = nodes.drop_duplicates("node")
    at = pd.Series(np.arange(len(nodes)), index=pd.Index(nodes["node"], dtype=object))
    ends = np.stack([at.reindex(edges[name]).to_numpy(dtype=float) for name in ("u", "v")], axis=1)
    used, number = np.unique(ends.astype(np.int64), return_inverse=True)
    lon, lat = (nodes[name].to_numpy(dtype=float)[used] for name in ("lon", "lat"))
    metres = edges["length_m"].to_numpy(dtype=float)
    return Network(lon, lat, number.reshape(-1, 2).astype(np.int32), metres)


def pack_network(network: Network) -> bytes:
    """Return a network as bytes."""
    counts = np.array([len(network.lon), len(network.length_m)], dtype="<u4")
    columns = (network.lon, network.lat, network.length_m)
    return b"".join([
        MAGIC, counts.tobytes(), *(each.astype("<f8").tobytes() for each in columns),
        network.ends.astype("<i4").tobytes(),
    ])  # fmt: skip


def unpack_network(packed: bytes) -> Network:
    """Return a network that was packed.

    Raises
    ------
    SharedGroundError
        "streets.damaged" where the bytes are not such a network.
    """
    if packed[:4] != MAGIC or len(packed) < _HEAD:
        raise _damaged()
    nodes, stretches = (int(n) for n in np.frombuffer(packed, "<u4", 2, 4))
    if len(packed) != _HEAD + nodes * _NODE + stretches * _STRETCH:
        raise _damaged()
    numbers = np.frombuffer(packed, "<f8", 2 * nodes + stretches, _HEAD).astype(float)
    ends = np.frombuffer(packed, "<i4", 2 * stretches, _HEAD + 8 * len(numbers)).reshape(-1, 2)
    lon, lat, metres = np.split(numbers, [nodes, 2 * nodes])
    known = np.isfinite(numbers).all() and (metres >= 0).all()
    if not known or ((ends < 0) | (ends >= nodes)).any():
        raise _damaged()
    return Network(lon, lat, ends.astype(np.int32), metres)


def _damaged() -> SharedGroundError:
    return SharedGroundError(
        "streets.damaged",
        say("The street network cannot be read: its copy in the database is damaged. Add its file "
            "again on the page Add data."),
    )  # fmt: skip
