"""A QR code holds the whole address, dark on white, with room around it."""

import html
import re
from urllib.parse import unquote

import segno

from components.agree import qr

ADDRESS = "http://192.168.1.20:8501/j/AbCdEfGhIjKlMnOpQrStUv"


def drawn(picture: str) -> str:
    return unquote(re.search(r'src="data:image/svg\+xml,([^"]+)"', picture)[1])


def dark_modules(svg: str) -> set[tuple[int, int]]:
    """Read the strokes of the picture: (row, column) of every dark square."""
    found: set[tuple[int, int]] = set()
    x = y = 0.0
    path = re.search(r'stroke="#000" d="([^"]+)"', svg)[1]
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(each) for each in numbers.split()]
        if command == "h":
            found |= {(int(y), int(x) + step) for step in range(int(values[0]))}
            x += values[0]
        else:
            x, y = values if command == "M" else (x + values[0], y + values[1])
    return found


def test_every_square_of_the_code_is_drawn_where_it_belongs() -> None:
    code = segno.make(ADDRESS, error="M", micro=False, boost_error=False)
    wanted = {
        (row + qr.QUIET, column + qr.QUIET)
        for row, line in enumerate(code.matrix)
        for column, dark in enumerate(line)
        if dark
    }
    assert dark_modules(drawn(qr.picture(ADDRESS, ""))) == wanted


def test_there_is_white_around_it_in_both_looks() -> None:
    shown = qr.picture(ADDRESS, "")
    size = len(segno.make(ADDRESS, error="M", micro=False).matrix) + 2 * qr.QUIET
    assert f'viewBox="0 0 {size} {size}"' in drawn(shown)
    assert f'fill="#fff" d="M0 0h{size}v{size}h-{size}z"' in drawn(shown)
    assert "background:#fff" in shown


def test_the_words_in_its_place_are_only_words() -> None:
    shown = qr.picture(ADDRESS, 'Join at "<b>')
    assert "<b>" not in shown
    assert html.unescape(re.search(r'alt="([^"]*)"', shown)[1]) == 'Join at "<b>'
