"""The pages of a meeting: the story on a big screen, and what is taken home of it."""
