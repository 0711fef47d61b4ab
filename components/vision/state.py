"""How far a version of the vision has come: proposing it, agreeing it, withdrawing it."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from components import parts, session
from components.frame import plain_markdown
from components.session import Workspace
from sharedground.access import Role
from sharedground.errors import SharedGroundError
from sharedground.model.vision import Vision, VisionState
from sharedground.store import rounds, visions
from sharedground.vision_words import standing
from sharedground.words import say

_LONGEST_WHY = 300


def draw(work: Workspace) -> None:
    """Draw what the people here may do next with the version that is looked at."""
    vision = work.vision
    if vision.version == 0 or not work.role.may(Role.PARTICIPANT):
        return
    facilitator = work.role.may(Role.FACILITATOR)
    with st.container(horizontal=True, key="vision-state"):
        if vision.state is VisionState.DRAFT:
            _propose(work)
        if vision.state is not VisionState.AGREED and facilitator:
            _agree(work)
        if vision.state is VisionState.PROPOSED or (
            vision.state is VisionState.AGREED and facilitator
        ):
            _withdraw(work)
    if vision.state is VisionState.PROPOSED and not facilitator:
        parts.note(say("A facilitator can agree it when all are in the room."))


def _told(text: str) -> None:
    st.html(f'<p class="sp-line">{parts.safe_html(text)}</p>')


def _propose(work: Workspace) -> None:
    label = say("Propose version {n}", n=work.vision.version)
    if st.button(label, key="vision-propose", icon=":material/campaign:"):
        _become(work, VisionState.PROPOSED)


def _agree(work: Workspace) -> None:
    vision = work.vision
    with st.popover(say("Agree version {n}", n=vision.version), icon=":material/handshake:",
                    key="vision-agree"):  # fmt: skip
        _told(
            say("What it says is then fixed. Maps and gaps use it. A later change makes a new "
                "version.")
        )  # fmt: skip
        today = dt.datetime.now(dt.UTC).date()
        on = st.date_input(say("When did you agree?"), today, key=f"vision-on-{vision.version}",
                           max_value=today + dt.timedelta(days=1), format="DD/MM/YYYY")  # fmt: skip
        answered = _who_answered(work)
        names = sorted({*work.view.holdings.partners["name"], *answered}, key=str.casefold)
        there = st.multiselect(
            say("Who was in the room? Choose partners, or type a name"), names, default=answered,
            accept_new_options=True, key=f"vision-room-{vision.version}",
            placeholder=say("Choose or type"), wrap=True,
        )  # fmt: skip
        if st.button(say("Agree it"), type="primary", key="vision-agree-go"):
            _become(work, VisionState.AGREED, on=on, in_the_room=[str(one) for one in there])


def _who_answered(work: Workspace) -> list[str]:
    """Return the partners that answered the round which the weights come from."""
    wanted = work.vision.weights_from
    asked = next((one for one in work.view.holdings.rounds if one.round_id == wanted), None)
    if asked is None:
        return []
    spoke = rounds.answered(work.engine, work.place.place_id, wanted).speakers
    return list(dict.fromkeys(one.name for one in asked.speakers if one.partner_id in spoke))


def _withdraw(work: Workspace) -> None:
    vision = work.vision
    agreed = vision.state is VisionState.AGREED
    label = say("Withdraw the agreement") if agreed else say("Withdraw the proposal")
    with st.popover(label, icon=":material/undo:", key="vision-withdraw"):
        _told(say("It becomes a draft again. Nothing of what it says is lost."))
        why = st.text_input(say("Why?"), max_chars=_LONGEST_WHY,
                            key=f"vision-why-{vision.version}-{vision.state.value}")  # fmt: skip
        if st.button(say("Withdraw it"), key="vision-withdraw-go"):
            _become(work, VisionState.DRAFT, reason=why)


def _become(
    work: Workspace, state: VisionState, *, on: dt.date | None = None,
    in_the_room: list[str] | None = None, reason: str = "",
) -> None:  # fmt: skip
    try:
        engine, place_id = session.writable(work)
        after = visions.set_state(
            engine, place_id, work.vision.version, state, on=on, in_the_room=in_the_room or (),
            reason=reason.strip(),
        )  # fmt: skip
    except SharedGroundError as error:
        st.warning(plain_markdown(error.message))
        return
    session.say_next(_done(after))
    st.rerun()


def _done(after: Vision) -> str:
    """Return what was done, with what it means."""
    told = say("This is now {version}.", version=standing(after))
    more = {
        VisionState.AGREED: say("Pages use the version that was agreed last."),
        VisionState.PROPOSED: say("It can be agreed when all are in the room."),
        VisionState.DRAFT: say("It can be proposed again."),
    }[after.state]
    return f"{told} {more}"
