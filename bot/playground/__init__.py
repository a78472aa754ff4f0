"""A small Slack on loopback, to try the bot without a workspace and to test it."""
