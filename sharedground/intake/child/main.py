"""The child process: limit itself, read one file, write what was found.

Run as ``python -I main.py`` in a folder of its own that holds ``job.json`` and the file's
parts. It writes ``result.json`` and Arrow files there. It never unpickles, and the parent
believes nothing but those files.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))  # -I leaves out our own folder

from sharedground.intake.child.lean import stay_lean
from sharedground.intake.child.refused import OUT_OF_MEMORY, Refused

if TYPE_CHECKING:
    from sharedground.intake.child.output import Output

Reader = Callable[["Output"], None]


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
        ``parts``: pairs of original name and the name in `folder`; ``limits``.
    folder
        Where the parts are and the results go.
    """
    limits = job["limits"]
    parts = {name: folder / stored for name, stored in job["parts"]}
    reader = _reader_for(parts, limits)  # most refusals come here, before the slow imports
    from sharedground.intake.child.output import Ceiling, Output

    output = Output(folder, Ceiling(limits["cells"], limits["columns"]))
    reader(output)
    if not output.tables:
        raise Refused("file.empty")
    output.save()


def _reader_for(parts: dict[str, Path], limits: dict[str, int]) -> Reader:
    """Return what reads these parts, by their contents, or refuse them."""
    endings = {PurePosixPath(name).suffix.lower() for name in parts}
    if len(parts) > 1 and ".shp" in endings:
        return _shapefile(parts)
    if len(parts) > 1 or endings & {".dbf", ".shx", ".prj", ".cpg"}:
        raise Refused("file.parts_missing", ending=".shp")
    from sharedground.intake.child.kinds import kind_of

    ((name, path),) = parts.items()
    data = path.read_bytes()
    kind = kind_of(data)
    if kind == "shp":
        raise Refused("file.parts_missing", ending=".dbf")
    if kind == "zip":
        return _zip(path, limits)
    if kind == "ole":
        return _old_workbook(path, data)
    return _text(data) if kind == "text" else _map(name, path, data, kind)


def _text(data: bytes) -> Reader:
    def reader(output: Output) -> None:
        from sharedground.intake.child.delimited import read_delimited

        read_delimited(data, output)

    return reader


def _workbook(path: Path, kind: str) -> Reader:
    def reader(output: Output) -> None:
        from sharedground.intake.child.sheets import read_sheets

        read_sheets(path, kind, output)

    return reader


def _layers(sources: list[tuple[str, Path]], kind: str) -> Reader:
    def reader(output: Output) -> None:
        from sharedground.intake.child.layers import read_layers

        read_layers(sources, kind, output)

    return reader


def _shapefile(parts: dict[str, Path]) -> Reader:
    from sharedground.intake.child.shapefile import lay_out

    name, path = next((n, p) for n, p in parts.items() if n.lower().endswith(".shp"))
    data = {PurePosixPath(n).suffix.lower(): part.read_bytes() for n, part in parts.items()}
    return _layers([lay_out(PurePosixPath(name).stem, data, path.parent / "shp0")], "shp")


def _zip(path: Path, limits: dict[str, int]) -> Reader:
    from sharedground.intake.child.archive import Archive
    from sharedground.intake.child.shapefile import lay_out

    archive = Archive(path, limits["unzipped"], limits["ratio"])
    kind = archive.kind()
    if kind != "shp":
        return _workbook(path, kind)
    sources = []
    for i, members in enumerate(archive.shapefiles().values()):
        name = PurePosixPath(members[".shp"].filename.replace("\\", "/")).stem
        data = {ending: archive.unpack(member) for ending, member in members.items()}
        sources.append(lay_out(name, data, path.parent / f"shp{i}"))
    return _layers(sources, "shp")


def _old_workbook(path: Path, data: bytes) -> Reader:
    """Read an old Excel file. A new one with a password is packed in the same container."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("file.password")
    return _workbook(path, "xls")


def _map(name: str, path: Path, data: bytes, kind: str) -> Reader:
    """Read GeoJSON or a GeoPackage, under the ending that GDAL expects."""
    own = path.with_name(f"layer.{kind}")
    if kind == "gpkg":
        path.rename(own)
        return _layers([("", own)], kind)
    from sharedground.intake.child.encoding import decode

    own.write_text(decode(data)[0].lstrip("\ufeff"), encoding="utf-8")
    return _layers([(PurePosixPath(name).stem, own)], kind)


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
