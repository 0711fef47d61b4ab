"""The accessibility statement: what can be done, what was tested, and what does not work yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from components import parts, plain_table
from components.parts import safe_html
from sharedground.words import later, say

CAN: Final = (
    later("Do everything with the keyboard alone. Press Tab to go on and Enter to choose."),
    later("Read every map and chart as a sentence and as a table. You can skip the map."),
    later("Make text twice as large, or read on a narrow phone. Nothing is cut off."),
    later("Use a light or a dark page, high contrast, or your own colours. The page follows your "
          "device."),
    later("Tell kinds of places by their sign and their name, not by colour alone."),
    later("Turn movement off on your device. The pages then stand still."),
)  # fmt: skip
TESTED: Final = (
    (later("Rules that a program can check (axe-core, WCAG 2.2 A and AA)"),
     later("Every page and inside the map, on a desk and a phone, in light and dark")),
    (later("Keyboard alone"),
     later("Every page: all is reached, it shows where you are, and you can get out again")),
    (later("Size of what you press"), later("Every page on a phone: at least 44 pixels high")),
    (later("Narrow screens"),
     later("Every page at 390 and at 320 pixels: nothing sticks out at the side")),
    (later("Contrast and colour-blindness"),
     later("Every pair of colours, worked out for three kinds of colour-blindness")),
    (later("Other languages"), later("Every page in a language with long words and marks")),
)  # fmt: skip
"""What automatic tests do at each change of the app, and where."""

NOT_YET: Final = (
    (later("No person who uses a screen reader, a switch or voice control has tested it yet."),
     later("Tell us what you meet. We treat it as a fault.")),
    (later("The dots on the map cannot be reached one by one with the keyboard."),
     later("The list beside the map has the same places. Each opens from there.")),
    (later("Bars and dots in a chart cannot be reached with the keyboard."),
     later("The table under the chart has the same figures.")),
    (later("Large tables and the grid for mending rows are drawn as a picture. Some screen readers "
           "read them badly."),
     later("Download the table, or mend the rows in a sheet and give it back.")),
    (later("A few words of the tools we build on stay English in every language."),
     later("They are names of buttons inside tables and of the box for files.")),
    (later("Files you take away have not been tested for accessibility."),
     later("The pages have the same content.")),
)  # fmt: skip
"""What does not work yet, and the way round it."""


def can() -> None:
    """Draw what everyone can do."""
    parts.heading(say("What you can do"))
    items = "".join(f"<li>{safe_html(say(each))}</li>" for each in CAN)
    st.html(f'<ul class="sp-plain">{items}</ul>')


def tested() -> None:
    """Draw what was tested."""
    parts.heading(
        say("What we test"),
        say("Programs test this each time the app is changed. A change that fails does not go out. "
            "The aim is WCAG 2.2, level AA."),
    )  # fmt: skip
    _pairs(say("What"), say("Where"), TESTED, say("What we test"))


def not_yet() -> None:
    """Draw what does not work yet."""
    parts.heading(say("What does not work yet"), say("And what you can do instead."))
    _pairs(say("What"), say("Instead"), NOT_YET, say("What does not work yet"))


def tell() -> None:
    """Draw where to say that something does not work."""
    parts.heading(
        say("Something in your way?"),
        say("Tell the person who looks after this app: which page, what you wanted to do, and what "
            "you use, such as a screen reader. Ask them for the same facts in another form if you "
            "need them now."),
    )  # fmt: skip


def _pairs(first: str, second: str, rows: Sequence[tuple[str, str]], label: str) -> None:
    plain_table.draw([first, second], [[say(each) for each in row] for row in rows], label)
