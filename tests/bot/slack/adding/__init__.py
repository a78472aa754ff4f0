"""Adding to the knowledge from Slack."""
