"""The first steps of a new place, and the form that makes one."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from components import cached, menu, session
from components.frame import plain_markdown
from components.parts import heading, safe_html
from components.session import Workspace
from components.upload.steps import for_others
from sharedground.access import Role
from sharedground.area_offers import people_elsewhere
from sharedground.errors import SharedGroundError
from sharedground.store import database, places
from sharedground.words import say


class Step(NamedTuple):
    """One thing a place needs, why, and whether it is there."""

    done: bool
    title: str
    why: str


def steps(work: Workspace) -> list[Step]:
    """Return what a place needs before strengths and gaps can be shown, in order."""
    holdings = work.view.holdings
    elsewhere = people_elsewhere(holdings)
    people = say("One number for each area.") if elsewhere is None else for_others(elsewhere)
    return [
        Step(not holdings.areas.empty, say("Add the outlines of your areas"),
             say("Wards, neighbourhoods or small areas, as a map file.")),
        Step(bool(holdings.population["people"].notna().any()),
             say("Add how many people live there"),
             people),
        Step(not holdings.indicators.empty, say("Add figures of need"),
             say("Such as low income, health or people living alone, for each area.")),
        Step(not work.view.assets.empty, say("Add the places and groups you know"),
             say("Any list with a name and a postcode or map point.")),
        Step(holdings.vision is not None, say("Say what matters most"),
             say("Write a vision together. A first draft is made from the data.")),
    ]  # fmt: skip


def draw(work: Workspace) -> None:
    """Draw what is still to do, if anything is; the next step first in bold words."""
    listed = steps(work)
    left = [step for step in listed if not step.done]
    if not left:
        return
    heading(say("{n} of {total} first steps done", n=len(listed) - len(left), total=len(listed)))
    items = "".join(_item(step, is_next=step is left[0]) for step in listed)
    st.html(f'<ol style="margin:0;padding-left:1.4rem">{items}</ol>')
    if left[0] is listed[-1]:
        menu.link("vision", say("Write our vision"))
    elif left[0] is listed[1] and people_elsewhere(work.view.holdings):
        menu.link("about-data", say("Add up the people"))
    else:
        menu.link("add-data", say("Add data"))


def _item(step: Step, *, is_next: bool) -> str:
    state = say("Done") if step.done else say("Next") if is_next else say("To do")
    return (
        f'<li style="margin:.5rem 0"><b style="font-weight:650">{safe_html(step.title)}</b>'
        f' <span style="color:var(--sp-muted)">({safe_html(state)})</span><br>'
        f'<span style="color:var(--sp-muted)">{safe_html(step.why)}</span></li>'
    )


def own_place(work: Workspace) -> None:
    """Offer those who may to make a place of their own, with one small form."""
    if not work.role.may(Role.OFFICER):
        return
    label = say("Start your own place") if work.place.fictional else say("Start another place")
    with st.popover(label, icon=":material/add_location_alt:"):
        st.html(f"<p>{safe_html(say('It starts empty. You add your own data next.'))}</p>")
        with st.form("own-place", border=False):
            name = st.text_input(say("Name of the place"), max_chars=80)
            asked = st.form_submit_button(say("Make this place"), type="primary")
        if asked:
            _make(name or "")


def _make(name: str) -> None:
    try:
        place = places.new_place(cached.engine(database.default_url()), name)
    except SharedGroundError as error:
        st.warning(plain_markdown(error.message))
        return
    session.choose_place(place.place_id)
    session.say_next(say("{name} is ready. First add the outlines of its areas.", name=place.name))
    menu.go("add-data", place=place.place_id)
