"""Live screens: the one fan-out, who hears what, and resuming. See docs/realtime.md."""
