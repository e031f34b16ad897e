"""Months that were counted through before: a year's report, whatever it is about, sums anew only what changed."""
