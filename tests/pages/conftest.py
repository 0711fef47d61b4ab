"""What several pages' tests share: the town of `gap_town`, filled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages import gap_town


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> gap_town.Engine:
    """A database with the town of six areas; a file may have another town of its own."""
    engine = gap_town.new_database(monkeypatch, tmp_path)
    gap_town.fill(engine)
    return engine
