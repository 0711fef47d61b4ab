"""What if the figures of need are not exact? Tried many times, with a way to stop."""

from __future__ import annotations

import numpy as np
import streamlit as st

from components import coded, parts, plain_table
from components.sure.choose import Asked
from components.sure.show import about
from sharedground import sureness
from sharedground.analysis.noise import with_noise
from sharedground.analysis.weightings import Shares
from sharedground.words import decimal, say

_DRAWS = 1_000
_LISTED = 15


def noise(asked: Asked) -> None:
    """Draw the question, and on demand how often each area is then among the worst."""
    parts.heading(
        say("What if the figures of need are not exact?"),
        say("Surveys and indices have errors, and few state them. Move every figure a little, by "
            "chance, many times over, and see who is still in the tenth with the largest gaps."),
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = {str(n): say("{n} %", n=n) for n in (5, 10, 20, 30)}
        by = coded.slide(
            say("Move each figure by so much of how areas differ"), names, "noise", "10", width=330
        )
        ask = st.button(say("Try it {n} times", n=decimal(_DRAWS)), icon=":material/casino:")
    if ask:
        found = _tried(asked, int(by) / 100)
        if found is not None:
            _told(asked, found)


def _tried(asked: Asked, by: float) -> Shares | None:
    bar = st.progress(0.0, text=say("Trying …"))
    found = None
    for found in with_noise(asked.found, asked.prior, noise=by, draws=_DRAWS):
        done = found.draws / max(found.of, 1)
        bar.progress(min(1.0, done), text=say("{n} of {total} tried",
                     n=decimal(found.draws), total=decimal(found.of)))  # fmt: skip
    bar.empty()
    return found


def _told(asked: Asked, found: Shares) -> None:
    keys, gap = sureness.gap_matrix(asked.found)
    before = sureness.sureness(asked.found, asked.prior).table.set_index("key")["share"]
    order = np.argsort(-np.nan_to_num(found.share, nan=-1.0), kind="stable")[:_LISTED]
    plain_table.draw(
        [say("Area"), say("By weights alone"), say("With figures moved too")],
        [
            (asked.calls.get(keys[i], keys[i]), about(float(before[keys[i]])),
             about(float(found.share[i])))
            for i in order if found.share[i] > 0
        ],
        say("How often each area is in the tenth with the largest gaps"),
    )  # fmt: skip
    firm = int((found.share >= sureness.FIRM).sum())
    parts.note(
        say("{firm} of {n} areas are there in at least 90 of 100 tries. Weights were drawn too, "
            "as above.", firm=firm, n=len(gap))
    )  # fmt: skip
