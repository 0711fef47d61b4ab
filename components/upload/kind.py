"""What a file holds, as we found it and as a person says; and what we remember of the last one."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from components import parts, session
from components.parts import safe_html
from components.upload.draft import KIND_HINTS, KIND_NAMES, Waiting, afresh, of_kind
from components.upload.working import LOOK
from sharedground.model.place import Kind
from sharedground.remembered import CHOICES
from sharedground.words import say


def draw(waiting: Waiting, key: str) -> Waiting:
    """Draw what the file holds and what was remembered; return it as a person changed it."""
    left, right = st.columns(2, gap="large")
    with left:
        chosen = _holds(waiting, key)
    with right:
        if waiting.remembered:
            return _start_afresh(waiting, key) if chosen is waiting.kind else of(waiting, chosen)
    return of(waiting, chosen)


def of(waiting: Waiting, kind: Kind) -> Waiting:
    """Return the file as this kind; the same kind changes nothing."""
    return waiting if kind is waiting.kind else of_kind(waiting, kind)


def _holds(waiting: Waiting, key: str) -> Kind:
    now = waiting.kind
    kind = st.selectbox(
        say("This file holds"), list(KIND_NAMES), index=list(KIND_NAMES).index(now),
        format_func=lambda each: say(KIND_NAMES[each]), key=f"{key}-kind-{now}",
    )  # fmt: skip
    st.html(f'<p class="sp-hint">{safe_html(hint(waiting, kind))}</p>')
    return kind


def hint(waiting: Waiting, kind: Kind) -> str:
    """Return why we think so, or what such a file looks like, and what else it may hold."""
    others = [say(KIND_NAMES[each]) for each in waiting.kinds if each is not kind]
    words = say(KIND_HINTS[kind])
    if waiting.kinds[:1] == (kind,):
        words = say("We think so from its columns. {hint}", hint=words)
    if others and kind in waiting.kinds:
        also = say("It may also hold: {names}. Save it once as each.", names=", ".join(others))
        words = f"{words} {also}"
    return words


def _start_afresh(waiting: Waiting, key: str) -> Waiting:
    names = ", ".join(say(CHOICES[name]) for name in waiting.remembered or ())
    parts.note(
        say("We remembered: {names}.", names=names), say("Read as you read the last one like it.")
    )
    if st.button(say("Start afresh"), icon=":material/restart_alt:", key=f"{key}-afresh"):
        session.renew(LOOK)
        return afresh(replace(waiting, remembered=()))
    return waiting
