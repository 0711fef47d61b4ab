"""The page Add data: choose a file, see how it was read, mend, save."""
