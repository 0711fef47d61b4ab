"""Starting a round: what is asked, of whom, and whether the result says who gave what."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

import streamlit as st

from components import menu, parts, session
from components.session import Workspace
from sharedground.access import Role
from sharedground.model.base import stable_id
from sharedground.model.rounds import Naming, Round, RoundKind, Speaker
from sharedground.model.vision import Vision
from sharedground.store import rounds, statements
from sharedground.words import day, later, say

KINDS: Final = {
    RoundKind.POINTS.value: later("Share 100 points"),
    RoundKind.STATEMENTS.value: later("Vote on statements"),
}
NAMINGS: Final = {
    Naming.NAMED.value: later("With names"),
    Naming.UNATTRIBUTED.value: later("Without names"),
}
_MEANING: Final = {
    Naming.NAMED.value: later("Everybody sees which partner gave what."),
    Naming.UNATTRIBUTED.value: later(
        "Only averages of three partners or more are shown. One phone speaks for each partner, so "
        "that nobody can find out by a second phone what another one said."
    ),
}
_EXAMPLES: Final = (
    later("I know who to ask for help near me."),
    later("There are enough places to meet without spending money."),
    later("People like me have a say in what happens here."),
)


def form(work: Workspace) -> None:
    """Draw the form for a new round; what was chosen last is offered again."""
    parts.heading(say("Start a round"), say("Nobody sees it until you start it."))
    kind = RoundKind(
        st.segmented_control(
            say("What do you want to ask?"), list(KINDS), default=RoundKind.POINTS.value,
            required=True, key="round-kind", format_func=lambda code: say(KINDS[code]),
        )
    )  # fmt: skip
    vision = asked_about(work)
    if kind is RoundKind.POINTS and not vision.outcomes:
        parts.empty_state(
            say("No outcomes yet"),
            say("People share points between outcomes. Write the outcomes first."),
            [("vision", say("What we want"))],
        )
        return
    usual = f"{say(KINDS[kind.value])}, {day(dt.date.today())}"
    title = st.text_input(say("Name of the round"), usual, max_chars=120, key=f"title-{kind}")
    asked = _points(work, vision) if kind is RoundKind.POINTS else _statements()
    if st.button(say("Start the round"), type="primary", icon=":material/play_arrow:"):
        _start(work, kind, title, asked)


class _Asked(NamedTuple):
    """What the form says further of a round."""

    speakers: list[Speaker]
    residents: bool
    naming: Naming
    first: str


def _points(work: Workspace, vision: Vision) -> _Asked:
    speakers = _speakers(work)
    residents = st.toggle(
        say("Residents may answer for themselves"), value=True, key="round-residents",
        help=say("They are counted as people, on a line of their own, never mixed with partners."),
    )  # fmt: skip
    naming = Naming(
        st.segmented_control(
            say("How will the result be shown?"), list(NAMINGS), default=Naming.NAMED.value,
            required=True, key="round-naming", format_func=lambda code: say(NAMINGS[code]),
        )
    )  # fmt: skip
    parts.note(say(_MEANING[naming.value]))
    parts.note(_asked_for(vision))
    return _Asked(speakers, residents, naming, "")


def _statements() -> _Asked:
    first = st.text_area(
        say("Statements to begin with, one on each line"),
        "\n".join(say(each) for each in _EXAMPLES), height=140, key="round-statements",
    )  # fmt: skip
    parts.note(
        say("Everybody votes as a person, not for a partner. People can add statements of their "
            "own. You approve them before others see them.")
    )  # fmt: skip
    return _Asked([], True, Naming.UNATTRIBUTED, first)


def asked_about(work: Workspace) -> Vision:
    """Return the vision whose outcomes a new round asks for: the newest, agreed or not."""
    return work.view.holdings.newest_vision or work.vision


def _asked_for(vision: Vision) -> str:
    names = "; ".join(outcome.name for outcome in vision.outcomes)
    return say("People share points between: {names}.", names=names)


def _speakers(work: Workspace) -> list[Speaker]:
    """Ask which partners are in the room; others than those listed can be typed."""
    partners = work.view.holdings.partners
    names = dict(zip(partners["partner_id"].astype(str), partners["name"].astype(str), strict=True))
    last = _last_speakers(work)
    names |= {one.partner_id: one.name for one in last if one.partner_id not in names}
    chosen = st.multiselect(
        say("Which partners are in the room?"),
        list(names), default=[one.partner_id for one in last],
        format_func=lambda one: names.get(one, one),
        accept_new_options=True, key="round-speakers",
        placeholder=say("Choose partners, or type a name and press Enter"), wrap=True,
    )  # fmt: skip
    place_id = work.place.place_id
    found: dict[str, Speaker] = {}
    for one in chosen:
        name = " ".join(names.get(one, one).split())
        known = next((i for i, n in names.items() if n.casefold() == name.casefold()), None)
        partner_id = one if one in names else known or stable_id(place_id, name.casefold())
        if name:
            found.setdefault(partner_id, Speaker(partner_id=partner_id, name=name[:300]))
    return list(found.values())


def _last_speakers(work: Workspace) -> tuple[Speaker, ...]:
    live = [one for one in work.view.holdings.rounds if not one.source and one.speakers]
    return live[-1].speakers if live else ()


def _start(work: Workspace, kind: RoundKind, title: str, asked: _Asked) -> None:
    engine, place_id = session.writable(work)
    made = rounds.start(
        engine, place_id, kind=kind, title=title, naming=asked.naming, vision=asked_about(work),
        speakers=asked.speakers, residents=asked.residents,
    )  # fmt: skip
    for line in dict.fromkeys(" ".join(each.split()) for each in asked.first.splitlines()):
        if line:
            statements.add(engine, place_id, made.round_id, line[: statements.LONGEST_STATEMENT])
    session.to_address("round", made.round_id)
    st.rerun()


def others(work: Workspace, here: Round | None) -> None:
    """Draw the rounds there were, newest first, each with a way to it."""
    listed = [one for one in reversed(work.view.holdings.rounds) if one != here]
    if not listed:
        return
    parts.heading(say("Earlier rounds"))
    for one in listed:
        with st.container(horizontal=True, vertical_alignment="center", key=f"r-{one.round_id}"):
            st.html(
                f'<p class="sp-round"><b>{parts.safe_html(one.title)}</b><br>'
                f"<small>{parts.safe_html(told(one))}</small></p>"
            )
            page = "live" if one.is_open else result_page(one)
            menu.link(page, say("Look at it"), round=one.round_id)
            if not one.is_open and not one.source and work.role.may(Role.FACILITATOR):
                menu.link("live", say("Open it again"), round=one.round_id)


def told(asked: Round) -> str:
    """Return what a round was, and how it stands, in one sentence."""
    kind = say(KINDS[asked.kind.value])
    if asked.source:
        return say("{kind}. From the file {file}, {date}.", kind=kind, file=asked.source,
                   date=day(_date(asked.closed_at or asked.opened_at)))  # fmt: skip
    if asked.is_open:
        return say("{kind}. Open now.", kind=kind)
    return say("{kind}. Closed on {date}.", kind=kind,
               date=day(_date(asked.closed_at or asked.opened_at)))  # fmt: skip


def _date(moment: dt.datetime) -> dt.date:
    return moment.astimezone().date()


def result_page(asked: Round) -> str:
    """Return the page that shows the result of a round."""
    return "agreement" if asked.kind is RoundKind.POINTS else "statements"
