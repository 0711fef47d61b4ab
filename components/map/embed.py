"""The map on another web page: without menus, for everyone, and the lines to put it there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from components import frame_code, parts, session, share
from components.map import picture
from components.map.filters import Asked
from components.map.layers import Layer
from components.session import Workspace
from sharedground import exports, pictures
from sharedground.access import Role
from sharedground.colouring import Colouring, figures_of
from sharedground.views import view_for
from sharedground.words import in_this_language, say


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
    where = f"{url or frame_code.HERE}?{urlencode(asked, doseq=True)}"
    st.link_button(say("Open in Shared Ground"), where, icon=":material/open_in_new:")
    figures = figures_of(colour) if colour is not None else ""
    parts.note(pictures.credit(work.view, found, figures))


def draw_away(
    work: Workspace, layer: Layer, colour: Colouring | None, asked: Asked, told: str
) -> None:  # fmt: skip
    """Offer the map as a picture, and for another web page; `told` as for `offer`."""
    title = "" if asked.whole else asked.title
    with st.container(horizontal=True, key="take-map"):
        picture.draw(work, layer, colour, title)
        with share.map_box(work, picture.png(work, layer, colour, title)):
            _data(work, layer, told)
            offer(work, told)
    picture.warn(work, layer)


def _data(work: Workspace, layer: Layer, told: str) -> None:
    """Offer the places of the map as everyone may see them: what is shared goes anywhere."""
    shown = layer.places.loc[layer.places["inside"].astype(bool), "asset_id"]
    if shown.empty:
        return

    def made() -> bytes:
        public = view_for(work.view.holdings, Role.READER)
        ids = shown[shown.isin(public.assets["asset_id"])].tolist()
        return exports.export_list(public, ids, exports.Form.CSV, told).content

    origin = replace(exports.origin_of(work.view), public=True)
    name, media_type = exports.list_named(exports.Form.CSV, origin)
    share.data(in_this_language(made), name, media_type, "map")


def offer(work: Workspace, told: str) -> None:
    """Offer the lines that show this map, as it is now, on another web page.

    Parameters
    ----------
    told
        What the map shows: the frame is named by it. "" where a point is asked about, which
        nobody else should be told.
    """
    with st.expander(say("Put this on your website")):
        title = say("Map of {place}: {told}", place=work.place.name, told=told) if told else (
            say("Map of {place}", place=work.place.name)
        )  # fmt: skip
        if not told:
            parts.note(say("It shows the whole place. The point you asked about stays with you."))
        frame_code.draw(work, title)
