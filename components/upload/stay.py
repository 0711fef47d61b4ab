"""The window asks before files that wait are let go, and shows what a save did."""

from __future__ import annotations

import streamlit as st

from components import theme


def draw(*, waits: bool, told: str) -> None:
    """Watch over the window.

    Parameters
    ----------
    waits
        Whether files were chosen that are not saved: a reload would lose them.
    told
        What is said at the top of the page, "" for nothing new: the page goes there.
    """
    script = (theme.ASSETS / "stay.js").read_text("utf-8")
    watch = st.components.v2.component("stay", js=script)
    with st.container(key="stay"):
        watch(key="stay-watch", data={"waits": waits, "told": told})
