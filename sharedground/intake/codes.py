"""Area codes as people write them, text or number, padded or not, joined to a place's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

GSS = re.compile(r"^[EWSNKJLM]\d{8}$")
"""Codes of the Government Statistical Service, such as E01006074."""

_WHOLE = re.compile(r"^(\d+)\.0+$")


def plain_code(text: str) -> str:
    """Return a code without padding, decimals or case: "01", "1.0" and "1" are one code."""
    code = _WHOLE.sub(r"\1", text.strip().upper())
    return code.lstrip("0") or "0" if code.isdigit() else code


class AreaCodes:
    """The codes and names of a place's areas, joined to by what a file holds.

    Parameters
    ----------
    areas
        Area code to area name.
    """

    def __init__(self, areas: Mapping[str, str]) -> None:
        self.codes = tuple(areas)
        self._exact = set(areas)
        self._plain = _unambiguous((plain_code(code), code) for code in areas)
        self._names = _unambiguous(
            (name.strip().casefold(), code) for code, name in areas.items() if name.strip()
        )

    def __len__(self) -> int:
        return len(self.codes)

    def match(self, cells: pd.Series[str], *, names: bool = False) -> NDArray[np.object_]:
        """Return the place's own code for each cell, "" where there is none.

        Parameters
        ----------
        cells
            Codes as read.
        names
            Join by area name instead of by code.
        """
        join = self._by_name if names else self._by_code
        texts = cells.tolist()
        found = {text: join(text) for text in dict.fromkeys(texts)}
        return np.array([found[text] for text in texts], dtype=object)

    def _by_code(self, text: str) -> str:
        stripped = text.strip()
        return stripped if stripped in self._exact else self._plain.get(plain_code(text), "")

    def _by_name(self, text: str) -> str:
        return self._names.get(text.strip().casefold(), "")


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Map keys to codes, leaving out keys that stand for more than one code."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for key, code in pairs:
        if key in found and found[key] != code:
            twice.add(key)
        found[key] = code
    return {key: code for key, code in found.items() if key not in twice}
