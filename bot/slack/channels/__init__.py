"""What holds in a channel: its settings, who may change them, how much is asked there, and the greeting."""
