"""Packed map layers, kept by their hash and handed to browsers that hold a signed address.

A page makes a layer once for a view, keeps it here, and shows its address; the browser fetches it
once and may keep it for ever, since other content has another hash. Nothing is written to disk.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from components.server import tokens
from sharedground.access import Role
from sharedground.errors import NotAllowedError

MOST_BYTES: Final = 256_000_000
"""Held in memory; the layers not asked for the longest go first, and are made again when asked."""

_FOREVER: Final = "private, max-age=31536000, immutable"
_RANGE: Final = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


@dataclass(frozen=True)
class Kept:
    """A layer as it is sent: its hash, its bytes, and the same packed once by gzip."""

    sha: str
    plain: bytes
    packed: bytes


class Shelf:
    """Layers by hash, the least used going first when there are too many bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._most, self._held, self._lock = most_bytes, 0, threading.Lock()

    def put(self, layer: bytes) -> str:
        """Keep a layer; return its hash."""
        sha = hashlib.sha256(layer).hexdigest()[:40]
        with self._lock:
            if sha in self._kept:
                self._kept.move_to_end(sha)
                return sha
        made = Kept(sha, layer, gzip.compress(layer, 6, mtime=0))
        with self._lock:
            if sha not in self._kept:
                self._kept[sha] = made
                self._held += len(made.plain) + len(made.packed)
            while self._held > self._most and len(self._kept) > 1:
                _, gone = self._kept.popitem(last=False)
                self._held -= len(gone.plain) + len(gone.packed)
        return sha

    def get(self, sha: str) -> Kept | None:
        """Return a layer, or None when it is not held."""
        with self._lock:
            found = self._kept.get(sha)
            if found is not None:
                self._kept.move_to_end(sha)
            return found


SHELF: Final = Shelf()


def address(role: Role, sha: str) -> str:
    """Return the address of a layer from the app's root. Ask `access.require(role)` first."""
    return f"layers/{sha}.bin?t={tokens.mint(role, f'layers/{sha}')}"


def layer_routes(shelf: Shelf = SHELF) -> list[BaseRoute]:
    """Return the route `GET /layers/{sha}.bin?t=TOKEN`.

    Notes
    -----
    Without a good token the answer is 403, whether there is such a layer or not. A layer that is
    held no longer is 404: the page puts it back when it is run again.
    """

    async def layer(request: Request) -> Response:
        sha = request.path_params["sha"]
        try:
            tokens.check(request.query_params.get("t", ""), f"layers/{sha}")
        except NotAllowedError as error:
            return _refused(error.message, 403)
        found = shelf.get(sha)
        return _refused("", 404) if found is None else _answer(request, found)

    return [Route("/layers/{sha:str}.bin", layer, methods=["GET"])]


def _answer(request: Request, found: Kept) -> Response:
    part = _part(request.headers.get("range", ""), len(found.plain))
    zipped = part is None and "gzip" in request.headers.get("accept-encoding", "")
    tag = f'"{found.sha}{"-gz" if zipped else ""}"'
    headers = {
        "Cache-Control": _FOREVER, "ETag": tag, "Vary": "Accept-Encoding",
        "Accept-Ranges": "bytes", "Referrer-Policy": "no-referrer",
    }  # fmt: skip
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if part is not None:
        return _partial(found, part, headers)
    if zipped:
        headers["Content-Encoding"] = "gzip"
    return _binary(found.packed if zipped else found.plain, 200, headers)


def _partial(found: Kept, part: tuple[int, int], headers: dict[str, str]) -> Response:
    start, end = part
    whole = len(found.plain)
    if start >= whole or end < start:
        headers["Content-Range"] = f"bytes */{whole}"
        return _binary(b"", 416, headers)
    headers["Content-Range"] = f"bytes {start}-{end}/{whole}"
    return _binary(found.plain[start : end + 1], 206, headers)


def _part(asked: str, whole: int) -> tuple[int, int] | None:
    """Return the first and last byte of a single range, or None when none was asked for."""
    match = _RANGE.fullmatch(asked.strip())
    if match is None or match[1] == match[2] == "":
        return None
    if not match[1]:
        return max(whole - int(match[2]), 0), whole - 1
    return int(match[1]), min(int(match[2] or whole - 1), whole - 1)


def _binary(body: bytes, status: int, headers: dict[str, str]) -> Response:
    return Response(body, status, headers, media_type="application/octet-stream")


def _refused(message: str, status: int) -> Response:
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return PlainTextResponse(message, status_code=status, headers=headers)
