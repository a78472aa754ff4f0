"""What the design promises, measured. `make bench` prints one table; nothing here is a test."""
