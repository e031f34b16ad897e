"""What a server holds against what was taken in: every difference has a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.intake.mailboxes.tables import MailboxFolderRow, MailboxMailRow, MailboxStatusRow
from contactcenter.intake.tables import InboundRow
from contactcenter.ledger import Folder
from contactcenter.uids import Uids

SHOWN_CHARS = 200
SAYS = {
    "unseen": "was never looked at under its present UIDVALIDITY",
    "waiting": "there and not taken yet",
    "failing": "there and cannot be fetched",
    "unfinished": "taken, and not yet dealt with on the server",
    "still_there": "taken, and there although taken mail is to leave: taken before that was set, or put back",
    "without_arrival": "written down as taken, and no arrival is known for it",
    "quarantined": "taken, and not understood: contactcenter quarantine list",
    "unasked": "could not be asked",
    "gone": "went before it could be fetched: moved or deleted by somebody else",
}
"""The kinds of difference, most of them about mails."""
PASSING = frozenset({"unseen", "waiting", "unfinished"})
"""What is so for a moment on every good day: named, but nobody is woken for it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One kind of difference, and which UIDs it is about; `words` is what else is known."""

    kind: str
    uids: Uids
    words: str = ""

    def written(self) -> dict[str, str]:
        """As it is written down."""
        return {"kind": self.kind, "count": str(len(self.uids)), "uids": self._shown(), "words": self.words}

    def __str__(self) -> str:
        shown = self._shown()
        count = f"{len(self.uids)} × " if self.uids else ""
        return f"{count}{SAYS[self.kind]}{f' (UID {shown})' if shown else ''}{f': {self.words}' if self.words else ''}"

    def _shown(self) -> str:
        """The UIDs, or as many of them as fit."""
        whole = str(self.uids)
        return whole if len(whole) <= SHOWN_CHARS else f"{whole[:SHOWN_CHARS].rpartition(',')[0]},…"


async def compare(
    session: AsyncSession, *, folder: Folder, present: Uids, leaves: bool
) -> list[Difference]:
    """Every difference. `leaves`: taken mail is moved away or deleted."""
    row = (await session.execute(select(MailboxFolderRow).where(
        MailboxFolderRow.account == folder.account, MailboxFolderRow.folder == folder.name,
        MailboxFolderRow.uid_validity == folder.uid_validity,
    ))).scalar_one_or_none()
    if row is None:
        return [Difference("unseen", present)]
    mapped = Uids.of((await session.execute(
        select(MailboxMailRow.uid).where(MailboxMailRow.folder_id == row.id)
    )).scalars())
    quarantined = Uids.of((await session.execute(
        select(MailboxMailRow.uid).join(InboundRow, InboundRow.id == MailboxMailRow.inbound_id)
        .where(MailboxMailRow.folder_id == row.id, InboundRow.state == "quarantined")
    )).scalars())
    status = await session.get(MailboxStatusRow, (folder.account, folder.name))
    failing = {int(one["uid"]): one["words"] for one in status.failing} if status is not None else {}
    return list(_differences(row, present, mapped, quarantined, failing, leaves=leaves))


def _differences(
    row: MailboxFolderRow, present: Uids, mapped: Uids, quarantined: Uids, failing: dict[int, str], *, leaves: bool
) -> Iterator[Difference]:
    taken, passed_over = Uids.read(row.taken), Uids.read(row.passed_over)
    pending, gone = Uids.read(row.pending), Uids.read(row.gone)
    untaken = present - taken
    ill = untaken & Uids.of(failing)
    ours = present & taken - passed_over
    by_kind = {
        "waiting": untaken - ill,
        "unfinished": ours & pending,
        "still_there": (ours & mapped) - pending if leaves else Uids(),
        "without_arrival": ours - mapped,
        "quarantined": quarantined,
        "gone": gone,
    }
    for kind, uids in by_kind.items():
        if uids:
            yield Difference(kind, uids)
    for uid in ill:
        yield Difference("failing", Uids.of([uid]), failing[uid])
