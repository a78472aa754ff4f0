"""Answers that only the asker sees, and what becomes of them: shared with the channel, or taken away."""
