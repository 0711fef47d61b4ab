"""Taking away the list beside the map, as a spreadsheet, a plain table or a map file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd
import streamlit as st

from components import parts
from components.session import Workspace
from sharedground import exports
from sharedground.access import Role, require
from sharedground.exports import Form
from sharedground.words import in_this_language, later, say

LABELS: Final[dict[Form, str]] = {
    Form.XLSX: later("Take the list (Excel)"),
    Form.CSV: later("Take the list (CSV)"),
    Form.GEOJSON: later("Take the list (GeoJSON map)"),
}


def draw(work: Workspace, inside: pd.DataFrame, told: str) -> None:
    """Offer the places of the map, in the order of the list, with sources and licences.

    Parameters
    ----------
    inside
        The places that the list shows.
    told
        What they are, in a sentence: it stands in the file.
    """
    require(Role.READER)
    ids = inside["asset_id"].tolist()
    origin = exports.origin_of(work.view)

    def made(form: Form) -> Callable[[], bytes]:
        return in_this_language(lambda: exports.export_list(work.view, ids, form, told).content)

    with st.container(horizontal=True, key="take-list"):
        for form, label in LABELS.items():
            name, media_type = exports.list_named(form, origin)
            st.download_button(
                say(label), made(form), file_name=name, mime=media_type,
                icon=":material/download:", on_click="ignore", key=f"take-list-{form.value}",
            )  # fmt: skip
    parts.note(
        say("It holds no contacts that are not public. Sensitive places are shown roughly.")
        if origin.public else say("It holds true positions and contacts. Do not publish it.")
    )  # fmt: skip
