"""From files to named places: reading, recognising columns, locating, checking."""
