"""How the fictional town of Larrowby is made up: ground, people, places, files."""

import os

# The files are kept byte for byte: with lxml, which slides need, openpyxl writes other bytes.
os.environ["OPENPYXL_LXML"] = "False"
