"""Bars as a picture: every value in words, doubt to be seen, nothing outside the frame."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest

from sharedground.figures import look
from sharedground.figures.bars import bars_figure, table_of, top_of
from sharedground.figures.exhibits import Bar, Bars
from sharedground.figures.scene import Dot, Figure, Line, Shape, Text
from sharedground.figures.svg import svg_text
from tests.decks import HOSTILE, sample_bars


def written(figure: Figure) -> list[str]:
    return [mark.words for mark in figure.marks if isinstance(mark, Text)]


def test_every_name_and_value_is_written_as_it_comes() -> None:
    words = " ".join(written(bars_figure(sample_bars())))
    for bar in sample_bars().bars:
        assert bar.name in words
        assert bar.words in words


def test_a_bar_without_data_is_hatched_and_says_so_and_is_never_a_short_bar() -> None:
    bars = Bars("t", "a", "Gap", (Bar("Old Mill", math.nan, "No data"),), tone="less")
    figure = bars_figure(bars)
    fills = {mark.fill for mark in figure.marks if isinstance(mark, Shape)}
    assert look.scale("gap")[1] not in fills
    assert any(
        isinstance(mark, Line) and mark.colour == look.colour("hatch") for mark in figure.marks
    )
    assert "No data" in written(figure)


def test_a_bar_that_could_go_either_way_is_dashed_and_the_key_says_so() -> None:
    figure = bars_figure(sample_bars())
    assert any(isinstance(mark, Shape) and mark.dashed and not mark.fill for mark in figure.marks)
    assert {"Could go either way", "Likely range", "Each dot is a partner"} <= set(written(figure))
    firm = bars_figure(Bars("t", "a", "Gap", (Bar("Old Mill", 3, "3"),)))
    assert "Could go either way" not in written(firm)


def test_each_partner_has_a_dot_and_equal_dots_do_not_hide_each_other() -> None:
    dots = [mark for mark in bars_figure(sample_bars()).marks if isinstance(mark, Dot)]
    assert len(dots) == 4 + 1  # one in the key
    assert len({(dot.x, dot.y) for dot in dots}) == len(dots)


@pytest.mark.parametrize("width", [300.0, 430.0, 720.0])
@pytest.mark.parametrize("name", ["Short", "W" * 60, "A name of many words " * 5, HOSTILE[4]])
def test_nothing_stands_outside_the_frame(width: float, name: str) -> None:
    bars = Bars("t", "a", "Gap, 0 to 100 " * 6, (Bar(name, 100, "100 of 100", 80, 120),))
    figure = bars_figure(bars, width)
    for mark in figure.marks:
        if isinstance(mark, Text):
            style = "bold" if mark.bold else "text"
            assert mark.x + look.width_of(mark.words, mark.size, style) <= width + 1
            assert 0 < mark.y <= figure.height


def test_bars_of_nothing_and_bars_of_zero_are_drawn() -> None:
    assert top_of(Bars("t", "a", "Gap", ())) == 1
    assert top_of(Bars("t", "a", "Gap", (Bar("Here", 0, "0"),))) == 1
    assert bars_figure(Bars("t", "a", "Gap", (Bar("Here", 0, "0"),))).height > 0


def test_the_table_says_the_same_with_how_sure_where_that_differs() -> None:
    table = table_of(sample_bars())
    assert table.iloc[:, 1].tolist() == ["54", "12", "No data"]
    assert table["How sure"].tolist() == ["Firm", "Could go either way", ""]


def test_words_of_data_stay_words() -> None:
    for at, words in enumerate(HOSTILE):
        bars = Bars(words, words, words, (Bar(words, at, words),), heading=words)
        ElementTree.fromstring(svg_text(bars_figure(bars)))
