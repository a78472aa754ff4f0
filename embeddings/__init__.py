"""Text to vectors to neighbours."""
