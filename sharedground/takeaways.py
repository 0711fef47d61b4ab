"""What is taken home of a meeting: slides, a handout, one file with everything, and the data.

All are made of one deck (`figures.exhibits.Deck`), so that no two say different figures, and of
what everyone may see. None needs a browser or the internet.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Final

from sharedground import exports
from sharedground.exports import Export, What, slug
from sharedground.figures.exhibits import Deck
from sharedground.figures.look import FONTS
from sharedground.one_file import html_bytes
from sharedground.paper import handout_pdf
from sharedground.slides import pptx_bytes
from sharedground.telling.town import Town
from sharedground.watch import Watch
from sharedground.words import later, say

_THEN: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the ZIP: the same files give the same bytes."""


class Form(StrEnum):
    """What can be taken home. The values are a promise to scripts."""

    SLIDES = "slides"
    HANDOUT = "handout"
    PAGE = "page"
    DATA = "data"


NAMES: Final[dict[Form, str]] = {
    Form.SLIDES: later("Slides"),
    Form.HANDOUT: later("Handout"),
    Form.PAGE: later("One file with everything"),
    Form.DATA: later("The data behind it"),
}
_PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_WRITERS: Final[dict[Form, tuple[str, str, Callable[[Deck], bytes]]]] = {
    Form.SLIDES: ("pptx", _PPTX, pptx_bytes),
    Form.HANDOUT: ("pdf", "application/pdf", handout_pdf),
    Form.PAGE: ("html", "text/html", html_bytes),
}


def make(form: Form, town: Town, deck: Deck) -> Export:
    """Return one of the files."""
    stem = f"{slug(deck.place)}-{deck.made_at.date().isoformat()}"
    if form is Form.DATA:
        made = exports.export(
            town.view, What.ALL, exports.Form.XLSX, found=town.assessed, vision=town.vision,
            now=town.made_at,
        )  # fmt: skip
        return Export(made.content, f"{stem}-data.xlsx", made.media_type)
    ending, media_type, write = _WRITERS[form]
    return Export(write(deck), f"{stem}-{form.value}.{ending}", media_type)


def make_all(town: Town, deck: Deck, watch: Watch | None = None) -> dict[Form, Export]:
    """Return every file, in the order of `Form`.

    Parameters
    ----------
    watch
        Is told what is made, and may stop it between two files.

    Raises
    ------
    StoppedError
        When it was stopped.
    """
    made = {}
    for number, form in enumerate(Form):
        if watch is not None:
            watch.name = say(NAMES[form])
            watch.tell("")
            watch.step(number, len(Form))
        made[form] = make(form, town, deck)
    return made


def pack(deck: Deck, files: Sequence[Export]) -> Export:
    """Return files as one ZIP, with our letters for slides and a list with their SHA-256."""
    contents = {one.filename: one.content for one in files}
    for path in sorted([*FONTS.glob("*.ttf"), *FONTS.glob("LICENSE*")]):
        contents[f"fonts/{path.name}"] = path.read_bytes()
    resources = [
        {
            "path": name,
            "bytes": len(content),
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        }
        for name, content in sorted(contents.items())
    ]
    about = {"name": slug(deck.place), "title": deck.title, "created": deck.made_at.isoformat(),
             "vision": deck.vision, "data": deck.data, "resources": resources}  # fmt: skip
    contents["datapackage.json"] = json.dumps(about, indent=1, ensure_ascii=False).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in sorted(contents.items()):
            entry = zipfile.ZipInfo(name, _THEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    stem = f"{slug(deck.place)}-{deck.made_at.date().isoformat()}"
    return Export(packed.getvalue(), f"{stem}-meeting.zip", "application/zip")
