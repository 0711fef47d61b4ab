"""The child process: limit itself, read one file, write what was found.

Run as ``python -I main.py`` in a folder of its own that holds ``job.json`` and the file's
parts. It writes ``result.json`` and Arrow files there. It never unpickles, and the parent
believes nothing but those files.
"""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))  # -I leaves out our own folder

from sharedground.intake.child.lean import stay_lean
from sharedground.intake.child.refused import OUT_OF_MEMORY, Refused
from sharedground.intake.child.sources import Finder


def limit_self(limits: dict[str, int]) -> None:
    """Bound memory (address space), processor seconds and file size, and write no core file.

    Parameters
    ----------
    limits
        ``memory`` and ``written`` in bytes, ``cpu_seconds`` in seconds.
    """
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is then the only limit
        return
    for which, soft, hard in (
        (resource.RLIMIT_AS, limits["memory"], limits["memory"]),
        # the soft limit ends the child with a signal of its own, which tells why it died
        (resource.RLIMIT_CPU, limits["cpu_seconds"], limits["cpu_seconds"] + 2),
        (resource.RLIMIT_FSIZE, limits["written"], limits["written"]),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS does not bound address space
            resource.setrlimit(which, (soft, hard))


def read(job: dict[str, Any], folder: Path) -> None:
    """Read the file the job names and write the tables.

    Parameters
    ----------
    job
        ``parts``: pairs of original name and the name in `folder`; ``limits``;
        ``asked``: what a person says of how to read it.
    folder
        Where the parts are and the results go.
    """
    limits = job["limits"]
    parts = {name: folder / stored for name, stored in job["parts"]}
    # most refusals come here, before the slow imports
    sources = Finder(folder, limits).find(parts)
    from sharedground.intake.child.output import Asked, Ceiling, Output
    from sharedground.intake.child.readers import read_sources

    ceiling = Ceiling(limits["cells"], limits["columns"], limits["tables"])
    output = Output(folder, ceiling, Asked(**job.get("asked", {})))
    read_sources(sources, output)
    if not output.tables:
        raise Refused("file.empty")
    output.save()


def main() -> int:
    """Do the job in the current folder; return the exit status."""
    folder = Path.cwd()
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    limit_self(job["limits"])
    stay_lean()
    try:
        read(job, folder)
    except Refused as no:
        answer = {"refused": no.code, "details": no.details}
        (folder / "result.json").write_text(json.dumps(answer), encoding="utf-8")
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main())
