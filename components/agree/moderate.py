"""Statements of an open round: the facilitator adds some, and answers those of the room."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components import parts, session
from components.parts import safe_html
from components.session import Workspace
from sharedground.model.rounds import RESIDENT, Round, Statement, StatementState
from sharedground.store import statements
from sharedground.words import later, say, say_many

_WHY: Final = (
    later("Somebody said the same already."),
    later("It names a person."),
    later("It says two things at once."),
    later("It is not about this place."),
)


def draw(work: Workspace, asked: Round) -> None:
    """Draw the statements that wait, those that are out, and a line for a new one."""
    listed = statements.statements(work.engine, work.place.place_id, asked.round_id)
    waiting = [one for one in listed if one.state is StatementState.WAITING]
    session.remember("statements-waiting", len(waiting))
    if waiting:
        parts.heading(
            say_many("{n} statement waits for you", "{n} statements wait for you", len(waiting)),
            say("Nobody else sees it until you approve it."),
        )
        for one in waiting:
            _one(work, asked, one)
    out = [one for one in listed if one.state is StatementState.APPROVED]
    parts.heading(say_many("{n} statement is out", "{n} statements are out", len(out)), level=3)
    st.html("<ol>" + "".join(f"<li>{safe_html(one.text)}</li>" for one in out) + "</ol>")
    _turned_down([one for one in listed if one.state is StatementState.TURNED_DOWN])
    _add(work, asked)


def _one(work: Workspace, asked: Round, one: Statement) -> None:
    key = f"st-{one.statement_id}"
    with st.container(key=f"statement-{one.statement_id}"):
        words = st.text_input(
            say("Said by {who}", who=who(asked, one.by)), one.text, max_chars=280, key=f"{key}-text"
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            yes = st.button(say("Approve"), key=f"{key}-yes", icon=":material/check:")
            why = st.selectbox(
                say("Why not?"), [say(each) for each in _WHY], key=f"{key}-why",
                accept_new_options=True, width=300,
            )  # fmt: skip
            no = st.button(say("Turn down"), key=f"{key}-no")
    if yes or no:
        engine, place_id = session.writable(work)
        statements.decide(
            engine, place_id, asked.round_id, one.statement_id, approve=yes,
            answer="" if yes else str(why or ""), text=words.strip() or one.text,
        )  # fmt: skip
        st.rerun()


def who(asked: Round, by: str) -> str:
    """Return who said a statement, as people read it."""
    if by == statements.FACILITATOR:
        return say("the facilitator")
    if by == RESIDENT:
        return say("a resident")
    names = {speaker.partner_id: speaker.name for speaker in asked.speakers}
    return names.get(by, say("somebody in the room"))


def _turned_down(gone: list[Statement]) -> None:
    if not gone:
        return
    with st.expander(say_many("{n} was turned down", "{n} were turned down", len(gone))):
        st.html("<ul>" + "".join(
            f"<li>{safe_html(one.text)} <small>{safe_html(one.answer)}</small></li>" for one in gone
        ) + "</ul>")  # fmt: skip


def _add(work: Workspace, asked: Round) -> None:
    with (
        st.form("add-statement", clear_on_submit=True, border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        text = st.text_input(say("Add a statement"), max_chars=280)
        pressed = st.form_submit_button(say("Add"), icon=":material/add:")
    if pressed and text.strip():
        engine, place_id = session.writable(work)
        statements.add(engine, place_id, asked.round_id, text)
        st.rerun()
