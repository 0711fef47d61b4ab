"""The child process: limit itself, read one file, write what was found.

Run as ``python -I main.py`` in a folder of its own that holds ``job.json`` and the file's
parts. It writes ``result.json`` and Arrow files there. It never unpickles, and the parent
believes nothing but those files.
"""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path, PurePosixPath
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))  # -I leaves out our own folder

from sharedground.intake.child.lean import stay_lean
from sharedground.intake.child.refused import Refused

OUT_OF_MEMORY = 77
"""Exit status that tells the parent what happened when there is no memory left to say it."""


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
    for which, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_FSIZE, limits["written"]),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS does not bound address space
            resource.setrlimit(which, (most, most))


def read(job: dict[str, Any], folder: Path) -> None:
    """Read the file the job names and write the tables.

    Parameters
    ----------
    job
        ``parts``: pairs of original name and the name in `folder`; ``limits``.
    folder
        Where the parts are and the results go.
    """
    from sharedground.intake.child.output import Ceiling, Output

    limits = job["limits"]
    output = Output(folder, Ceiling(limits["cells"], limits["columns"]))
    parts = {name: folder / stored for name, stored in job["parts"]}
    endings = {PurePosixPath(name).suffix.lower() for name in parts}
    if len(parts) > 1 and ".shp" in endings:
        _read_parts(parts, folder, output)
    elif len(parts) > 1 or endings & {".dbf", ".shx", ".prj", ".cpg"}:
        raise Refused("file.parts_missing", ending=".shp")
    else:
        _read_one(*next(iter(parts.items())), limits, output)
    if not output.tables:
        raise Refused("file.empty")
    output.save()


def _read_parts(parts: dict[str, Path], folder: Path, output: Any) -> None:
    from sharedground.intake.child.layers import read_layers
    from sharedground.intake.child.shapefile import lay_out

    name = next(PurePosixPath(n).stem for n in parts if n.lower().endswith(".shp"))
    data = {PurePosixPath(n).suffix.lower(): path.read_bytes() for n, path in parts.items()}
    read_layers([lay_out(name, data, folder / "shp0")], "shp", output)


def _read_one(name: str, path: Path, limits: dict[str, int], output: Any) -> None:
    from sharedground.intake.child.kinds import kind_of

    data = path.read_bytes()
    kind = kind_of(data)
    if kind == "zip":
        _read_zip(path, limits, output)
    elif kind == "ole":
        _read_ole(path, data, output)
    elif kind == "shp":
        raise Refused("file.parts_missing", ending=".dbf")
    elif kind == "text":
        from sharedground.intake.child.delimited import read_delimited

        read_delimited(data, output)
    else:
        _read_map(name, path, data, kind, output)


def _read_zip(path: Path, limits: dict[str, int], output: Any) -> None:
    from sharedground.intake.child.archive import Archive

    archive = Archive(path, limits["unzipped"], limits["ratio"])
    kind = archive.kind()
    if kind != "shp":
        from sharedground.intake.child.sheets import read_sheets

        read_sheets(path, kind, output)
        return
    from sharedground.intake.child.layers import read_layers
    from sharedground.intake.child.shapefile import lay_out

    sources = []
    for i, members in enumerate(archive.shapefiles().values()):
        name = PurePosixPath(members[".shp"].filename.replace("\\", "/")).stem
        data = {ending: archive.unpack(member) for ending, member in members.items()}
        sources.append(lay_out(name, data, path.parent / f"shp{i}"))
    read_layers(sources, "shp", output)


def _read_ole(path: Path, data: bytes, output: Any) -> None:
    """Read an old Excel file. A new one with a password is packed in the same container."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("file.password")
    from sharedground.intake.child.sheets import read_sheets

    read_sheets(path, "xls", output)


def _read_map(name: str, path: Path, data: bytes, kind: str, output: Any) -> None:
    from sharedground.intake.child.encoding import decode
    from sharedground.intake.child.layers import read_layers

    own = path.with_name(f"layer.{kind}")  # GDAL expects the usual ending
    if kind == "geojson":
        own.write_text(decode(data)[0].lstrip("\ufeff"), encoding="utf-8")
    else:
        path.rename(own)
    shown = PurePosixPath(name).stem if kind == "geojson" else ""
    read_layers([(shown, own)], kind, output)


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
