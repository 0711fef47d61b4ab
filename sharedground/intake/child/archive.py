"""Zip files: checked before anything is unpacked, and unpacked under names of our own."""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from sharedground.intake.child.kinds import names_elsewhere
from sharedground.intake.child.refused import Refused

PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_CHUNK = 1 << 20
_RATIO_FLOOR = 10_000_000
"""Bytes. A file that unpacks to less does no harm, however well it was packed."""

_MARKERS = (  # a member's name (start) and what it shows the zip to be
    ("xl/workbook.bin", "xlsb"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/", "xlsx"),
    ("word/", "document"),
    ("ppt/", "document"),
    ("doc.kml", "kml"),
)


class Archive:
    """A zip file whose list of members has been found harmless.

    Parameters
    ----------
    path
        The zip.
    unzipped, ratio
        Most bytes all members may unpack to, and most times their packed size.
    """

    def __init__(self, path: Path, unzipped: int, ratio: int) -> None:
        self.most = self.left = unzipped
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
            raise Refused("file.unreadable", why=str(fault)[:200]) from fault
        self.members = [m for m in self.zip.infolist() if not m.is_dir()]
        self._check(path.stat().st_size, unzipped, ratio)

    def _check(self, packed: int, unzipped: int, ratio: int) -> None:
        if not self.members:
            raise Refused("file.empty")
        total = sum(member.file_size for member in self.members)
        if total > unzipped or total > max(ratio * packed, _RATIO_FLOOR):
            raise Refused("file.zip_bomb", megabytes=total // 1_000_000)
        for member in self.members:
            if stat.S_ISLNK(member.external_attr >> 16) or _leaves(member.filename):
                raise Refused("file.names_other_files")
            if member.flag_bits & 1:
                raise Refused("file.password")

    def kind(self) -> str:
        """Return "xlsx", "xlsb", "ods" or "shp" by the members, or refuse."""
        names = [member.filename.lower() for member in self.members]
        if self._mime_type().startswith("application/vnd.oasis.opendocument.spreadsheet"):
            return "ods"
        seems = next((k for m, k in _MARKERS if any(n.startswith(m) for n in names)), "")
        if seems in ("xlsx", "xlsb"):
            return seems
        if self.shapefiles():
            return "shp"
        if any(names_elsewhere(self._start(member)) for member in self.members[:50]):
            raise Refused("file.names_other_files")
        if any(".gdb/" in name for name in names):
            seems = "geodatabase"
        raise Refused("file.kind_unknown", seems=seems or "zip")

    def shapefiles(self) -> dict[str, dict[str, zipfile.ZipInfo]]:
        """Return the members of each shapefile by ending, under its name without folders."""
        found: dict[str, dict[str, zipfile.ZipInfo]] = {}
        for member in self.members:
            path = PurePosixPath(member.filename.replace("\\", "/"))
            ending = path.suffix.lower()
            if ending in PARTS and path.parts[0] != "__MACOSX" and not path.name.startswith("._"):
                found.setdefault(str(path.with_suffix("")).casefold(), {})[ending] = member
        return {key: parts for key, parts in found.items() if ".shp" in parts}

    def unpack(self, member: zipfile.ZipInfo) -> bytes:
        """Return a member's bytes; one larger than its listing says is not believed."""
        try:
            with self.zip.open(member) as stream:
                data = stream.read(min(member.file_size, self.left) + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as fault:
            raise Refused("file.unreadable", why=str(fault)[:200]) from fault
        self.left -= len(data)
        if self.left < 0:
            raise Refused("file.zip_bomb", megabytes=(self.most - self.left) // 1_000_000)
        return data

    def _start(self, member: zipfile.ZipInfo) -> bytes:
        with self.zip.open(member) as stream:
            return stream.read(4096)

    def _mime_type(self) -> str:
        named = [member for member in self.members if member.filename == "mimetype"]
        return self._start(named[0]).decode("latin-1") if named else ""


def _leaves(name: str) -> bool:
    """Tell whether a member's name points out of the zip's own folder."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or name[1:2] == ":"
