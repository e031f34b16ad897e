"""Companies that carry calls and text messages: what may be ordered of one, and each we know. See docs/carriers.md."""
