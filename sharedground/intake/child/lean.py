"""Keeping libraries out of the child that others import only if they are there."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec

HEAVY = frozenset({"geopandas", "pandas", "pyproj", "shapely"})


class _Absent:
    """A finder that says the heavy libraries are not installed."""

    @staticmethod
    def find_spec(name: str, *_where: object) -> ModuleSpec | None:
        """Stop the import of a heavy library; leave any other to the usual finders."""
        if name.partition(".")[0] in HEAVY:
            raise ModuleNotFoundError(name, name=name)
        return None


def stay_lean() -> None:
    """Make pyarrow and pyogrio do without pandas and geopandas: a second less each time."""
    sys.meta_path.insert(0, _Absent)
