"""A story on a big screen: one step at a time, in large letters, with the ways on at its foot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st

from components import cached, frame, menu, parts, session, theme
from components.meet import exhibits, map_view, record_form
from components.parts import safe_html
from components.session import Presenting, Workspace
from sharedground.access import Role
from sharedground.errors import NotFoundError
from sharedground.figures.exhibits import Bars, Deck, Exhibit, Facts, Map, Sheet, Step
from sharedground.model.story import Story
from sharedground.store import stories
from sharedground.words import say

ALL_THERE_IS: Final = ""
PRESENT, NOTES, STORY, STEP = "present", "notes", "story", "step"
DECISIONS: Final = "decisions"
_ASKED: Final = "stage-area"
_LESS, _MORE = 1, 5


@dataclass(frozen=True, eq=False)
class Stage:
    """A story and how far it has come."""

    work: Workspace
    story: Story | None
    deck: Deck
    steps: tuple[Step, ...]
    at: int

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self.steps[self.at]


def story_of_address(work: Workspace) -> Story | None:
    """Return the story that the address names; None for all there is, or where it is gone."""
    told = session.kept_of_address((STORY,)).get(STORY, "")
    if not told:
        return None
    try:
        return stories.found(work.view.holdings.stories, told)
    except NotFoundError:
        session.not_here(STORY, told)
        return None


def choose_story(work: Workspace) -> Story | None:
    """Let a visitor choose one of the stories that were kept."""
    kept = {one.story_id: one for one in work.view.holdings.stories}
    if not kept:
        story_of_address(work)  # which says so, should the address name one
        return None
    session.from_address(
        STORY, session.keyed("story-chosen"), lambda told: told if told in kept else None
    )
    names = {ALL_THERE_IS: say("All there is to tell")} | {k: one.name for k, one in kept.items()}
    picked = st.selectbox(say("Story"), list(names), format_func=lambda one: names[one],
                          key=session.keyed("story-chosen"), width=420)  # fmt: skip
    session.to_address(STORY, picked)
    return kept.get(picked)


def opened(work: Workspace) -> Stage:
    """Return the story of the address at its step; the first one where it names none."""
    story = story_of_address(work)
    deck = cached.deck(work.engine, work.place, work.vision, story)
    steps = steps_of(work, story)
    told = session.kept_of_address((STEP,)).get(STEP, "")
    codes = [step.code for step in steps]
    if work.unknown_version:
        session.not_here("version", work.unknown_version)
    if told and told not in codes:
        session.not_here(STEP, told)
    return Stage(work, story, deck, steps, codes.index(told) if told in codes else 0)


def steps_of(work: Workspace, story: Story | None) -> tuple[Step, ...]:
    """Return the steps that are shown: those of the story, and one to record decisions."""
    steps = cached.deck(work.engine, work.place, work.vision, story).steps
    if DECISIONS not in {step.code for step in steps} and work.role.may(Role.PARTICIPANT):
        return (*steps, _decide())
    return steps


def _decide() -> Step:
    return Step(code=DECISIONS, title=say("What do we decide?"),
                lede=say("Nothing is recorded yet."),
                ask=say("Who does what, and by when?"), door="decisions")  # fmt: skip


def draw(stage: Stage) -> None:
    """Draw the step that is shown, and the ways on."""
    st.html(_style())
    step = stage.step
    session.present(Presenting(stage.story.story_id if stage.story else "", step.code))
    kicker = stage.deck.kicker
    st.html(frame.head_html(step.title, step.lede, kicker))
    st.space("small")
    _body(stage)
    _source(step)
    _foot(stage)
    _keys(stage, notes=False)


def _style() -> str:
    css = (theme.ASSETS / "meet" / "stage.css").read_text("utf-8")
    gap = theme.scale("gap", "light")
    bright = f":root{{--sp-less:{gap[_LESS]};--sp-more:{gap[_MORE]}}}"
    return f"<style>{theme.css('light')}{bright}{css}</style>"


def _body(stage: Stage) -> None:
    shown = stage.step.exhibits
    first = _map_of(stage.step)
    rest = [one for one in shown if one is not first]
    if first is None:
        _without_map(rest)
    elif not rest:
        _draw_map(stage, first)
    else:
        left, right = st.columns([6, 5], gap="large")
        with left:
            _draw_map(stage, first)
        with right:
            _each(rest)
    if stage.step.code == DECISIONS:
        _record(stage.work)


def _map_of(step: Step) -> Map | None:
    return next((one for one in step.exhibits if isinstance(one, Map)), None)


def _draw_map(stage: Stage, shown: Map) -> None:
    map_view.draw(shown, f"stage-{stage.step.code}", _marked(stage))


def _finder(stage: Stage) -> str:
    return f"find-{stage.step.code}"


def _marked(stage: Stage) -> str:
    """Return the area that the room asked for last; it stays from step to step."""
    key = _finder(stage)
    if session.has(key):
        session.remember(_ASKED, session.chosen_in(key) or "")
    return str(session.remembered(_ASKED) or "")


def _without_map(shown: list[Exhibit]) -> None:
    """Draw figures in a row, then bars beside words; a table takes the whole width."""
    figures = [one for one in shown if isinstance(one, Facts)]
    bars = [one for one in shown if isinstance(one, Bars)]
    rest = [one for one in shown if one not in figures and one not in bars]
    _each(figures)
    words = [one for one in rest if not isinstance(one, Sheet)]
    if bars and words:
        left, right = st.columns([7, 4], gap="large")
        with left:
            _each(bars)
        with right:
            _each(words)
        rest = [one for one in rest if isinstance(one, Sheet)]
    else:
        _each(bars)
    _each(rest)


def _each(shown: list[Exhibit]) -> None:
    for one in shown:
        if isinstance(one, Map):
            map_view.draw(one, "stage-further")
        else:
            st.html(exhibits.html(one))


def _record(work: Workspace) -> None:
    if not work.role.may(Role.PARTICIPANT):
        return
    record_form.draw(work)


def _source(step: Step) -> None:
    if step.method or step.source:
        with st.expander(say("How this is worked out, and from what")):
            parts.method(list(step.method), step.source)


def _foot(stage: Stage) -> None:
    step = stage.step
    with st.container(key="stage-foot", horizontal=True, gap="small"):
        with st.container(width="stretch"):
            st.html(f'<p class="sp-ask">{safe_html(step.ask)}</p>')
        with st.container(key="stage-wide", horizontal=True, vertical_alignment="center",
                          width="content", gap="small"):  # fmt: skip
            _find(stage)
            if step.door:
                menu.link(step.door, say("Look closer"), **_closer(stage))
        _more(stage)
        _turning(stage)


def _turning(stage: Stage) -> None:
    """Draw how far the story has come, and the buttons that go on and back."""
    at, last = stage.at, len(stage.steps) - 1
    count = say("{n} of {all}", n=at + 1, all=last + 1)
    st.html(f'<p class="sp-count" role="status">{safe_html(count)}</p>', width="content")
    st.button(say("Back"), key="back", icon=":material/arrow_back:", disabled=at == 0,
              on_click=partial(_go, stage, at - 1))  # fmt: skip
    st.button(say("Next"), key="next", icon=":material/arrow_forward:", disabled=at == last,
              icon_position="right", on_click=partial(_go, stage, at + 1))  # fmt: skip


def _closer(stage: Stage) -> dict[str, str]:
    """Return what the page behind a step begins with: on the map, the area that was asked for."""
    area = _marked(stage) if stage.step.door == "map" else ""
    return {**stage.step.settings, **({"area": area} if area else {})}


def _find(stage: Stage) -> None:
    """Let the room ask for one area: it is marked on the map, and said."""
    shown = _map_of(stage.step)
    if shown is None or len(shown.regions) < 2:
        return
    names = sorted({one.name for one in shown.regions if len(one.rings)}, key=str.casefold)
    asked = _marked(stage)
    st.selectbox(
        say("Find an area"), names, index=names.index(asked) if asked in names else None,
        placeholder=say("Find an area"), width=210,
        key=_finder(stage), label_visibility="collapsed",
    )  # fmt: skip


def _more(stage: Stage) -> None:
    with st.popover(say("More"), icon=":material/menu:", key="stage-more"):
        for number, step in enumerate(stage.steps):
            label = frame.plain_markdown(say("{n}. {title}", n=number + 1, title=step.title))
            st.button(label, key=f"stage-to-{step.code}", type="tertiary",
                      disabled=number == stage.at,
                      on_click=partial(_go, stage, number))  # fmt: skip
        st.divider()
        st.button(say("Full screen (F)"), key="stage-full", icon=":material/fullscreen:")
        if stage.step.door:
            with st.container(key="stage-narrow"):
                menu.link(stage.step.door, say("Look closer"), **_closer(stage))
        menu.link("live", say("Ask the room"))
        st.html(_notes_link(stage))
        st.button(say("Leave the story"), key="stage-leave", icon=":material/close:",
                  on_click=leave)  # fmt: skip


def _notes_link(stage: Stage) -> str:
    """Return a link to the presenter's notes, in a window that follows the big screen."""
    told = session.kept_of_address(("place", "version", STORY, "lang"))
    query = "&".join(
        f"{name}={safe_html(value)}" for name, value in {**told, NOTES: "1",
                                                       STEP: stage.step.code}.items()
    )  # fmt: skip
    words = safe_html(say("Notes in another window"))
    return f'<a class="sp-button" href="meeting?{query}" target="_blank" rel="noopener">{words}</a>'


