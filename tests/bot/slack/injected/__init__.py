"""Hostile words in every place, through the real pipeline, as Slack would show what comes out."""
