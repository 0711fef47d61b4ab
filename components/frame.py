"""What every page has around it: the look, a heading, and faults in plain words."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from components import theme
from components.parts import safe_html
from sharedground import words
from sharedground.errors import SharedGroundError
from sharedground.model.place import Place
from sharedground.words import say

_log = logging.getLogger(__name__)

_ACTS: Final = re.compile(
    r"""
    [\\`*_\[\]~$]                            # emphasis, code, links, sums
    | <(?=[a-z/!?]) | &(?=[#\w]) | :(?=\w)   # HTML, entities, colours and icons
    | ^[^\w\n] | ^\d(?=\d*[.)])             # what starts a line: a list, a heading, code
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_JOINS: Final = re.compile(
    r"(?<=@) | (?<=\bwww)(?=\.) | (?<=:)(?=//) | (?<=[-<>~])(?=[-=>])",
    re.VERBOSE | re.IGNORECASE,
)
"""Inside addresses, which become links, and arrows, which become one sign, also as entities."""

_EMBEDDED: Final = """
[data-testid="stHeader"],[class*="st-key-unseen-"],
[data-testid="stLayoutWrapper"]:has(>[class*="st-key-unseen-"]){display:none!important}
[data-testid="stMainBlockContainer"]{padding-top:1.25rem;padding-bottom:1.25rem}
"""
"""A page inside another has no menu, and widgets that only its address speaks to are not seen."""

_WORD_JOINER: Final = "\u2060"
"""Has no width, and keeps its neighbours on one line."""


@contextmanager
def page(
    title: str, lede: str = "", *, kicker: str = "", place: Place | None = None
) -> Iterator[None]:
    """Draw a page's head, then its body; say in words what a person can mend.

    Parameters
    ----------
    title
        The page's h1: a finding or a task, 10 words at most.
    lede
        One or two sentences under it.
    kicker
        A short line above it.
    place
        The place shown. A made-up one is said to be made up.

    Notes
    -----
    A `SharedGroundError` ends the body and is shown. Anything else is a bug: it goes on to
    `own_up`, or in a test to the test.
    """
    bare = _EMBEDDED if st.context.is_embedded else ""
    st.html(f"<style>{theme.css(theme.mode())}{_words_in_css()}{bare}</style>")
    theme.follow()
    st.html(head_html(title, lede, kicker, made_up=place is not None and place.fictional))
    try:
        yield
    except SharedGroundError as error:
        st.error(plain_markdown(error.message))


@contextmanager
def bare(place: Place) -> Iterator[None]:
    """Draw a page that brings its own head and look; say in words what a person can mend."""
    st.html(f"<style>{theme.css('light')}</style>")
    theme.follow()
    try:
        yield
    except SharedGroundError as error:
        st.html(head_html(place.name, made_up=place.fictional))
        st.error(plain_markdown(error.message))


def head_html(title: str, lede: str = "", kicker: str = "", *, made_up: bool = False) -> str:
    """Return the HTML of a page's head."""
    above = [kicker] if kicker else []
    if made_up:
        above.append(say("Demo town: this place is made up."))
    if not words.is_checked(words.language()):
        above.append(say("No speaker of this language has checked these words yet."))
    first = f'<p class="sp-kicker">{safe_html(" ".join(above))}</p>' if above else ""
    last = f'<p class="sp-lede">{safe_html(lede)}</p>' if lede else ""
    return f'<header class="sp-head">{first}<h1>{safe_html(title)}</h1>{last}</header>'


def _words_in_css() -> str:
    """Return the words that the style sheet adds to Streamlit's own parts."""
    menu_ = "".join(f"\\{ord(letter):06x}" for letter in say("Menu"))
    return f':root{{--sg-word-menu:"{menu_}"}}'


def plain_markdown(text: str) -> str:
    """Return text that Streamlit's Markdown shows as it is: what could act becomes an entity.

    Needed wherever a name from a file goes into `st.error`, a widget's label and the like.
    All else stays, because a screen reader reads the entities of a label out one by one.
    """
    entities = _ACTS.sub(lambda found: f"&#{ord(found.group())};", text)
    return _JOINS.sub(_WORD_JOINER, entities)


def own_up(error: Exception) -> bool:
    """Say that something went wrong, in place of Streamlit's own message; keep the details.

    Given to `st.App(on_script_error=...)`, for what a page's frame did not catch. What a
    person can mend is said as in a frame. In development (`SHAREDGROUND_DEV=1`) a bug is left
    to show as it is.

    Returns
    -------
    bool
        True when the visitor has been told.
    """
    if isinstance(error, SharedGroundError):
        st.error(plain_markdown(error.message))
        return True
    if os.environ.get("SHAREDGROUND_DEV") == "1":
        return False
    _log.error("A page failed", exc_info=error)
    st.error(
        say(
            "Something went wrong on this page. What was saved is safe. Load the page again. "
            "If it happens again, tell the person who looks after this app."
        )
    )
    return True
