"""Tests of walkthroughs in Slack."""
