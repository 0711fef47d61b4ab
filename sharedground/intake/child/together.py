"""Two files that are one network: which names say "nodes" and "edges" of the same streets."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePosixPath

_PART = re.compile(r"(?<![a-z])(nodes?|vertices|edges?|links)(?![a-z])", re.IGNORECASE)
_NODES = frozenset(["node", "nodes", "vertices"])
_TABLES = frozenset([".parquet", ".csv", ".tsv", ".txt", ".gz"])


def network_part(name: str) -> tuple[str, str]:
    """Return which network a file is of and which part of it, "nodes" or "edges"; "" for none."""
    path = PurePosixPath(name)
    found = _PART.findall(path.stem.replace("_", " "))
    if path.suffix.lower() not in _TABLES or len(found) != 1:
        return "", ""
    rest = " ".join(_PART.sub("*", path.name.replace("_", " ")).casefold().split())
    return rest, "nodes" if found[0].casefold() in _NODES else "edges"


def are_network(names: Collection[str]) -> bool:
    """Say whether two files are the nodes and the edges of one network."""
    parts = sorted(network_part(name) for name in names)
    if len(parts) != 2 or not parts[0][0]:
        return False
    return parts[0][0] == parts[1][0] and [part for _, part in parts] == ["edges", "nodes"]
