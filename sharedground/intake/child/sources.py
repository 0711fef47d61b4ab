"""What one upload holds: the files that tables are read from, whatever they were packed in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from sharedground.intake.child.archive import Archive, unpack_gzip
from sharedground.intake.child.hsds_tables import is_package, table_named
from sharedground.intake.child.kinds import kind_of
from sharedground.intake.child.refused import Refused
from sharedground.intake.child.shapefile import lay_out
from sharedground.intake.child.together import are_network

_ABOUT = re.compile(
    r"^(read.?me|licen[cs]e|copying|notice|metadata|about|terms|notes?|attribution|sources?|"
    r"datapackage|schema|changelog|manifest|style)\b", re.IGNORECASE,
)  # fmt: skip
"""How files are called that tell about the data beside them."""

_TOLD_ABOUT = frozenset([".txt", ".md", ".rst", ".json", ".xml", ".html", ".htm", ".qml", ".sld"])
_PICTURES = frozenset([".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".webp", ".bmp"])
_NO_WORKBOOK = ("WordDocument", "PowerPoint Document", "__substg1.0_")
"""Names inside files of Word, PowerPoint and Outlook, which begin like an old workbook."""

_OFFICE = ("xlsx", "xlsb", "ods")


@dataclass(frozen=True)
class Source:
    """A file that tables are read from.

    Parameters
    ----------
    name
        What to call it: its name without folder and ending.
    kind
        As `kind_of` says; of zips only workbooks are left, and "hsds" is the tables of a package.
    path
        Where it is, under a name of our own.
    tables
        Of a package, the file of each table by its name.
    """

    name: str
    kind: str
    path: Path
    tables: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True)
class Sources:
    """All sources of an upload, and the names of members that hold no table."""

    found: list[Source]
    left_out: list[str] = field(default_factory=list)


class Finder:
    """Looks into an upload and its packaging.

    Parameters
    ----------
    folder
        The child's own folder.
    limits
        ``unzipped``, ``ratio`` and ``tables``.
    """

    def __init__(self, folder: Path, limits: Mapping[str, int]) -> None:
        self.folder = folder
        self.limits = limits
        self._count = 0

    def find(self, parts: Mapping[str, Path]) -> Sources:
        """Return what the parts of one upload hold.

        Raises
        ------
        Refused
            The parts do not belong together, the file is of a kind that is not read, its packing
            is dangerous, or it is packed twice.
        """
        endings = {PurePosixPath(name).suffix.lower() for name in parts}
        if len(parts) > 1 and ".shp" in endings:
            return Sources([self._shapefile(parts)])
        if are_network(parts):
            found = [self._look(name, path.read_bytes(), packed=False)
                     for name, path in parts.items()]  # fmt: skip
            return Sources([source for each in found for source in each.found])
        if len(parts) > 1 or endings & {".dbf", ".shx", ".prj", ".cpg"}:
            raise Refused("file.parts_missing", ending=".shp")
        ((name, path),) = parts.items()
        return self._look(name, path.read_bytes(), packed=False)

    def _look(self, name: str, data: bytes, *, packed: bool) -> Sources:
        kind = kind_of(data)
        if kind == "gzip":
            if packed:
                raise Refused("file.nested", inner=name)
            inner = re.sub(r"\.t?gz(ip)?$", "", name, flags=re.IGNORECASE)
            whole = unpack_gzip(data, self.limits["unzipped"], self.limits["ratio"])
            return self._look(inner, whole, packed=True)
        if kind == "html" and packed and PurePosixPath(name).suffix.lower() != ".xls":
            raise Refused("file.kind_unknown", seems="web_page")  # it tells about the others
        if kind == "shp":
            raise Refused("file.parts_missing", ending=".dbf")
        if kind == "zip":
            return self._zip(name, data, packed=packed)
        if kind == "ole":
            kind = "xls"
            if any(name.encode("utf-16-le") in data for name in _NO_WORKBOOK):
                raise Refused("file.kind_unknown", seems="document")
            if "EncryptedPackage".encode("utf-16-le") in data:
                raise Refused("file.password")  # a new workbook with a password is packed so
        return Sources([Source(_stem(name), kind, self._store(data))])

    def _zip(self, name: str, data: bytes, *, packed: bool) -> Sources:
        path = self._store(data)
        archive = Archive(path, self.limits["unzipped"], self.limits["ratio"])
        kind = archive.kind()
        if kind in _OFFICE:
            return Sources([Source(_stem(name), kind, path)])
        if packed:
            raise Refused("file.nested", inner=name)
        return self._members(archive)

    def _members(self, archive: Archive) -> Sources:
        """Return the sources among the members of a zip; what holds no table is named."""
        found = [self._unpacked_shapefile(archive, each) for each in archive.shapefiles().values()]
        others = {member.filename.replace("\\", "/"): member for member in archive.others()}
        files = {file: archive.unpack(member) for file, member in others.items()}
        if package := self._package(files):
            return package
        left_out: list[str] = []
        refused: list[Refused] = []
        for file, data in files.items():
            if _tells_about(file, alone=len(files) + len(found) == 1):
                left_out.append(PurePosixPath(file).name)
                continue
            try:
                found += self._look(file, data, packed=True).found
            except Refused as no:
                if no.code not in ("file.kind_unknown", "file.empty"):
                    raise
                refused.append(no)
                left_out.append(PurePosixPath(file).name)
        if len(found) > self.limits["tables"]:
            raise Refused("file.too_many_tables", most=self.limits["tables"])
        if not found:
            raise refused[0] if len(refused) == 1 else Refused("file.kind_unknown", seems="zip")
        return Sources(found, [name for name in left_out if not _is_picture(name)])

    def _package(self, files: Mapping[str, bytes]) -> Sources | None:
        """Return the one source that the tables of an Open Referral package are, if they are."""
        named = {table_named(file): file for file in files if file.lower().endswith(".csv")}
        named.pop("", None)
        described = any(PurePosixPath(file).name == "datapackage.json" for file in files)
        if not is_package(set(named)) or not (described or "service_at_location" in named):
            return None
        tables = {table: self._store(files[file]) for table, file in named.items()}
        used = set(named.values())
        left_out = [PurePosixPath(file).name for file in files if file not in used]
        left_out = [name for name in left_out if name != "datapackage.json"]
        return Sources([Source("", "hsds", self.folder, tables)], left_out)

    def _shapefile(self, parts: Mapping[str, Path]) -> Source:
        name = next(n for n in parts if n.lower().endswith(".shp"))
        data = {PurePosixPath(n).suffix.lower(): part.read_bytes() for n, part in parts.items()}
        return self._lay_out(_stem(name), data)

    def _unpacked_shapefile(self, archive: Archive, members: Mapping[str, object]) -> Source:
        shp = members[".shp"]
        data = {ending: archive.unpack(member) for ending, member in members.items()}  # type: ignore[arg-type]
        return self._lay_out(_stem(shp.filename), data)  # type: ignore[attr-defined]

    def _lay_out(self, name: str, data: dict[str, bytes]) -> Source:
        self._count += 1
        called, path = lay_out(name, data, self.folder / f"shp{self._count}")
        return Source(called, "shp", path)

    def _store(self, data: bytes) -> Path:
        self._count += 1
        path = self.folder / f"source{self._count}.bin"
        path.write_bytes(data)
        return path


def _stem(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).stem


def _tells_about(file: str, *, alone: bool) -> bool:
    """Tell a member that describes the others, such as readme.txt, by its name."""
    path = PurePosixPath(file)
    if path.suffix.lower() in _PICTURES:
        return True
    return not alone and path.suffix.lower() in _TOLD_ABOUT and bool(_ABOUT.match(path.name))


def _is_picture(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in _PICTURES
