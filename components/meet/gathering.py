"""The meeting itself: it begins, people are in the room, and it ends."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from components import menu, parts, session
from components.session import Workspace
from sharedground.access import Role
from sharedground.model.decision import LONGEST_TITLE, new_id
from sharedground.model.story import Story
from sharedground.store import meetings
from sharedground.words import day, say, say_many


def draw(work: Workspace, story: Story | None) -> None:
    """Draw the meeting that goes on, or the form that begins one."""
    known = work.view.holdings.meetings
    now = meetings.going_on(known)
    parts.heading(say("The meeting"))
    if now is not None:
        told = [
            say("{title} began on {date} and is going on.", title=now.title, date=day(now.held_on))
        ]
        if now.in_the_room:
            told.append(say_many("{n} partner is in the room.", "{n} partners are in the room.",
                                 len(now.in_the_room)))  # fmt: skip
        st.html(f"<p>{parts.safe_html(' '.join(told))}</p>")
        menu.link("decisions", say("Record decisions"))
        may_end = work.role.may(Role.FACILITATOR)
        if may_end and st.button(say("End the meeting"), icon=":material/event_available:"):
            engine, place_id = session.writable(work)
            meetings.close_meeting(engine, place_id, now.meeting_id)
            menu.go("take-home")
        return
    last = meetings.last_ended(known)
    if last is not None:
        parts.note(say("Last time: {title}, {date}.", title=last.title, date=day(last.held_on)))
        menu.link("changed", say("See what changed since then"))
    if work.role.may(Role.FACILITATOR):
        _begin(work, story)
    elif last is None:
        parts.note(say("A facilitator begins the meeting; then decisions belong to it."))


def _begin(work: Workspace, story: Story | None) -> None:
    today = dt.datetime.now(dt.UTC).date()
    with st.form("begin-meeting"):
        title = st.text_input(say("Name of the meeting"),
                              say("Meeting of {date}", date=day(today)),
                              max_chars=LONGEST_TITLE)  # fmt: skip
        names = sorted(work.view.holdings.partners["name"].astype(str), key=str.casefold)
        there = st.multiselect(say("Who is in the room"), names, accept_new_options=True,
                               placeholder=say("Choose partners or type names"))  # fmt: skip
        begun = st.form_submit_button(say("Begin the meeting"), icon=":material/groups:")
    parts.note(say("Decisions recorded from then on belong to it, and the next meeting can open "
                   "with what changed since."))  # fmt: skip
    if begun:
        engine, place_id = session.writable(work)
        meetings.start_meeting(
            engine, place_id, title=title, meeting_id=new_id(), in_the_room=there,
            story_id=story.story_id if story else "", vision_version=work.vision.version,
        )  # fmt: skip
        menu.go("meeting", present="1", **({"story": story.story_id} if story else {}))
