"""Keeping places, their data and their visions: SQLAlchemy Core on SQLite or PostgreSQL."""
