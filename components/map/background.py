"""The place's own background on the map: where it is fetched, its colours, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from components import theme
from components.map import packing
from sharedground.model.place import Kind, Source
from sharedground.model.street_map import OPENSTREETMAP, StreetMap
from sharedground.views import View

_LETTERS: Final = re.compile(r"\(([A-Z][A-Za-z-]{1,9})\)")


def state_of(view: View, look: theme.Mode) -> dict[str, Any] | None:
    """Return what the map needs to draw the place's own background, None where it has none."""
    layers = view.holdings.backgrounds
    if not layers:
        return None
    return {
        "urls": [packing.address(view, one.layer) for one in layers],
        "hues": dict(theme.tokens(look)["ground"]),
        "credit": packing.code_points(credits_of(view.holdings.sources)),
    }


def streets_of(chosen: StreetMap | None) -> dict[str, Any] | None:
    """Return what the map needs to show a street map behind, None for none."""
    if chosen is None:
        return None
    ours = chosen == OPENSTREETMAP
    return {
        "url": chosen.url,
        "credit": packing.code_points(chosen.credit),
        "link": "https://www.openstreetmap.org/copyright" if ours else None,
    }


def credits_of(sources: Iterable[Source]) -> str:
    """Return whose background the map has: who publishes it, and under which licence."""
    ours = [one for one in sources if one.kind is Kind.BACKGROUND]
    named = [(one.publisher or one.title or one.file_name, _short(one.licence)) for one in ours]
    said = [", ".join(filter(None, parts)) for parts in named]
    return "; ".join(f"© {one}" for one in dict.fromkeys(said))[:200]


def _short(licence: str) -> str:
    """Return the letters by which a licence goes, where its name tells them: "(ODbL)"."""
    letters = _LETTERS.search(licence)
    return letters[1] if letters else licence
