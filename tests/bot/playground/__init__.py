"""The playground, driven by the real Slack clients."""
