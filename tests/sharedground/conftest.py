"""What tests of the command line share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sharedground.cli import main


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    """Return a function that runs a command on this test's own database, `cli.sqlite`."""
    url = f"sqlite:///{tmp_path / 'cli.sqlite'}"

    def call(*words: object) -> Result:
        return CliRunner().invoke(main, ["--database", url, *map(str, words)])

    return call
