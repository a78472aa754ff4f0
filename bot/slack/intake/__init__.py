"""From an event to a question that is on disk and gets its turn."""
