"""A click on the legend leaves one class of areas, and the map where it was."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seen, Server, map_frame, settled, until

pytestmark = pytest.mark.browser

WHERE = (
    "() => { const { lat, lng } = SharedGroundMemory.ground.map.getCenter(); return [lat, lng] }"
)
DRAWN = """() => { const found = {}
    SharedGroundMemory.ground.areas.eachLayer(({ options }) => {
        const drawn = options.fillColor + " " + options.fillOpacity
        found[drawn] = (found[drawn] || 0) + 1
    })
    return found }"""


def strong(drawn: dict[str, int]) -> int:
    """Return how many areas are drawn in full strength."""
    return sum(n for look, n in drawn.items() if look.endswith(" 1"))


def test_the_legend_of_need_and_places_leaves_one_class_and_the_map_where_it_was(
    demo_server: Server, visit: Callable[..., Page], seen: Seen
) -> None:
    page = settled(visit(f"{demo_server.url}/map?colour=both-everything"))
    frame = map_frame(page)
    until(page, lambda: len(frame.evaluate(DRAWN)) > 5, "need and places are not drawn")
    outlines = "paths => paths.map((path) => path.getAttribute('d').includes('a'))"
    round_ones = frame.locator(".leaflet-sgDots-pane path").evaluate_all(outlines)
    assert set(round_ones) == {True, False}, "kinds of place have one shape"
    frame.evaluate("() => { const { map } = SharedGroundMemory.ground; "
                   "map.setView([53.375, 1.01], 14.2, { animate: false }) }")  # fmt: skip
    before = frame.evaluate(WHERE)
    corner = page.get_by_role("button", name="Much need, few places:")
    areas = int(corner.inner_text())
    corner.focus()
    corner.press("Enter")
    expect(corner).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#places")).to_contain_text("places in areas with much need and few places")
    expect(corner).to_be_focused()
    until(page, lambda: strong(frame.evaluate(DRAWN)) == areas, "other areas are not faint")
    sign = page.get_by_role("button", name="Parks and allotments:")
    sign.click()
    expect(sign).to_have_attribute("aria-pressed", "true")
    settled(page)
    assert "shade=6" in page.url
    assert "kinds=park" in page.url
    assert frame.evaluate(WHERE) == pytest.approx(before, abs=1e-6)
    corner.click()
    expect(corner).to_have_attribute("aria-pressed", "false")
    assert "shade" not in settled(page).url
    assert seen.console == []
