"""The scripts of the map's frame, Leaflet and ours, as one file: fetched once and kept for ever.

streamlit-folium loads scripts one after the other, each once the one before has run.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

_ASSETS: Final = Path(__file__).resolve().parent.parent / "assets"
FILES: Final = ("vendor/leaflet-1.9.4/leaflet.js", "map/layer.js", "map/ground.js", "map/own.js",
                "map/map.js")  # fmt: skip
"""In the order in which they must run."""

_MEDIA_TYPE: Final = "text/javascript"


@cache
def joined() -> tuple[str, bytes, bytes]:
    """Return a short hash of all the scripts, the scripts, and the same packed by gzip."""
    whole = b"\n".join((_ASSETS / name).read_bytes() for name in FILES)
    return hashlib.sha256(whole).hexdigest()[:16], whole, gzip.compress(whole, 9, mtime=0)


def address() -> str:
    """Return the address of the scripts from the app's root; it changes with them."""
    return f"scripts/map-{joined()[0]}.js"


def script_routes() -> list[BaseRoute]:
    """Return the route `GET /scripts/map-{sha}.js`; an address of other scripts is 404."""

    async def script(request: Request) -> Response:
        sha, plain, packed = joined()
        if request.path_params["sha"] != sha:
            return PlainTextResponse("", 404, {"Cache-Control": "no-store"})
        kept = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(packed, 200, kept | {"Content-Encoding": "gzip"}, _MEDIA_TYPE)
        return Response(plain, 200, kept, _MEDIA_TYPE)

    return [Route("/scripts/map-{sha:str}.js", script, methods=["GET"])]
