"""Walk-in: a question at the desk or on the telephone, written down by a librarian. See docs/channels.md."""

from contactcenter.channels.walk_in.parse import parse

__all__ = ["parse"]
