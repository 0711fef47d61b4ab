"""Widgets whose choice stands in the address by its code, the same in every language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components import link, session
from components.frame import plain_markdown

_ON = "1"


def select(label: str, names: Mapping[str, str], name: str, **more: Any) -> str:
    """Draw a select box and return the code that was chosen; the first one is usual.

    Parameters
    ----------
    names
        What each code is called on screen: a select box shows text as it is.
    name
        What the address calls it. Several pages may have it.
    more
        For `st.selectbox`.
    """
    usual = _begin(names, name)
    picked = st.selectbox(
        label, list(names), key=session.keyed(name), format_func=lambda code: names[code], **more
    )
    return _end(name, str(picked or usual), usual)


def segments(label: str, names: Mapping[str, str], name: str, **more: Any) -> str:
    """Draw choices side by side and return the code that was chosen; the first one is usual."""
    usual = _begin(names, name)
    session.start(session.keyed(name), usual)
    picked = st.segmented_control(
        label, list(names), key=session.keyed(name), required=True,
        format_func=lambda code: plain_markdown(names[code]), **more,
    )  # fmt: skip
    return _end(name, str(picked or usual), usual)


def slide(label: str, names: Mapping[str, str], name: str, usual: str, **more: Any) -> str:
    """Draw a slider over a few choices, in their order, and return the code that was chosen."""
    _begin(names, name)
    session.start(session.keyed(name), usual)
    picked = st.select_slider(
        label, list(names), key=session.keyed(name), format_func=lambda code: names[code], **more
    )
    return _end(name, str(picked), usual)


def switch(label: str, name: str, **more: Any) -> bool:
    """Draw a switch, off unless the address says otherwise, and return whether it is on."""
    key = session.keyed(name)
    session.from_address(name, key, lambda told: told.casefold() in {_ON, "true"})
    return bool(_end(name, _ON if st.toggle(plain_markdown(label), key=key, **more) else "", ""))


def _begin(names: Mapping[str, str], name: str) -> str:
    session.from_address(name, session.keyed(name), link.one(names))
    return next(iter(names))


def _end(name: str, picked: str, usual: str) -> str:
    session.to_address(name, "" if picked == usual else picked)
    return picked
