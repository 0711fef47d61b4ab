"""How the figures of this page are worked out, from what, and the same in Python."""

from __future__ import annotations

from components import parts
from components.session import Workspace
from components.sure.choose import Asked
from sharedground.words import decimal, say


def method(work: Workspace, asked: Asked) -> None:
    """Draw a button that opens the method, the sources and their dates."""
    sources = {source.source_id: source for source in work.view.holdings.sources}
    used = [
        sources[one]
        for several in asked.found.outcomes["source_ids"]
        for one in dict.fromkeys(several)
        if one in sources
    ]
    titles = dict.fromkeys(source.title or source.file_name for source in used)
    dates = dict.fromkeys(source.date or say("not stated") for source in used)
    parts.method(
        [
            say("Gaps are those of the page Strengths and gaps."),
            say("Weights of the outcomes are drawn {n} times (a Dirichlet distribution), and each "
                "time all areas are ranked anew. What is shown is the share of times in which an "
                "area is in the tenth with the largest gaps (SMAA-2, Lahdelma and Salminen 2001).",
                n=decimal(asked.sure.shares.draws)),
            say("Which weights are drawn is a choice, and matters much. It is said above, and can "
                "be changed."),
            say("A best and a worst rank are those between which nine in ten of the draws lie."),
            say("“Decided by one outcome”: if that outcome alone is left out, the area moves into "
                "the tenth, or out of it."),
            say("“Same order” is Spearman's rank correlation of the two orders, times 100."),
        ],
        "; ".join(titles), "; ".join(dates),
    )  # fmt: skip
