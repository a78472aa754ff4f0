"""The real bot process against the playground."""
