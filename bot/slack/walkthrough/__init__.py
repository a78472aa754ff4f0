"""A walkthrough in Slack: what is shown, what is pressed, and how the two are kept together."""
