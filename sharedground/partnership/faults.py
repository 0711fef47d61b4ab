"""What is wrong with a partnership file: all of it is gathered, then said at once."""

from __future__ import annotations

from typing import Final, NoReturn

from sharedground.errors import FileRefusedError
from sharedground.model.report import Fault
from sharedground.words import say, say_many

SHOWN: Final = 8
MOST: Final = 200
"""Faults that are gathered; a file with more is not worth more time."""


class Faults:
    """Gathers faults while a file is looked at."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.listed: list[Fault] = []

    def add(
        self, code: str, reason: str, *, fix: str = "", row: int | None = None, column: str = "",
        value: object = "",
    ) -> None:  # fmt: skip
        """Note one fault; what comes after `MOST` of them is passed over."""
        if len(self.listed) < MOST:
            shown = str(value)[:80]
            self.listed.append(
                Fault(code=code, reason=reason, fix=fix, row=row, column=column, value=shown)
            )

    @property
    def full(self) -> bool:
        """Whether so many were found that there is no need to look for more."""
        return len(self.listed) >= MOST

    def stop(self) -> None:
        """Refuse the file if anything was found.

        Raises
        ------
        FileRefusedError
            "package.faults", or the one code there is; every fault in `details["faults"]`.
        """
        if self.listed:
            self._refuse()

    def refuse(self, code: str, reason: str, fix: str = "") -> NoReturn:
        """Refuse the file for this and all that was found before."""
        self.add(code, reason, fix=fix)
        self._refuse()

    def _refuse(self) -> NoReturn:
        told = [f"{fault.reason} {fault.fix}".strip() for fault in self.listed]
        lines = list(dict.fromkeys(told))
        more = len(lines) - SHOWN
        if more > 0:
            lines = lines[:SHOWN]
            lines.append(say_many("And {n} more.", "And {n} more.", more))
        codes = {fault.code for fault in self.listed}
        raise FileRefusedError(
            codes.pop() if len(codes) == 1 else "package.faults",
            say("{file} was not opened, and nothing was changed. {faults}", file=self.file,
                faults=" ".join(lines)),
            faults=tuple(self.listed),
        )  # fmt: skip
