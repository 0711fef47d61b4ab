"""Empty sheets to fill in, with lists and help, on offer where data are added and listed."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components import parts
from components.session import Workspace
from sharedground.blank_sheets import blank_sheet
from sharedground.export.templates import TITLES, Template
from sharedground.exports import MEDIA_TYPES, Form
from sharedground.model.place import Kind
from sharedground.words import in_this_language, say

OF_KIND: Final[dict[Kind, Template]] = {
    Kind.ASSETS: Template.ASSETS,
    Kind.PARTNERS: Template.PARTNERS,
    Kind.POPULATION: Template.POPULATIONS,
    Kind.INDICATORS: Template.INDICATORS,
}


def draw(work: Workspace) -> None:
    """Let a person choose a template, and take it as Excel or CSV."""
    parts.heading(
        say("Sheets to fill in"),
        say("With lists to choose from and help in each cell. A filled sheet loads as it is."),
    )
    left, right = st.columns([1, 2], gap="medium", vertical_alignment="bottom")
    with left:
        template = st.selectbox(say("Sheet for"), list(TITLES), key="template-kind",
                                format_func=lambda one: say(TITLES[one]))  # fmt: skip
    with right, st.container(horizontal=True):
        _button(work, template, Form.XLSX, say("Download for Excel"), "list")
        _button(work, template, Form.CSV, say("Download as CSV"), "list")


def to_begin_with(work: Workspace, kind: Kind) -> None:
    """Offer a sheet to fill in to those who have no list yet; that of one kind comes first."""
    first = OF_KIND.get(kind, Template.ASSETS)
    with st.expander(say("No list yet? Fill in our sheet"), type="compact", key="template-begin"):
        left, right = st.columns(2, gap="medium", vertical_alignment="bottom")
        with left:
            template = st.selectbox(
                say("A sheet for"), list(TITLES), index=list(TITLES).index(first),
                format_func=lambda one: say(TITLES[one]), key=f"template-add-{first.value}",
            )  # fmt: skip
        with right:
            _button(work, template, Form.XLSX, say("Download a sheet to fill in"), "add")


def _button(work: Workspace, template: Template, form: Form, label: str, where: str) -> None:
    made = f"{template.value}-template.{form.value}"
    held = work.view.holdings
    st.download_button(
        label, in_this_language(lambda: blank_sheet(template, form, held).content), file_name=made,
        mime=MEDIA_TYPES[form], icon=":material/download:", on_click="ignore",
        key=f"template-{where}-{template.value}-{form.value}",
    )  # fmt: skip
