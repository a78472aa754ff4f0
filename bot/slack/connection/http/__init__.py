"""The way in over HTTP: what Slack sends, signed; installs by OAuth; probes for whoever runs the coach."""
