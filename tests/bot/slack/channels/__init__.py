"""What holds in channels."""
