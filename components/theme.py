"""Colours, icons and the look of charts, all read from one file of tokens."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal
from urllib.parse import quote

import plotly.graph_objects as go
import streamlit as st
from PIL import Image
from streamlit import config

from sharedground import look as own
from sharedground import words
from sharedground.look import contrast, luminance
from sharedground.look import mixed as mixed
from sharedground.model.category import BY_CODE, CATEGORIES, OTHER, Family

Mode = Literal["light", "dark"]
Scale = Literal["need", "places", "gap", "pair"]

ASSETS: Final = Path(__file__).resolve().parent / "assets"
LOGOS: Final = ASSETS / "logo"
ICONS: Final = ASSETS / "icons" / "maki-8.2.0"
FONT: Final = "Atkinson Next, sans-serif"
HEADING_FONT: Final = "Bricolage, Atkinson Next, sans-serif"

_OPTIONS: Final = {"primaryColor": "brand", "linkColor": "brand", "violetTextColor": "brand",
                   "violetBackgroundColor": "brand_soft", "textColor": "ink",
                   "dataframeHeaderTextColor": "ink", "grayTextColor": "muted"}  # fmt: skip
"""Settings of Streamlit's theme that are colours which may be one's own."""

CHART_CONFIG: Final = MappingProxyType({"displayModeBar": False, "scrollZoom": False})
"""Pass a `dict()` of it to `st.plotly_chart(config=...)`: no toolbar, no zoom by accident."""


def mode() -> Mode:
    """Return the theme that this visitor's browser shows, "light" where it does not say."""
    return "dark" if st.context.theme.type == "dark" else "light"


def page_title(page: str) -> str:
    """Return the title of a page in the browser, with whose it is."""
    name = own.current().name or "Shared Ground"
    return words.say("{page} - {name}", page=page, name=name)


def logo() -> str | Image.Image:
    """Return the logo that stands above every page: the partnership's own, else ours.

    Its own is a picture of points by now: nothing of an SVG that anyone made reaches a browser.
    """
    theirs = own.current().logo_for(mode())
    if theirs is None:
        return str(LOGOS / f"logo-{mode()}.svg")
    return Image.open(io.BytesIO(theirs.png))


def follow() -> None:
    """Run the page again when the visitor changes between light and dark; say its language.

    Streamlit recolours only its own parts then, and says of every page that it is English.
    Declared in each run, because a component declared before the server's runtime exists is lost.
    """
    watch = st.components.v2.component("look", js=(ASSETS / "look.js").read_text("utf-8"))
    spoken = {"language": words.language(), "known": list(words.languages())}
    with st.container(key="look"):
        watch(key="look-watch", data={"look": mode(), **spoken}, on_look_change=lambda: None)


@cache
def tokens(look: Mode) -> Mapping[str, Any]:
    """Return every colour of one look by its name, as "#RRGGBB", or a list of them for a scale."""
    return own.tokens(look)


def colour(name: str, look: Mode) -> str:
    """Return one colour, such as `colour("ink", "dark")`."""
    return str(tokens(look)[name])


def scale(name: Scale, look: Mode) -> tuple[str, ...]:
    """Return the classes of a scale, low to high: 5 for need and places, 7 for gap, 9 for pair.

    Class 0 of "gap" is far less than need and class 6 far more. Those of "pair" are 3 times the
    third of need plus the third of what is in reach.
    """
    return tuple(tokens(look)[name])


@dataclass(frozen=True)
class CategoryStyle:
    """How one kind of place is drawn.

    Parameters
    ----------
    colour
        The family's colour, for a dot or a line.
    fill, ink, edge
        Of the marker: inside, the icon, and a rim in the page's own colour that keeps it apart
        from whatever lies under it. "Other" is hollow, because grey is too near some hues.
    shape
        "circle" or "square".
    icon
        Name of the Maki icon.
    """

    colour: str
    fill: str
    ink: str
    edge: str
    shape: str
    icon: str


@cache
def category_style(code: str, look: Mode) -> CategoryStyle:
    """Return how to draw a category. An unknown code is drawn as "other"."""
    category = BY_CODE.get(code, BY_CODE[OTHER])
    hue = tokens(look)["kinds"][category.family.value]
    page = colour("bg", look)
    if category.family is Family.OTHER:
        return CategoryStyle(hue, page, hue, hue, category.shape, category.icon)
    ink = page if look == "dark" and luminance(hue) > 0.3 else "#FFFFFF"
    return CategoryStyle(hue, hue, ink, page, category.shape, category.icon)


def ink_on(fill: str, look: Mode) -> str:
    """Return which of the colours of text and page is read better on a fill."""
    return max((colour("ink", look), colour("bg", look)), key=lambda text: contrast(text, fill))


@cache
def icon_path(icon: str) -> str:
    """Return the `d` of an icon's one path, in a box of 15 by 15."""
    found = re.search(r'\bd="([^"]+)"', (ICONS / f"{icon}.svg").read_text("utf-8"))
    if found is None:
        message = f"{icon}.svg has no path"
        raise ValueError(message)
    return re.sub(r"(&#x[A9];|\s)+", " ", found.group(1)).strip()


