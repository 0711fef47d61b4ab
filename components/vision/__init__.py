"""The page Our vision: what was agreed, and changing it."""
