"""The page What would help: new places, closures, longer hours, and what was kept of them."""
