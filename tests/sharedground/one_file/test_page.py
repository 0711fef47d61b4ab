"""One HTML file: whole by itself, for everyone's eyes, and nothing that people wrote can act."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from sharedground.figures.exhibits import Column, Deck, Map, Region, Sheet, Step
from sharedground.one_file import html_bytes
from tests.decks import SECRET_NOTE, sample_deck, sample_map

TAGS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "p", "h1", "h2", "h3", "div",
    "button", "svg", "path", "form", "label", "span", "input", "datalist", "nav", "ol", "li",
    "main", "section", "g", "circle", "rect", "text", "details", "summary", "table", "caption",
    "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd", "ul", "b", "footer", "script",
}  # fmt: skip


class Reader(HTMLParser):
    """Collects elements with their attributes, and the words between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def page_of(deck: Deck) -> str:
    return html_bytes(deck).decode("utf-8")


@pytest.mark.parametrize("hostile", [False, True])
def test_nothing_but_our_own_elements_is_in_it(hostile: bool) -> None:
    found = Reader(page_of(sample_deck(hostile=hostile)))
    assert {tag for tag, _ in found.elements} <= TAGS
    names = {name for _, attributes in found.elements for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in ("style", "src")}
    assert sum(tag == "script" for tag, _ in found.elements) == 1
    assert sum(tag == "style" for tag, _ in found.elements) == 1


def test_hostile_words_are_shown_as_words_and_turn_no_line_around() -> None:
    text = page_of(sample_deck(hostile=True))
    found = Reader(text)
    assert "<script>alert(1)</script><img src=x onerror=alert(1)>" in found.words
    assert '=HYPERLINK("http://x.example")' in found.words
    assert "\u202e" not in text
    assert "\x00" not in text


def test_the_policy_lets_in_our_script_and_our_style_only() -> None:
    text = page_of(sample_deck())
    policy = Reader(text).elements
    told = next(a["content"] for _, a in policy if a.get("http-equiv") == "Content-Security-Policy")
    assert told is not None
    assert told.startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        inside = re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert inside is not None
        digest = hashlib.sha256(inside.group(1).encode()).digest()
        assert f"{tag}-src 'sha256-{base64.b64encode(digest).decode()}'" in told


def test_script_and_style_are_the_same_whatever_the_story_says() -> None:
    script = re.compile(r"<script>.*?</script>", re.DOTALL)
    plain, hostile = page_of(sample_deck()), page_of(sample_deck(hostile=True))
    assert script.findall(plain) == script.findall(hostile)


def test_it_fetches_nothing() -> None:
    text = page_of(sample_deck())
    assert not re.search(r"(?:src|href)=\"(?!#)", text)
    assert not [one for one in re.findall(r"url\(\"([^\"]*)", text) if not one.startswith("data:")]


def test_the_presenters_notes_stay_out_and_all_else_is_in() -> None:
    deck = sample_deck()
    found = Reader(page_of(deck)).words
    assert SECRET_NOTE not in found
    for told in (deck.title, deck.kicker, deck.vision, *deck.credits, *deck.partners):
        assert told.rstrip(".") in found
    for step in deck.steps:
        assert step.title in found
        assert step.ask in found


def test_every_map_and_every_chart_has_its_table() -> None:
    found = Reader(page_of(sample_deck()))
    tables = sum(tag == "table" for tag, _ in found.elements)
    assert tables == 4  # of the map, of its places, of the bars, and the table itself
    pictures = [a for tag, a in found.elements if tag == "svg" and a.get("role") == "img"]
    assert pictures
    assert all(one.get("aria-label") for one in pictures)


def test_no_steps_at_all_is_said() -> None:
    text = page_of(dataclasses.replace(sample_deck(), steps=()))
    assert "There is nothing to tell yet." in text
    assert "data-start" not in re.sub(r"<script>.*", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("areas", [0, 300, 1_500])
def test_many_areas_stay_below_three_megabytes(areas: int) -> None:
    size = len(html_bytes(deck_of(areas)))
    assert size < 3_000_000


def deck_of(
    areas: int, name: str = "An area whose name has no fewer than sixty letters in it {n}"
) -> Deck:
    """Return a story of one map with so many areas, each of 60 corners."""
    turn = np.linspace(0, 2 * np.pi, 61)
    ring = np.column_stack([np.cos(turn), np.sin(turn)]) * 6
    at = [(20 + 15 * (n % 40), 20 + 15 * (n // 40)) for n in range(areas)]
    names = [name.format(n=n) for n in range(areas)]
    words = [f"Gap {n % 100} of 100" for n in range(areas)]
    shown: Map = dataclasses.replace(
        sample_map(), width=640.0, height=640.0, map_height=600.0, over=(), spots=(),
        regions=tuple(
            Region(str(n), names[n], words[n], [ring + np.array(at[n])], "#D0854C", "#FFFFFF")
            for n in range(areas)
        ),
        sheet=Sheet("All areas", (Column("Area"), Column("Gap")),
                    tuple(zip(names, words, strict=True))),
    )  # fmt: skip
    step = Step("gaps", "Many areas", exhibits=(shown,))
    return dataclasses.replace(sample_deck(), steps=(step,))
