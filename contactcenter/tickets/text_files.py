"""What a text message cannot carry of the files of an answer, told before it is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.envelope import TextFiles
from contactcenter.tickets.conversations import ours_of
from contactcenter.tickets.errors import Invalid
from contactcenter.tickets.tables import TicketRow, UploadRow

Carried = Callable[[str], TextFiles | None]
"""What goes with a text, by the number of ours that they wrote to; None: no file goes."""


def no_files(_: str) -> TextFiles | None:
    """Of a house without a carrier of files."""
    return None


@dataclass(frozen=True, slots=True)
class Fit:
    """`refused`: files of kinds that are not carried. `wrong`: with all of them together."""

    refused: list[UploadRow]
    wrong: Literal["too_many", "too_big"] | None


def fit(uploads: Sequence[UploadRow], takes: TextFiles) -> Fit:
    """Whether these go with one text."""
    refused = [one for one in uploads if one.media_type not in takes.kinds]
    if len(uploads) > takes.most:
        return Fit(refused, "too_many")
    return Fit(refused, "too_big" if sum(one.size for one in uploads) > takes.most_bytes else None)


async def carried_by(session: AsyncSession, ticket: TicketRow, carried: Carried) -> TextFiles | None:
    """What goes with an answer to this ticket by text."""
    return carried(await ours_of(session, ticket_id=ticket.id, theirs=ticket.reply_value or ""))


async def must_fit(session: AsyncSession, ticket: TicketRow, ids: Sequence[str], carried: Carried) -> None:
    """Raises `Invalid` for what cannot go."""
    takes = await carried_by(session, ticket, carried)
    if takes is None:
        raise Invalid("attachments", "A text message carries no file: put a link into it, or write another way.",
                      code="text_no_files")
    uploads = (await session.execute(select(UploadRow).where(UploadRow.id.in_(ids)))).scalars().all()
    found = fit(uploads, takes)
    if found.refused:
        names = ", ".join(one.name for one in found.refused)
        raise Invalid("attachments", f"A text message does not carry files of this kind. Leave out: {names}.",
                      code="text_file_kind")
    if found.wrong == "too_many":
        raise Invalid("attachments", f"A text message carries {takes.most} files at most. Leave some out.",
                      code="text_files_many")
    if found.wrong == "too_big":
        raise Invalid("attachments", f"The files of a text message have {takes.most_bytes // 1_000_000} MB at most "
                      "together. Leave some out.", code="text_files_large")
