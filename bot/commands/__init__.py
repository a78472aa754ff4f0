"""What `coach …` does on the command line, one module a kind of command."""
