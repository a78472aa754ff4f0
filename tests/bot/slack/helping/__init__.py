"""Whom people ask where the coach cannot help."""
