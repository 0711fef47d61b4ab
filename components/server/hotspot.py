"""`./run --hotspot`: opens the app to the network of the room, behind a passphrase."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Sequence
from typing import Final

from components.server import address
from sharedground.store.rounds import ALPHABET

_LETTERS: Final = 8
_PORT: Final = "--server.port"


def new_passphrase() -> str:
    """Return a passphrase that is easy to read out: 39 bits, and few tries for each browser."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(_LETTERS))
    return f"{drawn[:4]}-{drawn[4:]}"


def set_up(arguments: Sequence[str]) -> dict[str, str]:
    """Return the settings of a server in hotspot mode; what the environment names stays."""
    usual = {
        "SHAREDGROUND_PASSPHRASE": new_passphrase(),
        "STREAMLIT_SERVER_ADDRESS": "0.0.0.0",  # the gate keeps all but `/j` to who may
        # Streamlit's list is fixed at the start, and the network may change: the gate looks.
        "STREAMLIT_SERVER_ALLOWED_HOSTS": "*",
        "STREAMLIT_SERVER_PORT": "8501",
        # Streamlit's own greeting asks a site outside for this machine's address; ours does not.
        "STREAMLIT_LOGGER_HIDE_WELCOME_MESSAGE": "true",
    }
    given = {name: value for name in usual if (value := os.environ.get(name, ""))}
    port = _port(arguments)
    return usual | given | ({"STREAMLIT_SERVER_PORT": port} if port else {})


def _port(arguments: Sequence[str]) -> str:
    for at, word in enumerate(arguments):
        if word == _PORT and at + 1 < len(arguments):
            return arguments[at + 1]
        if word.startswith(f"{_PORT}="):
            return word.partition("=")[2]
    return ""


def told(passphrase: str, port: str) -> str:
    """Return what the person who starts the app reads."""
    found = [address.named(), *(f"http://{each}:{port}" for each in address.of_this_machine())]
    bases = [each for each in found if each]
    lines = [f"  On this computer:  http://localhost:{port}"]
    lines += [f"  Phones join at:    {each}/j" for each in bases]
    lines += [f"  Other computers:   {bases[0]}"] if bases else []
    lines += [f"  Their passphrase:  {passphrase}"]
    if not bases:
        lines += ["  This computer is in no network yet. Join the wifi of the room, or switch on a "
                  "hotspot."]  # fmt: skip
    return "\n".join(["", *lines, ""])


def main(arguments: Sequence[str]) -> None:
    """Say the addresses and become the server."""
    os.environ.update(set_up(arguments))
    port = os.environ["STREAMLIT_SERVER_PORT"]
    print(told(os.environ["SHAREDGROUND_PASSPHRASE"], port), flush=True)  # noqa: T201
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *arguments]
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main(sys.argv[1:])
