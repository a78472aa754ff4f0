"""A walkthrough as a document: what is in it, and the files it is written to."""
