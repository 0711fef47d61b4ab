"""Parts: every text is only text, whatever it holds."""

import html
from html.parser import HTMLParser

import pytest
from streamlit.testing.v1 import AppTest

from components import parts
from sharedground.model.category import CATEGORIES

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "`${alert(1)}`",
    "${alert(1)}",
    "\\u003cimg src=x onerror=alert(1)\\u003e",
    "{{'map_div'}} {% raw %}",
    "</style><script>alert(1)</script>",
    "&lt;b&gt; &amp; &#60;",
    "a\x00b",
    "\u202eevil",
    "Caffè Nero & Sons, 60-character name: The Larrowby and District",
)


class Tags(HTMLParser):
    def __init__(self, document: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("text", HOSTILE)
def test_no_mark_of_html_or_of_a_template_is_left(text: str) -> None:
    safe = parts.safe_html(text)
    entity = html.unescape(safe)
    assert entity == html.unescape(html.escape(text))
    for mark in "<>\"'`$\\{}":
        assert mark not in safe


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    ("made", "tags"),
    [
        (
            lambda x: parts.place_list_html([parts.PlaceRow(x, x, x, x)], x),
            ["div", "ul", "li", "span", "b", "span", "small"],
        ),
        (lambda x: parts.key_figures_html([(x, x, x)]), ["dl", "div", "dt", "dd", "dd"]),
        (
            lambda x: parts.ramp_html(("#112233",), x, x),
            ["div", "span", "span", "i", "span", "i"],
        ),
    ],
)
def test_a_hostile_name_adds_no_tag_and_no_attribute(made, tags: list[str], text: str) -> None:
    read = Tags(made(text))
    assert [tag for tag, _ in read.seen] == tags
    assert {name for _, attrs in read.seen for name in attrs} <= {
        "class", "style", "tabindex", "role", "aria-label",
    }  # fmt: skip
    assert html.unescape(html.escape(text)).replace("\x00", "") in read.text.replace("\x00", "")


def test_numbers_and_other_values_are_written_as_text() -> None:
    assert parts.safe_html(12) == "12"
    assert parts.safe_html(None) == "None"


def test_a_list_that_scrolls_can_be_reached_by_keyboard() -> None:
    rows = [parts.PlaceRow("library", "Larrowby Library")]
    tag, attrs = Tags(parts.place_list_html(rows, "Places")).seen[0]
    assert (tag, attrs["tabindex"], attrs["role"], attrs["aria-label"]) == (
        "div", "0", "region", "Places",
    )  # fmt: skip
    assert "tabindex" not in parts.place_list_html(rows, "Places", scroll=False)


def test_an_unknown_category_is_drawn_as_other() -> None:
    made = parts.place_list_html([parts.PlaceRow("unheard-of", "Somewhere")], "Places")
    assert "sp-k-other" in made


def test_no_data_is_always_said_beside_the_hatch() -> None:
    made = parts.ramp_html(("#112233", "#445566"), "Less", "More")
    assert made.count("<i style=") == 2
    assert "No data" in made
    assert "sp-nodata" not in parts.ramp_html(("#112233",), "Less", "More", missing=False)


def every_part() -> None:
    from components import frame, parts
    from sharedground.model.category import CATEGORIES

    name = "<img src=x onerror=alert(1)> `${1}`"
    with frame.page("Parts"):
        parts.heading(name, name)
        parts.heading("Small", level=3)
        parts.key_figures([parts.Figure("Places", "12", "October 2025")])
        parts.place_list([parts.PlaceRow(c.code, c.one) for c in CATEGORIES], "Places")
        parts.kinds([c.code for c in CATEGORIES])
        parts.strong("What is strong here", ["A library.", name])
        parts.note("Places nobody has listed are not counted.", "How sure are we?")
        parts.ramp("gap", "Less than need", "More than need")
        parts.method(["We count.", "We compare."], "Index of need")
        parts.empty_state("Nothing yet", "Nobody has listed one.")


def test_every_part_can_be_drawn() -> None:
    app = AppTest.from_function(every_part).run(timeout=30)
    assert not app.exception
    assert not app.error
    drawn = "".join(element.proto.body for element in app.get("html"))
    assert "<img" not in drawn
    assert "Index of need. Date: not stated." in drawn
    for category in CATEGORIES:
        assert f".sp-k-{category.code}{{background-image:" in drawn
