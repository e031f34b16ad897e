"""How a wait ends: the words that `WaitFact.outcome` holds."""

from __future__ import annotations

SERVED, LEFT, OTHER = "served", "left", "other"
AGAIN = "again"
"""Of a wait in the middle of a conversation: its patron was answered before, and is counted once."""
DIALLED = "dialled"
"""Of a patron whose telephone a librarian had rung: no wait, but counted beside them."""
MESSAGE, LATE_MESSAGE, EARLY = "message", "late_msg", "early"
"""Of calls that ended before anybody could answer: with a message, with one told of later, without (`answering`)."""
