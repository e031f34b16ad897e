"""What a channel's rules found out about an arrival."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

FindingKind = Literal["auto_reply", "mailing_list", "feedback_report", "bounce", "loop", "machine", "origin"]
"""What a rule found out about an arrival. `origin` is about where it came from, the others about
what wrote it."""
Effect = Literal["aside", "guess", "nobody", "silent", "shown"]
"""What follows of a finding. It is set `aside` (kept and shown, in nobody's line) by what it says of itself, or by
our `guess`: then it is acknowledged once a librarian says that it is a question. Else it is a question like
others, and no automatic answer leaves: it is `silent`, or from an address that is `nobody`'s. `shown`: nothing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that hit: its stable code, and why, in words that a person reads.

    `fields` are what stands in the reason (a server's name, say), for a screen that words it in another language.
    """

    code: str
    kind: FindingKind
    reason: str
    effect: Effect = "aside"
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def sets_aside(self) -> bool:
        return self.effect in ("aside", "guess")


@dataclass(frozen=True, slots=True)
class Oddity:
    """What was odd about an arrival that was understood all the same: code, English words, what stands in them."""

    code: str
    words: str
    fields: dict[str, str] = field(default_factory=dict)
