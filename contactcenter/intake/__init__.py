"""Intake: what arrives is kept first and understood second. See docs/intake.md."""
