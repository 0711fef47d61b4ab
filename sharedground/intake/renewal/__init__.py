"""The next version of a list: which list it renews, which rows are of one thing, what differs."""
