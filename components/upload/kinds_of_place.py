"""Words for kinds of place: how many rows say each, what it counts as, and what a person says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from components import parts
from components.frame import plain_markdown
from components.parts import safe_html
from components.upload.draft import Waiting, with_category, with_word
from sharedground.model.category import BY_CODE, CATEGORIES, OTHER
from sharedground.model.place import Kind
from sharedground.model.report import UNSURE, Report, Word
from sharedground.words import say, say_many

AT_ONCE: Final = 6
"""Words we do not know that are asked for without opening more."""

MOST: Final = 60
"""Words that can be changed on the page; a list with more is better mended in the file."""

ACROSS: Final = 3
LONGEST: Final = 40


def ask(waiting: Waiting, report: Report, key: str) -> Waiting:
    """Ask what each word is that we do not know; nothing is asked where there is none."""
    unknown = [word for word in report.words if word.how == "other"]
    if not unknown:
        return waiting
    rows = sum(word.rows for word in unknown)
    st.space("small")
    parts.heading(
        say_many("What kind of place is this?", "What kinds of place are these {n} words?",
                 len(unknown)),
        say_many("We do not know the word, so {n} row counts as: Other places. What you say is "
                 "remembered for this place.",
                 "We do not know the words, so {n} rows count as: Other places. What you say is "
                 "remembered for this place.", rows),
        level=3,
    )  # fmt: skip
    return _selects(waiting, unknown[:AT_ONCE], key)


def draw(waiting: Waiting, report: Report, key: str) -> Waiting:
    """Draw where the kinds of place are from, one choice for all rows, and every word."""
    if report.kind is not Kind.ASSETS:
        return waiting
    now = waiting.options.category
    codes: list[str | None] = [None, *(each.code for each in CATEGORIES)]
    st.space("small")
    parts.heading(finding(report), in_words(report), level=3)
    chosen = st.selectbox(
        say("What kind of place are these rows?"), codes, index=codes.index(now),
        format_func=lambda code: (
            say("As found in each row") if code is None else say(BY_CODE[code].name)
        ),
        key=f"{key}-category-{now}",
    )  # fmt: skip
    if chosen != now:
        return with_category(waiting, chosen)
    asked = [word.text for word in report.words if word.how == "other"][:AT_ONCE]
    rest = [word for word in report.words if word.text not in asked][:MOST]
    if not rest:
        return waiting
    parts.note(say("Each word of the list and what it counts as. Change any of them."))
    return _selects(waiting, rest, key)


def _selects(waiting: Waiting, words: Sequence[Word], key: str) -> Waiting:
    for first in range(0, len(words), ACROSS):
        places = st.columns(ACROSS, gap="medium")
        for place, word in zip(places, words[first : first + ACROSS], strict=False):
            with place:
                waiting = _select(waiting, word, key)
    return waiting


def _select(waiting: Waiting, word: Word, key: str) -> Waiting:
    """Ask for one word; a category that is not chosen by a person stands as the first choice."""
    now = word.category if word.how == "chosen" else ""
    rest = [each.code for each in CATEGORIES if each.code != OTHER and each.code != word.suggestion]
    codes = ["", *filter(None, [word.suggestion]), *rest, OTHER]
    chosen: str = st.selectbox(
        plain_markdown(say_many("{text} ({n} row)", "{text} ({n} rows)", word.rows,
                                text=_short(word.text))),
        codes, index=codes.index(now), format_func=lambda code: _choice(word, code),
        key=f"{key}-word-{word.text}-{now}",
    )  # fmt: skip
    if word.suggestion:
        near = say("The nearest we know: {name}.", name=say(BY_CODE[word.suggestion].name))
        st.html(f'<p class="sp-hint">{safe_html(near)}</p>')
    return with_word(waiting, word.text, chosen) if chosen != now else waiting


def _choice(word: Word, code: str) -> str:
    if code:
        return say(BY_CODE[code].name)
    if word.how == "chosen":
        return say("Take my choice back")
    name = say(BY_CODE.get(word.category, BY_CODE[OTHER]).name)
    if word.how in UNSURE:
        return say("Not known, counts as: {name}", name=name)
    return say("As found: {name}", name=name)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def finding(report: Report) -> str:
    """Return how many rows are of a kind that nobody stated."""
    unsure = report.category.guessed + report.category.other
    if not unsure:
        return say("We know what kind of place each row is")
    return say_many(
        "{n} row does not say what kind of place it is",
        "{n} rows do not say what kind of place they are", unsure,
    )  # fmt: skip


def in_words(report: Report) -> str:
    """Return where the kinds of place came from, with counts that add up to the rows kept."""
    found = report.category
    said = [
        (found.from_column, say("from a column: {n}", n=found.from_column)),
        (found.given, say("as you said: {n}", n=found.given)),
        (found.guessed, say("guessed from a name or title: {n}", n=found.guessed)),
        (found.other, say("not known, shown as other places: {n}", n=found.other)),
    ]
    listed = ", ".join(words for n, words in said if n)
    return say("The kind of place is {listed}.", listed=listed) if listed else ""
