"""The zip of a partnership file, looked at with suspicion before anything in it is believed."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sharedground.partnership.faults import Faults
from sharedground.partnership.shape import FORMAT
from sharedground.partnership.write import DESCRIPTOR, PROFILE
from sharedground.words import say

Json = dict[str, Any]

_PATH: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)*")
_DESCRIPTOR_BYTES: Final = 5_000_000
_RATIO_FLOOR: Final = 50_000_000
"""Bytes. A file that unpacks to less does no harm, however well it was packed."""


@dataclass(frozen=True)
class Limits:
    """What a partnership file may cost. Each can be set as ``SHAREDGROUND_LIMIT_PACKAGE_<NAME>``.

    Parameters
    ----------
    bytes, unzipped
        Size of the zip, and of all that is in it.
    ratio
        Most times its own size that it may unpack to.
    members
        Files in the zip.
    cells
        Rows times columns of all tables together.
    """

    bytes: int = 200_000_000
    unzipped: int = 1_000_000_000
    ratio: int = 200
    members: int = 5_000
    cells: int = 50_000_000


def limits_from(environment: Mapping[str, str] = os.environ) -> Limits:
    """Return the limits, with those set in the environment changed; odd values are passed over."""
    texts = {
        name: environment.get(f"SHAREDGROUND_LIMIT_PACKAGE_{name.upper()}", "").strip()
        for name in ("bytes", "unzipped", "ratio", "members", "cells")
    }
    return Limits(**{name: int(text) for name, text in texts.items() if text.isdecimal()})


@dataclass(frozen=True)
class Opened:
    """A zip whose files are all listed, of the size and hash that the list says.

    Parameters
    ----------
    files
        Bytes by path.
    resources
        Descriptions by resource name.
    """

    descriptor: Json
    resources: dict[str, Json]
    files: dict[str, bytes]


def open_zip(content: bytes, limits: Limits, faults: Faults) -> Opened:
    """Read a zip into memory, within limits.

    Raises
    ------
    FileRefusedError
        With every fault that was found.
    """
    if len(content) > limits.bytes:
        faults.refuse("package.too_big", say("The file is larger than {n} MB.",
                                             n=limits.bytes // 1_000_000))  # fmt: skip
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        faults.refuse(
            "package.no_zip", say("It is not a partnership file: it is no zip, or it is damaged."),
            say("Ask for it again."),
        )  # fmt: skip
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        _check_members(members, len(content), limits, faults)
        files = _read(archive, members, faults)
    descriptor = _descriptor(files, faults)
    resources = _resources(descriptor, faults)
    _check_files(resources, files, faults)
    return Opened(descriptor, resources, files)


def _check_members(
    members: list[zipfile.ZipInfo], packed: int, limits: Limits, faults: Faults
) -> None:
    if len(members) > limits.members:
        faults.refuse("package.too_many", say("It holds more than {n} files.", n=limits.members))
    total = sum(member.file_size for member in members)
    if total > limits.unzipped or total > max(limits.ratio * packed, _RATIO_FLOOR):
        faults.refuse(
            "package.bomb", say("It would unpack to {n} MB, which is too much.",
                                n=total // 1_000_000),
        )  # fmt: skip
    seen: set[str] = set()
    for member in members:
        name = member.filename
        if stat.S_ISLNK(member.external_attr >> 16) or not _PATH.fullmatch(name):
            faults.add("package.path", say("A file in it has a name that may not be: {name}.",
                                           name=name[:80]), value=name)  # fmt: skip
        elif name.casefold() in seen:
            faults.add("package.twice", say("{name} is in it twice.", name=name), value=name)
        if member.flag_bits & 1:
            faults.add("package.locked", say("{name} is locked with a password.", name=name[:80]))
        seen.add(name.casefold())
    faults.stop()


def _read(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], faults: Faults
) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for member in members:
        try:
            with archive.open(member) as stream:
                content = stream.read(member.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError,
                RuntimeError, ValueError):  # fmt: skip
            faults.add("package.damaged", say("{name} is damaged.", name=member.filename),
                       fix=say("Ask for the file again."))  # fmt: skip
            continue
        files[member.filename] = content
    faults.stop()
    return files


def _descriptor(files: Mapping[str, bytes], faults: Faults) -> Json:
    content = files.get(DESCRIPTOR)
    if content is None or len(content) > _DESCRIPTOR_BYTES:
        faults.refuse(
            "package.no_descriptor",
            say("It is not a partnership file: it has no {name}.", name=DESCRIPTOR),
        )
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    own = found.get("sharedground") if isinstance(found, dict) else None
    if not isinstance(found, dict) or not isinstance(own, dict):
        faults.refuse("package.not_ours", say("{name} is not one that Shared Ground writes.",
                                              name=DESCRIPTOR))  # fmt: skip
    made = own.get("format")
    if not isinstance(made, int) or made > FORMAT or found.get("$schema") != PROFILE:
        faults.refuse(
            "package.newer", say("It was made by another version of Shared Ground."),
            say("Bring this one up to date, then open the file again."),
        )  # fmt: skip
    return found


def _resources(descriptor: Json, faults: Faults) -> dict[str, Json]:
    listed = descriptor.get("resources")
    found: dict[str, Json] = {}
    for one in listed if isinstance(listed, list) else []:
        texts = isinstance(one, dict) and all(
            isinstance(one.get(name), str) for name in ("name", "path", "hash")
        )
        if not texts or not isinstance(one.get("bytes"), int) or one["name"] in found:
            faults.add("package.resource", say("{name} lists a file without a name, path, size or "
                                               "hash, or twice.", name=DESCRIPTOR))  # fmt: skip
            continue
        found[one["name"]] = one
    if not found:
        faults.add("package.empty", say("{name} lists no files.", name=DESCRIPTOR))
    faults.stop()
    return found


def _check_files(resources: Mapping[str, Json], files: Mapping[str, bytes], faults: Faults) -> None:
    listed = {one["path"] for one in resources.values()}
    for path in sorted(set(files) - listed - {DESCRIPTOR}):
        faults.add("package.unlisted", say("It holds {name}, which is not listed.", name=path))
    for one in resources.values():
        path = one["path"]
        content = files.get(path)
        if content is None:
            faults.add("package.missing", say("{name} is listed, but is not there.",
                                              name=path[:80]))  # fmt: skip
        elif (
            one["bytes"] != len(content)
            or one["hash"] != f"sha256:{hashlib.sha256(content).hexdigest()}"
        ):
            faults.add(
                "package.hash", say("{name} was changed after the file was made.", name=path),
                fix=say("Ask for the file again."), value=path,
            )  # fmt: skip
    faults.stop()
