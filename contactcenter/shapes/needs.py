"""What inquiries are about, and the reference record."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from contactcenter.shapes.base import Ask, BigId, ClientId, Shape

Kind = Literal["reference", "directional"]
Mode = Literal["in_person", "phone", "email", "chat", "form", "text", "video", "letter", "fax", "unknown"]
"""By which way it came, as statistics tell ways apart."""
Referral = Literal["none", "department", "elsewhere"]
"""Whether the patron was sent on: to another department, or out of the library."""
Estimated = Literal["need", "effort", "mode", "minutes", "referral"]
Effort = Annotated[int, Field(ge=1, le=6)]
"""1 to 6, compatible with the READ Scale; docs/needs.md describes each."""
Minutes = Annotated[int, Field(ge=0, le=1440)]
Version = Annotated[int, Field(ge=1, le=2_147_483_647)]
NeedName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class Need(Shape):
    """A branch of the tree of needs. `place` orders siblings; a retired need can be read and not chosen."""

    id: int
    parent_id: int | None
    slug: str
    name: str
    name_zh: str
    place: int
    version: int
    retired_at: datetime | None


class Needs(Shape):
    items: list[Need]
    position: int


class NeedAsk(Ask):
    parent_id: BigId | None = None
    name: NeedName
    name_zh: NeedName
    client_id: ClientId


class NeedChangeAsk(Ask):
    name: NeedName
    name_zh: NeedName
    expected_version: Version


class NeedMoveAsk(Ask):
    """Below which need (None: at the top), and at which place among those there, from 0."""

    parent_id: BigId | None
    place: Annotated[int, Field(ge=0, le=100_000)]
    expected_version: Version


class NeedVersionAsk(Ask):
    expected_version: Version


class NeedChoiceAsk(Ask):
    need_id: BigId | None


class Transaction(Shape):
    """What reference statistics count: one question that somebody of staff dealt with.

    `estimated` names the values that nobody has said or confirmed; the row is confirmed when there are none.
    """

    id: int
    version: int
    kind: Kind
    need_id: int | None
    effort: int | None
    mode: Mode
    minutes: int | None
    referral: Referral
    estimated: list[Estimated]
    queue_id: int
    staff_id: int | None
    at: datetime
    confirmed_at: datetime | None
    confirmed_by: int | None


class TicketRecord(Shape):
    """The reference record of a ticket: the need last chosen for it, and its transactions, the oldest first."""

    ticket_id: int
    need_id: int | None
    transactions: list[Transaction]


class ShownRecord(Shape):
    record: TicketRecord
    position: int


class Said(Ask):
    """Values of a transaction. One that is left out is not said; need, effort and minutes may be said to be unknown."""

    need_id: BigId | None = None
    effort: Effort | None = None
    mode: Mode | None = None
    minutes: Minutes | None = None
    referral: Referral | None = None
    kind: Kind | None = None

    def said(self) -> dict[str, object]:
        """What was said, by column."""
        given = self.model_dump(include=set(Said.model_fields), exclude_unset=True)
        unknown = {"need_id", "effort", "minutes"}
        return {name: value for name, value in given.items() if value is not None or name in unknown}


class TransactionAsk(Said):
    """One more transaction of a ticket. What is left out is estimated from the ticket.

    `first`: only where the ticket has none; else the values are said of its newest one. A screen that does not know yet
    what closing the ticket filled in makes no second one.
    """

    first: bool = False
    client_id: ClientId


class TransactionChangeAsk(Said):
    """What is said by hand is no estimate any more. What is left out stays as it is."""

    expected_version: Version


class TransactionVersionAsk(Ask):
    expected_version: Version


class TallyAsk(Ask):
    """One directional question at the desk or on the phone."""

    queue_id: BigId | None = None
    mode: Mode = "in_person"
    client_id: ClientId


class Tally(Shape):
    """A directional question that was counted; it can be taken back until `undo_until`. `today`: mine of this day."""

    id: int
    at: datetime
    undo_until: datetime
    today: int
