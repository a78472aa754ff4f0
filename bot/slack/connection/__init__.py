"""How Slack reaches the coach, over a socket or HTTP, in one workspace or many."""
