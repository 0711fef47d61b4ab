"""Taking away what a place has: which part, in which kind of file, and for whom."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components import cached, parts
from components.parts import safe_html
from components.session import Workspace
from sharedground import exports
from sharedground.access import Role, require
from sharedground.exports import Form, What
from sharedground.views import View
from sharedground.words import in_this_language, later, say

WHAT: Final[dict[What, str]] = {
    What.ALL: later("Everything"),
    What.ASSETS: later("Places and groups"),
    What.PARTNERS: later("Partners"),
    What.AREAS: later("Areas, people and figures"),
    What.FIGURES: later("Figures of need, one row each"),
    What.GAPS: later("Need, reach and gap"),
    What.SOURCES: later("The list of sources"),
}
FORMS: Final[dict[Form, str]] = {
    Form.XLSX: later("Excel"),
    Form.CSV: later("CSV"),
    Form.GEOJSON: later("GeoJSON map"),
    Form.GPKG: later("GeoPackage map"),
    Form.HSDS: later("HSDS 3.0"),
    Form.UK: later("Open Referral UK"),
}
HINTS: Final[dict[Form, str]] = {
    Form.XLSX: later("A spreadsheet with a sheet of sources. Opens in Excel and LibreOffice."),
    Form.CSV: later("A plain table that any program reads."),
    Form.GEOJSON: later("A map for web sites. Sources and licences are inside."),
    Form.GPKG: later("A map for QGIS and other map programs. Sources and licences are inside."),
    Form.HSDS: later("Services as directories exchange them, in the Human Services Data "
                     "Specification."),
    Form.UK: later("Services as directories in the UK exchange them."),
}  # fmt: skip


def draw(work: Workspace) -> None:
    """Let a person choose what to take, and take it."""
    parts.heading(
        say("Take it with you"),
        say("Every file says where its rows come from, under which licence and of which date."),
    )
    left, middle, right = st.columns(3, gap="medium")
    with left:
        what = st.selectbox(say("What to take"), _on_offer(work.view),
                            format_func=lambda one: say(WHAT[one]), key="take-what")  # fmt: skip
    with middle:
        forms = [form for form in FORMS if form in exports.forms_of(what)]
        form = st.selectbox(say("Kind of file"), forms,
                            format_func=lambda one: say(FORMS[one]), key="take-form")  # fmt: skip
        st.html(f'<p class="sp-hint">{safe_html(_hint(what, form))}</p>')
    with right:
        role = _audience(work)
    _button(work, what, form, role)


def _on_offer(view: View) -> list[What]:
    """Return what there is to take: without areas there are no gaps."""
    return [what for what in WHAT if what is not What.GAPS or len(view.areas)]


def _hint(what: What, form: Form) -> str:
    if what is What.ALL and form is Form.CSV:
        return say("A ZIP with one plain table for each part.")
    return say(HINTS[form])


def _audience(work: Workspace) -> Role:
    """Ask officers whom the file is for; others get what everyone gets."""
    if not work.role.may(Role.OFFICER):
        st.html(f'<p class="sp-hint">{safe_html(_for_everyone())}</p>')
        return Role.READER
    role = st.selectbox(
        say("For whom"), [Role.READER, Role.OFFICER], key="take-for",
        format_func=lambda one: say("Everyone") if one is Role.READER else say("Officers only"),
    )  # fmt: skip
    words = (
        _for_everyone() if role is Role.READER
        else say("It holds true positions and contacts. Do not publish it.")
    )  # fmt: skip
    st.html(f'<p class="sp-hint">{safe_html(words)}</p>')
    return role


def _for_everyone() -> str:
    return say("It holds no contacts that are not public. Sensitive places are shown roughly.")


def _button(work: Workspace, what: What, form: Form, role: Role) -> None:
    require(role)

    def made() -> bytes:
        seen = cached.view(work.engine, work.place, role)
        found = exports.export(
            seen, what, form, found=lambda: cached.assessment(seen, work.vision),
            vision=work.vision,
        )  # fmt: skip
        return found.content

    seen_by = cached.view(work.engine, work.place, role)
    name, media_type = exports.named(what, form, exports.origin_of(seen_by))
    st.download_button(
        say("Download"), in_this_language(made), file_name=name, mime=media_type,
        icon=":material/download:", on_click="ignore",
        key=f"take-{what.value}-{form.value}-{role.value}",
    )  # fmt: skip
