"""How suggestions are decided, in plain words, and a log of what was decided and why."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from components import parts, session, told
from components.frame import plain_markdown
from components.parts import safe_html
from components.session import Workspace
from sharedground.access import Role
from sharedground.errors import SharedGroundError
from sharedground.export.table import csv_bytes
from sharedground.store import suggestions
from sharedground.words import later, say, say_many

SHOWN: Final = 30
RULES: Final = (
    later("An officer looks at every suggestion. Nobody else sees it before."),
    later("We approve what lies in this place and what others can check."),
    later("We turn down what is listed already, lies elsewhere, names a person, or cannot be "
          "checked. We always say why."),
    later("What people say is missing is shown in their words, and is in none of the figures."),
    later("Each decision is kept with its reason, and can be looked at again."),
)  # fmt: skip


def draw(work: Workspace) -> None:
    """Draw how we decide, and the log for those who take part."""
    log = _log(work)
    if log.empty:
        title = say("What happens to a suggestion")
    else:
        title = say_many("What was decided: {n} suggestion", "What was decided: {n} suggestions",
                         len(log))  # fmt: skip
    with st.expander(title, key="decided", on_change="rerun") as box:
        if not box.open:
            return
        parts.heading(say("How we decide"), level=3)
        st.html(f"<ul>{''.join(f'<li>{safe_html(say(rule))}</li>' for rule in RULES)}</ul>")
        if len(log):
            _rows(work, log)


def _log(work: Workspace) -> pd.DataFrame:
    """Return what was decided as this person may see it; names of people are for officers."""
    if work.role.may(Role.OFFICER):
        said = work.view.holdings.suggestions
        log: pd.DataFrame = said[said["state"] != "waiting"]
    elif work.role.may(Role.PARTICIPANT):
        log = suggestions.decided(work.engine, work.place.place_id)
    else:
        log = work.view.holdings.suggestions.head(0)
    return log.sort_values("decided_at", ascending=False, kind="stable")


def _rows(work: Workspace, log: pd.DataFrame) -> None:
    officer = work.role.may(Role.OFFICER)
    parts.heading(say("The latest decisions"), level=3)
    for row in log.head(SHOWN).to_dict("records"):
        when = told.on(row["decided_at"])
        who = say("{name}, {date}", name=row["decided_by"], date=when) if officer else when
        parts.note(f"{told.became(row)} {who}.", f"{told.title(row, work.view)}:")
        if officer and st.button(say("Look at it again"), key=f"again-{row['suggestion_id']}"):
            _reopen(work, str(row["suggestion_id"]))
    st.download_button(
        say("Download the log"), csv_bytes(log_table(work, log)), "suggestions.csv", "text/csv",
        icon=":material/download:",
    )  # fmt: skip


def _reopen(work: Workspace, suggestion_id: str) -> None:
    engine, place_id = session.writable(work)
    try:
        suggestions.reopen(engine, place_id, suggestion_id)
    except SharedGroundError as error:
        st.warning(plain_markdown(error.message))
        return
    session.say_next(say("It waits again, and what it had made is taken back."))
    st.rerun()


def log_table(work: Workspace, log: pd.DataFrame) -> pd.DataFrame:
    """Return the log as a table to take away; names of people are for officers only."""
    officer = work.role.may(Role.OFFICER)
    return pd.DataFrame([_line(work, row, officer=officer) for row in log.to_dict("records")])


def _line(work: Workspace, row: dict[Any, Any], *, officer: bool) -> dict[str, str]:
    line = {
        say("kind"): say(told.KINDS.get(row["kind"], row["kind"])),
        say("about"): told.about(row, work.view),
        say("what they say"): str(row["body"].get("note", "")),
        say("decision"): say(told.STATES.get(row["state"], row["state"])),
        say("why"): str(row["answer"]),
        say("date"): "" if pd.isna(row["decided_at"]) else f"{row['decided_at']:%Y-%m-%d}",
    }
    if not officer:
        line.pop(say("what they say"))
        return line
    return line | {say("from"): row["made_by"], say("decided by"): row["decided_by"]}