@cache
def category_svg(code: str, look: Mode, size: int = 30, *, rim: bool = False) -> str:
    """Return a category's marker as an SVG of `size` by `size` CSS pixels.

    Parameters
    ----------
    rim
        Draw the 2 px edge in the page's colour, which a marker on a map needs.
    """
    style = category_style(code, look)
    hollow = style.edge == style.colour
    edge = f' stroke="{style.edge}" stroke-width="2"' if rim or hollow else ""
    inset = 1 if edge else 0
    side = 30 - 2 * inset
    body = (
        f'<circle cx="15" cy="15" r="{side / 2:g}" fill="{style.fill}"{edge}/>'
        if style.shape == "circle"
        else f'<rect x="{inset}" y="{inset}" width="{side}" height="{side}" rx="5"'
        f' fill="{style.fill}"{edge}/>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}"'
        f' viewBox="0 0 30 30">{body}<path transform="translate(6.75 6.75) scale(1.1)"'
        f' fill="{style.ink}" d="{icon_path(style.icon)}"/></svg>'
    )


def hatch_svg(look: Mode, *, hidden: bool = False) -> str:
    """Return one 14 by 14 tile of the hatch that means "no data".

    The other way round (`hidden`) it means "hidden to protect people".
    """
    line, ground = colour("hatch", look), colour("hatch_bg", look)
    strokes = "M-3 3L3 -3M0 14L14 0M11 17L17 11"
    turn = ' transform="matrix(-1 0 0 1 14 0)"' if hidden else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="14" height="14" viewBox="0 0 14 14">'
        f'<rect width="14" height="14" fill="{ground}"/>'
        f'<path{turn} d="{strokes}" stroke="{line}" stroke-width="2.8"/></svg>'
    )


def data_uri(svg: str) -> str:
    """Return an SVG as a `data:` address, safe inside `url("...")` and an attribute."""
    return "data:image/svg+xml," + quote(svg, safe=" =:/,;().-")


def category_class(code: str) -> str:
    """Return the CSS class whose background is the category's marker; see `icon_css`."""
    return f"sp-k-{code if code in BY_CODE else OTHER}"


def icon_css(codes: Iterable[str], look: Mode) -> str:
    """Return the rules for the markers of `codes`, once each.

    Streamlit strips `<svg>` out of `st.html`, so a marker on a page is a background.
    """
    known = {code if code in BY_CODE else OTHER for code in codes}
    markers = {c.code: category_svg(c.code, look) for c in CATEGORIES if c.code in known}
    return "".join(
        f'.{category_class(code)}{{background-image:url("{data_uri(svg)}")}}'
        for code, svg in markers.items()
    )


@cache
def css(look: Mode) -> str:
    """Return the app's own style sheet: the colours of one look as variables, then the rules."""
    plain = {name: value for name, value in tokens(look).items() if isinstance(value, str)}
    variables = "".join(f"--sp-{name.replace('_', '-')}:{value};" for name, value in plain.items())
    variables += f'--sp-nodata:url("{data_uri(hatch_svg(look))}");'
    variables += f'--sp-hidden:url("{data_uri(hatch_svg(look, hidden=True))}");'
    return f":root{{{variables}}}\n{_own_letters()}" + (ASSETS / "ui.css").read_text("utf-8")


def _own_letters() -> str:
    """Return the rules that put the partnership's letters in the place of ours."""
    ours = {"text": "Atkinson Next", "heading": "Bricolage"}
    return "".join(
        f'@font-face{{font-family:"{ours[style]}";src:url("look/{style}.woff2") format("woff2");'
        "font-weight:200 800}\n"
        for style in own.current().page_letters
    )


def follow_own_look() -> None:
    """Give Streamlit's own parts the partnership's colours, before the first page is served."""
    for mode in ("light", "dark"):
        ours, theirs = own.ours(mode), own.current().colours[mode]
        for option, name in _OPTIONS.items():
            if theirs.get(name, ours[name]) != ours[name]:
                config.set_option(f"theme.{mode}.{option}", theirs[name])


@cache
def _template(look: Mode) -> go.layout.Template:
    t = tokens(look)
    axis = {
        "gridcolor": t["line"], "linecolor": t["control"], "zerolinecolor": t["ink"],
        "zerolinewidth": 2, "tickcolor": t["control"], "automargin": True, "ticklabelstandoff": 8,
        "title": {"font": {"size": 15, "color": t["muted"]}}, "ticks": "",
    }  # fmt: skip
    layout = go.Layout(
        font={"family": FONT, "size": 15, "color": t["ink"]},
        title={"font": {"family": HEADING_FONT, "size": 22}, "x": 0},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        colorway=[t["kinds"][f.value] for f in Family if f is not Family.OTHER],
        colorscale={"sequential": _stops(t["need"]), "diverging": _stops(t["gap"])},
        xaxis=axis,
        yaxis=axis,
        hoverlabel={
            "bgcolor": t["surface"], "bordercolor": t["control"],
            "font": {"family": FONT, "size": 15, "color": t["ink"]},
        },
        legend={"orientation": "h", "x": 0, "y": -0.12, "font": {"size": 15}},
        margin={"l": 0, "r": 0, "t": 8, "b": 8},
    )  # fmt: skip
    return go.layout.Template(layout=layout)


def _stops(colours: list[str]) -> list[tuple[float, str]]:
    last = len(colours) - 1
    return [(i / last, value) for i, value in enumerate(colours)]


def figure_layout(look: Mode) -> dict[str, Any]:
    """Return what every chart shares, for `figure.update_layout(**figure_layout(look))`.

    Draw the chart with `st.plotly_chart(figure, theme=None, config=dict(CHART_CONFIG))`, or
    Streamlit puts its own look on top.
    """
    return {"template": _template(look)}
