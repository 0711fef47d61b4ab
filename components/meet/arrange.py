"""Arranging a story: the order of its steps, which are hidden, and what is said in own words."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from components import cached, parts, session
from components.frame import plain_markdown
from components.parts import safe_html
from components.session import Workspace
from sharedground.access import Role, require
from sharedground.model.story import (
    LONGEST_NAME,
    LONGEST_TITLE,
    LONGEST_WORDS,
    Story,
    Told,
    own_code,
)
from sharedground.store import stories
from sharedground.telling.deck import complete, deck
from sharedground.telling.registry import kind_of
from sharedground.words import say

_DRAFT: Final = "story-draft"


def draft(work: Workspace) -> Story | None:
    """Return the story that is being arranged here, if there is one."""
    held = session.remembered(_DRAFT)
    if held is None or held[0] != work.place.place_id:
        return None
    story: Story = held[1]
    return story


def begin(work: Workspace, story: Story | None) -> None:
    """Begin to arrange a story, a kept one or a new one of all steps."""
    name = story.name if story else say("Our story")
    taken = {one.name.casefold() for one in work.view.holdings.stories}
    if story is None and name.casefold() in taken:
        name = next(f"{name} {n}" for n in range(2, 99) if f"{name} {n}".casefold() not in taken)
    first = story or Story(name=name)
    _hold(work, first.model_copy(update={"steps": complete(story)}))


def _hold(work: Workspace, story: Story | None) -> None:
    session.remember(_DRAFT, None if story is None else (work.place.place_id, story))


def draw(work: Workspace, story: Story) -> None:
    """Draw the steps of a story, and what can be done with each."""
    require(Role.PARTICIPANT)
    parts.heading(say("Arrange and write"),
                  say("Move steps, hide them, or say it in your own words. Nothing changes for "
                      "others until you save."))  # fmt: skip
    name = st.text_input(say("Name of the story"), story.name, max_chars=LONGEST_NAME,
                         key=f"story-name-{session.epoch('story')}", width=420)  # fmt: skip
    titles = _titles(work, story)
    with st.container(key="arrange", gap="xsmall"):
        for at, told in enumerate(story.steps):
            _row(work, story, at, titles.get(told.code, ""))
    with st.container(horizontal=True):
        st.button(say("Add a step of our own"), icon=":material/add:",
                  on_click=partial(_add, work, story))  # fmt: skip
    st.space("small")
    _ends(work, story, name)


def _titles(work: Workspace, story: Story) -> dict[str, str]:
    """Return what each step with data is called; one without is not among them."""
    every = story.model_copy(
        update={"steps": tuple(step.model_copy(update={"shown": True}) for step in story.steps)}
    )
    town = cached.town(work.engine, work.place, work.vision)
    return {step.code: step.title for step in deck(town, every).steps}


def _row(work: Workspace, story: Story, at: int, title: str) -> None:
    told = story.steps[at]
    kind = kind_of(told.code)
    about = say("A step of our own") if kind is None else say(kind.name)
    state = "" if told.shown else say("Hidden.")
    if not title:
        state = say("No data yet, so it is not shown.")
    with st.container(key=f"step-{told.code}", horizontal=True, vertical_alignment="center",
                      gap="xsmall"):  # fmt: skip
        with st.container(width="stretch"):
            under = " ".join(filter(None, (about if title else "", state)))
            st.html(
                f'<p class="sp-step"><b>{safe_html(title or about)}</b> '
                f"<span>{safe_html(under)}</span></p>"
            )
        label = plain_markdown(title or about)
        st.button(say("Up"), icon=":material/arrow_upward:", key=f"up-{told.code}",
                  disabled=at == 0, help=say("Move up: {title}", title=label),
                  on_click=partial(_move, work, story, at, -1))  # fmt: skip
        st.button(say("Down"), icon=":material/arrow_downward:", key=f"down-{told.code}",
                  disabled=at == len(story.steps) - 1,
                  help=say("Move down: {title}", title=label),
                  on_click=partial(_move, work, story, at, 1))  # fmt: skip
        turn = partial(_change, work, story, at, {"shown": not told.shown})
        icon = ":material/visibility_off:" if told.shown else ":material/visibility:"
        st.button(say("Hide") if told.shown else say("Show"), key=f"show-{told.code}", icon=icon,
                  on_click=turn)  # fmt: skip
        with st.popover(say("Write"), icon=":material/edit:", key=f"write-{told.code}"):
            _write(work, story, at, title)


def _write(work: Workspace, story: Story, at: int, title: str) -> None:
    told = story.steps[at]
    with st.form(f"write-form-{told.code}", border=False):
        first = st.text_input(say("Heading"), told.title, max_chars=LONGEST_TITLE,
                              placeholder=title, key=f"title-{told.code}")  # fmt: skip
        words = st.text_area(
            say("Words, a line for each point") if told.is_own else say("Words under the heading"),
            told.words, max_chars=LONGEST_WORDS, key=f"words-{told.code}",
        )  # fmt: skip
        ask = st.text_input(say("Question for the room"), told.ask, max_chars=LONGEST_TITLE,
                            key=f"ask-{told.code}")  # fmt: skip
        notes = st.text_area(say("Notes for the presenter only"), told.notes,
                             max_chars=LONGEST_WORDS, key=f"notes-{told.code}")  # fmt: skip
        st.html(f'<p class="sp-hint">{safe_html(say("What you leave empty, the data says."))}</p>')
        if st.form_submit_button(say("Use these words"), type="primary"):
            _change(work, story, at,
                    {"title": first, "words": words, "ask": ask, "notes": notes})  # fmt: skip
            st.rerun()
    if told.is_own:
        st.button(say("Take this step out"), key=f"out-{told.code}", icon=":material/delete:",
                  on_click=partial(_take_out, work, story, at))  # fmt: skip


def _change(work: Workspace, story: Story, at: int, changed: dict[str, object]) -> None:
    step = Told.model_validate(story.steps[at].model_dump() | changed)
    steps = (*story.steps[:at], step, *story.steps[at + 1 :])
    _hold(work, story.model_copy(update={"steps": steps}))


def _move(work: Workspace, story: Story, at: int, by: int) -> None:
    steps = list(story.steps)
    steps.insert(at + by, steps.pop(at))
    _hold(work, story.model_copy(update={"steps": tuple(steps)}))


def _add(work: Workspace, story: Story) -> None:
    step = Told(code=own_code(), title=say("A step of our own"))
    _hold(work, story.model_copy(update={"steps": (*story.steps, step)}))


def _take_out(work: Workspace, story: Story, at: int) -> None:
    steps = (*story.steps[:at], *story.steps[at + 1 :])
    _hold(work, story.model_copy(update={"steps": steps}))


def _ends(work: Workspace, story: Story, name: str) -> None:
    with st.container(horizontal=True):
        if st.button(say("Save the story"), type="primary", icon=":material/save:"):
            engine, place_id = session.writable(work)
            kept = stories.save(engine, place_id, stories.checked(
                story, name=name, vision_version=work.vision.version,
                data_revision=work.view.holdings.data_revision))  # fmt: skip
            _hold(work, None)
            session.to_address("story", kept.story_id)
            st.rerun()
        st.button(say("Leave it as it was"), on_click=partial(_hold, work, None))
        if story.story_id and st.button(say("Delete this story"), icon=":material/delete:"):
            engine, place_id = session.writable(work)
            stories.delete(engine, place_id, story.story_id)
            _hold(work, None)
            session.to_address("story", "")
            st.rerun()
