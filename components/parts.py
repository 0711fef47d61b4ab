"""The pieces that pages are made of. All text is escaped here, so pages pass it as it is."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import streamlit as st

from components import menu, theme
from sharedground.model.category import BY_CODE, OTHER
from sharedground.words import say

_MARKS: Final = {ord(mark): f"&#{ord(mark)};" for mark in "\"'`$\\{}"}


def safe_html(text: object) -> str:
    """Return text that is only text, in HTML, in an attribute and in a script's template.

    Besides HTML's own marks, the five that folium's and Streamlit's templates act on become
    entities: a name with ``${...}`` in a map's tooltip would otherwise run. Quotes do so by
    number, because a Plotly chart writes ``&quot;`` as it is.
    """
    return html.escape(str(text), quote=False).translate(_MARKS)


class Figure(NamedTuple):
    """A key figure: what it counts, the figure as people read it, and its base or date."""

    label: str
    figure: str
    note: str


class PlaceRow(NamedTuple):
    """A row of a list: the category's code, a name, a line under it, and words at the right.

    With `asset` (an asset's id) the name is a link to that place on the map.
    """

    category: str
    name: str
    small: str = ""
    right: str = ""
    asset: str = ""


def heading(text: str, under: str = "", *, level: int = 2, anchor: str = "") -> None:
    """Draw a heading of level 2 or 3, with one sentence under it if given.

    Parameters
    ----------
    anchor
        What a link on the same page calls it; see `jump`.
    """
    below = f"<p>{safe_html(under)}</p>" if under else ""
    named = f' id="{safe_html(anchor)}"' if anchor else ""
    st.html(f'<h{level} class="sp-h{level}"{named}>{safe_html(text)}</h{level}>{below}')


def jump(label: str, anchor: str) -> None:
    """Draw a link to a heading further down on the page."""
    st.html(f'<p class="sp-jump"><a href="#{safe_html(anchor)}">{safe_html(label)}</a></p>')


def key_figures(figures: Iterable[Figure | tuple[str, str, str]]) -> None:
    """Draw 3 or 4 figures in a row under a rule, each with its base or date."""
    st.html(key_figures_html(figures))


def key_figures_html(figures: Iterable[Figure | tuple[str, str, str]]) -> str:
    """Return the HTML of `key_figures`."""
    cells = "".join(
        f'<div><dt>{safe_html(label)}</dt><dd>{safe_html(figure)}</dd>'
        f'<dd class="sp-base">{safe_html(note)}</dd></div>'
        for label, figure, note in figures
    )  # fmt: skip
    return f'<dl class="sp-figs">{cells}</dl>'


def place_list(rows: Sequence[PlaceRow], label: str, *, scroll: bool = True) -> None:
    """Draw a list of places, each with its marker: the twin of a map.

    Parameters
    ----------
    rows
        In the order to read them. Show 60 at most, then page through.
    label
        What a screen reader calls the list.
    scroll
        Keep it 420 px high beside a map; on a phone it is always whole.
    """
    st.html(f"<style>{theme.icon_css((row.category for row in rows), theme.mode())}</style>")
    st.html(place_list_html(rows, label, scroll=scroll))


def place_list_html(rows: Sequence[PlaceRow], label: str, *, scroll: bool = True) -> str:
    """Return the HTML of `place_list`, without the markers' own style."""
    items = "".join(_place_item(row) for row in rows)
    name = safe_html(label)
    if not scroll:
        return f'<ul class="sp-list" aria-label="{name}">{items}</ul>'
    return (
        f'<div class="sp-scroll" tabindex="0" role="region" aria-label="{name}">'
        f'<ul class="sp-list">{items}</ul></div>'
    )


def _place_item(row: PlaceRow) -> str:
    right = f'<span class="sp-right">{safe_html(row.right)}</span>' if row.right else ""
    return (
        f'<li><span class="sp-icon {theme.category_class(row.category)}"></span>'
        f"{_name_html(row)}{right}<small>{safe_html(row.small)}</small></li>"
    )


def _name_html(row: PlaceRow) -> str:
    name = f"<b>{safe_html(row.name)}</b>"
    if not row.asset:
        return name
    asset = safe_html(row.asset)
    return f'<a href="?asset={asset}" target="_self" data-asset="{asset}">{name}</a>'


def kinds(codes: Sequence[str]) -> None:
    """Draw the markers of these categories with their names, as a map's key."""
    st.html(f"<style>{theme.icon_css(codes, theme.mode())}</style>")
    items = "".join(
        f'<li><span class="sp-icon {theme.category_class(code)}"></span>'
        f"{safe_html(say(BY_CODE.get(code, BY_CODE[OTHER]).name))}</li>"
        for code in codes
    )
    st.html(f'<ul class="sp-kinds">{items}</ul>')


def strong(title: str, sentences: Iterable[str], *, level: int = 3) -> None:
    """Draw what is strong here: a short heading and 2 or 3 sentences beside a green bar.

    Parameters
    ----------
    level
        Of the heading: 2 where it stands under no other.
    """
    body = "".join(f"<p>{safe_html(sentence)}</p>" for sentence in sentences)
    head = f'<h{level} class="sp-h3">{safe_html(title)}</h{level}>'
    st.html(f'<div class="sp-strong">{head}{body}</div>')


def note(text: str, lead: str = "") -> None:
    """Draw the line under a chart or list: its source and date, and what it does not count."""
    first = f"<b>{safe_html(lead)}</b> " if lead else ""
    st.html(f'<p class="sp-note">{first}{safe_html(text)}</p>')


def empty_state(title: str, why: str, then: Sequence[tuple[str, str]] = ()) -> None:
    """Say what is not here yet, why, and what to do next.

    Parameters
    ----------
    then
        Pairs of a page's name in `components.menu` and the words of the link to it.
    """
    st.html(
        f'<div class="sp-empty"><h2 class="sp-h2">{safe_html(title)}</h2>'
        f"<p>{safe_html(why)}</p></div>"
    )
    for name, label in then:
        menu.link(name, label)


def door(name: str, title: str, text: str, label: str) -> None:
    """Draw one way on, as on the first page: a rule, a heading, a sentence and a link."""
    with st.container(key=f"door-{name}"):
        heading(title, text)
        menu.link(name, label)


def ramp(scale: theme.Scale, low: str, high: str, *, missing: bool = True) -> None:
    """Draw the legend of a scale, its ends in words, and the hatch that means no data."""
    st.html(ramp_html(theme.scale(scale, theme.mode()), low, high, missing=missing))


def ramp_html(colours: Sequence[str], low: str, high: str, *, missing: bool = True) -> str:
    """Return the HTML of `ramp`, for these colours."""
    classes = "".join(f'<i style="background:{safe_html(value)}"></i>' for value in colours)
    hatch = f'<i class="sp-nodata"></i>{safe_html(say("No data"))}' if missing else ""
    return (
        f'<div class="sp-ramp"><span>{safe_html(low)}</span>'
        f'<span class="sp-classes">{classes}</span><span>{safe_html(high)}</span>{hatch}</div>'
    )


def axis(text: str) -> None:
    """Draw what the bars of the chart below stand for."""
    st.html(f'<p class="sp-axis" style="margin:0;font-size:.9rem">{safe_html(text)}</p>')


def method(steps: Sequence[str], source: str, date: str = "") -> None:
    """Draw a button that opens how a figure was worked out, from what, and of which date.

    Parameters
    ----------
    steps
        The method in order, one plain sentence a step.
    source, date
        Where the figures come from; an empty date is said to be not stated.
    """
    with st.popover(say("How we worked this out"), icon=":material/calculate:"):
        items = "".join(f"<li>{safe_html(step)}</li>" for step in steps)
        st.html(f"<ol>{items}</ol>")
        when = date or say("not stated")
        note(say("{source}. Date: {date}.", source=source, date=when), say("Source:"))
