"""Name the pages and run the one asked for. Draws nothing itself."""

import gc

import streamlit as st

from components import language, menu, session, theme
from sharedground.words import say

LOGOS = theme.ASSETS / "logo"


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Take what is loaded by now out of the collector's rounds, once.

    Streamlit collects all garbage after each run; without this, runs take 5 to 8 times longer.
    """
    gc.collect()
    gc.freeze()


session.speak()
page = st.navigation(menu.pages(), position="top")
st.set_page_config(
    page_title=say("{page} - Shared Ground", page=page.title),
    page_icon=LOGOS / "icon.png",
    layout="wide",
)
st.logo(LOGOS / f"logo-{theme.mode()}.svg", size="large")
language.draw()
page.run()
menu.foot()
settle()
