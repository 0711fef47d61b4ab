"""Finding the row of headings below titles and above data."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from statistics import median

Row = tuple[int, list[str]]
"""Row number as a person sees it (from 1), and its cells."""

LOOK_AHEAD = 60
"""Rows that are not empty looked at to find the headings."""

_DEEPEST = 30
_GROUPS = 2
"""Rows of groups that may stand over the headings, the first of them counted."""
_FOLLOWING = 10

# What a heading hardly ever is, and a value often is. Whole numbers are left out: years and
# single ages are headings.
_VALUE = re.compile(
    r"""
      [-+]?\d+[.]\d+                                  # 53.41
    | [-+]?\d{1,3}(,\d{3})+([.]\d+)?                  # 2,666
    | \d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?        # 2021-03-21, 21/03/2021
    | [A-Z]{1,2}\d[A-Z\d]?\s+\d[A-Z]{2}               # M33 7AB, but not the heading WD22CD
    | [EWSNK]\d{8}                                    # E01006074
    | [^\s@]+@[^\s@]+[.][a-z]+                        # name@example.org
    | (https?://|www[.])\S+
    | .{121,}                                         # a paragraph
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_WHOLE = re.compile(r"[-+]?\d+")


def find_heading(sample: Sequence[Row], merged: Collection[int] = ()) -> int | None:
    """Return where in `sample` the headings are, or None if no row looks like headings.

    Parameters
    ----------
    sample
        The first rows that are not empty, at most `LOOK_AHEAD`.
    merged
        Row numbers with cells merged sideways. Such rows group the headings below them or are
        titles, so they are taken only if no other will do or none is near.

    Returns
    -------
    int or None
        Index into `sample`. The row has about as many filled cells as the rows below it,
        most of them different, at least one of them words, and hardly any of them values
        (decimals, dates, postcodes, links).
    """
    filled = [[cell for cell in cells if cell.strip()] for _, cells in sample]
    likely = [
        i
        for i in range(min(len(sample), _DEEPEST))
        if _looks_like_headings(filled, i) and not _is_like_its_neighbours(sample, i)
    ]
    plain = [i for i in likely if sample[i][0] not in merged]
    if not likely or not plain:
        return next(iter(likely), None)
    # a merged row gives way to the headings that it groups, never to a row of the list further down
    return plain[0] if plain[0] - likely[0] <= _GROUPS else likely[0]


def _is_like_its_neighbours(sample: Sequence[Row], i: int) -> bool:
    """Tell a row of data in a list without headings: it holds a postcode where others hold one."""
    others = [cells for _, cells in sample[max(0, i - _FOLLOWING) : i + 1 + _FOLLOWING]
              if cells is not sample[i][1]]  # fmt: skip
    for column, cell in enumerate(sample[i][1]):
        if not _VALUE.fullmatch(cell.strip()):
            continue
        beside = [cells[column].strip() for cells in others if column < len(cells)]
        told = [text for text in beside if text]
        if told and sum(1 for text in told if _VALUE.fullmatch(text)) > 0.5 * len(told):
            return True
    return False


def _looks_like_headings(filled: list[list[str]], i: int) -> bool:
    cells = [cell.strip() for cell in filled[i]]
    below = [len(row) for row in filled[i + 1 : i + 1 + _FOLLOWING]]
    typical = median(below) if below else len(cells)
    values = sum(1 for cell in cells if _VALUE.fullmatch(cell))
    words = sum(1 for cell in cells if not (_VALUE.fullmatch(cell) or _WHOLE.fullmatch(cell)))
    distinct = len({cell.casefold() for cell in cells})
    return (
        len(cells) >= 0.6 * typical
        and distinct >= 0.5 * len(cells)
        and values <= 0.2 * len(cells)
        and words >= 1
    )


def rows_like(sample: Sequence[Row], heading: Sequence[str]) -> list[int]:
    """Return the numbers of rows above the headings that are filled as rows of the list are."""
    told = sum(1 for cell in heading if cell)
    wide = [n for n, cells in sample if sum(1 for c in cells if c.strip()) >= max(0.5 * told, 2)]
    return wide if len(wide) > _GROUPS else []


def joined_headings(sample: Sequence[Row], at: int) -> tuple[int, int, list[str]]:
    """Return headings that stand in two rows as one: a group above, what belongs to it below.

    Parameters
    ----------
    sample
        The first rows that are not empty.
    at
        Where the headings are, as `find_heading` found them.

    Returns
    -------
    tuple
        Where the first and the last row of headings are, and the headings. A heading that stands
        in the upper row only is taken from there; one that comes several times in the lower row
        gets its group before it ("Monday Open").
    """
    if _continues(sample, at):
        return at, at + 1, _joined(sample[at][1], sample[at + 1][1])
    row = [cell.strip() for cell in sample[at][1]]
    if at == 0 or sample[at - 1][0] != sample[at][0] - 1:
        return at, at, row
    upper = [cell.strip() for cell in sample[at - 1][1]]
    filled = [i for i, cell in enumerate(upper) if cell]
    told = [cell.casefold() for cell in row if cell]
    alone = any(i >= len(row) or not row[i] for i in filled)
    if len(filled) < 2 or not (alone or len(set(told)) < len(told)):
        return at, at, row
    return at - 1, at, _joined(upper, row)


def _continues(sample: Sequence[Row], at: int) -> bool:
    """Tell a second row of headings: it fills what the first left open, not what rows fill."""
    if at + 2 >= len(sample) or sample[at + 1][0] != sample[at][0] + 1:
        return False
    upper, lower = sample[at][1], sample[at + 1][1]
    width = max(len(upper), len(lower))
    # a heading merged downwards stands in both rows, and counts as in the upper one only
    lower = ["" if _at(lower, i) == _at(upper, i) else _at(lower, i) for i in range(width)]
    below = [cells for _, cells in sample[at + 2 : at + 2 + _FOLLOWING]]
    filled = [i for i in range(width) if _at(lower, i)]
    if not filled or any(_VALUE.fullmatch(lower[i]) or _WHOLE.fullmatch(lower[i]) for i in filled):
        return False
    opened = [i for i in filled if not _at(upper, i)]
    grouped = all(not _at(upper, i) or i + 1 in opened for i in filled)
    named = [i for i in range(width) if _at(upper, i) and not _at(lower, i)]
    held = any(sum(bool(_at(cells, i)) for cells in below) > 0.8 * len(below) for i in named)
    return bool(opened) and grouped and held


def _at(cells: Sequence[str], i: int) -> str:
    return cells[i].strip() if i < len(cells) else ""


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    width = max(len(upper), len(lower))
    told = [_at(lower, i).casefold() for i in range(width)]
    joined: list[str] = []
    group = ""
    for i in range(width):
        group = _at(upper, i) or group
        own = _at(lower, i)
        several = told.count(told[i]) > 1
        joined.append(f"{group} {own}".strip() if own and several else own or _at(upper, i))
    return joined
