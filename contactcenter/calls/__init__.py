"""Calls: their states, who takes part, and what the carrier is told to do. See docs/calls.md."""
