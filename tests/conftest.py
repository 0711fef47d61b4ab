"""What all tests share: where the real data is, and what happens when it is not there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

REAL_DATA = "SHAREDGROUND_REAL_DATA"
MEASURED = "measured"
"""A property of a test whose value is printed at the end of the run: a figure, in words."""

LEFT_OUT = pytest.StashKey[int]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests on real data unless the variable says where it is."""
    if os.environ.get(REAL_DATA):
        return
    out = [item for item in items if item.get_closest_marker("real_data")]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]
    config.stash[LEFT_OUT] = len(out)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the main process what this one of several left out."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(LEFT_OUT, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Hear what was left out; every process sees all tests, so one answer is enough."""
    if hasattr(node, "workeroutput"):
        node.config.stash[LEFT_OUT] = node.workeroutput.get("left_out", 0)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print what was measured, and in one line how many tests on real data were left out."""
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            if name == MEASURED:
                terminalreporter.write_line(str(value))
    if n := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(
            f"{n} tests on real data left out: set {REAL_DATA} to run them."
        )


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data; a test that asks for it fails if the folder is not there."""
    folder = Path(os.environ[REAL_DATA])
    if not folder.is_dir():
        pytest.fail(f"{REAL_DATA} is set to {folder}, which is not a folder.")
    return folder
