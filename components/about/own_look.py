"""What of the partnership's own look could not be used: a note for those who run the place."""

from __future__ import annotations

import streamlit as st

from components import parts
from components.frame import plain_markdown
from sharedground import look
from sharedground.words import say


def draw() -> None:
    """Say what is wrong in the file of the look; draw nothing where all of it is used."""
    faults = look.current().faults
    if not faults:
        return
    parts.heading(
        say("What of your own look could not be used"),
        say("It is read when the app starts. Mend {name}, then start the app again.",
            name=look.current().path.name),
    )  # fmt: skip
    st.markdown("\n".join(f"- {plain_markdown(fault.message)}" for fault in faults))
