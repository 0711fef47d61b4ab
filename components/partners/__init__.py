"""The page Partners: who they are, and what their places serve."""
