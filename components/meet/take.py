"""Taking the meeting home: slides, a handout, one file with everything, and the data."""

from __future__ import annotations

import streamlit as st

from components import cached, parts, session
from components.meet import stage
from components.parts import safe_html
from components.session import Workspace
from components.upload import working
from sharedground import takeaways
from sharedground.exports import Export
from sharedground.takeaways import NAMES, Form
from sharedground.telling.town import Town
from sharedground.watch import Watch
from sharedground.words import decimal, say

_MADE = "taken-home"


def draw(work: Workspace) -> None:
    """Draw what can be taken home, make it when asked, and hand it over."""
    story = stage.choose_story(work)
    deck = cached.deck(work.engine, work.place, work.vision, story)
    if not deck.steps:
        parts.empty_state(
            say("There is nothing to take home yet"),
            say("Add the areas and the places of your town; then the story writes itself."),
            [("add-data", say("Add data"))],
        )
        return
    town = cached.town(work.engine, work.place, work.vision)
    made = _made(work, story.story_id if story else "")
    if made is None:
        parts.note(say("All files hold what everyone may see, and no contacts. Sensitive places "
                       "are shown roughly. Only the slides hold your notes."))  # fmt: skip
        _offer()
        if not st.button(say("Prepare the files"), type="primary", icon=":material/inventory_2:"):
            return
        made = working.in_place(
            work, say("Preparing the files"), lambda watch: _make(town, deck, watch)
        )
        session.remember(_MADE, (_key(work, story.story_id if story else ""), made))
        st.rerun()
    _hand_over(made)


def _make(town: Town, deck: takeaways.Deck, watch: Watch) -> dict[str, Export]:
    files = {form.value: one for form, one in takeaways.make_all(town, deck, watch).items()}
    watch.name = say("All of it in one ZIP")
    files["zip"] = takeaways.pack(deck, list(files.values()))
    return files


def _key(work: Workspace, story_id: str) -> tuple[object, ...]:
    """Return all that the files depend on; the language is part of the view's key."""
    return (*work.view.key, work.place.revision, work.vision.model_dump_json(), story_id)


def _made(work: Workspace, story_id: str) -> dict[str, Export] | None:
    held = session.remembered(_MADE)
    if held is None or held[0] != _key(work, story_id):
        return None
    files: dict[str, Export] = held[1]
    return files


def _about(form: Form) -> str:
    return {
        Form.SLIDES: say("PowerPoint. Charts, tables and maps can be changed there; your notes are "
                         "in the notes."),
        Form.HANDOUT: say("PDF to print or send. It can be read aloud by a screen reader."),
        Form.PAGE: say("One web page with maps and tables that work without internet, from a USB "
                       "stick or by e-mail."),
        Form.DATA: say("A workbook with the places, areas, figures and gaps."),
    }[form]  # fmt: skip


def _offer() -> None:
    items = "".join(
        f"<li><b>{safe_html(say(NAMES[form]))}</b> {safe_html(_about(form))}</li>" for form in Form
    )
    st.html(f'<ul class="sp-steps">{items}</ul>')


def _hand_over(made: dict[str, Export]) -> None:
    for form in Form:
        _row(say(NAMES[form]), _about(form), made[form.value], primary=False)
    _row(say("All of it in one ZIP"), say("With our letters for the slides, to be installed."),
         made["zip"], primary=True)  # fmt: skip


def _row(name: str, about: str, file: Export, *, primary: bool) -> None:
    with st.container(key=f"take-{file.filename.rsplit('.', 1)[-1]}", horizontal=True,
                      vertical_alignment="center", gap="medium"):  # fmt: skip
        with st.container(width="stretch"):
            size = say("{n} kB", n=decimal(max(1, round(len(file.content) / 1000))))
            st.html(f'<p class="sp-step"><b>{safe_html(name)}</b> '
                    f"<span>{safe_html(about)} {safe_html(size)}.</span></p>")  # fmt: skip
        st.download_button(
            say("Download"), file.content, file.filename, file.media_type,
            icon=":material/download:", on_click="ignore", key=f"download-{file.filename}",
            type="primary" if primary else "secondary", help=file.filename,
        )  # fmt: skip
