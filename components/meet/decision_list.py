"""Decisions, promises and disagreements as a list to read."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from components import session
from components.frame import plain_markdown
from components.parts import safe_html
from sharedground import decisions_words
from sharedground.model.decision import Decision
from sharedground.words import say


def item(decision: Decision, today: dt.date, *, show_kind: bool = False) -> None:
    """Draw one of them: what, by whom and for what, and where it stands."""
    kind = say(decisions_words.KINDS[decision.kind]) if show_kind else ""
    late = " sp-late" if decision.is_overdue(today) else ""
    about = " · ".join(filter(None, (kind, decisions_words.about(decision))))
    standing = decisions_words.standing(decision, today)
    told = f'<small class="sp-stands{late}">{safe_html(standing)}</small>' if standing else ""
    who = f"<small>{safe_html(about)}</small>" if about else ""
    st.html(f'<div class="sp-decision"><b>{safe_html(decision.words)}</b>{who}{told}</div>')


def said(where: str) -> None:
    """Say what the former run did here, once."""
    message = session.take_message(where)
    if message:
        st.success(plain_markdown(message))
