"""Zip files: checked before anything is unpacked, and unpacked under names of our own."""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from sharedground.intake.child.refused import Refused

PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_RATIO_FLOOR = 10_000_000
"""Bytes. A file that unpacks to less does no harm, however well it was packed."""

_MARKERS = (  # a member's name (start) and what it shows the zip to be
    ("xl/workbook.bin", "xlsb"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/", "xlsx"),
    ("word/", "document"),
    ("ppt/", "document"),
)
_CLUTTER = frozenset(["thumbs.db", "desktop.ini"])


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
        if total > most_unpacked(packed, unzipped, ratio):
            raise Refused("file.zip_bomb", megabytes=total // 1_000_000)
        for member in self.members:
            if stat.S_ISLNK(member.external_attr >> 16):
                raise Refused("file.names_other_files")
            if _leaves(member.filename):
                raise Refused("file.leaves_folder")
            if member.flag_bits & 1:
                raise Refused("file.password")

    def kind(self) -> str:
        """Return "xlsx", "xlsb", "ods" by the members, or "zip" for a folder of files.

        Raises
        ------
        Refused
            ``file.kind_unknown`` for a document or a geodatabase; ``file.password``.
        """
        names = [member.filename.lower() for member in self.members]
        if self._text("mimetype").startswith("application/vnd.oasis.opendocument.spreadsheet"):
            if "encryption-data" in self._text("META-INF/manifest.xml"):
                raise Refused("file.password")
            return "ods"
        seems = next((k for m, k in _MARKERS if any(n.startswith(m) for n in names)), "zip")
        if any(".gdb/" in name for name in names) and not self.shapefiles():
            seems = "geodatabase"
        if seems in ("document", "geodatabase"):
            raise Refused("file.kind_unknown", seems=seems)
        return seems

    def shapefiles(self) -> dict[str, dict[str, zipfile.ZipInfo]]:
        """Return the members of each shapefile by ending, under its name without folders."""
        found: dict[str, dict[str, zipfile.ZipInfo]] = {}
        for member in self.members:
            path = _path(member)
            ending = path.suffix.lower()
            if ending in PARTS and not _is_clutter(path):
                found.setdefault(_key(path), {})[ending] = member
        return {key: parts for key, parts in found.items() if ".shp" in parts}

    def others(self) -> list[zipfile.ZipInfo]:
        """Return the members that are neither shapefiles, nor beside one, nor clutter."""
        beside = tuple(f"{key}." for key in self.shapefiles())
        return [
            member
            for member in self.members
            if not _is_clutter(_path(member))
            and not str(_path(member)).casefold().startswith(beside or ("\x00",))
        ]

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

    def _text(self, name: str) -> str:
        """Return a member's text, "" if there is none of that name."""
        named = [member for member in self.members if member.filename == name]
        return self.unpack(named[0]).decode("latin-1") if named else ""


def most_unpacked(packed: int, unzipped: int, ratio: int) -> int:
    """Return how many bytes a packed file of a size may unpack to."""
    return min(unzipped, max(ratio * packed, _RATIO_FLOOR))


def unpack_gzip(data: bytes, unzipped: int, ratio: int) -> bytes:
    """Return what a gzip file holds.

    Raises
    ------
    Refused
        ``file.zip_bomb`` before more than is allowed is held; ``file.unreadable``.
    """
    most = most_unpacked(len(data), unzipped, ratio)
    parts: list[bytes] = []
    left = most
    while data.startswith(b"\x1f\x8b"):  # a file may be several, one after the other
        unpacker = zlib.decompressobj(31)
        try:
            parts.append(unpacker.decompress(data, left + 1))
        except zlib.error as fault:
            raise Refused("file.unreadable", why=str(fault)[:200]) from fault
        left -= len(parts[-1])
        if left < 0:
            raise Refused("file.zip_bomb", megabytes=most // 1_000_000)
        if not unpacker.eof:
            raise Refused("file.unreadable", why="the packed file is cut short")
        data = unpacker.unused_data
    return b"".join(parts)


def _path(member: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(member.filename.replace("\\", "/"))


def _key(path: PurePosixPath) -> str:
    return str(path.with_suffix("")).casefold()


def _is_clutter(path: PurePosixPath) -> bool:
    """Tell what systems put into zips unasked."""
    hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return hidden or path.name.lower() in _CLUTTER


def _leaves(name: str) -> bool:
    """Tell whether a member's name points out of the zip's own folder."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or name[1:2] == ":"
