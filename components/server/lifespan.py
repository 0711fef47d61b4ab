"""What happens once when the server starts, before it takes its first visitor."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any, Final

HEAVY: Final = ("geopandas", "plotly.graph_objects", "folium")
"""Not streamlit_folium: a component declared before Streamlit's runtime exists is not served."""


def warm() -> None:
    """Load the libraries that take seconds, so that the first visitor does not wait for them."""
    for name in HEAVY:
        import_module(name)


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Warm up, then serve."""
    await asyncio.to_thread(warm)
    yield {}
