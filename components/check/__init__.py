"""The page on which people keep what is listed right."""
