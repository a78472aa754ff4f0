"""From a question to the messages of its answer."""
