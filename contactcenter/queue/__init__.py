"""Queues: who sees them, and how work is taken from them. See docs/queue.md."""
