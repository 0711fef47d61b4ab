"""The pages on which a partnership makes its vision together."""
