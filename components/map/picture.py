"""Taking away the map as a picture, with what it means and where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import streamlit as st

from components import parts, theme
from components.map.layers import FAINT, Layer
from components.session import Workspace
from sharedground import exports, pictures
from sharedground.access import Role, require
from sharedground.colouring import Colouring, figures_of, fills_of
from sharedground.figures.content import Fills
from sharedground.pictures import PictureForm, Wanted
from sharedground.views import View
from sharedground.words import in_this_language, later, say

LABELS: Final[dict[PictureForm, str]] = {
    PictureForm.PNG: later("Take the map (picture)"),
    PictureForm.SVG: later("Take the map (SVG drawing)"),
}
_HELP: Final[dict[PictureForm, str]] = {
    PictureForm.PNG: later("For documents, slides and posts"),
    PictureForm.SVG: later("For print and for those who draw: sharp at any size"),
}


def draw(work: Workspace, layer: Layer, colour: Colouring | None, title: str) -> None:
    """Offer what the map shows as a picture, made when it is asked for.

    Parameters
    ----------
    layer
        What the map shows.
    title
        The area that is asked for; "" for the whole place.
    """
    require(Role.READER)
    origin = exports.origin_of(work.view)
    wanted = wanted_of(work.view, layer, colour, title)

    def made(form: PictureForm) -> Callable[[], bytes]:
        return in_this_language(lambda: pictures.picture(work.view, wanted, form).content)

    for form, label in LABELS.items():
        name, media_type = pictures.named(form, origin)
        st.download_button(
            say(label), made(form), file_name=name, mime=media_type, help=say(_HELP[form]),
            icon=":material/image:", on_click="ignore", key=f"take-map-{form.value}",
        )  # fmt: skip


def png(
    work: Workspace, layer: Layer, colour: Colouring | None, title: str
) -> Callable[[], bytes]:  # fmt: skip
    """Return what makes the picture of the map as it is shown."""
    wanted = wanted_of(work.view, layer, colour, title)
    return lambda: pictures.picture(work.view, wanted, PictureForm.PNG).content


def warn(work: Workspace, layer: Layer) -> None:
    """Tell what a picture would give away: true positions, or the point that is asked about."""
    if layer.here is not None:
        parts.note(say("The picture shows the point you asked about. Forget it first if nobody "
                       "should know."))  # fmt: skip
    if not exports.origin_of(work.view).public:
        parts.note(say("Your picture holds true positions. Do not publish it."))


def wanted_of(view: View, layer: Layer, colour: Colouring | None, title: str) -> Wanted:
    """Return the picture of what a map shows."""
    chosen = layer.outline
    if chosen is None and len(layer.chosen):
        chosen = view.areas.geometry.iloc[layer.chosen].union_all()
    return Wanted(
        places=layer.places, told=layer.told, title=title,
        fills=fills(colour, layer.only) if colour is not None else None,
        figures=figures_of(colour) if colour is not None else "",
        chosen=chosen if layer.here is None else None,
        here=layer.here, reach_m=layer.reach_m,
    )  # fmt: skip


def fills(colour: Colouring, only: int | None = None) -> Fills:
    """Return the colours of the areas.

    Parameters
    ----------
    only
        The class that alone is strong.
    """
    page, found = theme.colour("bg", "light"), fills_of(colour)
    shades = (fill if only in (None, n) else theme.mixed(fill, page, FAINT)
              for n, fill in enumerate(found.colours))  # fmt: skip
    return replace(found, colours=tuple(shades))
