"""Answers that only the asker sees."""
