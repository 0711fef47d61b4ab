"""The pages in the order people use them, and the ways from one to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from sharedground.errors import NotFoundError
from sharedground.words import later, say


class Door(NamedTuple):
    """One page of the menu.

    Parameters
    ----------
    name
        What code calls it: the address too, except that the first page has none.
    file
        Its script, from the folder of the main script.
    title
        What people read in the menu.
    """

    name: str
    file: str
    title: str


DOORS: Final[tuple[Door, ...]] = (
    Door("start", "../../pages/start/start.py", later("Start")),
    Door("map", "../../pages/explore/map.py", later("Map")),
    Door("gaps", "../../pages/see/gaps.py", later("Strengths and gaps")),
    Door("vision", "../../pages/agree/vision.py", later("Our vision")),
    Door("partners", "../../pages/together/partners.py", later("Partners")),
    Door("meeting", "../../pages/meet/meeting.py", later("Meeting")),
    Door("add-data", "../../pages/data/add.py", later("Add data")),
    Door("check", "../../pages/data/check.py", later("Check")),
    Door("about-data", "../../pages/data/about.py", later("About the data")),
)
QUIET: Final[tuple[Door, ...]] = (
    Door("accessibility", "../../pages/help/accessibility.py", later("Accessibility")),
)
"""Pages that are not in the menu: the foot of each page leads to them."""

GAPS: Final[tuple[Door, ...]] = (
    Door("gaps", "../../pages/see/gaps.py", later("Where")),
    Door("how-sure", "../../pages/see/sure.py", later("How sure are we?")),
    Door("what-if", "../../pages/see/what_if.py", later("What would help?")),
    Door("fair", "../../pages/see/fair.py", later("Who is reached?")),
)
VISION: Final[tuple[Door, ...]] = (
    Door("vision", "../../pages/agree/vision.py", later("What we want")),
    Door("live", "../../pages/agree/live.py", later("Ask the room")),
    Door("agreement", "../../pages/agree/agreement.py", later("Where we agree")),
    Door("statements", "../../pages/agree/statements.py", later("Statements")),
    Door("versions", "../../pages/agree/versions.py", later("Versions")),
)
MEETING: Final[tuple[Door, ...]] = (
    Door("meeting", "../../pages/meet/meeting.py", later("Present")),
    Door("decisions", "../../pages/meet/decisions.py", later("Decisions")),
    Door("changed", "../../pages/meet/changed.py", later("What changed")),
    Door("take-home", "../../pages/meet/take_home.py", later("Take it home")),
)
FAMILIES: Final = (GAPS, VISION, MEETING)
"""Pages that belong together. The first is in the menu; a row of links under the heading of each
leads to the others (`rooms`), because the menu has no room for all."""

VERSION: Final = "version"
"""What the address calls the version of the vision to look with, where it is not the one in use."""

EVERY: Final = (*DOORS, *(door for family in FAMILIES for door in family[1:]), *QUIET)
_BY_NAME: Final = {door.name: door for door in EVERY}


def pages() -> list[StreamlitPage]:
    """Return the menu for `st.navigation`; the first page has no address of its own.

    Pages about data were tried under one title. On a phone Streamlit then draws a list that is
    none for a screen reader (axe: "list", serious), and on a desk each of them is a click further.
    """
    return [
        st.Page(
            door.file,
            title=say(door.title),
            url_path=None if number == 0 else door.name,
            default=number == 0,
            visibility="visible" if door in DOORS else "hidden",
        )
        for number, door in enumerate(EVERY)
    ]


def link(name: str, label: str, **settings: str) -> None:
    """Draw a link to another page, with an arrow before its words.

    Parameters
    ----------
    settings
        What the page's address says after its "?", such as `area="Old Mill"`.
    """
    st.page_link(_door(name).file, label=label, icon=":material/arrow_forward:",
                 query_params=_along(settings) or None)  # fmt: skip


def quietly(name: str, label: str) -> None:
    """Draw a link to another page that stands back: no arrow before its words."""
    st.page_link(_door(name).file, label=label, query_params=_along({}) or None)


def _along(settings: Mapping[str, str]) -> dict[str, str]:
    """Return settings for a link, with the version of the vision that this page looks with.

    Streamlit itself takes "embed" along: what an embedded page leads to has no menus either.
    """
    told = st.query_params.get(VERSION, "")
    return ({VERSION: told} if told else {}) | dict(settings)


def family_of(name: str) -> tuple[Door, ...]:
    """Return the pages that a page belongs together with, itself among them."""
    return next(family for family in FAMILIES if name in (door.name for door in family))


def way(door: Door, **settings: str) -> None:
    """Draw a link to a page of a family, by its short name."""
    st.page_link(door.file, label=say(door.title), query_params=_along(settings) or None)


def foot() -> None:
    """Draw the links at the foot of a page."""
    with st.container(key="foot", horizontal=True, gap="medium"):
        for door in QUIET:
            st.page_link(door.file, label=say(door.title))


def go(name: str, **settings: str) -> None:
    """Leave this run and open another page.

    Parameters
    ----------
    settings
        What the page's address says after its "?", such as `area="Old Mill"`.
    """
    st.switch_page(_door(name).file, query_params=_along(settings))


def _door(name: str) -> Door:
    if name not in _BY_NAME:
        raise NotFoundError("page.unknown", say("There is no page called {name}.", name=name))
    return _BY_NAME[name]
