"""Measuring: every number beside a floor taken in the same run. See docs/bench.md."""
