"""Plain addresses besides the pages: files the app serves, downloads, and a sign of life."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from components.server import downloads, layers, scripts, tokens
from components.server.downloads import Download, Maker
from components.server.join.routes import join_routes
from sharedground import look
from sharedground.errors import NotAllowedError, SharedGroundError

ASSETS: Final = Path(__file__).resolve().parent.parent / "assets"
FOREVER: Final = "public, max-age=31536000, immutable"
AN_HOUR: Final = "public, max-age=3600"
NEVER: Final = "no-store"
VERSIONED: Final = ("vendor/", "fonts/", "icons/")


class Assets(StaticFiles):
    """Our own files. Those whose folder names their version never change, so are kept for ever."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with the file and say how long it may be kept."""
        response = await super().get_response(path, scope)
        if response.status_code < 400:
            kept = FOREVER if path.replace("\\", "/").startswith(VERSIONED) else AN_HOUR
            response.headers["Cache-Control"] = kept
        return response


async def own_letters(request: Request) -> Response:
    """Answer with letters of the partnership's own look, where it has some."""
    path = look.current().page_letters.get(request.path_params["style"])
    if path is None:
        return PlainTextResponse("", status_code=404)
    return FileResponse(path, media_type="font/woff2", headers={"Cache-Control": AN_HOUR})


async def healthz(_request: Request) -> Response:
    """Say that the server answers."""
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": NEVER})


def download_routes(makers: Mapping[str, Maker]) -> list[BaseRoute]:
    """Return the route `GET /download/{place_id}/{what}?t=TOKEN` for these files.

    Parameters
    ----------
    makers
        For each `what`, such as "gaps.csv", the function that makes it. A page shows the
        address of `downloads.address` after `access.require(role)`.

    Notes
    -----
    Without a good token every answer is 403, also for names that do not exist.
    """

    async def download(request: Request) -> Response:
        place_id, what = request.path_params["place_id"], request.path_params["what"]
        try:
            grant = tokens.check(request.query_params.get("t", ""), f"{place_id}/{what}")
            maker = makers.get(what)
            if maker is None:
                return _refused("", 404)
            made = await run_in_threadpool(maker, grant.role, place_id)
        except NotAllowedError as error:
            return _refused(error.message, 403)
        except SharedGroundError as error:
            return _refused(error.message, 409)
        return _attachment(made)

    return [Route("/download/{place_id}/{what}", download, methods=["GET"])]


def _attachment(made: Download) -> Response:
    name = "".join(c for c in made.filename if c.isascii() and (c.isalnum() or c in "-_."))
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": NEVER,
        "Referrer-Policy": "no-referrer",
    }
    return Response(made.content, media_type=made.media_type, headers=headers)


def _refused(message: str, status: int) -> Response:
    headers = {"Cache-Control": NEVER, "Referrer-Policy": "no-referrer"}
    return PlainTextResponse(message, status_code=status, headers=headers)


def all_routes() -> list[BaseRoute]:
    """Return every route of the app."""
    return [
        Mount("/assets", Assets(directory=ASSETS)),
        Route("/healthz", healthz, methods=["GET"]),
        Route("/look/{style}.woff2", own_letters, methods=["GET"]),
        *download_routes(downloads.MAKERS),
        *layers.layer_routes(),
        *scripts.script_routes(),
        *join_routes(),
    ]
