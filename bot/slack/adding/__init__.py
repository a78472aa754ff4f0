"""Staff add files and links to the knowledge from Slack: a shortcut, a file in the staff channel, a form."""
