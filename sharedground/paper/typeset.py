"""Sets a page with typst: a template that never changes, and all words as values beside it."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sharedground.figures import look
from sharedground.figures.png import fonts
from sharedground.paper.letters import MISSING
from sharedground.words import ENGLISH

STANDARDS: Final = ("ua-1", "a-2a")
"""What typst holds the file to; it refuses to write one without alternative text or a title."""

_HERE: Final = Path(__file__).parent
_RARE: Final = re.compile(r"[^\x00-\u024f\u200b\u2010-\u2027\u2030-\u205e" + MISSING + "]")
_COLOURS: Final = ("ink", "muted", "brand", "brand_soft", "surface", "line", "warn")


def pdf_of(template: str, told: Mapping[str, Any], made_at: dt.datetime, language: str) -> bytes:
    """Return a PDF that declares PDF/UA-1 and PDF/A-2a.

    Parameters
    ----------
    template
        The name of a file here.
    told
        What it says, in words.
    made_at
        The date inside the file: the same words at the same time are the same bytes.
    """
    import typst

    fonts_named = {style: look.family(style) for style in ("text", "heading")}
    colours = {name: look.colour(name) for name in _COLOURS}
    values = {**told, "lang": language, "region": "GB" if language == ENGLISH else None,
              "colours": {**colours, "warn_soft": "#FBF1E3"}, "fonts": fonts_named}  # fmt: skip
    written = json.dumps(values, ensure_ascii=False)
    try:
        return _compiled(template, written, made_at)
    except typst.TypstError as failed:
        if "displayed" not in str(failed) and "codepoint" not in str(failed):
            raise
        return _compiled(template, _RARE.sub(MISSING, written), made_at)


def _compiled(template: str, written: str, made_at: dt.datetime) -> bytes:
    import typst

    return typst.compile(
        str(_HERE / template), root=str(_HERE), format="pdf", font_paths=fonts(),
        pdf_standards=list(STANDARDS), timestamp=int(made_at.timestamp()),
        sys_inputs={"told": written},
    )  # fmt: skip
