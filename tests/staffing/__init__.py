"""Staffing, recomputed by other routes than the formulas'."""
