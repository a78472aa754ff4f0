"""Tests of how a team goes through a scorecard."""
