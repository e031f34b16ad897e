"""Full-text search over the messages a viewer may see, newest first."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

from sqlalchemy import func, literal, literal_column, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.shapes.pages import SearchHit
from contactcenter.shapes.tickets import ListedTicket
from contactcenter.tickets.errors import Invalid
from contactcenter.tickets.index import audience_token, tag_key
from contactcenter.tickets.listed import listed_many
from contactcenter.tickets.row import may_see
from contactcenter.tickets.tables import MessageRow, SearchRow, TicketRow
from contactcenter.tickets.words import Term, fold, query_terms

EXCERPT_CHARS = 160
NEWEST = 20_000
"""Messages that PostgreSQL looks through before it asks the index as a whole: 5 ms."""
_NUMBER = re.compile(r"^\s*#?(\d{1,15})\s*$")


async def search(
    session: AsyncSession, *, scope: Scope, q: str, cursor: str | None = None, limit: int = 50, set_aside: bool = False,
    queue_id: int | None = None, tag: int | None = None,
) -> tuple[list[SearchHit], str | None]:
    """Tickets with a message that has every term of `q`; `#1042` leads with that ticket.

    A page reads one more than `limit` messages, so it may show fewer tickets than `limit`. `set_aside`: only among
    what is set aside. `queue_id` and `tag` are words of the index like any other: they cost nothing more.
    """
    before = _read_cursor(cursor)
    hits: list[SearchHit] = []
    number = _NUMBER.match(fold(q))
    if number and before is None:
        hits = await _by_number(session, scope, int(number.group(1)))
        if set_aside:
            hits = [hit for hit in hits if hit.ticket.set_aside_by is not None and hit.ticket.merged_into is None]
        hits = [hit for hit in hits
                if queue_id in (None, hit.ticket.queue_id) and (tag is None or tag in hit.ticket.tags)]
    terms = query_terms(q)
    if not terms or not (scope.queue_ids or scope.staff_id):
        return hits, None
    musts = [*([] if queue_id is None else [f"q:{queue_id}"]), *([] if tag is None else [tag_key(tag)])]
    found = await _matches(session, scope, terms, musts, before=before, limit=limit, set_aside=set_aside)
    more = len(found) > limit
    shown = await _shown(session, scope, found[:limit])
    seen = {hit.ticket.id for hit in hits}
    first: dict[int, tuple[int, str]] = {}
    for message_id, ticket_id, said in shown:
        if ticket_id in seen:
            continue
        if ticket_id not in first or (says(said, q) and not says(first[ticket_id][1], q)):
            first[ticket_id] = (message_id, said)
    rows = {row.id: row for row in await listed_many(session, scope=scope, ids=list(first))}
    hits += [
        SearchHit.model_construct(
            ticket=rows[ticket_id], message_id=_the_one(message_id, said, rows[ticket_id], q), excerpt=excerpt(said, q)
        )
        for ticket_id, (message_id, said) in first.items() if ticket_id in rows
    ]
    return hits, _write_cursor(found[limit - 1]) if more else None


async def _shown(session: AsyncSession, scope: Scope, ids: Sequence[int]) -> list[tuple[int, int, str]]:
    """Message, ticket to show it in, and text, in the order of the ids.

    The index follows the log a moment late, so the ticket as it stands decides: the root where the
    viewer sees it, else the ticket that the message stands in, else it is not shown.
    """
    messages = {row.id: row for row in await session.execute(
        select(MessageRow.id, MessageRow.ticket_id, MessageRow.text).where(MessageRow.id.in_(ids))
    )}
    tickets = {row.id: row for row in (await session.execute(
        select(TicketRow).where(TicketRow.id.in_({row.ticket_id for row in messages.values()}))
    )).scalars()}
    roots = {row.id: row for row in (await session.execute(
        select(TicketRow).where(TicketRow.id.in_({row.root_id for row in tickets.values()}))
    )).scalars()}
    shown = []
    for message_id in ids:
        message = messages.get(message_id)
        ticket = tickets.get(message.ticket_id) if message is not None else None
        if message is None or ticket is None:
            continue
        root = roots.get(ticket.root_id or ticket.id, ticket)
        home = next((one for one in (root, ticket) if may_see(scope, one)), None)
        if home is not None:
            shown.append((message_id, home.id, message.text))
    return shown


async def _by_number(session: AsyncSession, scope: Scope, number: int) -> list[SearchHit]:
    ticket = await session.get(TicketRow, number)
    if ticket is None or not may_see(scope, ticket):
        return []
    row = (await listed_many(session, scope=scope, ids=[number]))[0]
    return [SearchHit.model_construct(ticket=row, message_id=0, excerpt=ticket.preview)]


async def _matches(
    session: AsyncSession, scope: Scope, terms: Sequence[Term], musts: Sequence[str], *, before: int | None, limit: int,
    set_aside: bool,
) -> list[int]:
    keys = [] if scope.sees_all else sorted(
        audience_token(key) for key in scope.audience() if key.startswith(("q:", "s:"))
    )
    must = [audience_token(key) for key in musts]
    if session.get_bind().dialect.name == "postgresql":
        query = _tsquery(terms, keys, must)
        newest = await _there(session, query, before=before, among=NEWEST, limit=limit, set_aside=set_aside)
        if len(newest) > limit:
            return newest
        return await _there(session, query, before=before, among=None, limit=limit, set_aside=set_aside)
    # FTS5 walks its postings from the newest row down and stops: the number of matches does not matter (among what is
    # set aside, each match costs a look at its ticket).
    rows = await session.execute(
        text(
            "SELECT rowid FROM search_index WHERE search_index MATCH :q AND (:before IS NULL OR rowid < :before) "
            "AND (:every OR EXISTS (SELECT 1 FROM search_documents d JOIN tickets t ON t.id = d.ticket_id "
            "WHERE d.message_id = search_index.rowid AND t.set_aside_by IS NOT NULL AND t.merged_into IS NULL)) "
            "ORDER BY rowid DESC LIMIT :n"
        ),
        {"every": not set_aside, "q": _fts5(terms, keys, must), "before": before, "n": limit + 1},
    )
    return [int(row[0]) for row in rows]


async def _there(
    session: AsyncSession, query: str, *, before: int | None, among: int | None, limit: int, set_aside: bool
) -> list[int]:
    """The newest matches on PostgreSQL; `among` so many messages only.

    A GIN index knows no order. What many messages have, the newest few thousand have often enough, and they are read
    one after the other; what is rarer is taken from the index as a whole and sorted. Which of the two the planner
    would choose depends on how well it guesses.
    """
    statement = select(SearchRow.message_id).where(
        literal_column("search_documents.search_index").op("@@")(func.to_tsquery(literal_column("'simple'"), query))
    )
    if before is not None:
        statement = statement.where(SearchRow.message_id < before)
    if set_aside:
        statement = statement.where(
            SearchRow.ticket_id == TicketRow.id, TicketRow.set_aside_by.is_not(None), TicketRow.merged_into.is_(None),
        )
    if among is not None:
        end = select(func.max(SearchRow.message_id)).scalar_subquery() if before is None else literal(before)
        statement = statement.where(SearchRow.message_id > end - among).order_by(SearchRow.message_id.desc())
        return list((await session.execute(statement.limit(limit + 1))).scalars())
    found = statement.cte("found").prefix_with("MATERIALIZED")
    ordered = select(found.c.message_id).order_by(found.c.message_id.desc()).limit(limit + 1)
    return list((await session.execute(ordered)).scalars())


def _fts5(terms: Sequence[Term], keys: Sequence[str], must: Sequence[str]) -> str:
    parts = [f'"{" ".join(term.tokens)}"' + (" *" if term.prefix else "") for term in terms]
    parts += [f'"{one}"' for one in must]
    if keys:
        parts.append("(" + " OR ".join(f'"{key}"' for key in keys) + ")")
    return " AND ".join(parts)


def _tsquery(terms: Sequence[Term], keys: Sequence[str], must: Sequence[str]) -> str:
    parts = ["(" + " <-> ".join(term.tokens) + ")" if len(term.tokens) > 1 else
             term.tokens[0] + (":*" if term.prefix else "") for term in terms]
    parts += must
    if keys:
        parts.append("(" + " | ".join(keys) + ")")
    return " & ".join(parts)


def _the_one(message_id: int, said: str, row: ListedTicket, query: str) -> int:
    """The message that was found; 0 where it was the subject or the name, which are indexed with every message."""
    return 0 if not says(said, query) and says(f"{row.subject} {row.patron_name}", query) else message_id


def says(message: str, query: str) -> bool:
    """Whether a word looked for stands in the text itself."""
    folded = fold(message)
    return any(word in folded for word in re.findall(r"\w+", fold(query)))


def excerpt(message: str, query: str) -> str:
    """The words around the first match, on one line."""
    flat = " ".join(message.split())
    wanted = [word for word in re.findall(r"\w+", fold(query)) if word]
    lowered = flat.casefold()
    places = [place for word in wanted if (place := lowered.find(word)) >= 0]
    start = max(0, min(places) - EXCERPT_CHARS // 3) if places else 0
    cut = flat[start : start + EXCERPT_CHARS]
    return ("…" if start else "") + cut + ("…" if start + EXCERPT_CHARS < len(flat) else "")


def _write_cursor(message_id: int) -> str:
    return urlsafe_b64encode(f"s{message_id}".encode()).decode().rstrip("=")


def _read_cursor(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    try:
        plain = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        number = int(plain[1:]) if plain[:1] == "s" else -1
    except ValueError:
        number = -1
    if not 0 <= number < 2**63:
        raise Invalid("cursor", "This cursor is not one of ours: begin again without one.", code="cursor")
    return number
