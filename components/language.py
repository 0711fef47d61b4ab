"""The language of the page: a choice on every page, small and at its top."""

from __future__ import annotations

import streamlit as st

from components import session
from sharedground import words


def draw() -> None:
    """Draw the languages there are, each in its own words; the one spoken now is no button."""
    known = words.languages()
    if len(known) < 2:
        return
    with st.container(key="language", horizontal=True, gap="small"):
        for code, name in known.items():
            with st.container(key=f"language-{code}", width="content"):
                if code == words.language():
                    st.html(f'<span class="sp-language" aria-current="true">{name}</span>')
                else:
                    st.button(name, key=f"language-to-{code}", type="tertiary",
                              on_click=session.choose_language, args=(code,))  # fmt: skip
