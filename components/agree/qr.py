"""An address as a QR code, drawn here: no other site is asked, so it works without internet."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Final

import segno

from components import theme
from components.parts import safe_html

QUIET: Final = 4
"""White modules around the code: the standard asks for four, and readers need them."""


def picture(address: str, alt: str) -> str:
    """Return the HTML of a QR code, dark on white in both looks, as wide as what it stands in.

    Parameters
    ----------
    alt
        What a screen reader says in its place: name the address, so that it can be typed.
    """
    source = theme.data_uri(_svg(address))
    return (
        f'<img src="{source}" alt="{safe_html(alt)}" width="420" height="420" '
        'style="display:block;width:100%;max-width:min(420px,60vh);height:auto;'
        'background:#fff;image-rendering:pixelated;border-radius:6px">'
    )


@lru_cache(maxsize=64)
def _svg(address: str) -> str:
    written = io.BytesIO()
    # A quarter may be covered or glare; more would make the squares smaller for the back row.
    segno.make(address, error="M", micro=False, boost_error=False).save(
        written, kind="svg", border=QUIET, dark="#000", light="#fff", xmldecl=False, nl=False,
        svgclass=None, lineclass=None, omitsize=True,
    )  # fmt: skip
    return written.getvalue().decode()
