"""Places and partners that may be here twice: decided by one press, and taken back by another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from components import cached, pair, parts, session
from components.frame import plain_markdown
from components.parts import safe_html
from components.session import Workspace
from sharedground import sameness
from sharedground.sameness import APART, OPEN, SAME, SAME_PLACE, Question, Spellings
from sharedground.words import later, say, say_many

PAGE, DECIDED = 5, 15
"""Pairs that are shown at a time, and answers."""

LAST: Final = "check-last-pair"
ONE, KINDS, PARTNERS, SETTLED = "one", "kinds", "partners", "settled"
_TABS: Final = {
    ONE: later("May be one place"),
    KINDS: later("Two kinds at one spot"),
    PARTNERS: later("Partners"),
    SETTLED: later("Decided"),
}


def draw(work: Workspace) -> None:
    """Draw what may be here twice, and what was said of it, for officers."""
    held = work.view.holdings
    found = cached.waiting_pairs(work.view)
    groups = cached.partner_groups(work.view)
    settled = sameness.decided(work.engine, held)
    parted = sameness.decided_partners(work.engine, held)
    kinds = found["evidence"].map(_tells_kinds).astype(bool)
    sizes = {
        ONE: int((~kinds).sum()), KINDS: int(kinds.sum()), PARTNERS: len(groups),
        SETTLED: len(settled) + len(parted),
    }  # fmt: skip
    _heading(sizes)
    _take_back(work)
    look = _look(sizes)
    _counted(look, sizes[look])
    if look in (ONE, KINDS):
        _places(work, found[kinds if look == KINDS else ~kinds], look)
    elif look == PARTNERS:
        _partners(work, groups)
    else:
        _settled(work, settled, parted)


def _tells_kinds(evidence: Sequence[object]) -> bool:
    return any(isinstance(one, dict) and one.get("code") == "other_kind" for one in evidence)


def _heading(sizes: dict[str, int]) -> None:
    waits = sizes[ONE] + sizes[KINDS] + sizes[PARTNERS]
    if not waits:
        parts.heading(
            say("Nothing seems to be here twice"),
            say("When you add a list, places that are here already are found and shown here."),
        )
        return
    parts.heading(
        say_many("{n} question waits", "{n} questions wait", waits),
        say("Lists overlap. Say which places are one. Nothing is lost: both rows stay as they "
            "came, and you can take every answer back."),
    )  # fmt: skip


def _look(sizes: dict[str, int]) -> str:
    shown = [name for name, n in sizes.items() if n] or [SETTLED]
    picked = st.segmented_control(
        say("Show"), shown, default=shown[0], required=True, wrap=True, key="check-twice",
        label_visibility="collapsed", format_func=lambda name: say(_TABS[name]),
    )  # fmt: skip
    return str(picked or shown[0])


def _counted(look: str, n: int) -> None:
    """Say how many there are, and what they are."""
    said = {
        ONE: (say_many("{n} pair. The likeliest come first.",
                       "{n} pairs. The likeliest come first.", n)),
        KINDS: (say_many("{n} pair. ", "{n} pairs. ", n)
                + say("A sports hall in a school is a service of its own. Most of these share a "
                      "place and stay two.")),
        PARTNERS: (say_many("{n} partner. ", "{n} partners. ", n)
                   + say("Under several spellings, one organisation counts as several. The first "
                         "spelling stays if you say that they are one.")),
        SETTLED: say_many("{n} answer, the newest first.", "{n} answers, the newest first.", n),
    }  # fmt: skip
    parts.note(said[look])


def _page(n: int, key: str, size: int = PAGE) -> slice:
    """Let a person turn pages; return which entries are on this one."""
    page = 1
    if n > size:
        page = st.pagination(-(-n // size), key=f"{key}-page")
    return slice((page - 1) * size, page * size)


def _places(work: Workspace, found: pd.DataFrame, look: str) -> None:
    if look == KINDS:
        _all_of_them(work, found)
    top = st.container()
    shown = found.iloc[_page(len(found), f"check-{look}")]
    with top:
        for question in sameness.questions(work.engine, work.view.holdings, shown):
            _question(work, question)


def _all_of_them(work: Workspace, found: pd.DataFrame) -> None:
    label = say_many(
        "Same place, different service: this one",
        "Same place, different service: all {n}", len(found),
    )  # fmt: skip
    if st.button(label, icon=":material/location_on:", key="check-all-kinds"):
        couples = list(zip(found["one"], found["other"], strict=True))
        engine, place_id = session.writable(work)
        sameness.decide_all(engine, place_id, couples, SAME_PLACE)
        said = say_many("{n} pair shares a place now.", "{n} pairs share a place now.", len(found))
        _done(said, couples)


def _question(work: Workspace, question: Question) -> None:
    key = question.key.replace(" ", "-")
    with st.container(key=f"duo-{key}"):
        pair.draw(question, work.view)
        verdict = pair.answers(question, f"say-{key}")
    if verdict:
        engine, place_id = session.writable(work)
        sameness.decide(engine, place_id, question, verdict)
        words = {
            SAME: say("{names}: one place now.", names=pair.heading_of(question)),
            SAME_PLACE: say("{names}: two services at one place.", names=pair.heading_of(question)),
            APART: say("{names}: both stay.", names=pair.heading_of(question)),
        }
        _done(words[verdict], [(question.one.asset_id, question.other.asset_id)])


def _done(said: str, couples: list[tuple[str, str]]) -> None:
    """Hold what was said for the next run, with a way back."""
    session.remember(LAST, (said, couples))
    st.rerun()


def _take_back(work: Workspace) -> None:
    """Say what the last answer did, and let it be taken back."""
    last = session.remembered(LAST)
    if not last:
        return
    said, couples = last
    with st.container(horizontal=True, vertical_alignment="center", key="check-take-back"):
        st.success(plain_markdown(said))
        back = st.button(say("Take that back"), icon=":material/undo:", key="check-undo")
    if back:
        engine, place_id = session.writable(work)
        sameness.decide_all(engine, place_id, couples, OPEN)
        session.remember(LAST, None)
        st.rerun()


def _partners(work: Workspace, groups: tuple[Spellings, ...]) -> None:
    top = st.container()
    shown = groups[_page(len(groups), "check-partners")]
    with top:
        for group in shown:
            _partner(work, group)


def _partner(work: Workspace, group: Spellings) -> None:
    key = group.ids[0]
    names = "".join(f"<li>{safe_html(name)}</li>" for name in group.names)
    why = ", ".join(said.words for said in group.said)
    with st.container(key=f"duo-{key}"):
        st.html(
            f'<div class="sp-pair"><h3 class="sp-h3">{safe_html(group.names[0])}</h3>'
            f"<p><b>{safe_html(say('Speaks for one partner:'))}</b> {safe_html(why)}.</p>"
            f'<ul class="sp-spellings">{names}</ul></div>'
        )
        with st.container(horizontal=True):
            one = st.button(say("One partner"), icon=":material/merge:", key=f"say-{key}-same",
                            help=plain_markdown(group.names[0]))  # fmt: skip
            each = st.button(say("Keep all"), icon=":material/call_split:", key=f"say-{key}-apart",
                             help=plain_markdown(group.names[0]))  # fmt: skip
    if one or each:
        engine, place_id = session.writable(work)
        sameness.decide_partners(engine, place_id, group, SAME if one else APART)
        said = (
            say("{name}: one partner now.", name=group.names[0])
            if one
            else say("{name}: all spellings stay.", name=group.names[0])
        )
        _done(said, group.couples)


def _settled(work: Workspace, settled: pd.DataFrame, parted: list[Spellings]) -> None:
    """List what is decided, each with a way back."""
    top = st.container()
    shown = settled.iloc[_page(len(settled), "check-settled", DECIDED)]
    with top:
        for question in sameness.questions(work.engine, work.view.holdings, shown):
            _answered(work, question)
        for group in parted:
            _parted(work, group)


def _answered(work: Workspace, question: Question) -> None:
    key, names = question.key.replace(" ", "-"), pair.heading_of(question)
    said = (
        say(pair.SAID[question.verdict], who=question.by)
        if question.by
        else say("merged when the list was read")
    )
    with st.container(key=f"done-{key}"):
        left, right = st.columns([9, 3], vertical_alignment="top")
        with left, st.expander(plain_markdown(f"{names}: {said}"), type="compact"):
            pair.draw(question, work.view)
        with right:
            back = _back(key, names)
    if back:
        engine, place_id = session.writable(work)
        sameness.decide(engine, place_id, question, OPEN)
        session.remember(LAST, None)
        st.rerun()


def _back(key: str, names: str) -> bool:
    return st.button(say("Take that back"), icon=":material/undo:", key=f"back-{key}",
                     help=plain_markdown(names))  # fmt: skip


def _parted(work: Workspace, group: Spellings) -> None:
    key = group.ids[0]
    said = say("One partner") if group.verdict == SAME else say("Several partners")
    with st.container(key=f"done-{key}"):
        left, right = st.columns([9, 3], vertical_alignment="center")
        with left:
            st.html(f"<p><b>{safe_html(said)}:</b> {safe_html('; '.join(group.names))}</p>")
        with right:
            back = _back(key, group.names[0])
    if back:
        engine, place_id = session.writable(work)
        sameness.decide_partners(engine, place_id, group, OPEN)
        session.remember(LAST, None)
        st.rerun()
