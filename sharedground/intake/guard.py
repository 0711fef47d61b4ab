"""A child process with little memory and time, in which every uploaded file is read.

Looked at: seccomp and bubblewrap (Linux only, extra packages), a container per file (slow).
A plain process with limits works wherever Python does; the limits on memory and processor
time need a POSIX system.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sharedground.errors import SharedGroundError
from sharedground.intake.child.refused import OUT_OF_MEMORY
from sharedground.intake.raw import ReadAs
from sharedground.intake.refusals import refusal
from sharedground.watch import Watch
from sharedground.words import say

CHILD = Path(__file__).resolve().parent / "child" / "main.py"
ENVIRONMENT = "SHAREDGROUND_LIMIT_"
LOOK_EVERY = 0.05
"""Seconds between two looks at whether the child shall be stopped."""


@dataclass(frozen=True)
class Limits:
    """What a file may cost. Each can be set as ``SHAREDGROUND_LIMIT_<NAME>``.

    Parameters
    ----------
    bytes
        Size of one file.
    unzipped
        Bytes all members of a zip (an .xlsx is one) may unpack to.
    ratio
        Most times its own size that a zip may unpack to.
    cells, columns, tables
        Rows times columns of all tables together; columns of one table; sheets, layers or
        files in a zip.
    memory
        Address space of the child, bytes.
    written
        Bytes of one file the child may write.
    cpu_seconds, wall_seconds
        Processor and clock time of the child.
    """

    bytes: int = 50_000_000
    unzipped: int = 200_000_000
    ratio: int = 100
    cells: int = 20_000_000
    columns: int = 2_000
    tables: int = 200
    memory: int = 1_500_000_000
    written: int = 500_000_000
    cpu_seconds: int = 30
    wall_seconds: int = 30


def limits_from(environment: Mapping[str, str]) -> Limits:
    """Return the limits, with those set in the environment changed.

    Raises
    ------
    SharedGroundError
        ``limit.not_a_number`` for a value that is not a whole number above zero.
    """
    chosen: dict[str, int] = {}
    for field in fields(Limits):
        name = ENVIRONMENT + field.name.upper()
        text = environment.get(name, "").strip()
        if not text:
            continue
        if not (text.isascii() and text.isdigit() and int(text)):
            message = say(
                "{name} must be a whole number above 0, not {text}.", name=name, text=text
            )
            raise SharedGroundError("limit.not_a_number", message, name=name, text=text)
        chosen[field.name] = int(text)
    return Limits(**chosen)


DEFAULT = limits_from(os.environ)

# Two files at once is what two processors can read, and bounds the memory of all children.
_turns = threading.BoundedSemaphore(2)


@contextmanager
def read_in_child(
    name: str, parts: Mapping[str, bytes], limits: Limits, asked: ReadAs, watch: Watch
) -> Iterator[tuple[dict[str, Any], Path]]:
    """Run the child on a file and give its description and folder while the block lasts.

    Parameters
    ----------
    name
        For the sentences.
    parts
        Bytes by file name. The names travel as text only; on disk the parts are numbered.
    limits
        What it may cost.
    asked
        What a person says of how to read it.
    watch
        Whether to go on.

    Yields
    ------
    tuple
        The child's ``result.json``, and the folder of its Arrow files.

    Raises
    ------
    FileRefusedError
        The child refused the file, died of it, or took too long.
    StoppedError
        Someone asked to stop.
    """
    with TemporaryDirectory(prefix="sharedground-") as folder:
        here = Path(folder)
        stored = [(part, f"part{i}.bin") for i, part in enumerate(parts)]
        for part, file in stored:
            (here / file).write_bytes(parts[part])
        costs = {field.name: getattr(limits, field.name) for field in fields(Limits)}
        job = {"parts": stored, "limits": costs, "asked": asdict(asked)}
        (here / "job.json").write_text(json.dumps(job), encoding="utf-8")
        with _turns:
            status = _run(name, here, limits, watch)
        yield _result(name, here, status, limits), here


def _run(name: str, folder: Path, limits: Limits, watch: Watch) -> int:
    """Start the child in `folder`, wait for it, and return its exit status."""
    watch.check()
    with (
        (folder / "words.txt").open("wb") as words,
        subprocess.Popen(
            [sys.executable, "-I", str(CHILD)],
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
        ) as child,
    ):
        try:
            return _end_of(child, time.monotonic() + limits.wall_seconds, watch)
        except subprocess.TimeoutExpired as late:
            raise refusal("file.took_too_long", name, seconds=limits.wall_seconds) from late
        finally:
            child.kill()  # does nothing to one that has ended


def _end_of(child: subprocess.Popen[bytes], latest: float, watch: Watch) -> int:
    """Return the child's exit status, unless it is late or the work is stopped."""
    while True:
        watch.check()
        left = latest - time.monotonic()
        try:
            return child.wait(min(LOOK_EVERY, max(left, 0)))
        except subprocess.TimeoutExpired:
            if left <= 0:
                raise


def _environment(folder: Path) -> dict[str, str]:
    """Return the few variables the child gets: no secrets, no proxies, no paths of ours."""
    kept = {key: os.environ[key] for key in ("SYSTEMROOT", "PATH") if key in os.environ}
    return kept | {
        "ARROW_DEFAULT_MEMORY_POOL": "system",  # others reserve more address space than allowed
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "MALLOC_ARENA_MAX": "2",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "TMPDIR": str(folder),
    }


def _result(name: str, folder: Path, status: int, limits: Limits) -> dict[str, Any]:
    """Return what the child wrote, or turn its silence into words."""
    file = folder / "result.json"
    if status == 0 and file.is_file():
        result: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        if "refused" in result:
            raise refusal(result["refused"], name, **result["details"])
        return result
    words = (folder / "words.txt").read_bytes()[-2000:].decode("utf-8", "replace")
    if status in _signals("SIGXCPU"):
        raise refusal("file.took_too_long", name, seconds=limits.cpu_seconds)
    if status == OUT_OF_MEMORY or status in _signals("SIGKILL", "SIGABRT") or _no_memory(words):
        raise refusal("file.too_much_memory", name)
    raise refusal("file.unreadable", name, why="".join(words.splitlines()[-1:])[:200])


def _signals(*names: str) -> set[int]:
    """Return the exit statuses of a process ended by these signals, where they exist."""
    return {-getattr(signal, each) for each in names if hasattr(signal, each)}


def _no_memory(words: str) -> bool:
    return any(s in words for s in ("MemoryError", "bad_alloc", "memory allocation", "malloc"))
