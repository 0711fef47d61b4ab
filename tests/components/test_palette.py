"""Colours can be read and told apart, also by people who see colour differently.

Contrast is that of WCAG 2.2. Colour difference is CIEDE2000 (Sharma, Wu and Dalal 2005) after
the simulation of Machado, Oliveira and Fernandes (2009) at severity 1.0, in linear RGB.
"""

from itertools import combinations, pairwise

import numpy as np
import pytest

from components import theme
from sharedground.model.category import CATEGORIES, Family

LOOKS: tuple[theme.Mode, ...] = ("light", "dark")
SIGHTS = {
    "all three cones": np.eye(3),
    "no long cones": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "no middle cones": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "no short cones": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip


def contrast(one: str, other: str) -> float:
    low, high = sorted((theme.luminance(one), theme.luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(colour: str, sight: np.ndarray) -> np.ndarray:
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(sight @ linear, 0, 1)
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
         [0.0193339, 0.1191920, 0.9503041]]
    )  # fmt: skip
    white = np.array([0.95047, 1.0, 1.08883])
    ratio = to_xyz @ seen / white
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: np.ndarray, other: np.ndarray) -> float:
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_c7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * np.sqrt(mean_c7 / (mean_c7 + 25**7))
    c1, c2 = np.hypot(a1 * stretch, b1), np.hypot(a2 * stretch, b2)
    h1 = np.degrees(np.arctan2(b1, a1 * stretch)) % 360
    h2 = np.degrees(np.arctan2(b2, a2 * stretch)) % 360
    grey = c1 * c2 == 0
    turn = 0.0 if grey else (h2 - h1 + 180) % 360 - 180
    hue = h1 + h2 if grey else (h1 + turn / 2) % 360
    lightness, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * np.cos(np.radians(hue - 30))
        + 0.24 * np.cos(np.radians(2 * hue))
        + 0.32 * np.cos(np.radians(3 * hue + 6))
        - 0.20 * np.cos(np.radians(4 * hue - 63))
    )
    off = (lightness - 50) ** 2
    dl = (l2 - l1) / (1 + 0.015 * off / np.sqrt(20 + off))
    dc = (c2 - c1) / (1 + 0.045 * chroma)
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    blue = 60 * np.exp(-(((hue - 275) / 25) ** 2))
    twist = -2 * np.sqrt(chroma**7 / (chroma**7 + 25**7)) * np.sin(np.radians(blue))
    return float(np.sqrt(dl**2 + dc**2 + dh**2 + twist * dc * dh))


def difference(one: str, other: str) -> float:
    """The smallest difference that any of the four kinds of sight sees."""
    return min(ciede2000(lab(one, sight), lab(other, sight)) for sight in SIGHTS.values())


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (50.0, 0.0, -2.5), 4.3065),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ],
)
def test_the_measure_agrees_with_published_pairs(one, other, expected: float) -> None:
    assert ciede2000(np.array(one), np.array(other)) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", ["ink", "muted", "brand", "good", "warn", "bad"])
def test_text_can_be_read(name: str, look: theme.Mode) -> None:
    for ground in ("bg", "surface"):
        assert contrast(theme.colour(name, look), theme.colour(ground, look)) >= 4.5, ground


@pytest.mark.parametrize("look", LOOKS)
def test_text_on_the_brand_colours_can_be_read(look: theme.Mode) -> None:
    assert contrast(theme.colour("ink", look), theme.colour("brand_soft", look)) >= 4.5
    assert contrast(theme.colour("bg", look), theme.colour("brand", look)) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
def test_marks_stand_out_from_the_page(look: theme.Mode) -> None:
    page, t = theme.colour("bg", look), theme.tokens(look)
    marks = [t["control"], t["gap"][1], t["gap"][5], *t["kinds"].values()]
    assert min(contrast(mark, page) for mark in marks) >= 3.0
    assert contrast(t["control"], t["surface"]) >= 3.0
    assert contrast(t["hatch"], t["hatch_bg"]) >= 3.0


@pytest.mark.parametrize("look", LOOKS)
def test_a_range_line_stands_out_from_its_bar(look: theme.Mode) -> None:
    bars = (theme.scale("gap", look)[1], theme.scale("gap", look)[5])
    assert min(contrast(theme.colour("ink", look), bar) for bar in bars) >= 3.0


@pytest.mark.parametrize("look", LOOKS)
def test_icons_stand_out_from_their_markers(look: theme.Mode) -> None:
    for category in CATEGORIES:
        style = theme.category_style(category.code, look)
        assert contrast(style.ink, style.fill) >= 3.0, category.code


@pytest.mark.parametrize("look", LOOKS)
def test_families_can_be_told_apart(look: theme.Mode) -> None:
    hues = [theme.tokens(look)["kinds"][f.value] for f in Family if f is not Family.OTHER]
    assert min(difference(a, b) for a, b in combinations(hues, 2)) >= 14


@pytest.mark.parametrize("look", LOOKS)
def test_less_and_more_can_be_told_apart(look: theme.Mode) -> None:
    gap = theme.scale("gap", look)
    assert min(difference(gap[i], gap[6 - i]) for i in range(3)) >= 17


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", ["need", "places", "gap"])
def test_neighbouring_classes_can_be_told_apart(name: theme.Scale, look: theme.Mode) -> None:
    classes = theme.scale(name, look)
    assert len(classes) == (7 if name == "gap" else 5)
    assert min(difference(a, b) for a, b in pairwise(classes)) >= 9


@pytest.mark.parametrize("look", LOOKS)
def test_the_nine_classes_of_need_and_places_can_all_be_told_apart_and_counted_on(
    look: theme.Mode,
) -> None:
    classes = theme.scale("pair", look)
    assert len(classes) == 9
    assert min(difference(a, b) for a, b in combinations(classes, 2)) >= 17
    assert min(contrast(theme.ink_on(fill, look), fill) for fill in classes) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", ["need", "places"])
def test_lightness_runs_one_way_along_a_scale(name: theme.Scale, look: theme.Mode) -> None:
    light = [theme.luminance(value) for value in theme.scale(name, look)]
    assert light == sorted(light, reverse=look == "light")
