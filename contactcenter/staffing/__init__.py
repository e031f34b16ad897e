"""Staffing: how many seats the work needs. Arithmetic alone, no database. See docs/staffing.md."""
