"""Taking the areas of a council of England or Wales, where they are installed."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from components import parts, session
from components.parts import safe_html
from components.session import Workspace
from components.upload.draft import opened, understood
from sharedground import councils
from sharedground.model.place import Kind
from sharedground.words import say
from sharedground.workflow import About


def draw(work: Workspace, kind: Kind) -> None:
    """Offer the areas of a council while a place has none; say how to get them where needed."""
    if kind is not Kind.AREAS or len(work.view.holdings.areas):
        return
    if not councils.available():
        with st.expander(say("No map file? Take the areas of a council"), type="compact"):
            parts.note(
                say("To choose a council of England or Wales here, whoever runs this app has to "
                    "run one line once, and start it again: {line}", line=councils.INSTALL)
            )  # fmt: skip
        return
    parts.heading(
        say("Or choose your council"),
        say("We have the small areas (LSOA of 2011) of every council of England and Wales."),
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            say("Council"), councils.names(), index=None, key="council",
            placeholder=say("Type a few letters"), width=320,
        )  # fmt: skip
        wanted = st.button(say("Look at its areas"), disabled=not name)
    told = say("Outlines: Office for National Statistics, Open Government Licence 3.0. They are "
               "simplified, so use your council's own where you have them.")  # fmt: skip
    st.html(f'<p class="sp-hint">{safe_html(told)}</p>')
    if wanted and name:
        _hold(work, name)
        st.rerun()


def _hold(work: Workspace, council: str) -> None:
    """Read the outlines like a file that was chosen, with all that is known of their source."""
    ours = councils.outlines_of(council)
    about = About(ours.title, ours.publisher, ours.licence, ours.date, ours.url)
    with st.spinner(say("Looking at the areas of {council}.", council=council)):
        parts_of_file = {ours.file_name: ours.content}
        waiting = opened(work.place.place_id, Kind.AREAS, ours.file_name, parts_of_file)
        session.keep_pending(understood(replace(waiting, about=about), work.engine))
