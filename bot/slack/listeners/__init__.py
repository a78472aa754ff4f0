"""One file a Slack surface; each has `register(app, ...)`."""
