"""Before the meeting: which story to tell, how it goes, and that the meeting begins."""

from __future__ import annotations

import streamlit as st

from components import cached, menu, parts, session
from components.meet import arrange, gathering, stage
from components.parts import safe_html
from components.session import Workspace
from sharedground.access import Role
from sharedground.figures.exhibits import Step
from sharedground.model.story import Story
from sharedground.words import day, say, say_many


def draw(work: Workspace) -> None:
    """Draw the choice of a story, its steps, and the ways to show and to arrange it."""
    session.present(None)
    draft = arrange.draft(work)
    if draft is not None:
        arrange.draw(work, draft)
        return
    story = stage.choose_story(work)
    steps = stage.steps_of(work, story)
    if not cached.deck(work.engine, work.place, work.vision, story).steps:
        parts.empty_state(
            say("There is nothing to show yet"),
            say("Add the areas and the places of your town; then the story writes itself."),
            [("add-data", say("Add data"))],
        )
        return
    left, right = st.columns([7, 5], gap="large")
    with left:
        with st.container(horizontal=True):
            if st.button(say("Show the story"), type="primary", icon=":material/slideshow:"):
                settings = {stage.STORY: story.story_id} if story else {}
                menu.go("meeting", present="1", **settings)
            if work.role.may(Role.PARTICIPANT):
                st.button(say("Arrange and write"), icon=":material/edit_note:",
                          on_click=arrange.begin, args=(work, story))  # fmt: skip
        _steps(story, steps)
        parts.note(say("On the big screen: arrow keys, space or a clicker go on and back, F fills "
                       "the screen. On a phone, swipe."))  # fmt: skip
    with right:
        gathering.draw(work, story)


def _steps(story: Story | None, steps: tuple[Step, ...]) -> None:
    parts.heading(say_many("{n} step", "{n} steps", len(steps)), _kept(story))
    items = "".join(f"<li>{safe_html(step.title)}</li>" for step in steps)
    st.html(f'<ol class="sp-steps">{items}</ol>')


def _kept(story: Story | None) -> str:
    if story is None:
        return say("Each step is there because its data is. More data, more steps.")
    made = say("version {n}", n=story.vision_version) if story.vision_version else say("a draft")
    date = day(story.date) if story.date else say("a date not stated")
    return say("Kept on {date}, with {version} of our vision and version {data} of the data. "
               "Figures are those of today.", date=date, version=made,
               data=story.data_revision)  # fmt: skip
