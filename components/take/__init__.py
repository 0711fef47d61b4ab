"""What people take away: exports, templates to fill in, and the whole place in one file."""
