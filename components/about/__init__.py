"""The page About the data: every list, what is missing, and what was done."""
