"""Start the command line: ``python -m sharedground``."""

import gc

# What is imported stays: looking through it for garbage again and again costs a fifth of the start.
gc.disable()

from sharedground.cli import main  # noqa: E402

gc.freeze()
gc.enable()

main(prog_name="python -m sharedground")
