"""The list beside the map, and one place of it looked at closely."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from components import menu, parts, session, theme
from components.check import words
from components.map.colour import sentence
from components.map.filters import Asked, kind_name
from components.map.places import Spot, km_from
from components.parts import PlaceRow, safe_html
from sharedground.analysis.freshness import Freshness
from sharedground.views import View
from sharedground.withheld import CELL
from sharedground.words import decimal, say, say_many

PAGE: Final = 25
NEAREST: Final = 5
_LONGEST_WALK: Final = 60
ADDRESS: Final = "asset"
"""What the address of the page calls the place looked at."""

_OPEN: Final = "open-by-name"
MOST_CHOICES: Final = 2_000
_NO_WAY: Final = {"metres": float("nan")}
"""A distance to the middle of a square says nothing, and reads as if it did."""

_STYLE: Final = """<style>
.sg-group{margin:1.1rem 0 .1rem!important}
.sg-group:first-child{margin-top:0!important}
.sg-left{margin:.3rem 0 0;color:var(--sp-muted);font-size:.9rem}
</style>"""


def heading(asked: Asked, count: int, near: str) -> str:
    """Return how many places there are, and where: the list's and the map's finding."""
    if near and asked.within:
        return say_many("{n} place within {minutes} minutes’ walk of {near}",
                        "{n} places within {minutes} minutes’ walk of {near}", count, near=near,
                        minutes=asked.within)  # fmt: skip
    if near:
        return say_many("{n} place, nearest to {near} first", "{n} places, nearest to {near} first",
                        count, near=near)  # fmt: skip
    return say_many("{n} place in {area}", "{n} places in {area}", count,
                    area=asked.title)  # fmt: skip


def head(found: pd.DataFrame, asked: Asked, near: str) -> None:
    """Draw the finding over the list. The way past the map leads to it.

    Parameters
    ----------
    near
        What the point is called, or "".
    """
    st.html(f'<h2 class="sp-h2" id="places">{safe_html(heading(asked, len(found), near))}</h2>')


def far_away(spot: Spot, view: View) -> None:
    """Say how far away a point is that is of another part of the country."""
    parts.note(
        say("{spot} is about {km} km from {place}, so it is not on this map. The list begins "
            "with what is nearest to it.", spot=sentence(spot.name),
            km=round(km_from(view, spot.point)), place=view.holdings.place.name)
    )  # fmt: skip


def draw(found: pd.DataFrame, asked: Asked) -> None:
    """Draw the list: the same places as the map, a page at a time.

    Parameters
    ----------
    found
        The places to show, in order, at least one; with `metres` from a point, NaN without one.
    """
    pages = -(-len(found) // PAGE)
    slot = st.container()
    page = st.pagination(pages, key=f"page-{_fingerprint(asked)}") if pages > 1 else 1
    part = found.iloc[(page - 1) * PAGE : page * PAGE]
    with slot:
        parts.place_list([row_of(place) for place in part.to_dict("records")],
                         say("Places on the map"))  # fmt: skip


def draw_near(found: pd.DataFrame) -> None:
    """Draw the places near a point by kind: the kind of the nearest place first.

    Parameters
    ----------
    found
        At least one, nearest first, with `minutes`.
    """
    st.html(f"<style>{theme.icon_css(found['category'].unique(), theme.mode())}</style>" + _STYLE)
    groups = "".join(
        _group_html(str(category), rows) for category, rows in found.groupby("category", sort=False)
    )
    name = safe_html(say("Places on the map"))
    st.html(f'<div class="sp-scroll" tabindex="0" role="region" aria-label="{name}">{groups}</div>')


def _group_html(category: str, rows: pd.DataFrame) -> str:
    """Return one kind of place: its name, how many, and the nearest of them."""
    shown, left = rows.head(NEAREST), len(rows) - NEAREST
    title = say("{kind}: {n}", kind=kind_name(category), n=len(rows))
    listed = [row_of(place, kind=False) for place in shown.to_dict("records")]
    more = say_many("{n} more, further away", "{n} more, further away", left) if left > 0 else ""
    return (
        f'<h3 class="sp-h3 sg-group">{safe_html(title)}</h3>'
        f"{parts.place_list_html(listed, title, scroll=False)}"
        + (f'<p class="sg-left">{safe_html(more)}</p>' if more else "")
    )


def _fingerprint(asked: Asked) -> int:
    """Return a number that changes with the filter: another list starts at its first page."""
    chosen = [value for values in asked.chosen.values() for value in values]
    told = (asked.area, asked.title, asked.words, asked.part, str(asked.unsaid), *chosen)
    return zlib.crc32("\x1f".join(told).encode())


def without_location(lost: pd.DataFrame) -> None:
    """Say how many places the map and the list leave out, and where to see why."""
    if lost.empty:
        return
    parts.note(
        say_many("{n} place has no location in the lists we were given. It is not on the map.",
                 "{n} places have no location in the lists we were given. They are not on the map.",
                 len(lost))
    )  # fmt: skip
    menu.link("about-data", say("About the data"))


def row_of(place: Mapping[str, Any], *, kind: bool = True) -> PlaceRow:
    """Return a place as a row of the list: its kind and address under its name.

    Parameters
    ----------
    kind
        False where the kind stands above the list.
    """
    named = kind_name(place["category"]) if kind else ""
    small = [named, str(place["address"] or place["label"] or "")]
    if place.get("placed_by") == CELL:
        small, place = [small[0], say("place not shown, to protect people")], {**place, **_NO_WAY}
    elif place["precision"] == "approximate":
        small.append(say("about here"))
    if place.get("check_state") == Freshness.STALE.value:
        small.append(say("not checked for {length}", length=words.length(_whole(place))))
    return PlaceRow(place["category"], place["name"], ", ".join(s for s in small if s),
                    way_to(place), str(place.get("asset_id", "")))  # fmt: skip


def _whole(place: Mapping[str, Any]) -> int:
    """Return the months since a place was checked, in whole years from the first year on."""
    months = int(place["check_months"])
    return months // 12 * 12 or months


def way_to(place: Mapping[str, Any]) -> str:
    """Return how far a place is, with minutes on foot up to an hour; "" when there is no point."""
    far, minutes = distance(place["metres"]), place.get("minutes", np.nan)
    if not far or not minutes <= _LONGEST_WALK:
        return far
    return say("{minutes} min, {far}", minutes=int(minutes), far=far)


def distance(metres: float) -> str:
    """Return a distance as people say it; "" when there is none."""
    if np.isnan(metres):
        return ""
    if metres < 950:
        return say("{n} m", n=max(50, round(metres / 50) * 50))
    return say("{n} km", n=decimal(metres / 1000, 1))


def labels_of(found: pd.DataFrame) -> dict[int, str]:
    """Return a different line for each place, by its number: name, kind, and postcode."""
    told: dict[int, str] = {}
    taken: set[str] = set()
    used = ["number", "name", "postcode", "label", "placed_by"]
    for place in found.head(MOST_CHOICES)[used].to_dict("records"):
        where = "" if place["placed_by"] == CELL else place["postcode"] or place["label"]
        line = ", ".join(str(part) for part in (place["name"], where) if part)
        if line in taken:
            line = f"{line} ({place['number']})"
        taken.add(line)
        told[int(place["number"])] = line
    return told


def choose(found: pd.DataFrame, every: pd.DataFrame) -> pd.Series | None:
    """Draw the choice of one place to look at closely; a click on the map or list makes it too.

    Parameters
    ----------
    found
        The places that the list shows, in order.
    every
        Every place: one that a link opens may be none of those found.
    """
    session.from_address(ADDRESS, "place_picked", lambda told: number_of(every, told))
    lines = labels_of(found)
    held = session.chosen_in("place_picked")
    if held is not None and held not in lines:
        lines |= labels_of(every[every["number"] == held])
    picked: int | None = None
    if lines:
        picked = st.selectbox(
            say("Look at one place"), list(lines), index=None, key="place_picked",
            format_func=lambda number: lines.get(number, ""),
            placeholder=say("Look at one place, here or on the map"), label_visibility="collapsed",
        )  # fmt: skip
    _open_by_name(every)
    row = None if picked not in lines else _row(found, every, picked)
    session.to_address(ADDRESS, "" if row is None else str(row["asset_id"]))
    return row


def _row(found: pd.DataFrame, every: pd.DataFrame, number: int | None) -> pd.Series:
    here = found[found["number"] == number]
    return (here if len(here) else every[every["number"] == number]).iloc[0]


def number_of(every: pd.DataFrame, asset_id: str) -> int | None:
    """Return the number of the place with this id, or None if there is none."""
    mine = every.loc[every["asset_id"] == asset_id, "number"]
    return int(mine.iloc[0]) if len(mine) else None


def _open_by_name(every: pd.DataFrame) -> None:
    """Let a click on a name in the list open its place; see open.js."""
    component = st.components.v2.component(
        "open_place", js=(theme.ASSETS / "open.js").read_text("utf-8")
    )
    with st.container(key="open-place"):
        component(key=_OPEN, on_open_change=lambda: _take_name(every))


def _take_name(every: pd.DataFrame) -> None:
    told: Any = session.chosen_in(_OPEN)
    number = number_of(every, str((told or {}).get("open") or ""))
    if number is not None:
        session.choose_in("place_picked", number)
