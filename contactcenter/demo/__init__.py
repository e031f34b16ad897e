"""The demo: people who do not exist, a post office, and patrons who write by themselves. See docs/demo.md."""

from contactcenter.demo.play import Demo

__all__ = ["Demo"]
