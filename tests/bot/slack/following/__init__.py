"""What people do with an answer that stands."""
