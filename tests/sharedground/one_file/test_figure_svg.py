"""The map that can be used: every area knows its name, nothing in it acts, and its key is words."""

from __future__ import annotations

import dataclasses
from xml.etree import ElementTree as ET

import pytest

from sharedground.one_file import figure_svg
from tests.decks import sample_map

_SVG = "{http://www.w3.org/2000/svg}"


def test_every_area_and_place_carries_its_name_and_its_words() -> None:
    drawing = ET.fromstring(figure_svg.map_svg(sample_map()))
    named = [(one.get("data-n"), one.get("data-words")) for one in drawing.iter()
             if one.get("data-n")]  # fmt: skip
    assert named == [("Southmoor", "Gap 54 of 100"), ("Old Mill", "No data"),
                     ("Corner library", "Libraries")]  # fmt: skip


def test_words_that_look_like_code_stay_words() -> None:
    hostile = "</path><script>alert(1)</script><img src=x onerror=alert(1)>\"'"
    shown = sample_map(lambda words, _=0: words + hostile)
    for text in (figure_svg.map_svg(shown), figure_svg.map_html(shown)):
        assert "<script" not in text
        assert "<img" not in text
    drawing = ET.fromstring(figure_svg.map_svg(shown))
    allowed = {_SVG + tag for tag in ("svg", "g", "path", "circle", "rect", "text")}
    assert {one.tag for one in drawing.iter()} <= allowed


def test_the_map_ends_where_its_key_begins() -> None:
    shown = sample_map()
    bottom = figure_svg.bottom_of(shown)
    assert 200 <= bottom < min(ring[:, 1].min() for ring in shown.legend[0].rings)
    assert figure_svg.bottom_of(dataclasses.replace(shown, map_height=210.0)) == 210.0


def test_the_key_is_written_in_full_even_where_signs_and_words_do_not_match() -> None:
    text = figure_svg.key_html(sample_map())
    assert "50 and more" in text
    assert "No data" in text
    assert figure_svg.key_html(dataclasses.replace(sample_map(), legend=(), key=())) == ""


def test_a_map_without_areas_is_a_picture_with_words() -> None:
    bare = dataclasses.replace(sample_map(), regions=(), spots=())
    drawing = ET.fromstring(figure_svg.map_svg(bare))
    assert drawing.get("role") == "img"
    assert drawing.get("aria-label") == "Map of Ashby with 1 place."
    assert "arrow keys" not in figure_svg.map_html(bare)


@pytest.mark.parametrize("colour", ["#D0854C", "#17211E", "#FFFFFF"])
def test_colours_of_the_light_look_have_a_partner_in_the_dark_one(colour: str) -> None:
    rules = figure_svg.dark_rules(".x")
    assert f'.x [fill="{colour}"]{{fill:#' in rules
    assert f'.x [stroke="{colour}"]' in rules


def test_the_script_writes_text_only() -> None:
    text = figure_svg.script()
    assert not any(way in text for way in ("innerHTML", "outerHTML", "insertAdjacent", "eval("))
    assert "export" not in figure_svg.script(module=False)
