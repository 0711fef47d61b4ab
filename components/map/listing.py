"""The list beside the map, and one place of it looked at closely."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import streamlit as st

from components import menu, parts, people, theme
from components.check import words
from components.map.colour import sentence
from components.map.filters import Asked, kind_name
from components.map.places import Spot, km_from
from components.parts import PlaceRow, safe_html
from sharedground import worklist
from sharedground.analysis.freshness import Freshness
from sharedground.model.category import BY_CODE, OTHER
from sharedground.views import View
from sharedground.withheld import CELL
from sharedground.words import later, say, say_many

PAGE: Final = 25
NEAREST: Final = 8
_LONGEST_WALK: Final = 60
MOST_CHOICES: Final = 2_000
HIDDEN: Final = later(
    "To protect people, we do not show where this place is. The map shows a square of 1 km in or "
    "near which it lies."
)
_FACTS: Final = (
    ("organization", later("Run by")),
    ("address", later("Address")),
    ("postcode", later("Postcode")),
    ("schedules", later("Open")),
    ("cost_options", later("Cost")),
    ("eligibility", later("Who for")),
    ("accessibility", later("Access")),
    ("phone", later("Phone")),
    ("email", later("E-mail")),
)
FOR_OFFICERS: Final = later(
    "This place is sensitive. Only officers see where it is: everyone else sees a square of 1 km."
)
_NO_WAY: Final = {"metres": float("nan")}
"""A distance to the middle of a square says nothing, and reads as if it did."""

_WEB: Final = re.compile(
    r"(?P<scheme>https?://)?(?P<host>[\w-]+(\.[\w-]+)+(:\d+)?)([/?#]\S*)?", re.IGNORECASE
)
_STYLE: Final = """<style>
.sg-facts{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.25rem 1rem}
.sg-facts{margin:.5rem 0 0!important;padding:0!important;font-size:.95rem;line-height:1.45}
.sg-facts dt{color:var(--sp-muted)}
.sg-facts dd{margin:0!important;padding:0!important;overflow-wrap:anywhere}
.sg-facts a{color:var(--sp-brand)}
.sg-card{border-top:2px solid var(--sp-ink);padding:.6rem 0 .2rem}
.sg-card p{margin:.3rem 0 0;line-height:1.5}
.sg-card .sg-kind{color:var(--sp-muted);font-size:.9rem}
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
    told = (asked.area, asked.words, asked.part, str(asked.unsaid), *chosen)
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
                    way_to(place))  # fmt: skip


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
    return say("{n} km", n=f"{metres / 1000:.1f}")


def labels_of(found: pd.DataFrame) -> dict[int, str]:
    """Return a different line for each place, by its number: name, kind, and postcode."""
    told: dict[int, str] = {}
    taken: set[str] = set()
    for place in found.head(MOST_CHOICES).to_dict("records"):
        where = "" if place.get("placed_by") == CELL else place["postcode"] or place["label"]
        line = ", ".join(str(part) for part in (place["name"], where) if part)
        if line in taken:
            line = f"{line} ({place['number']})"
        taken.add(line)
        told[int(place["number"])] = line
    return told


def choose(found: pd.DataFrame) -> int | None:
    """Draw the choice of one place to look at closely; a click on the map makes it too."""
    lines = labels_of(found)
    if not lines:
        return None
    picked: int | None = st.selectbox(
        say("Look at one place"), list(lines), index=None, key="place_picked",
        format_func=lambda number: lines.get(number, ""),
        placeholder=say("Look at one place, here or on the map"), label_visibility="collapsed",
    )  # fmt: skip
    return picked if picked in lines else None


def card(place: pd.Series, same_site: pd.DataFrame, contacts: pd.DataFrame) -> None:
    """Draw all that is known of one place; `contacts` are those that this view holds."""
    told = people.contacts_of(contacts, "asset", str(place["asset_id"]))
    st.html(_STYLE + card_html(place, same_site, told))


def card_html(place: pd.Series, same_site: pd.DataFrame, told: Sequence[str] = ()) -> str:
    """Return the HTML of `card`."""
    kind = say(BY_CODE.get(str(place["category"]), BY_CODE[OTHER]).one)
    about = f"<p>{safe_html(place['description'])}</p>" if place["description"] else ""
    facts = "".join(
        f"<dt>{safe_html(say(label))}</dt><dd>{safe_html(place[column])}</dd>"
        for column, label in _FACTS
        if place[column]
    )
    also = ", ".join(str(name) for name in same_site["name"].head(6))
    if also:
        facts += f"<dt>{safe_html(say('Also here'))}</dt><dd>{safe_html(also)}</dd>"
    facts += people.fact_html(told)
    if place.get("placed_by") == CELL:
        about += f"<p>{safe_html(say(HIDDEN))}</p>"
    elif place.get("sensitive") in (True, np.True_):
        about += f"<p>{safe_html(say(FOR_OFFICERS))}</p>"
    return (
        f'<div class="sg-card"><h3 class="sp-h3">{safe_html(place["name"])}</h3>'
        f'<p class="sg-kind">{safe_html(kind[:1].upper() + kind[1:])}</p>{about}'
        f'<dl class="sg-facts">{facts}{_website(str(place["url"] or ""))}</dl>'
        f"{_checked(place)}</div>"
    )


def _checked(place: pd.Series) -> str:
    """Return when a place was last checked, as a line of HTML."""
    told = {str(name)[6:]: place[name] for name in place.index if str(name).startswith("check_")}
    return f'<p class="sg-kind">{safe_html(worklist.checked(told))}</p>' if told else ""


def _website(url: str) -> str:
    """Return a link to a web address; anything that is not one is shown as text."""
    if not url:
        return ""
    name, found = safe_html(say("Website")), _WEB.fullmatch(url.strip())
    if found is None:
        return f"<dt>{name}</dt><dd>{safe_html(url)}</dd>"
    full = url.strip() if found["scheme"] else f"https://{url.strip()}"
    return (
        f'<dt>{name}</dt><dd><a href="{safe_html(full)}" target="_blank" rel="noopener noreferrer">'
        f"{safe_html(found['host'])}</a></dd>"
    )
