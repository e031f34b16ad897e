"""The reference record: what is counted as a transaction."""

from __future__ import annotations

from typing import ClassVar

from contactcenter.events.catalogue.event import Event


class TransactionRecorded(Event):
    """A transaction of the reference record was made: by hand, or by itself when its ticket was closed."""

    type: ClassVar[str] = "transaction.recorded"
    ticket_id: int
    transaction_id: int


class TransactionChanged(Event):
    """Values of a transaction were said by hand or estimated anew, or its removal was taken back."""

    type: ClassVar[str] = "transaction.changed"
    ticket_id: int
    transaction_id: int


class TransactionConfirmed(Event):
    """Somebody confirmed a transaction as it stands: nothing of it is an estimate any more."""

    type: ClassVar[str] = "transaction.confirmed"
    ticket_id: int
    transaction_id: int


class TransactionRemoved(Event):
    """A transaction was none after all."""

    type: ClassVar[str] = "transaction.removed"
    ticket_id: int
    transaction_id: int


class TallyCounted(Event):
    """A directional question was counted, without a ticket; whoever counted it and supervisors hear of it."""

    type: ClassVar[str] = "tally.counted"
    transaction_id: int
    queue_id: int


class TallyUndone(Event):
    """That count was taken back."""

    type: ClassVar[str] = "tally.undone"
    transaction_id: int
    queue_id: int
