"""The screen in the room while a round is open: how to join, and who has answered."""

from __future__ import annotations

import streamlit as st

from components import menu, parts, session
from components.agree import moderate, qr
from components.agree.start import result_page
from components.parts import safe_html
from components.server import address
from components.session import Workspace
from sharedground import rounds as results
from sharedground.access import Role
from sharedground.model.rounds import Round, RoundKind, Speaker
from sharedground.store import places, rounds, statements
from sharedground.store.rounds import Answered
from sharedground.words import say, say_many

EVERY_S = 2


def draw(work: Workspace, asked: Round) -> None:
    """Draw an open round for the room. Others than the facilitator see that it is open."""
    parts.heading(asked.title)
    if not work.role.may(Role.FACILITATOR):
        parts.note(say("This round is open. Join with the code on the facilitator's screen."))
        return
    keys = rounds.keys_of(work.engine, work.place.place_id, asked.round_id)
    if keys is not None:
        left, right = st.columns([7, 5], gap="large", vertical_alignment="center")
        with left:
            st.html(_how(keys.code))
        with right:
            link = address.join_address(keys.token)
            if link:
                said = say("QR code for phones. Or go to {address} and type the code {code}.",
                           address=address.short_address(), code=keys.code)  # fmt: skip
                st.html(qr.picture(link, said))
    _so_far(work, asked)
    if asked.kind is RoundKind.STATEMENTS:
        moderate.draw(work, asked)
    st.space("small")
    if st.button(say("Close the round and show the result"), type="primary",
                 icon=":material/stop_circle:"):  # fmt: skip
        engine, place_id = session.writable(work)
        results.close(engine, place_id, asked.round_id)
        menu.go(result_page(asked), round=asked.round_id)
    parts.note(say("Closing ends the code. You can open the round again; no answer is lost."))


def _how(code: str) -> str:
    """Return the HTML of the ways in, large enough for the back of the room."""
    where = address.short_address()
    spaced = f"{code[:3]} {code[3:]}"
    missing = f'<p class="sp-live-none">{safe_html(address.why_none())}</p>'
    first = (
        f"<li><span>{safe_html(say('Scan the square, or go to'))}</span>"
        f'<b class="sp-live-at">{safe_html(where)}</b></li>'
    )
    return (
        f'<ol class="sp-live">{first if where else f"<li>{missing}</li>"}'
        f"<li><span>{safe_html(say('Type this code'))}</span>"
        f'<b class="sp-live-code">{safe_html(spaced)}</b></li></ol>'
    )


@st.fragment(run_every=EVERY_S)
def _so_far(work: Workspace, asked: Round) -> None:
    """Draw who has answered, and not what; look again every two seconds."""
    session.begin()
    place_id = work.place.place_id
    now = places.revision_of(work.engine, place_id)
    if now is not None and now != work.place.revision:
        st.rerun()
    found = rounds.answered(work.engine, place_id, asked.round_id)
    st.html(so_far_html(asked, found))
    if asked.kind is RoundKind.STATEMENTS:
        n = statements.waiting(work.engine, place_id, asked.round_id)
        if n != (session.remembered("statements-waiting") or 0):
            session.remember("statements-waiting", n)
            st.rerun()


def so_far_html(asked: Round, found: Answered) -> str:
    """Return the HTML of the count, and of each partner with or without an answer."""
    count = say_many("{n} person has answered", "{n} people have answered", found.people)
    partners = say("{n} of {all} partners", n=len(found.speakers), all=len(asked.speakers))
    if asked.kind is RoundKind.STATEMENTS:
        return f'<div class="sp-sofar" role="status"><p><b>{safe_html(count)}</b></p></div>'
    chips = "".join(_chip(one, found) for one in asked.speakers)
    residents = ""
    if asked.residents:
        told = say_many("{n} resident", "{n} residents", found.residents)
        residents = f'<li class="{"sp-in" if found.residents else "sp-out"}">{safe_html(told)}</li>'
    small = f"<small>{safe_html(partners)}</small>" if asked.speakers else ""
    return (
        f'<div class="sp-sofar" role="status"><p><b>{safe_html(count)}</b> {small}</p>'
        f"<ul>{chips}{residents}</ul></div>"
    )


def _chip(one: Speaker, found: Answered) -> str:
    phones = found.phones.get(one.partner_id, 0)
    state = say("has answered") if phones else say("has not answered yet")
    several = say("{n} phones", n=phones) if phones > 1 else ""
    return (
        f'<li class="{"sp-in" if phones else "sp-out"}"><span aria-hidden="true">'
        f"{'✓' if phones else '…'}</span> {safe_html(one.name)} <small>{safe_html(several)}</small>"
        f'<span class="sp-unseen"> {safe_html(state)}</span></li>'
    )
