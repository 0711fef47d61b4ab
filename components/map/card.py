"""One place looked at closely: what, where, when, who, how to reach it, and how fresh this is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode, urlsplit

import numpy as np
import pandas as pd
import streamlit as st

from components import parts, people
from components.map import places as map_places
from components.map.facets import NOW
from components.map.listing import ADDRESS
from components.parts import safe_html
from components.session import Workspace
from sharedground import worklist
from sharedground.access import Role
from sharedground.analysis import opening
from sharedground.analysis.evidence import FULL_STRENGTH, strongest
from sharedground.analysis.opening_times import Openness
from sharedground.model.category import BY_CODE, OTHER
from sharedground.model.vision import Vision
from sharedground.withheld import CELL
from sharedground.words import later, say

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
_SEEN_BY: Final = {
    "officers": later("Only officers see this place: it is not published."),
    "partners": later("Only partners and officers see this place."),
}
_WEB: Final = re.compile(
    r"(?P<scheme>https?://)?(?P<host>[\w-]+(\.[\w-]+)+(:\d+)?)([/?#]\S*)?", re.IGNORECASE
)
_STATES: Final = {
    Openness.OPEN.value: later("Open now."), Openness.CLOSED.value: later("Closed now."),
    Openness.UNKNOWN.value: later("We cannot tell whether it is open now."),
}  # fmt: skip
_DIRECTIONS: Final = "https://www.openstreetmap.org/directions?"
_STYLE: Final = """<style>
.sg-facts{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.25rem 1rem}
.sg-facts{margin:.5rem 0 0!important;padding:0!important;font-size:.95rem;line-height:1.45}
.sg-facts dt{color:var(--sp-muted)}
.sg-facts dd{margin:0!important;padding:0!important;overflow-wrap:anywhere}
.sg-facts a{color:var(--sp-brand)}
.sg-card{border-top:2px solid var(--sp-ink);padding:.6rem 0 .2rem}
.sg-card p{margin:.3rem 0 0;line-height:1.5}
.sg-card .sg-kind{color:var(--sp-muted);font-size:.9rem}
.sg-card:focus{outline:none}
.sg-card:focus-visible{outline:3px solid var(--sp-brand);outline-offset:4px}
.sg-now{font-weight:600}
</style>"""


def draw(work: Workspace, place: pd.Series, every: pd.DataFrame) -> None:
    """Draw all that this visitor may know of one place.

    Parameters
    ----------
    every
        Every place of the view, as from `places.numbered`.
    """
    others = every[(every["site_id"] == place["site_id"]) & (every["number"] != place["number"])]
    told = people.contacts_of(work.view.holdings.contacts, "asset", str(place["asset_id"]))
    now = map_places.moment(work.view, NOW, "any")
    state = opening.states([str(place["schedules"])], now)[0] if place["schedules"] else ""
    html = card_html(place, others, told, serves=serves(work.vision, str(place["category"])),
                     state=state)  # fmt: skip
    st.html(_STYLE + html)
    with st.popover(say("Link to this place"), icon=":material/link:", key="card-link"):
        st.code(link_to(work, str(place["asset_id"])), language=None, wrap_lines=True)
    if not work.role.may(Role.PARTICIPANT):
        parts.note(say("Tell an officer, or ask to take part: then you can change it here."),
                   say("Something wrong?"))  # fmt: skip


def link_to(work: Workspace, asset_id: str) -> str:
    """Return the address that opens this place on the map."""
    page = urlsplit(str(st.context.url or ""))
    named = {} if work.is_demo else {"place": work.place.place_id}
    return f"{page.scheme}://{page.netloc}{page.path}?{urlencode({**named, ADDRESS: asset_id})}"


def serves(vision: Vision, category: str) -> tuple[list[str], list[str]]:
    """Return the outcomes that a kind of place serves directly, and those it helps with."""
    direct, helps = [], []
    for outcome in vision.outcomes:
        strength, _ = strongest(outcome).get(category, (0, False))
        if strength:
            (direct if strength >= FULL_STRENGTH else helps).append(outcome.name)
    return direct, helps


def card_html(
    place: pd.Series, same_site: pd.DataFrame, told: Sequence[str] = (), *,
    serves: tuple[Sequence[str], Sequence[str]] = ((), ()), state: str = "",
) -> str:  # fmt: skip
    """Return the HTML of a card.

    Parameters
    ----------
    same_site
        Other places at the same site, by `name`.
    told
        Contacts of people, for officers.
    serves
        Outcomes served directly, and those it helps with.
    state
        Whether it is open now, an `Openness`; "" where nothing is said of times.
    """
    kind = say(BY_CODE.get(str(place["category"]), BY_CODE[OTHER]).one)
    about = f"<p>{safe_html(place['description'])}</p>" if place["description"] else ""
    if state:
        about += f'<p class="sg-now">{safe_html(say(_STATES[state]))}</p>'
    if place.get("placed_by") == CELL:
        about += f"<p>{safe_html(say(HIDDEN))}</p>"
    elif place.get("sensitive") in (True, np.True_):
        about += f"<p>{safe_html(say(FOR_OFFICERS))}</p>"
    seen_by = _SEEN_BY.get(str(place.get("visibility", "")))
    if seen_by:
        about += f"<p>{safe_html(say(seen_by))}</p>"
    facts = "".join(_fact(say(label), place[column]) for column, label in _FACTS)
    facts += _website(str(place["url"] or "")) + people.fact_html(told) + _directions(place)
    facts += _fact(say("Also here"), ", ".join(str(name) for name in same_site["name"].head(6)))
    facts += _fact(say("Serves directly"), "; ".join(serves[0]))
    facts += _fact(say("Helps with"), "; ".join(serves[1]))
    return (
        f'<div class="sg-card" data-of="{safe_html(place.get("asset_id", ""))}">'
        f'<h3 class="sp-h3">{safe_html(place["name"])}</h3>'
        f'<p class="sg-kind">{safe_html(kind[:1].upper() + kind[1:])}</p>{about}'
        f'<dl class="sg-facts">{facts}</dl>{_checked(place)}</div>'
    )


def _fact(label: str, value: object) -> str:
    return f"<dt>{safe_html(label)}</dt><dd>{safe_html(value)}</dd>" if value else ""


def _directions(place: pd.Series) -> str:
    """Return a link to the way there; it asks nothing of anyone until it is followed."""
    lon, lat = place.get("lon"), place.get("lat")
    if place.get("placed_by") == CELL or lon is None or pd.isna(lon) or pd.isna(lat):
        return ""
    url = _DIRECTIONS + urlencode({"to": f"{float(lat):.5f},{float(lon):.5f}"})
    return (
        f'<dt>{safe_html(say("Way there"))}</dt><dd><a href="{safe_html(url)}" target="_blank" '
        f'rel="noopener noreferrer">{safe_html(say("Directions on OpenStreetMap"))}</a></dd>'
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
