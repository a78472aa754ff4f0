"""What people do with an answer that stands: look behind it, ask for more, change or take back its question."""
