"""Bytes of a text file to text, whatever program wrote it.

Looked at: charset-normalizer, chardet, cchardet. charset-normalizer is kept for scripts
other than Latin; on short Western files its first guess is often a code page nobody uses,
so those are settled by rule.
"""

from __future__ import annotations

import codecs
import re

from sharedground.intake.child.refused import Refused

_MARKS = (  # the longer marks first: that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MIXED = ("utf-8", "cp1252", "mac_roman", "latin-1")
_WESTERN = re.compile(rb"[\x00-\x7f\x80\x85\x91-\x97\x99\xa0-\xfe]*")
"""Lines of letters and signs that Western European lists hold, in cp1252."""

_LOOK = 65_536
_OTHER_SCRIPTS = re.compile(
    r"cp125[1356]|cp86[24]|cp866|cp874|cp9\d\d|big5|gb|hz|euc|shift|johab|koi8|iso2022"
    r"|iso8859_[5678]|mac_(cyrillic|greek)|ptcp154|kz1048|tis"
)
_FEW = 12
"""Below this many bytes outside ASCII a guess at another script is not worth having."""


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding.

    Parameters
    ----------
    data
        The whole file.

    Returns
    -------
    tuple of str
        Text without a byte order mark, and a Python codec name such as "utf-8" or "cp1252".

    Raises
    ------
    Refused
        ``file.kind_unknown`` if the bytes are not text.
    """
    text, encoding, _ = decode_lines(data)
    return text, encoding


def decode_lines(data: bytes, asked: str = "") -> tuple[str, str, int]:
    """Return the text, its encoding, and how many lines are in another one.

    Lists that were pasted together from two programs hold both UTF-8 and an older encoding.
    Each line is then read on its own: as UTF-8 if it can be, for other encodings hardly ever
    form its sequences, else as the other encoding. With an encoding that a person asked for, the
    whole file is read in it.

    Raises
    ------
    Refused
        ``file.kind_unknown`` if the bytes are not text.
    """
    if asked:
        text = data.decode(asked, errors="replace").removeprefix("\ufeff")
        _must_be_text(text)
        return text, asked, 0
    encoding = _marked(data) or _by_zeros(data) or _by_trying(data)
    if encoding in _MIXED and not data.isascii() and not _fits(data, "utf-8"):
        text, mixed = _line_by_line(data, encoding)
    else:
        text, mixed = data.decode(encoding, errors="replace"), 0
    _must_be_text(text)
    return text, encoding, mixed


def _line_by_line(data: bytes, encoding: str) -> tuple[str, int]:
    """Return the text of lines in UTF-8 or `encoding` (cp1252 beside UTF-8), and the odd lines.

    Bytes that are a letter in neither stay as they are seen: as a sign of something lost.
    """
    other = "cp1252" if encoding == "utf-8" else encoding
    lines: list[str] = []
    high = {"utf-8": 0, other: 0}
    for line in data.splitlines(keepends=True):
        spoiled = encoding == "utf-8" and not _WESTERN.fullmatch(line)
        used = "utf-8" if spoiled or _fits(line, "utf-8") else other
        high[used] += not line.isascii()
        lines.append(line.decode(used, errors="replace"))
    return "".join(lines), min(high.values())


def _marked(data: bytes) -> str:
    return next((name for mark, name in _MARKS if data.startswith(mark)), "")


def _by_zeros(data: bytes) -> str:
    """Tell UTF-16 without a mark by the zero bytes beside its Latin letters."""
    head = data[:_LOOK]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half and odd > 0.3 * half and even < 0.02 * half:
        return "utf-16-le"
    return "utf-16-be" if half and even > 0.3 * half and odd < 0.02 * half else ""


def _by_trying(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "utf-8" if _nearly_utf8(data) else _one_byte(data)
    return "utf-8"


def _nearly_utf8(data: bytes) -> bool:
    """Tell UTF-8 with a few spoiled bytes: other encodings hardly ever form its sequences."""
    text = data.decode("utf-8", errors="replace")
    spoiled = text.count("�")
    good = sum(1 for _ in re.finditer(r"[^\x00-\x7f�]", text))
    return good > 20 * spoiled


def _one_byte(data: bytes) -> str:
    lines = re.split(rb"[\r\n]+", data)
    sample = b"\n".join(line for line in lines if not line.isascii())[:_LOOK]
    high = sum(byte > 127 for byte in sample)
    if high >= _FEW and (other := _other_script(sample)):
        return other
    old_mac = b"\r" in data and b"\n" not in data
    encoding = "mac_roman" if old_mac else "cp1252"
    return encoding if _fits(data, encoding) else "latin-1"


def _other_script(sample: bytes) -> str:
    from charset_normalizer import from_bytes  # most files never need it

    best = from_bytes(sample).best()
    return best.encoding if best and _OTHER_SCRIPTS.match(best.encoding) else ""


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _must_be_text(text: str) -> None:
    """Refuse pictures, programs and the like: one character in twenty is a control character."""
    head = text[:_LOOK]
    odd = len(re.findall(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]", head))
    if odd > max(8, 0.05 * len(head)):
        raise Refused("file.kind_unknown", seems="binary")
