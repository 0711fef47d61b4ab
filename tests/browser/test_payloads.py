"""Eighty texts made to do harm, in every field of a list, are text on every page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from components.menu import DOORS
from tests.browser import hostile_town as town
from tests.browser.conftest import Seen, Server, menu, settled, until
from tests.browser.payloads import PAYLOADS
from tests.browser.test_hostile_names import WRITTEN, open_all, squeezed

pytestmark = pytest.mark.browser

FIELDS = ("description", "address", "organization", "url", "email", "phone", "schedules",
          "cost_options", "eligibility", "accessibility", "assurer")  # fmt: skip

HARM = """() => [
    window.__ran === undefined ? "" : `ran ${window.__ran}`,
    ...[...document.querySelectorAll("*")].filter((e) =>
        [...e.attributes].some((a) => /^on/i.test(a.name)
            || /^\\s*(javascript|data:text)/i.test(a.value)
            && /^(href|src|action|data|xlink:href)$/i.test(a.name))
        || e.matches("iframe[srcdoc],object,embed,base,marquee,math,foreignObject,template[id=x]")
    ).map((e) => e.outerHTML.slice(0, 200)),
].filter(Boolean)"""


def unharmed(page: Page) -> None:
    """Say that nothing ran, and that no frame has an element or a handler of theirs."""
    found = {frame.url.split("?")[0]: frame.evaluate(HARM) for frame in page.frames}
    assert {url: harm for url, harm in found.items() if harm} == {}


def name_of(number: int) -> str:
    return f"{number:02d} {PAYLOADS[number]}"


@pytest.fixture(scope="module")
def evil_server(
    new_server: Callable[[], Server], tmp_path_factory: pytest.TempPathFactory
) -> Server:
    """Return an app whose town has one place for each payload, in all of its fields."""
    server = new_server()
    town.fill(server.database)
    heads = ["name", "category", "longitude", "latitude", *FIELDS]
    rows = [
        [name_of(n), "Library", -2.2999 + n % 9 / 300, 53.4001 + n // 9 / 600,
         *(PAYLOADS[n] for _ in FIELDS)]
        for n in range(len(PAYLOADS))
    ]  # fmt: skip
    path: Path = tmp_path_factory.mktemp("evil") / "evil.csv"
    path.write_bytes(town.table(heads, rows))
    said = server.command("add", "assets", str(path))
    assert f"{len(PAYLOADS)} rows read" in said
    return server


def test_they_are_of_many_kinds() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60


def test_the_check_sees_each_way_of_harm(visit: Callable[..., Page]) -> None:
    page = visit("about:blank")
    frame, svg = "<iframe srcdoc=x></iframe>", "<svg><foreignObject></foreignObject></svg>"
    for harm in ("<img src=x onerror=1>", "<a href=' javascript:1'>x</a>", frame, svg):
        page.set_content(f"<body>{harm}</body>")
        with pytest.raises(AssertionError):
            unharmed(page)


def test_every_page_shows_them_as_text_and_nothing_runs(
    evil_server: Server, visit: Callable[..., Page], seen: Seen
) -> None:
    page = settled(visit(evil_server.url))
    for door in DOORS:
        menu(page, door.title)
        open_all(page)
        unharmed(settled(page))
    menu(page, "Map")
    written = lambda: squeezed(page.evaluate(WRITTEN))  # noqa: E731
    for number in (0, 4, 12, 21):
        until(page, lambda n=number: squeezed(name_of(n)) in written(), name_of(number))
    for number in (5, 39, 52, 60, 70, 74):
        box = page.get_by_label("Postcode or name")
        box.fill(name_of(number))
        box.press("Enter")
        items = page.get_by_role("region", name="Places on the map").get_by_role("listitem")
        expect(items).to_have_count(1)
        unharmed(settled(page))
    assert (seen.outside, seen.failed, seen.console, seen.dialogs) == ([], [], [], [])


def test_an_embedded_map_and_a_drawing_show_them_as_text_too(
    evil_server: Server, visit: Callable[..., Page], seen: Seen, tmp_path: Path
) -> None:
    page = settled(visit(f"{evil_server.url}/map?embed=true"))
    expect(page.get_by_role("link", name="Open in Shared Ground")).to_be_visible()
    unharmed(page)
    for number in (0, 4, 12, 21, 39):
        names = ("find", "area", "colour", "kinds", "at", "asset", "shade", "cut", "lang", "place")
        asked = urlencode(dict.fromkeys(names, PAYLOADS[number]))
        page.goto(f"{evil_server.url}/map?embed=true&{asked}")
        expect(page.get_by_role("link", name="Open in Shared Ground")).to_be_visible()
        unharmed(settled(page))
    drawing = tmp_path / "map.svg"
    evil_server.command("picture", "--out", str(drawing))
    page.goto("about:blank")
    page.set_content(f"<body>{drawing.read_text('utf-8')}</body>")
    expect(page.locator("svg")).to_be_visible()
    unharmed(page)
    assert (seen.outside, seen.failed, seen.console, seen.dialogs) == ([], [], [], [])
