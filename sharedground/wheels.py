"""Data files that lie in other packages: found by their metadata, without importing anything."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path


@cache
def path_in(package: str, path: str) -> Path | None:
    """Return where a file or folder of an installed package lies, None where it is not there."""
    try:
        found = Path(str(distribution(package).locate_file(path)))
    except PackageNotFoundError:
        return None
    return found if found.exists() else None
