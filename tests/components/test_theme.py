"""The theme: one set of colours everywhere, an icon for every category, the rules we need."""

import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest
import streamlit as st

from components import theme
from sharedground.model.category import CATEGORIES, Family

ROOT = Path(__file__).resolve().parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
LOOKS: tuple[theme.Mode, ...] = ("light", "dark")


@pytest.mark.parametrize("look", LOOKS)
def test_streamlits_theme_has_the_same_colours(look: theme.Mode) -> None:
    ours, theirs = theme.tokens(look), CONFIG["theme"][look]
    same = {
        "primaryColor": "brand", "backgroundColor": "bg", "secondaryBackgroundColor": "surface",
        "textColor": "ink", "borderColor": "control", "linkColor": "brand",
        "greenTextColor": "good", "orangeTextColor": "warn", "yellowTextColor": "warn",
        "redTextColor": "bad", "grayTextColor": "muted", "dataframeBorderColor": "line",
        "chartSequentialColors": "need10", "chartDivergingColors": "gap10",
    }  # fmt: skip
    for name, token in same.items():
        assert theirs[name] == ours[token], name
    kinds = [ours["kinds"][family.value] for family in Family if family is not Family.OTHER]
    assert theirs["chartCategoricalColors"] == kinds


def test_every_font_of_the_theme_is_there_with_its_licence() -> None:
    faces = CONFIG["theme"]["fontFaces"]
    assert len(faces) == 5
    for face in faces:
        file = ROOT / "components" / face["url"]
        assert file.read_bytes()[:4] == b"wOF2"
        assert "SIL Open Font License" in (file.parent / "LICENSE").read_text("utf-8")


def test_the_server_is_closed_by_default() -> None:
    server = CONFIG["server"]
    assert server["address"] == "127.0.0.1"
    assert server["allowedHosts"] == ["localhost", "127.0.0.1"]
    assert server["fileWatcherType"] == "none"
    assert server["enableStaticServing"] is False
    assert server["enableAgentApi"] is False
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("code", [category.code for category in CATEGORIES])
def test_every_category_has_its_marker(code: str, look: theme.Mode) -> None:
    root = ElementTree.fromstring(theme.category_svg(code, look, 22, rim=True))
    shape, icon = list(root)
    style = theme.category_style(code, look)
    assert shape.tag.endswith("circle" if style.shape == "circle" else "rect")
    assert icon.attrib["d"] == theme.icon_path(style.icon)
    assert root.attrib["width"] == "22"


def test_no_two_categories_look_the_same() -> None:
    for look in LOOKS:
        drawn = {theme.category_svg(category.code, look) for category in CATEGORIES}
        assert len(drawn) == len(CATEGORIES)


def test_an_unknown_category_looks_like_other() -> None:
    assert theme.category_style("unheard-of", "light") == theme.category_style("other", "light")
    assert theme.category_class('x"}') == "sp-k-other"


def test_icon_rules_come_once_each_and_close_their_quotes() -> None:
    rules = theme.icon_css(["park", "park", "unheard-of"], "light")
    assert rules.count("{background-image:url(") == 2
    for address in re.findall(r'url\("(.*?)"\)', rules):
        assert not set(address) & set("\"'<>#\n\\")


@pytest.mark.parametrize("look", LOOKS)
def test_the_style_sheet_uses_no_colour_of_its_own(look: theme.Mode) -> None:
    rules = (theme.ASSETS / "ui.css").read_text("utf-8")
    assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b|rgba?\(|hsl\(", rules)
    used = set(re.findall(r"var\((--sp-[a-z-]+)\)", rules))
    defined = set(re.findall(r"(--sp-[a-z-]+):", theme.css(look)))
    assert used <= defined
    assert "st-emotion-cache" not in rules


def test_streamlit_still_has_every_part_that_our_rules_name() -> None:
    rules = (theme.ASSETS / "ui.css").read_text("utf-8")
    hooks = set(re.findall(r'data-testid\^?="([A-Za-z]+)', rules))
    scripts = (Path(st.__file__).parent / "static" / "static" / "js").glob("*.js")
    bundle = "".join(script.read_text("utf-8") for script in scripts)
    assert len(hooks) >= 10
    assert not {hook for hook in hooks if hook not in bundle}


def test_a_share_of_a_colour_lies_between_the_two() -> None:
    assert theme.mixed("#000000", "#FFFFFF", 0.2) == "#CCCCCC"
    assert theme.mixed("#842C0C", "#FFFFFF", 1) == "#842C0C"


def test_the_hatch_of_hidden_runs_the_other_way() -> None:
    assert theme.hatch_svg("light") != theme.hatch_svg("light", hidden=True)


@pytest.mark.parametrize("look", LOOKS)
def test_a_chart_takes_colours_and_font_from_the_same_tokens(look: theme.Mode) -> None:
    figure = go.Figure(go.Bar(x=[1], y=["a"]))
    figure.update_layout(**theme.figure_layout(look), height=300)
    layout = figure.layout.template.layout
    assert layout.font.color == theme.colour("ink", look)
    assert layout.font.family.startswith("Atkinson Next")
    assert list(layout.colorway) == CONFIG["theme"][look]["chartCategoricalColors"]
    assert figure.layout.height == 300


@pytest.mark.parametrize(
    "asked", ["prefers-contrast:more", "forced-colors:active", "prefers-reduced-motion:reduce"]
)
def test_what_a_visitor_asks_of_their_system_is_heeded(asked: str) -> None:
    rules = (theme.ASSETS / "ui.css").read_text("utf-8")
    assert rules.count(f"@media ({asked})") == 1
