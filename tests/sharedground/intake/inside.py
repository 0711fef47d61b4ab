"""The child's readers run in the test's own process: for what they read, not for their guard."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from sharedground.intake.child.main import read
from sharedground.intake.child.refused import Refused
from sharedground.intake.guard import DEFAULT, Limits
from sharedground.intake.raw import RawFile
from sharedground.intake.read import plain_name, raw_file
from sharedground.intake.refusals import refusal

# GDAL is left to the guard: it can be told which drivers it may have only once in a process.


def read_inside(name: str, data: bytes, limits: Limits = DEFAULT) -> RawFile:
    """Read as `read_file` does, without a process of its own."""
    shown = plain_name(name)
    with TemporaryDirectory() as where:
        folder = Path(where)
        (folder / "part0.bin").write_bytes(data)
        job = {"parts": [(shown, "part0.bin")], "limits": asdict(limits)}
        try:
            read(job, folder)
        except Refused as no:
            raise refusal(no.code, shown, **no.details) from no
        result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
        return raw_file(shown, {shown: data}, result, folder)
