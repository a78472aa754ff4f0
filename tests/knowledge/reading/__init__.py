"""Tests of reading files of staff."""
