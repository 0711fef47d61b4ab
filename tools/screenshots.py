"""Take pictures of every page, and the one in the README.

Usage: tools/screenshots.py [FOLDER] [URL]. Without a URL the app is started on the demo town.
The README's picture is written to docs/pictures/; all others to FOLDER, if one is given.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from components.menu import EVERY  # noqa: E402
from sharedground import demo  # noqa: E402
from tests.browser import chromium  # noqa: E402
from tests.browser.conftest import DESK, PHONE, settled, start  # noqa: E402

PICTURE = ROOT / "docs" / "pictures" / "strengths-and-gaps.png"


def open_page(browser: Browser, url: str, size: tuple[int, int], scheme: str) -> Page:
    """Open a page as a new visitor, with outside requests refused."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    host = urlsplit(url).netloc
    context.route(
        "**/*",
        lambda route: (
            route.continue_() if urlsplit(route.request.url).netloc in (host, "") else route.abort()
        ),
    )
    page = context.new_page()
    page.goto(url)
    settled(page)
    page.wait_for_timeout(900)
    return page


def whole(page: Page, size: tuple[int, int]) -> None:
    """Make the window as tall as the page, so that one picture holds all of it."""
    height = page.evaluate(
        "Math.max(...[...document.querySelectorAll('[data-testid=stMain], section')]"
        ".map(e => e.scrollHeight)) + 80"
    )
    page.set_viewport_size({"width": size[0], "height": max(size[1], min(int(height), 9000))})
    page.wait_for_timeout(900)


def lift(page: Page, words: str) -> None:
    """Scroll until the heading that holds these words stands at the top, under the menu."""
    page.get_by_role("heading").filter(has_text=words).first.evaluate(
        "e => { const main = document.querySelector('[data-testid=stMain]');"
        " main.scrollTop += e.getBoundingClientRect().top - 90 }"
    )
    page.wait_for_timeout(600)


def every_page(browser: Browser, url: str, folder: Path) -> None:
    """Take each page at both sizes, light and dark; the light ones also in full length."""
    folder.mkdir(parents=True, exist_ok=True)
    for door in EVERY:
        address = url if door.name == "start" else f"{url}/{door.name}"
        for name, size in (("desk", DESK), ("phone", PHONE)):
            for scheme in ("light", "dark"):
                page = open_page(browser, address, size, scheme)
                page.screenshot(path=folder / f"{door.name}-{name}-{scheme}.png")
                if scheme == "light":
                    whole(page, size)
                    page.screenshot(path=folder / f"{door.name}-{name}-whole.png")
                page.context.close()


def main() -> None:
    """Take the pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    server = None
    if len(sys.argv) > 2:
        url = sys.argv[2]
    else:
        demo.database_file()  # else the first visitor waits while the town is read
        scratch = Path(tempfile.mkdtemp())
        server = start(f"sqlite:///{scratch / 'app.sqlite'}", scratch / "app.log")
        url = server.url
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium.path(), args=chromium.ARGS
            )
            if server is not None:
                page = open_page(browser, f"{url}/gaps", DESK, "light")
                lift(page, "have enough")
                PICTURE.parent.mkdir(parents=True, exist_ok=True)
                page.screenshot(path=PICTURE)
            if folder is not None:
                every_page(browser, url, folder)
            browser.close()
    finally:
        if server is not None and server.process is not None:
            server.process.terminate()


if __name__ == "__main__":
    main()
