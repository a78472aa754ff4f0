"""Staff refresh the knowledge from Slack: a plan as a card, then publish, discard, undo."""
