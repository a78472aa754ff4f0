"""Refreshing from Slack."""
