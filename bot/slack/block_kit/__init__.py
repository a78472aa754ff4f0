"""Slack's blocks and modals. Data to data, but for the calls of modals."""
