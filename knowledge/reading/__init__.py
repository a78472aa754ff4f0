"""Files of staff become clean text with structure, whatever is in them, and never harm the process that asks."""
