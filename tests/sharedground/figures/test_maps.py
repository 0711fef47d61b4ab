"""A map as a picture: whole, inside its frame, and with words that are only words."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
import shapely
from babel.messages.pofile import read_po
from PIL import Image, ImageFont

from sharedground import words
from sharedground.figures import look, naming
from sharedground.figures.content import Content, Fills
from sharedground.figures.maps import MAP_WIDTH, MARGIN, figure_of
from sharedground.figures.png import PIXELS, png_bytes
from sharedground.figures.scene import Dot, Figure, Line, Shape, Text
from sharedground.figures.spots import MOST_DOTS, MOST_SIGNS
from sharedground.figures.svg import only_text, svg_text
from sharedground.model.category import BY_CODE
from tests.browser.payloads import PAYLOADS

SVG = "{http://www.w3.org/2000/svg}"
TOKENS = Path(__file__).resolve().parents[3] / "components" / "assets" / "tokens.json"


def squares(across: int, down: int) -> np.ndarray[Any, Any]:
    at = np.arange(across * down)
    west, south = -2.4 + (at % across) * 0.01, 53.4 + (at // across) * 0.006
    return np.asarray(shapely.box(west, south, west + 0.01, south + 0.006), dtype=object)


def some_places(n: int, kinds: tuple[str, ...] = ("library", "park", "other")) -> pd.DataFrame:
    at = np.arange(n)
    return pd.DataFrame(
        {
            "category": [kinds[i % len(kinds)] for i in range(n)],
            "lon": -2.4 + (at * 0.6180339) % 1 * 0.06,
            "lat": 53.4 + (at * 0.7548777) % 1 * 0.024,
            "inside": True,
            "stale": False,
        }
    )


def content(n: int = 12, **given: Any) -> Content:
    areas = squares(6, 4)
    names = np.array([f"Ward {i // 3}" for i in range(len(areas))], dtype=object)
    return replace(
        Content("Sale", "All places: 12 places.", areas, names, some_places(n),
                sources="Places: a list.", made="Made on a day."),
        **given,
    )  # fmt: skip


def fills(missing: int = 2) -> Fills:
    of = np.arange(24) % 5
    of[:missing] = -1
    labels = tuple((n, f"{n} to {n + 1}") for n in range(5))
    return Fills("Need for all that matters here", of, look.scale("need"), labels)


def texts(figure: Figure) -> list[str]:
    return [mark.words for mark in figure.marks if isinstance(mark, Text)]


def widest(text: Text) -> float:
    style = "heading" if text.heading else "bold" if text.bold else "text"
    return look.width_of(text.words, text.size, style)


LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch X1"
NEAR = (-2.38, 53.406, -2.36, 53.418)
SQUARE = ((-2.38, 53.41), (-2.37, 53.41), (-2.37, 53.42), (-2.38, 53.42))
ODD: dict[str, Content] = {
    "as it comes": content(fills=fills()),
    "no place": content(0),
    "one area": content(areas=squares(1, 1), names=np.array(["Only"], dtype=object)),
    "tall": content(areas=squares(1, 24), names=np.array(["Ward"] * 24, dtype=object)),
    "wide": content(areas=squares(24, 1)),
    "every kind": content(60, places=some_places(60, tuple(BY_CODE))),
    "long names": content(
        title=LONG, told=f"{LONG} " * 9, kicker=LONG * 3, sources=LONG * 40, made=LONG * 2,
        names=np.array([f"{LONG} {i}" for i in range(24)], dtype=object),
        fills=replace(fills(), title=LONG, labels=tuple((n, LONG) for n in range(5))),
    ),
    "crowded": content(MOST_DOTS * 2),
    "near a point": content(here=(-2.37, 53.412), reach_m=900.0, part=NEAR),
    "a square": content(squares=(SQUARE,), part=NEAR),
}  # fmt: skip


@pytest.mark.parametrize("shown", ODD.values(), ids=ODD.keys())
def test_nothing_stands_outside_the_picture(shown: Content) -> None:
    figure = figure_of(shown)
    for mark in figure.marks:
        if isinstance(mark, Text):
            wide = widest(mark)
            left = mark.x - {"start": 0, "middle": wide / 2, "end": wide}[mark.anchor]
            assert left >= 0, mark
            assert left + wide <= figure.width - MARGIN / 2, mark
            assert 0 < mark.y < figure.height - 4, mark
        elif isinstance(mark, Dot):
            assert 0 < mark.x < figure.width
            assert 0 < mark.y < figure.height
        elif isinstance(mark, Shape | Line):
            for part in mark.rings if isinstance(mark, Shape) else mark.paths:
                assert (part >= 0).all()
                assert (part <= [figure.width, figure.height]).all()


@pytest.mark.parametrize("shown", ODD.values(), ids=ODD.keys())
def test_colours_are_those_of_the_pages_only(shown: Content) -> None:
    known = set(re.findall(r"#[0-9A-F]{6}", json.dumps(json.loads(TOKENS.read_text())["light"])))
    used = set(re.findall(r"#[0-9A-Fa-f]{6}", svg_text(figure_of(shown))))
    assert used <= known


def test_it_tells_what_it_shows_and_where_from() -> None:
    figure = figure_of(content(fills=fills()))
    written = texts(figure)
    for told in ("Sale", "All places: 12 places.", "Places: 12", "Libraries", "No data",
                 "Need for all that matters here", "0 to 1", "Places: a list.", "Made on a day.",
                 "N", "500 m"):  # fmt: skip
        assert told in written
    assert set(figure.table["part"]) == {"colour", "kind"}
    assert figure.table.set_index("meaning")["number"][["Libraries", "No data"]].tolist() == [
        "4", "2"]  # fmt: skip
    root = ElementTree.fromstring(svg_text(figure))
    assert root.findtext(f"{SVG}title") == "Sale: All places: 12 places."
    assert root.findtext(f"{SVG}desc") == "All places: 12 places. Places: a list."


def test_few_places_are_signs_more_are_dots_and_very_many_are_counted() -> None:
    def dots(n: int) -> list[Dot]:
        return [mark for mark in figure_of(content(n)).marks if isinstance(mark, Dot)]

    assert any(dot.icon for dot in dots(MOST_SIGNS))
    assert not any(dot.icon for dot in dots(MOST_SIGNS + 1))
    crowded = figure_of(content(100_000))
    circles = [mark for mark in crowded.marks if isinstance(mark, Dot)]
    assert len(circles) < 250
    assert "Each circle: how many places are there" in set(crowded.table["meaning"])
    assert "Places: 100,000" in texts(crowded)


def test_what_lies_outside_the_picture_is_counted_apart() -> None:
    places = some_places(12)
    places.loc[:2, "lon"] = -1.0
    figure = figure_of(content(places=places))
    assert "3 more lie outside this picture." in texts(figure)
    assert "Places in this picture: 9" in texts(figure)


def test_a_scale_bar_is_as_long_as_it_says() -> None:
    figure = figure_of(content())
    at = texts(figure).index("500 m")
    bar = next(mark for mark in reversed(figure.marks) if isinstance(mark, Line) and
               len(mark.paths[0]) == 4)  # fmt: skip
    long = float(np.ptp(bar.paths[0][:, 0]))
    west, _, east, _ = shapely.total_bounds(content().areas)
    metres = (east - west) * 111_320 * np.cos(np.radians(53.412))
    assert at
    assert long == pytest.approx(500 * (MAP_WIDTH - 32) / metres, rel=0.01)


def test_names_never_overlap() -> None:
    shapes = {f"Neighbourhood number {i}": shape for i, shape in
              enumerate(shapely.box(*np.mgrid[0:600:60, 0:400:40].reshape(2, -1),
                                    *np.mgrid[60:660:60, 40:440:40].reshape(2, -1)))}  # fmt: skip
    found = naming.placed(shapes, (0, 0, 660, 440), [(0, 0, 100, 100)], np.empty((0, 2)))
    boxes = [naming._box(name) for name in found]
    assert len(found) > 8
    assert not any(naming._overlap(a, b) for a, b in combinations([*boxes, (0, 0, 100, 100)], 2))


def test_hostile_words_are_words() -> None:
    for at, text in enumerate(PAYLOADS):
        harm = replace(fills(), title=text, labels=((0, text), (1, f"{text}\0\x1b")))
        names = np.array([f"{text} {i}" for i in range(24)], dtype=object)
        shown = content(title=text, told=text, kicker=text, names=names, fills=harm, sources=text,
                        made=text, places=some_places(3, (text, "library")))  # fmt: skip
        written = svg_text(figure_of(shown))
        root = ElementTree.fromstring(written)
        tags = {element.tag.removeprefix(SVG) for element in root.iter()}
        assert tags <= {"svg", "title", "desc", "rect", "path", "circle", "text", "g"}, at
        names_of = {name for element in root.iter() for name in element.attrib}
        assert not any(re.search(r"^on|href|style|src", name) for name in names_of), at
        squeezed = only_text(text)
        assert (root.findtext(f"{SVG}title") or "").startswith(squeezed), at


def test_a_picture_is_wide_and_not_blank() -> None:
    hostile = '#panic("x") [a] $x$ #read("/etc/passwd") <b>& ŵ ŷ'
    made = png_bytes(figure_of(content(fills=fills(), title=hostile)))
    image = Image.open(io.BytesIO(made)).convert("RGB")
    assert image.width == PIXELS >= 1_600
    shades = {
        image.getpixel((x, y)) for x in range(0, PIXELS, 13) for y in range(0, image.height, 13)
    }
    wanted = {tuple(int(one[i : i + 2], 16) for i in (1, 3, 5)) for one in look.scale("need")}
    assert wanted <= shades


@pytest.mark.parametrize("file", sorted(look.FONTS.glob("*.ttf")), ids=lambda path: path.stem)
def test_every_letter_of_every_language_is_in_our_fonts(file: Path) -> None:
    font = ImageFont.truetype(file, 40)
    lacking = bytes(font.getmask("\uffff"))
    letters = set("ŵŷŴŶâêîôû’–…©")
    for language in set(words.languages()) - {"en"}:
        path = words.LOCALES / language / "LC_MESSAGES" / f"{words.DOMAIN}.po"
        with path.open("rb") as written:
            for message in read_po(written):
                letters |= set("".join([message.string] if isinstance(message.string, str) else
                                       message.string))  # fmt: skip
    missing = {one for one in letters if one.isalpha() and bytes(font.getmask(one)) == lacking}
    assert missing == set()
