"""The page Strengths and gaps: what serves, where it is enough, where not, and why."""
