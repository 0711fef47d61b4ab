"""Start the command line: ``python -m sharedground``."""

from sharedground.cli import main

main(prog_name="python -m sharedground")
