"""Stand-ins for the outside world; each passes the contract of what it stands for."""
