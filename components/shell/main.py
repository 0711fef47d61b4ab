"""Name the pages and run the one asked for. Draws nothing itself."""

import streamlit as st

from components import frame_code, language, menu, old_links, session, theme
from components.meet import stage
from components.server import warming

session.speak()
page = st.navigation(menu.pages(), position="top")
st.set_page_config(
    page_title=theme.page_title(page.title),
    page_icon=theme.LOGOS / "icon.png",
    layout="wide",
)
st.logo(theme.logo(), size="large")
embedded = session.is_embedded()
if not embedded:
    language.draw()
session.arrive(page.url_path)
if page.url_path != "meeting" and not embedded:
    stage.way_back()
spot = old_links.place()
page.run()
old_links.draw(spot)
if not embedded:
    menu.foot()
elif page.url_path != "map":  # which says it beside its list
    frame_code.foot(session.current())
warming.settle()
