"""The style and the script of the phone pages: each an address that changes with what it holds."""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Final

from components import theme

_ASSETS: Final = Path(__file__).resolve().parents[2] / "assets" / "join"
_TOKENS: Final = ("bg", "surface", "ink", "muted", "line", "control", "brand", "brand_soft",
                  "good", "warn", "bad")  # fmt: skip
TYPES: Final = {"look.css": "text/css", "join.js": "text/javascript"}


@cache
def made(name: str) -> tuple[str, bytes, bytes]:
    """Return a short hash of one of these files, the file, and the same packed by gzip."""
    text = (_ASSETS / name).read_text("utf-8")
    if name.endswith(".css"):
        text = f"{_colours()}{text}"
    lines = (re.sub(r"^\s+|^\s*//.*$", "", line) for line in text.splitlines())
    body = "\n".join(line for line in lines if line).encode()
    return hashlib.sha256(body).hexdigest()[:16], body, gzip.compress(body, 9, mtime=0)


def address(name: str) -> str:
    """Return the last part of a file's address."""
    stem, _, ending = name.partition(".")
    return f"{stem}-{made(name)[0]}.{ending}"


def _colours() -> str:
    light, dark = (_rule(look) for look in ("light", "dark"))
    return f":root{{{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def _rule(look: theme.Mode) -> str:
    return ";".join(f"--{name}:{theme.colour(name, look)}" for name in _TOKENS)