def _go(stage: Stage, at: int) -> None:
    session.to_address(STEP, stage.steps[at].code)


def leave() -> None:
    """Leave the story: pages show again what this visitor may see."""
    session.present(None)
    for name in (PRESENT, STEP, NOTES):
        session.to_address(name, "")


def _keys(stage: Stage, *, notes: bool) -> None:
    script = (theme.ASSETS / "meet" / "keys.js").read_text("utf-8")
    watch = st.components.v2.component("stage-keys", js=script)
    data = {"at": stage.step.code, "notes": notes,
            "story": stage.story.story_id if stage.story else ""}  # fmt: skip
    with st.container(key="stay"):
        told = watch(key="stage-keys-watch", data=data, on_go_change=lambda: None)
    if told.go and told.go != stage.step.code:
        session.to_address(STEP, str(told.go))
        st.rerun()


def notes(stage: Stage) -> None:
    """Draw the presenter's notes of the step that the big screen shows, and what comes next."""
    st.html(_style())
    step = stage.step
    st.html(frame.head_html(step.title, step.lede, say("For the presenter only")))
    lines = "".join(f"<li>{safe_html(one)}</li>" for one in step.notes)
    none = f'<p class="sp-st-p">{safe_html(say("No notes for this step."))}</p>'
    st.html(f'<ul class="sp-st-ul">{lines}</ul>' if lines else none)
    after = stage.steps[stage.at + 1].title if stage.at + 1 < len(stage.steps) else say("The end")
    st.html(f'<p class="sp-st-p"><b>{safe_html(say("Next:"))}</b> {safe_html(after)}</p>')
    _foot_of_notes(stage)
    _keys(stage, notes=True)


def _foot_of_notes(stage: Stage) -> None:
    with st.container(key="stage-foot", horizontal=True, gap="small"):
        with st.container(width="stretch"):
            st.html(f'<p class="sp-ask">{safe_html(stage.step.ask)}</p>')
        _turning(stage)


def way_back() -> None:
    """Draw, on every other page, the way back to the story that is being shown."""
    shown = session.presenting()
    if shown is None:
        return
    with st.container(key="way-back", horizontal=True, vertical_alignment="center", gap="small"):
        told = {PRESENT: "1", STEP: shown.step} | (
            {STORY: shown.story_id} if shown.story_id else {}
        )
        menu.link("meeting", say("Back to the story"), **told)
        note = say("You see what everyone may see.")
        st.html(f'<p class="sp-back">{safe_html(note)}</p>', width="content")
        st.button(say("Leave the story"), key="leave-story", type="tertiary", on_click=leave)
