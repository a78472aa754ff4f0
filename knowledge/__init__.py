"""What is known: documents, passages, generations of the index."""
