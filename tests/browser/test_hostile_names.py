"""A name made to do harm is shown as it is written, on every page, chart, map and list."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import hostile_town as town
from tests.browser.conftest import (
    PHONE,
    Seen,
    Server,
    choose,
    drop_down,
    map_frame,
    settled,
    until,
)

pytestmark = pytest.mark.browser

HARM = """() => [
    window.__ran === undefined ? "" : `ran ${window.__ran}`,
    ...[...document.querySelectorAll(
        'img[src="x"],a[href^="javascript:" i],image[href="x"],[onerror]')].map(e => e.outerHTML),
    ...[...document.querySelectorAll("script:not([src])")].map(e => e.textContent)
        .filter(text => text.startsWith("window.__ran")),
].filter(Boolean)"""

WRITTEN = """() => document.body.textContent
    + [...document.querySelectorAll("input,textarea")].map(e => e.value).join(" ")"""


def squeezed(text: str) -> str:
    """Return text without blanks, which wrapping changes, and without joiners of no width."""
    return "".join(text.replace("\u2060", "").split())


def shows(page: Page, *names: str) -> None:
    """Wait until each name is written somewhere on the page, and nothing came of it."""
    settled(page)
    for name in names:
        until(page, lambda name=name: squeezed(name) in squeezed(page.evaluate(WRITTEN)), name)
    unharmed(page)


def unharmed(page: Page) -> None:
    """Say that no name became a picture, a link or a script in any frame."""
    assert {frame.url: frame.evaluate(HARM) for frame in page.frames} == {
        frame.url: [] for frame in page.frames
    }
    assert page.evaluate("document.querySelectorAll('.katex').length") == 0


def options_of(page: Page, label: str) -> list[str]:
    """Return what a select box offers."""
    box = drop_down(page, label)
    offered = page.get_by_role("option").all_inner_texts()
    unharmed(page)
    box.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    return offered


def open_all(page: Page) -> None:
    """Open whatever is folded away."""
    for summary in page.get_by_test_id("stExpander").locator("summary").all():
        summary.click()


@pytest.fixture(scope="module")
def hostile_server(new_server: Callable[[], Server]) -> Server:
    """Return an app with the hostile town in it. Tests read it only."""
    server = new_server()
    town.fill(server.database)
    return server


@pytest.fixture
def opened(hostile_server: Server, visit: Callable[..., Page], seen: Seen) -> Callable[[str], Page]:
    """Return a function that opens a page of the hostile town."""

    def open_page(name: str, **given: object) -> Page:
        return settled(visit(f"{hostile_server.url}/{name}", **given))

    yield open_page
    assert (seen.outside, seen.failed, seen.console, seen.dialogs) == ([], [], [], [])


@pytest.mark.parametrize("name", [town.IMAGE, "<script>window.__ran=2</script>",
                                  '<a href="javascript:window.__ran=4">x</a>'])  # fmt: skip
def test_the_check_sees_harm(visit: Callable[..., Page], name: str) -> None:
    page = visit("about:blank")
    page.set_content(f"<body><p>{name}</p></body>")
    until(page, lambda: page.evaluate(HARM), f"{name} goes unseen")
    with pytest.raises(AssertionError):
        unharmed(page)


def test_start(opened: Callable[..., Page]) -> None:
    page = opened("")
    shows(page, town.PLACE, f"Our vision: {town.TITLE}", f"We want {town.IMAGE}")
    page.get_by_label("Postcode or place name").fill(f"**{town.IMAGE}**")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    shows(page, f"Nothing here is called **{town.IMAGE}**")


@pytest.mark.parametrize("size", [(1280, 800), PHONE], ids=["desk", "phone"])
def test_the_map_and_its_list(opened: Callable[..., Page], size: tuple[int, int]) -> None:
    page = opened("map", size=size)
    shows(page, town.PLACE, *town.ASSETS, *(f"{n} {town.TICKS} Street" for n in range(4)))
    frame = map_frame(page)
    until(page, lambda: frame.locator(".sg-name").count() == 2, "the map has no names")
    names = frame.locator(".sg-name").all_text_contents()
    assert sorted(names) == sorted(name[:40] for name in town.GROUPS)
    areas = options_of(page, "Area")
    assert [f"All of {town.PLACE}", "My own neighbourhood", *sorted(town.GROUPS)] == areas[:4]
    assert set(areas[4:]) == {town.label(n) for n in range(6)}
    colours = options_of(page, "What colour shows")
    for what in ("Need", "Need and places"):
        assert {f"{what}: {name}" for name in town.OUTCOMES} <= set(colours)
    assert all(any(name in offered for offered in options_of(page, "Look at one place"))
               for name in town.ASSETS)  # fmt: skip


def test_a_click_on_the_map_shows_the_place_and_the_area_by_name(
    opened: Callable[..., Page],
) -> None:
    page = opened("map")
    choose(page, "What colour shows", f"Need: {town.OUTCOMES[0]}")
    shows(page, f"Need for “{town.OUTCOMES[0]}”: highest in", town.label(5))
    frame = map_frame(page)
    markers = frame.locator(".leaflet-marker-icon")
    until(page, lambda: markers.count() == 4, "the map has no places")
    markers.first.hover()
    unharmed(page)
    markers.first.click()
    card = page.locator(".sg-card")
    expect(card).to_be_visible()
    assert any(name in card.inner_text() for name in town.ASSETS)
    shows(page, town.MARKS)
    frame.locator("path.leaflet-interactive").last.hover()
    frame.locator("path.leaflet-interactive").last.click(position={"x": 5, "y": 60})
    expect(page.get_by_role("heading", name=town.label(5), exact=True)).to_be_visible()
    page.locator(".st-key-areas-spread .point").first.hover(force=True)
    choose(page, "Compare with", sorted(town.GROUPS)[0])
    expect(page.get_by_text("What differs").first).to_be_visible()
    page.get_by_text("Two outcomes on two maps, side by side").click()
    expect(page.locator(".st-key-map-second iframe")).to_be_visible()
    shows(page, sorted(town.GROUPS)[0])
    open_all(page)
    shows(page, *town.OUTCOMES)
    page.get_by_role("button", name="How we worked this out").first.click()
    shows(page, town.FIGURE, f"indicators {town.IMAGE}")


def test_strengths_and_gaps_with_its_charts(opened: Callable[..., Page]) -> None:
    page = opened("gaps")
    shows(page, *town.OUTCOMES, town.GROUPS[1])
    labels = page.locator(".st-key-gap-first .yaxislayer-above text")
    until(page, labels.count, "no bars")
    assert squeezed("1. East <img src=x") in squeezed(labels.first.text_content() or "")
    open_all(page)
    page.get_by_role("radio", name="Small areas").click()
    page.get_by_role("radio", name=town.OUTCOMES[0]).click()
    expect(page.get_by_role("heading", name="How this outcome stands")).to_be_visible()
    choose(page, "Area", town.label(0))
    shows(page, town.FIGURE, f"indicators {town.IMAGE}", town.ASSETS[0], town.label(0))
    until(page, labels.count, "no bars")
    offered = options_of(page, "Area")
    assert offered == [town.label(n) for n in range(6)]
    assert options_of(page, "Outcome") == list(town.OUTCOMES)


def hover(page: Page) -> str:
    """Return what the map of Strengths and gaps says where the mouse is."""
    return squeezed("".join(page.locator(".st-key-gap-map .hoverlayer").all_text_contents()))


def test_the_hover_of_a_chart(opened: Callable[..., Page]) -> None:
    page = opened("gaps?level=Small+areas")
    points = page.locator(".st-key-gap-map .scatterlayer .points path")
    until(page, lambda: points.count() == 6, "the map has no points")
    for n in range(6):
        points.nth(n).hover(force=True)
        until(page, lambda n=n: squeezed(town.label(n)) in hover(page), town.label(n))
        unharmed(page)


def test_what_would_help_and_a_kept_scenario(
    hostile_server: Server, opened: Callable[..., Page]
) -> None:
    hostile_server.command("what-if", "sites", "--kind", "dentist", "-n", "1", "--keep", town.IMAGE)
    page = opened("what-if?try=kept")
    shows(page, town.IMAGE)
    page = opened("what-if?try=closures")
    open_all(page)
    shows(page, town.ASSETS[0])
    page = opened("what-if?new=dentist&where=buildings")
    expect(page.locator(".sg-sites li").first).to_be_visible()
    unharmed(page)


def test_who_is_reached_by_whom(opened: Callable[..., Page]) -> None:
    page = opened("fair")
    open_all(page)
    rows = page.get_by_role("region", name="Whom each organisation covers")
    expect(rows).to_be_visible()
    until(page, page.locator(".st-key-fair-cover .yaxislayer-above text").count, "no bars")
    unharmed(page)
    assert options_of(page, "Outcome") == ["All outcomes", *town.OUTCOMES]


def test_the_vision_and_its_form(opened: Callable[..., Page]) -> None:
    page = opened("vision")
    shows(page, town.TITLE, f"We want {town.IMAGE}", *town.OUTCOMES, f"Why {town.SCRIPT}",
          town.FIGURE, town.MARKS)  # fmt: skip
    page.get_by_role("button", name="Change this vision").click()
    expect(page.get_by_role("tab")).to_have_count(6)
    for tab in page.get_by_role("tab").all():
        tab.click()
        shows(page, *town.OUTCOMES)
    page.get_by_role("tab").nth(2).click()
    shows(page, *(f"What shows need for {name}?" for name in town.OUTCOMES), town.FIGURE)


def test_partners(opened: Callable[..., Page]) -> None:
    page = opened("partners")
    shows(page, town.PARTNER, f"Other {town.IMAGE}", f"partners {town.IMAGE}")
    page.get_by_role("button", name="Partner **x**").click()
    expect(page.get_by_role("button", name="All partners")).to_be_visible()
    shows(page, town.PARTNER, town.MARKS, town.ASSETS[0], town.OUTCOMES[0])
    expect(page.get_by_test_id("stLinkButton")).to_have_count(0)


def test_about_the_data(opened: Callable[..., Page]) -> None:
    page = opened("about-data")
    open_all(page)
    shows(page, f"assets {town.IMAGE}", town.MARKS, town.TICKS, town.SCRIPT)
    assert any(town.IMAGE in offered for offered in options_of(page, "List"))


def test_a_file_with_hostile_headings_and_names(opened: Callable[..., Page]) -> None:
    page = opened("add-data")
    rows = [[town.ASSETS[0], town.IMAGE, "ZZ9"], [town.MARKS, town.IMAGE, "ZZ9 9ZZ 9"]]
    content = town.table([f"Name {town.IMAGE}", f"Sort {town.MARKS}", "Postcode"], rows)
    name = "**x** <img src=x onerror=alert(1)> ${1}.csv"
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    expect(page.get_by_role("heading", name="2 rows read.")).to_be_visible()
    open_all(settled(page))
    shows(page, town.ASSETS[0], town.MARKS, f"Sort {town.MARKS}", name)
    assert f"Name {town.IMAGE}" in options_of(page, "Name")
