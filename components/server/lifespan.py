"""What happens once when the server starts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from components.server.warming import make_ready, warm


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Warm up, then serve; the place that opens first is made ready meanwhile."""
    await asyncio.to_thread(warm)
    ready = asyncio.create_task(asyncio.to_thread(make_ready))
    yield {}
    await ready
