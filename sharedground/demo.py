"""The demo town that comes with the product: fictional, and read like any other place."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path
from sqlalchemy.engine import Engine

from sharedground import __version__, workflow
from sharedground.access import Actor, Role, acting_as
from sharedground.intake.context import Options
from sharedground.model.place import Kind, Place
from sharedground.store import database, dialect, places
from sharedground.words import say

FOLDER: Final = Path(__file__).resolve().parent.parent / "data" / "demo"
_KEPT_DAYS: Final = 7
_MAKER: Final = Actor(name="demo", role=Role.FACILITATOR)


def build(engine: Engine) -> Place:
    """Load the demo town's files into a database, through the same doors as any file."""
    manifest = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    with acting_as(_MAKER):
        place = places.new_place(engine, manifest["name"], fictional=True, reason=say("Demo"))
        for entry in sorted(manifest["files"], key=lambda one: int(one["order"])):
            content = (FOLDER / entry["file"]).read_bytes()
            if entry["kind"] == "vision":
                workflow.import_vision(
                    engine, place.place_id, entry["file"], content, title=entry["title"]
                )
                continue
            about = workflow.About(
                title=entry["title"],
                publisher=entry.get("publisher", ""),
                licence=entry.get("licence", ""),
                date=entry.get("date", ""),
            )
            read = workflow.preview(
                engine,
                place.place_id,
                Kind(entry["kind"]),
                entry["file"],
                content,
                options=Options(**entry.get("options", {})),
                about=about,
            )
            workflow.keep(engine, place.place_id, read, publish_contacts=True)
        return places.place_named(engine, place.name)


def database_file() -> Path:
    """Return the file of the ready-made demo database, making it if its sources changed.

    It is made in a temporary file and moved into place, so that two processes that make it
    at once cannot harm each other.
    """
    folder = user_cache_path("sharedground", appauthor=False, ensure_exists=True)
    ready = folder / f"demo-{_fingerprint()}.sqlite"
    if not ready.exists():
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            making = Path(scratch) / "demo.sqlite"
            engine = database.open_database(f"sqlite:///{making}")
            build(engine)
            with engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
                connection.exec_driver_sql("BEGIN")
            engine.dispose()
            os.replace(making, ready)  # noqa: PTH105 - atomic, and both are files
        _remove_old(folder)
    return ready


def _remove_old(folder: Path) -> None:
    """Remove demo databases that nothing has opened for a while: each version makes its own."""
    before = time.time() - _KEPT_DAYS * 86_400
    for old in folder.glob("demo-*.sqlite*"):
        with suppress(OSError):
            if max(old.stat().st_atime, old.stat().st_mtime) < before:
                old.unlink()


def open_demo() -> tuple[Engine, Place]:
    """Return the demo town's own database and the town."""
    engine = dialect.engine(f"sqlite:///{database_file()}")
    return engine, places.places(engine)[0]


def _fingerprint() -> str:
    """Return a name that changes with the demo's files, and with the code that reads them."""
    digest = hashlib.sha256(__version__.encode())
    package = Path(__file__).parent
    for path in sorted([*FOLDER.iterdir(), *package.rglob("*.py")]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
