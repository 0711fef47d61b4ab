"""A network as bytes: it comes back as it was, and one that was tampered with is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sharedground.errors import SharedGroundError
from sharedground.export.street_network import network_of, pack_network, unpack_network

NODES = pd.DataFrame(
    {"node": ["b", "a", "alone", "a"], "lon": [1.5, 2, 3, 9], "lat": [5.0, 6, 7, 9]}
)
EDGES = pd.DataFrame({"u": ["a", "b"], "v": ["b", "b"], "length_m": [12.5, 0]})


def test_a_network_comes_back_as_it_was_without_nodes_that_nothing_joins() -> None:
    found = unpack_network(pack_network(network_of(NODES, EDGES)))
    assert (found.lon.tolist(), found.lat.tolist()) == ([1.5, 2], [5, 6])
    assert found.ends.tolist() == [[1, 0], [0, 0]]
    assert found.length_m.tolist() == [12.5, 0]


def test_an_empty_network_is_one_too() -> None:
    none = network_of(NODES, EDGES.iloc[:0])
    assert len(unpack_network(pack_network(none)).lon) == 0


def tampered(at: int, value: bytes) -> bytes:
    good = pack_network(network_of(NODES, EDGES))
    return good[:at] + value + good[at + len(value) :]


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"SGN1",
        pack_network(network_of(NODES, EDGES))[:-1],
        tampered(0, b"XXXX"),
        tampered(4, b"\xff\xff\xff\xff"),
        tampered(12, np.array([np.nan]).tobytes()),
        tampered(12 + 4 * 8, np.array([-1.0]).tobytes()),
        tampered(12 + 6 * 8, b"\xff\xff\xff\xff"),
        tampered(12 + 6 * 8, b"\x02\x00\x00\x00"),
    ],
)
def test_bytes_that_are_no_network_are_refused_in_words(packed: bytes) -> None:
    with pytest.raises(SharedGroundError) as no:
        unpack_network(packed)
    assert no.value.code == "streets.damaged"
