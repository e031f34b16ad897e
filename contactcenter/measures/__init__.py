"""Measures: what the log says when it is counted. See docs/measures.md."""
