"""A weight is moved: table and map are there again before anybody wonders."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sharedground.store import database
from tests.browser import large_town
from tests.browser.conftest import DESK, Server, settled, until

pytestmark = [pytest.mark.browser, pytest.mark.alone]
MEASURED = "measured"
TIMES = 5


def processor_seconds(pid: int) -> float:
    """Return the processor time that a process has taken; the clock where no system tells."""
    told = Path(f"/proc/{pid}/stat")
    if not told.exists():
        return time.monotonic()
    fields = told.read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def moved(page: Page, server: Server, name: str) -> list[float]:
    """Move the first weight a few times; return what each took of the server's processor."""
    page.get_by_role("button", name="Try other weights").click()
    slider = page.get_by_role("slider", name=name)
    slider.focus()
    taken = []
    for _ in range(TIMES):
        before = processor_seconds(server.process.pid)
        slider.press("ArrowRight")
        settled(page)
        taken.append(processor_seconds(server.process.pid) - before)
        until(page, lambda: page.locator(".js-plotly-plot").count() >= 2, "the charts are there")
    expect(page.get_by_text("You are trying other weights.")).to_be_visible()
    return taken


def told(areas: str, taken: list[float]) -> str:
    """Return what a weight took, to be printed at the end of the run."""
    return f"a weight at {areas} areas: {1_000 * taken[TIMES // 2]:.0f} ms of the server"


def test_139_areas_in_under_300_milliseconds(
    demo_server: Server, visit: Callable[..., Page], record_property: Callable[[str, object], None]
) -> None:
    page = settled(visit(f"{demo_server.url}/gaps?level=Small+areas", DESK))
    until(page, lambda: page.locator(".js-plotly-plot").count() >= 3, "three charts")
    taken = sorted(moved(page, demo_server, "Everyone has enough to live on"))
    record_property(
        MEASURED, f"a weight at 139 areas: {1_000 * taken[TIMES // 2]:.0f} ms of the server"
    )
    assert taken[0] < 0.3  # the least disturbed of them


def test_as_many_areas_as_england_in_under_a_second(
    new_server: Callable[..., Server], visit: Callable[..., Page],
    record_property: Callable[[str, object], None],
) -> None:  # fmt: skip
    server = new_server()
    large_town.build(database.open_database(server.database))
    page = visit(f"{server.url}/gaps", DESK)
    page.set_default_timeout(60_000)
    until(page, lambda: page.locator(".js-plotly-plot").count() >= 3, "three charts")
    expect(page.get_by_text("There are too many areas to draw each one.")).to_be_visible()
    taken = sorted(moved(settled(page), server, "Outcome 2"))
    record_property(
        MEASURED, f"a weight at 33,755 areas: {1_000 * taken[TIMES // 2]:.0f} ms of the server"
    )
    assert taken[0] < 1.0
