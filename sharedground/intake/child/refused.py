"""How the child says that it will not, or cannot, read a file."""

from __future__ import annotations

OUT_OF_MEMORY = 77
"""Exit status that tells the parent what happened when there is no memory left to say it."""


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """A file that is not read. The parent turns the code into a sentence.

    Parameters
    ----------
    code
        Stable name such as ``"file.zip_bomb"``.
    details
        Values for the sentence; text and whole numbers only, as they travel as JSON.
    """

    def __init__(self, code: str, **details: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.details = details
