"""What happens once when the server starts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from components import theme
from components.server.join.routes import DESK
from components.server.warming import make_ready, warm

PATIENCE_S: Final = 2.0
"""How long the first visitor is kept out so that all is ready: they would wait longer inside."""


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Warm up, then serve; a large place that opens first is made ready meanwhile."""
    theme.follow_own_look()
    DESK.writer.begin()
    await asyncio.to_thread(warm)
    ready = asyncio.create_task(asyncio.to_thread(make_ready))
    await asyncio.wait({ready}, timeout=PATIENCE_S)
    yield {}
    await asyncio.to_thread(DESK.writer.end)
    await ready
