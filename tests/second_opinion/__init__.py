"""The same scenario against a Slack that others wrote: npm's `emulate`, which knows most of the Web API."""
