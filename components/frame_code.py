"""The lines that show a page of ours on another web page, without menus and for everyone."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final
from urllib.parse import urlencode, urlsplit

import streamlit as st

from components import parts, session
from components.server.headers import embedding_hosts
from components.session import Workspace
from sharedground import pictures
from sharedground.words import day, say

_HEIGHT: Final = 900
_THIS_MACHINE: Final = ("localhost", "127.0.0.1", "::1")
HERE: Final = "https://your-server/map"
SETTING: Final = "SHAREDGROUND_EMBED_HOSTS"
EXAMPLE: Final = "https://www.example.gov.uk"


def draw(work: Workspace, title: str) -> None:
    """Draw the lines that show this page, as it is now, and say which sites may show it.

    Parameters
    ----------
    title
        What the page shows: the frame is named by it.
    """
    st.write(say("Copy these lines into your page. They show this page as it is now, without "
                 "menus. Whoever looks at it sees what everyone may see."))  # fmt: skip
    url, asked = session.address()
    if not work.is_demo:
        asked.setdefault("place", [work.place.place_id])
    st.code(snippet(url or HERE, asked, title), language=None, wrap_lines=True)
    if is_this_machine(url):
        parts.note(say("This address opens on this computer only. Open the app by the address "
                       "that others use, and copy the lines there."))  # fmt: skip
    for line in allowed(embedding_hosts(os.environ.get(SETTING, ""))):
        parts.note(line)


def foot(work: Workspace) -> None:
    """Draw, below an embedded page, the way to the whole app, and where its figures come from."""
    url, asked = session.address()
    where = f"{url or HERE}?{urlencode(asked, doseq=True)}"
    st.link_button(say("Open in Shared Ground"), where, icon=":material/open_in_new:")
    parts.note(" ".join((
        say("{place}, {day}.", place=work.place.name, day=day(dt.datetime.now(dt.UTC).date())),
        pictures.credit(work.view, work.view.assets),
    )))  # fmt: skip


def is_this_machine(url: str) -> bool:
    """Say if an address opens on this computer only."""
    return (urlsplit(url).hostname or "") in _THIS_MACHINE


def snippet(url: str, asked: Mapping[str, Sequence[str]], title: str) -> str:
    """Return the HTML that shows a page in a frame; no word of it can act in the other page.

    Parameters
    ----------
    asked
        What the address of the page says after its "?".
    """
    query = urlencode({**asked, "embed": ["true"]}, doseq=True)
    named = escape(" ".join(title.split()), quote=True)
    return (
        f'<iframe src="{escape(f"{url}?{query}", quote=True)}"\n'
        f'  title="{named}"\n'
        f'  width="100%" height="{_HEIGHT}" style="border:0" loading="lazy"></iframe>'
    )


def allowed(hosts: Sequence[str]) -> list[str]:
    """Return in words which sites may show this server's pages, or what must be set first."""
    if hosts:
        return [
            say("These sites may show it: {sites}. On any other the frame stays empty.",
                sites=", ".join(hosts))
        ]  # fmt: skip
    return [
        say("No site may show it yet: the frame would stay empty. The person who looks after "
            "this server must set {name} to the address of your site, such as {example}, and "
            "start it again.", name=SETTING, example=EXAMPLE)
    ]  # fmt: skip
