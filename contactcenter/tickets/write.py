"""Writing a message row with its files: what append, reply and note have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, exists, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningInsert

from contactcenter.db.insert import on_postgresql
from contactcenter.db.prepared import Prepared
from contactcenter.tickets.errors import Invalid
from contactcenter.tickets.row import AnyTicket
from contactcenter.tickets.tables import AttachmentRow, MessageRow, UploadRow


def _once(insert: postgresql.Insert | sqlite.Insert) -> ReturningInsert[int]:
    return (
        insert
        .on_conflict_do_nothing(
            index_elements=["ticket_id", "author_key", "client_id"], index_where=MessageRow.client_id.isnot(None)
        )
        .returning(MessageRow.id)
    )


# Built once: putting such a statement together costs more than running it.
_COLUMNS = tuple(
    column.name for column in MessageRow.__table__.c if column.name not in ("id", "split_version")
)
_INSERT_POSTGRESQL = Prepared(_once(postgresql.insert(MessageRow.__table__)), *_COLUMNS)  # type: ignore[arg-type]
_INSERT_SQLITE = Prepared(_once(sqlite.insert(MessageRow.__table__)), *_COLUMNS)  # type: ignore[arg-type]
_INSERT_SET = Prepared(insert(MessageRow.__table__), "id", *_COLUMNS)  # type: ignore[arg-type]
_BY_ITS_AUTHOR = select(MessageRow.id).where(
    MessageRow.author_key == bindparam("author"), MessageRow.client_id == bindparam("client")
)
# Each half by its own index: of an OR over a partial index SQLite would make a scan of the whole table.
_WRITTEN = Prepared(
    _BY_ITS_AUTHOR.where(MessageRow.ticket_id == bindparam("ticket"))
    .union_all(_BY_ITS_AUTHOR.where(MessageRow.split_from == bindparam("ticket")))
)
_VALUES = [bindparam(name, type_=MessageRow.__table__.c[name].type) for name in _COLUMNS]
_THERE = exists().where(
    MessageRow.author_key == bindparam("author_key"), MessageRow.client_id == bindparam("client_id")
)
_INSERT_UNLESS_THERE = Prepared(
    insert(MessageRow.__table__)  # type: ignore[arg-type]  # as above
    .from_select(_COLUMNS, select(*_VALUES).where(
        ~_THERE.where(MessageRow.ticket_id == bindparam("came_to")),
        ~_THERE.where(MessageRow.split_from == bindparam("came_to")),
    ))
    .returning(MessageRow.id)
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file whose bytes the blob store holds."""

    name: str
    media_type: str
    size: int
    digest: str
    content_id: str | None = None
    inline: bool = False


async def write_message(
    session: AsyncSession, ticket: AnyTicket, *, files: Sequence[StoredFile], **columns: object
) -> int | None:
    """Insert a message as the ticket's next version; None when its client id is there already.

    The caller holds the ticket's lock and records the event right after (`row.happen`), which takes
    the version written here. References to the files are counted by the caller.
    """
    statement = _INSERT_POSTGRESQL if on_postgresql(session) else _INSERT_SQLITE
    message_id = await statement.scalar(session, message_values(ticket, len(files), **columns))
    if message_id is None:
        return None
    number = int(str(message_id))
    await _write_files(session, [(number, file) for file in files])
    return number


def message_values(ticket: AnyTicket, files: int, **columns: object) -> dict[str, object]:
    """A message's columns; it is its ticket's next version."""
    return {
        "ticket_id": ticket.id, "version": ticket.version + 1, "file_count": files, "split_from": None,
        "findings": None, "problems": None, "language": None, "recipients": None, **columns,
    }


async def write_unless_there(session: AsyncSession, values: dict[str, object], *, came_to: int | None) -> int | None:
    """Insert one message without files; its id, None when its author wrote it to the ticket `came_to` before.

    One statement where `written`, `reserve` and `write_messages` are three: most messages come alone.
    """
    found = await _INSERT_UNLESS_THERE.scalar(session, {**values, "came_to": came_to})
    return None if found is None else int(str(found))


async def write_messages(
    session: AsyncSession, messages: Sequence[tuple[dict[str, object], Sequence[StoredFile]]]
) -> None:
    """Insert messages whose ids are reserved, with their files."""
    await _INSERT_SET.each(session, [values for values, _ in messages])
    await _write_files(session, [(int(str(values["id"])), file) for values, files in messages for file in files])


async def _write_files(session: AsyncSession, files: Sequence[tuple[int, StoredFile]]) -> None:
    if files:
        await session.execute(insert(AttachmentRow), [
            {
                "message_id": message_id, "name": file.name, "media_type": file.media_type,
                "size": file.size, "digest": file.digest, "content_id": file.content_id,
                "inline": file.inline,
            }
            for message_id, file in files
        ])


async def written(session: AsyncSession, *, ticket_id: int, author_key: str, client_id: str) -> int | None:
    """The message that an author already wrote to this ticket under this client id, wherever it stands now."""
    found = await _WRITTEN.scalar(session, {"ticket": ticket_id, "author": author_key, "client": client_id})
    return None if found is None else int(str(found))


async def take_uploads(session: AsyncSession, *, ids: Sequence[str], owner_key: str) -> list[StoredFile]:
    """Turn uploads into files of a message. Raises `Invalid` for one that is not there or not theirs."""
    ids = list(dict.fromkeys(ids))
    if not ids:
        return []
    rows = {row.id: row for row in (await session.execute(
        select(UploadRow).where(UploadRow.id.in_(ids), UploadRow.owner_key == owner_key)
    )).scalars()}
    missing = [upload for upload in ids if upload not in rows]
    if missing:
        raise Invalid("attachments", "A file is no longer there: attach it again.", code="file_gone")
    await session.execute(delete(UploadRow).where(UploadRow.id.in_(ids)))
    # The upload's own reference becomes the message's: the count stays as it is.
    return [StoredFile(rows[i].name, rows[i].media_type, rows[i].size, rows[i].digest) for i in ids]
