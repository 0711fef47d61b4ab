"""Where adding data begins: files are asked for, beside what is here already."""

from __future__ import annotations

import streamlit as st

from components import parts
from components.session import Workspace
from components.take import templates, whole
from components.upload import choose, council, steps
from sharedground.model.place import Kind
from sharedground.words import say


def draw(work: Workspace) -> None:
    """Ask for files, beside what is here already."""
    here = steps.steps_for(work.engine, work.view.holdings)
    left, right = st.columns([7, 5], gap="large")
    with right:
        parts.heading(say("What this place has"))
        steps.draw(here)
    with left:
        parts.heading(say("Add files"))
        choose.files(work)
        following = steps.next_kind(here) or Kind.ASSETS
        council.draw(work, following)
        templates.to_begin_with(work, following)
        whole.draw_open()
