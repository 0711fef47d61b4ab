"""In a real browser: a map on the web page of a site that may show it, and on one that may not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, Server, settled, until

pytestmark = pytest.mark.browser


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[tuple[list[str], Path]]:
    """Return the addresses of two sites with the same web page, and its file."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    running = [ThreadingHTTPServer(("127.0.0.1", 0), handler) for _ in range(2)]
    for site in running:
        threading.Thread(target=site.serve_forever, daemon=True).start()
    yield [f"http://127.0.0.1:{site.server_port}" for site in running], tmp_path / "index.html"
    for site in running:
        site.shutdown()
        site.server_close()


def test_a_map_shows_on_the_sites_that_may_show_it_and_on_no_other(
    sites: tuple[list[str], Path], new_server: Callable[[], Server],
    visit: Callable[..., Page], seen: Seen, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (allowed, other), file = sites
    monkeypatch.setenv("SHAREDGROUND_EMBED_HOSTS", allowed)
    server = new_server()
    address = f"{server.url}/map?kinds=Libraries&embed=true"
    file.write_text(f'<!doctype html><title>x</title><iframe src="{address}" title="Map"'
                    ' width="1100" height="900"></iframe>')  # fmt: skip
    page = visit(allowed)
    inside = page.frame_locator("iframe[title=Map]")
    expect(inside.get_by_role("heading", name="Larrowby", exact=True)).to_be_visible()
    expect(inside.get_by_role("heading", name="6 places in Larrowby")).to_be_visible()
    expect(inside.get_by_role("link", name="Open in Shared Ground")).to_be_visible()
    expect(inside.get_by_test_id("stHeader")).to_be_hidden()
    expect(inside.get_by_label("Postcode or name")).to_be_hidden()
    until(page, lambda: [f for f in page.frames if "st_folium" in f.url], "there is no map")
    page = visit(other)
    until(page, lambda: any("frame-ancestors" in said for said in seen.console), "it was shown")
    assert not any(frame.url.startswith(server.url) for frame in page.frames)


def test_a_page_of_charts_is_shown_without_menus_and_says_where_it_comes_from(
    demo_server: Server, visit: Callable[..., Page]
) -> None:
    for path in ("gaps", "how-sure", "fair", "vision", "agreement"):
        page = settled(visit(f"{demo_server.url}/{path}?embed=true"))
        main = page.get_by_test_id("stMain")
        assert "Something went wrong" not in main.inner_text(), path
        expect(page.get_by_role("link", name="Open in Shared Ground")).to_be_visible()
        expect(page.get_by_role("button", name="Share")).to_have_count(0)
        expect(page.get_by_test_id("stHeader")).to_be_hidden()
