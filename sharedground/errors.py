"""What can go wrong, as one family; each carries a stable code and says what to do."""

from __future__ import annotations

from sharedground.words import say


class SharedGroundError(Exception):
    """Something a person can mend. The message is written for them.

    Parameters
    ----------
    code
        Stable name of the fault, such as ``"file.unreadable"``. Scripts may rely on it.
    message
        What happened, where, and what to do: in plain words, already translated.
    details
        The values in the message, for tests and scripts.
    """

    def __init__(self, code: str, message: str, **details: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details


class FileRefusedError(SharedGroundError):
    """A file was not read, because it cannot be or must not be."""


class NothingUsableError(SharedGroundError):
    """A file was read, and no row of it can be used."""


class NotFoundError(SharedGroundError):
    """A place, vision, area or version that is not there."""


class StaleError(SharedGroundError):
    """Someone else saved a newer version first. Nothing was overwritten."""


class NotAllowedError(SharedGroundError):
    """Something that this person may not do."""


class InvalidVisionError(SharedGroundError):
    """A vision file or form that cannot be used as it is."""


class InvalidAnswersError(SharedGroundError):
    """Points or votes that cannot be used as they are."""


def not_allowed(role: str, needed: str) -> NotAllowedError:
    """Say who may do what was asked."""
    return NotAllowedError(
        "access.refused",
        say(
            "This needs the role of {needed}. You are here as {role}. Ask a facilitator.",
            role=role,
            needed=needed,
        ),
        role=role,
        needed=needed,
    )
