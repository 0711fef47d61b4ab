"""One quiet button under each chart and map: its link, its picture, and the figures behind it."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from components import frame_code, session, theme
from components.session import Workspace
from sharedground import exports
from sharedground.export.table import csv_bytes
from sharedground.vision_words import made_with
from sharedground.words import day, in_this_language, say

Rows = Callable[[], pd.DataFrame]
_WANTED: Final = "share-picture"
_SHOWN_SOURCES: Final = 12


def under(chart: str, rows: Rows, title: str) -> None:
    """Offer what people want of a chart.

    Parameters
    ----------
    chart
        The key of the chart, which is also the name of the file.
    rows
        The same rows as the chart, made when they are asked for.
    title
        What the chart shows, in a few words: it stands in the file.
    """
    if session.is_embedded():
        return
    # What is inside is drawn only once it is opened: a page has many charts.
    box = st.popover(say("Share"), icon=":material/share:", type="tertiary",
                     key=f"share-{chart}", on_change="rerun")  # fmt: skip
    if not box.open:
        return
    work = session.current()
    with box:
        _buttons(work, chart)
        csv = in_this_language(lambda: csv_bytes(with_origin(work, rows(), title)))
        data(csv, f"{chart}.csv", "text/csv", chart)
        with st.expander(say("Put this on your website")):
            frame_code.draw(work, say("{place}: {title}", place=work.place.name, title=title))


@contextmanager
def map_box(work: Workspace, picture: Callable[[], bytes]) -> Iterator[None]:
    """Offer the link and the picture of the big map, and what is drawn inside.

    Parameters
    ----------
    picture
        Makes the picture (PNG) of the map as it is shown; only when it is asked for.
    """
    with st.popover(say("Share"), icon=":material/share:", type="tertiary", key="share-map"):
        asked = session.remembered(_WANTED) == "map"
        session.remember(_WANTED, None)
        _buttons(work, "map", made=picture() if asked else b"", ours=True)
        yield


def data(made: Callable[[], bytes], name: str, media_type: str, key: str) -> None:
    """Offer the rows behind a chart or a map as a file."""
    st.download_button(
        say("Download the data behind this"), made, name, media_type, icon=":material/download:",
        on_click="ignore", key=f"share-csv-{key}", width="stretch",
    )  # fmt: skip


def _buttons(work: Workspace, chart: str, *, made: bytes = b"", ours: bool = False) -> None:
    """Draw what needs the browser: its clipboard holds the link, or the picture."""
    component = st.components.v2.component(
        "share",
        js=(theme.ASSETS / "share" / "share.js").read_text("utf-8"),
        css=(theme.ASSETS / "share" / "share.css").read_text("utf-8"),
    )
    component(
        key=f"share-do-{chart}",
        data={
            "chart": chart, "pinned": pinned(work), "ours": ours,
            "picture": base64.b64encode(made).decode("ascii"),
            "source": _credit(work),
            "words": {
                "link": say("Copy link"), "copied": say("Copied."), "picture": say("Copy as image"),
                "saved": say("This browser does not let us copy. The picture was saved as a file."),
                "by_hand": say("Copy this address:"), "none": say("This has no picture."),
                "only_here": say("This address opens on this computer only. Others need the "
                                 "address by which they reach it."),
            },
        },
        on_make_change=partial(session.remember, _WANTED, chart),
    )  # fmt: skip


def _credit(work: Workspace) -> str:
    """Return the line under a picture: of which place, made with what, and when."""
    made_up = say("Demo town: this place is made up.") if work.place.fictional else ""
    today = day(dt.datetime.now(dt.UTC).date())
    said = say("{place}. {vision}. Shared Ground, {day}.", place=work.place.name,
               vision=made_with(work.vision), day=today)  # fmt: skip
    return f"{said} {made_up}".strip()


def pinned(work: Workspace) -> dict[str, str]:
    """Return what a link must name so that it opens the same later: the place, and the version."""
    told = {} if work.is_demo else {"place": work.place.place_id}
    return told | ({"version": str(work.vision.version)} if work.vision.version else {})


def pairs(heading: str, axis: str, names: Sequence[str], words: Sequence[object]) -> Rows:
    """Return what makes the rows of bars: a name and its figure."""
    return lambda: pd.DataFrame({heading: list(names), axis: list(words)})


def with_origin(work: Workspace, rows: pd.DataFrame, title: str) -> pd.DataFrame:
    """Return rows with what they are, what they were made of and when, in the last columns."""
    origin = exports.origin_of(work.view)
    named = dict.fromkeys(
        f"{one.title or one.kind.value} ({', '.join(filter(None, (one.publisher, one.date)))})"
        for one in origin.sources
    )
    sources = "; ".join(list(named)[:_SHOWN_SOURCES])
    told = [f"{work.place.name}: {title}", made_with(work.vision), sources]
    if work.place.fictional:
        told[0] += f" ({say('Demo town: this place is made up.')})"
    said = {say("What this is"): told[0], say("Vision"): told[1], say("Sources"): told[2],
            say("Made on"): dt.datetime.now(dt.UTC).date().isoformat()}  # fmt: skip
    return rows.assign(**{name: value for name, value in said.items() if name not in rows})
