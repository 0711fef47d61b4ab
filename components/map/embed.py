"""The map on another web page: without menus, for everyone, and the lines to put it there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from typing import Final
from urllib.parse import urlencode, urlsplit

import pandas as pd
import streamlit as st

from components import parts, session
from components.map import picture
from components.map.filters import Asked
from components.map.layers import Layer
from components.server.headers import embedding_hosts
from components.session import Workspace
from sharedground import pictures
from sharedground.colouring import Colouring, figures_of
from sharedground.words import say

_HEIGHT: Final = 900
_THIS_MACHINE: Final = ("localhost", "127.0.0.1", "::1")
_HERE: Final = "https://your-server/map"
SETTING: Final = "SHAREDGROUND_EMBED_HOSTS"
EXAMPLE: Final = "https://www.example.gov.uk"


@contextmanager
def out_of_sight(name: str) -> Iterator[None]:
    """Draw what the address of an embedded map speaks to, unseen; elsewhere as it is."""
    if not session.is_embedded():
        yield
        return
    with st.container(key=f"unseen-{name}"):
        yield


def foot(work: Workspace, found: pd.DataFrame, colour: Colouring | None) -> None:
    """Draw the way to the whole app, and where the map comes from."""
    url, asked = session.address()
    st.link_button(say("Open in Shared Ground"), f"{url or _HERE}?{urlencode(asked, doseq=True)}",
                   icon=":material/open_in_new:")  # fmt: skip
    figures = figures_of(colour) if colour is not None else ""
    parts.note(pictures.credit(work.view, found, figures))


def draw_away(
    work: Workspace, layer: Layer, colour: Colouring | None, asked: Asked, told: str
) -> None:  # fmt: skip
    """Offer the map as a picture, and for another web page; `told` as for `offer`."""
    with st.container(horizontal=True, key="take-map"):
        picture.draw(work, layer, colour, "" if asked.whole else asked.title)
        offer(work, told)
    picture.warn(work, layer)


def offer(work: Workspace, told: str) -> None:
    """Offer the lines that show this map, as it is now, on another web page.

    Parameters
    ----------
    told
        What the map shows: the frame is named by it. "" where a point is asked about, which
        nobody else should be told.
    """
    url, asked = session.address()
    if not work.is_demo:
        asked.setdefault("place", [work.place.place_id])
    with st.popover(say("Put this map on a web page"), icon=":material/code:", key="embed-box"):
        st.write(say("Copy these lines into your page. They show the map as it is now, without "
                     "menus. Whoever looks at it sees what everyone may see."))  # fmt: skip
        title = say("Map of {place}: {told}", place=work.place.name, told=told) if told else (
            say("Map of {place}", place=work.place.name)
        )  # fmt: skip
        if not told:
            parts.note(say("It shows the whole place. The point you asked about stays with you."))
        st.code(snippet(url or _HERE, asked, title), language=None, wrap_lines=True)
        if (urlsplit(url).hostname or "") in _THIS_MACHINE:
            parts.note(say("This address opens on this computer only. Open the app by the address "
                           "that others use, and copy the lines there."))  # fmt: skip
        for line in allowed(embedding_hosts(os.environ.get(SETTING, ""))):
            parts.note(line)


def snippet(url: str, asked: Mapping[str, Sequence[str]], title: str) -> str:
    """Return the HTML that shows a map in a frame; no word of it can act in the page.

    Parameters
    ----------
    asked
        What the address of the map says after its "?".
    """
    query = urlencode({**asked, "embed": ["true"]}, doseq=True)
    named = escape(" ".join(title.split()), quote=True)
    return (
        f'<iframe src="{escape(f"{url}?{query}", quote=True)}"\n'
        f'  title="{named}"\n'
        f'  width="100%" height="{_HEIGHT}" style="border:0" loading="lazy"></iframe>'
    )


def allowed(hosts: Sequence[str]) -> list[str]:
    """Return in words which sites may show this server's maps, or what must be set first."""
    if hosts:
        return [
            say("These sites may show it: {sites}. On any other the frame stays empty.",
                sites=", ".join(hosts))
        ]  # fmt: skip
    return [
        say("No site may show it yet: the frame would stay empty. The person who looks after "
            "this server must set {name} to the address of your site, such as {example}, and "
            "start it again.", name=SETTING, example=EXAMPLE)
    ]  # fmt: skip
