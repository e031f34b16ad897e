"""Rules that act by themselves, and macros: when, if, then. See docs/automation.md."""
