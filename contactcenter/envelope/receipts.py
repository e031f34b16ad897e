"""What became of what we sent: at once, or told later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Receipt:
    """The far side took it. `remote_id` is what it called it (an SMTP queue line, a sid)."""

    remote_id: str = ""


class SendError(Exception):
    """A delivery failed. Temporary unless it says permanent (law 5).

    `code` is a stable word of ours (connect, timeout, refused, greylisted, unknown);
    `detail` is what the far side said, for the ticket and the log. `not_before`: when it may be tried again, where
    that is known; it is not given up before.
    """

    def __init__(
        self, code: str, detail: str = "", *, permanent: bool = False, not_before: datetime | None = None
    ) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.permanent = permanent
        self.not_before = not_before


Settled = Literal["sent", "delivered", "failed", "bounced"]
"""What a channel may learn of a delivery after it was sent."""


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    """Somebody whom an earlier mail of ours did not reach.

    `status` is an enhanced status code (RFC 3463) such as `5.1.1`, or empty; `reason` the far
    side's words.
    """

    address: str
    status: str = ""
    permanent: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report that a mail was not delivered, or not yet. `original_message_id` has its brackets."""

    original_message_id: str | None
    recipients: tuple[FailedRecipient, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What the far side says of an earlier delivery of ours, in an arrival of its own (a fax gateway's mail).

    `deliveries` were proved by our own signature, the likeliest first. `again`: what failed may be tried again.
    `at`: when it was written; it says nothing of an attempt that began later.
    """

    deliveries: tuple[int, ...]
    state: Settled
    code: str = ""
    detail: str = ""
    again: bool = False
    at: datetime | None = None
