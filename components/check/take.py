"""Places to check as a file to take away and fill in."""

from __future__ import annotations

from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from components.session import Workspace
from sharedground import check_sheet
from sharedground.words import in_this_language, say, say_many
from sharedground.workflow_fixing import SheetForm

NAME: Final = "places-to-check"


def downloads(work: Workspace, mine: pd.DataFrame) -> None:
    """Offer places to check as a sheet to fill in."""
    label = say_many("Download this place", "Download {n} places", len(mine))
    for form, told in ((SheetForm.XLSX, "Excel"), (SheetForm.CSV, "CSV")):
        st.download_button(
            say("{label} ({form})", label=label, form=told),
            in_this_language(partial(check_sheet.sheet, work.view, mine, form)),
            f"{NAME}.{form.value}", icon=":material/download:", on_click="ignore",
            key=f"sheet-{form.value}",
        )  # fmt: skip
