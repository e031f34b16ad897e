"""Messages as staff see them: loaded in sets, with files and deliveries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.db.prepared import Found, Prepared
from contactcenter.envelope.numbers import readable
from contactcenter.outbox.tables import DeliveryRow
from contactcenter.shapes.tickets import AttachmentShape, Delivery, Finding, Message, Oddity, Person, Recipient
from contactcenter.tickets.errors import NotFound
from contactcenter.tickets.row import may_see
from contactcenter.tickets.tables import AttachmentRow, MessageRow, TicketRow

# Columns, not entities: see tickets/listed.py.
_LOAD = (
    select(*MessageRow.__table__.c).where(MessageRow.id.in_(bindparam("ids", expanding=True)))
    .order_by(MessageRow.created_at, MessageRow.id)
)
_LOAD_ONE = Prepared(select(*MessageRow.__table__.c).where(MessageRow.id == bindparam("id")))


_WORST = ("failed", "bounced", "delayed", "queued", "sending", "sent", "delivered")
"""Of several ways out (to several recipients, or of a merged ticket) the one that a librarian must know of is shown."""

WITHDRAWABLE = ("email", "sms", "fax")
REMOTE = " data-remote="
"""How the channel marks a picture that is not in the mail (channels/email/sanitise.py)."""


async def load(session: AsyncSession, ids: Sequence[int]) -> list[Message]:
    """Messages by id, in the order of a thread; one query each for messages, files and deliveries."""
    if not ids:
        return []
    if len(ids) == 1:
        return await shapes(session, await _LOAD_ONE.rows(session, {"id": ids[0]}))
    return await shapes(session, (await session.execute(_LOAD, {"ids": list(ids)})).all())


async def shapes(session: AsyncSession, rows: Sequence[MessageRow | Found]) -> list[Message]:
    """Rows as shapes. Files and deliveries are asked for only where a row can have them."""
    files: dict[int, list[AttachmentShape]] = {}
    with_files = [row.id for row in rows if row.file_count]
    if with_files:
        for file in (await session.execute(
            select(AttachmentRow).where(AttachmentRow.message_id.in_(with_files)).order_by(AttachmentRow.id)
        )).scalars():
            files.setdefault(file.message_id, []).append(AttachmentShape.model_construct(
                id=file.id, name=file.name, media_type=file.media_type, size=file.size, inline=file.inline,
                url=f"/api/v1/attachments/{file.id}",
            ))
    ways: dict[int, list[Delivery]] = {}
    sent = [row.id for row in rows if row.kind == "staff"]
    if sent:
        for row in (await session.execute(
            select(DeliveryRow).where(DeliveryRow.message_id.in_(sent)).order_by(DeliveryRow.id)
        )).scalars():
            ways.setdefault(row.message_id or 0, []).append(delivery_shape(row))
    return [_shape(row, files, ways) for row in rows]


def alone(row: SimpleNamespace) -> Message | None:
    """A patron's message by what its row holds; None where more must be asked for."""
    return None if row.file_count or row.kind == "staff" else _shape(row, {}, {})


def _shape(
    row: MessageRow | Found | SimpleNamespace, files: Mapping[int, list[AttachmentShape]],
    ways: Mapping[int, list[Delivery]],
) -> Message:
    return Message.model_construct(
        id=row.id, ticket_id=row.ticket_id, version=row.version, kind=row.kind, channel=row.channel,
        author=Person.model_construct(kind=row.author_kind, id=row.author_id, name=row.author_name),
        address=row.address, address_shown=readable(row.address or ""), proof=row.proof, text=row.text,
        reply=row.text if row.reply is None else row.reply,
        has_html=row.html is not None and row.kind == "patron",
        remote_pictures=row.html is not None and row.kind == "patron" and REMOTE in row.html,
        html=row.html if row.kind != "patron" else None,
        attachments=files.get(row.id, []), created_at=row.created_at, client_id=row.client_id,
        automatic=row.automatic, language=row.language,
        findings=[Finding.model_construct(**one) for one in row.findings or ()],
        problems=[Oddity.model_construct(**one) for one in row.problems or ()],
        origin_ticket_id=row.split_from, delivery=_worst(ways.get(row.id)),
        deliveries=ways[row.id] if len(ways.get(row.id, ())) > 1 else [],
        recipients=[Recipient.model_construct(**one) for one in row.recipients or ()],
    )


def _worst(ways: Sequence[Delivery] | None) -> Delivery | None:
    """The first of those that stand worst."""
    return min(ways, key=lambda way: _WORST.index(way.state)) if ways else None


def delivery_shape(row: DeliveryRow) -> Delivery:
    """A delivery as a librarian sees it. A chat's recipient is the chat itself."""
    to = row.to_name if row.to_kind == "chat" else row.to_value
    return Delivery.model_construct(
        id=row.id, state=row.state, channel=row.channel, to=to, shown=readable(to),
        code=row.code, detail=row.detail, attempts=row.attempts,
        next_try_at=row.due_at if row.state == "delayed" else None,
        leaves_at=row.due_at if row.state == "queued" and not row.attempts and row.channel in WITHDRAWABLE else None,
    )


async def message(session: AsyncSession, *, scope: Scope, message_id: int) -> Message:
    """One message. Raises `NotFound` when its ticket is not the viewer's to see."""
    row = await row_visible(session, scope=scope, message_id=message_id)
    return (await shapes(session, [row]))[0]


async def row_visible(session: AsyncSession, *, scope: Scope, message_id: int) -> MessageRow:
    """One message's row, if the viewer may see its ticket or the ticket it was merged into."""
    row = await session.get(MessageRow, message_id)
    if row is None:
        raise NotFound
    ticket = await session.get(TicketRow, row.ticket_id)
    root = await session.get(TicketRow, ticket.root_id) if ticket is not None and ticket.merged_into else None
    if (ticket is not None and may_see(scope, ticket)) or (root is not None and may_see(scope, root)):
        return row
    raise NotFound


async def attachment(session: AsyncSession, *, scope: Scope, attachment_id: int) -> AttachmentRow:
    """A file, if the viewer may see its message. Raises `NotFound`."""
    row = await session.get(AttachmentRow, attachment_id)
    if row is None:
        raise NotFound
    await row_visible(session, scope=scope, message_id=row.message_id)
    return row
