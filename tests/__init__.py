"""Tests: their docstrings read as the specification."""
