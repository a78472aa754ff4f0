"""Tests of knowledge.web."""
