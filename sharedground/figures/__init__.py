"""Pictures to take away: drawn as a few plain marks, then written as SVG or PNG."""
