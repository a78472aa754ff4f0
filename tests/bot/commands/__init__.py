"""What `coach …` does on the command line."""
