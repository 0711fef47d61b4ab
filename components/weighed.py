"""Which version of the vision a page uses: one quiet line, and a way to it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from components import menu, parts, session
from components.session import Workspace
from sharedground.vision_words import made_with, standing, weighed_by
from sharedground.words import say


def draw(work: Workspace, *, weighs: bool = True) -> None:
    """Say which version this page uses, with its state and date, and link to it.

    Parameters
    ----------
    weighs
        Whether the page weighs anything by it.
    """
    if other(work):
        return
    words = weighed_by(work.vision) if weighs else made_with(work.vision)
    with st.container(key="weighed"):
        if session.is_embedded():
            parts.note(f"{words}.")
        else:
            menu.quietly("vision", words)


def other(work: Workspace) -> bool:
    """Say if this is not the version in use, or not the one asked for; True if it is another."""
    if work.unknown_version:
        parts.note(
            say("There is no version {n} of our vision. This page uses {version}.",
                n=work.unknown_version, version=standing(work.vision)),
        )  # fmt: skip
    if work.vision.version == work.in_use.version:
        return False
    with st.container(key="weighed-other", horizontal=True, vertical_alignment="center"):
        st.html(
            f'<p class="sp-other">{parts.safe_html(another_in_words(work))}</p>', width="content"
        )
        st.button(say("Back to the version in use"), key="weighed-back",
                  on_click=partial(session.to_address, "version", ""))  # fmt: skip
    return True


def another_in_words(work: Workspace) -> str:
    """Return which version is looked at, and which one is in use."""
    return say(
        "You are looking with {version}. In use is {other}.",
        version=standing(work.vision), other=standing(work.in_use),
    )  # fmt: skip
