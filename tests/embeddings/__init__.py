"""Tests of text to vectors to neighbours."""
