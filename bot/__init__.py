"""People: the Slack bot, its command line, its store and its playground."""
