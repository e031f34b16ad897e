"""The measures once more, by plain SQL over the log and the product's own tables: no fact and no line of `measures` is in it.

Opening hours and the steps of the histograms are tables that these queries write themselves. Lengths are microseconds.
"""
# ruff: noqa: S608  # the queries are put together of words that stand in this file

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

STEPS_S = (
    5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1_200, 1_800, 2_700, 3_600, 5_400, 7_200, 10_800,
    14_400, 21_600, 28_800, 43_200, 86_400, 172_800, 259_200, 432_000, 604_800, 1_209_600, 2_592_000,
)
INQUIRY = "t.state <> 'junk' AND t.merged_into IS NULL"
CALLED = ("t.channel = 'phone' AND EXISTS (SELECT 1 FROM happened o WHERE o.type = 'ticket.opened' AND o.ticket_id = t.id "
          "AND o.actor_kind = 'staff')")
"""A librarian began it by a call: it did not come to us."""
COUNTS = f"{INQUIRY} AND NOT ({CALLED})"
WRITTEN = "t.channel NOT IN ('phone', 'walk_in', 'web_chat')"
NUMBERS = ("ticket_id", "message_id", "staff_id", "to_staff_id", "call_id", "queue_id", "to_queue_id")
FLAG = "abandoned"
WORDS = ("how", "presence", "from_state", "to_state", "reason", "rule", "direction", "way")
BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


def _rows(rows: Iterable[Sequence[int]]) -> str:
    return ", ".join(f"({', '.join(str(value) for value in row)})" for row in rows)


@dataclass(frozen=True)
class Plain:
    """Asks a database of either kind. `first` to `last`: the days whose opening hours are written down."""

    session: AsyncSession
    dialect: str
    first: date
    last: date

    async def one(self, query: str) -> tuple[float | None, ...]:
        """The one row of a query over the tables below."""
        row = (await self.session.execute(text(f"WITH {self._tables} {query}"))).one()
        return tuple(None if value is None else float(value) for value in row)

    async def most(self, lengths: str) -> float | None:
        """The first step, in seconds, that nine in ten of these lengths do not exceed."""
        return (await self.one(
            f"SELECT min(step) FROM (SELECT s.step, CAST(s.step AS bigint) * 1000000 AS most FROM steps s) s "
            f"WHERE 10 * (SELECT count(*) FROM ({lengths}) l WHERE l.length <= s.most) "
            f">= 9 * (SELECT count(*) FROM ({lengths}) l) AND (SELECT count(*) FROM ({lengths}) l) > 0"
        ))[0]

    async def mean_s(self, lengths: str) -> float | None:
        """The mean of these lengths, in seconds."""
        return (await self.one(f"SELECT avg(length * 1.0) / 1000000 FROM ({lengths}) l"))[0]

    def us(self, column: str) -> str:
        """A moment as microseconds since 1970."""
        return column if self.dialect == "sqlite" else f"(extract(epoch FROM {column}) * 1000000)::bigint"

    @property
    def _tables(self) -> str:
        return ", ".join(f"{name} AS ({query})" for name, query in self._parts())

    def _data(self, name: str) -> str:
        if self.dialect == "sqlite":
            return f"json_extract(data, '$.{name}') AS {name}"
        if name == FLAG:
            return f"CASE WHEN (data->>'{name}')::boolean THEN 1 ELSE 0 END AS {name}"
        return f"(data->>'{name}')::bigint AS {name}" if name in NUMBERS else f"data->>'{name}' AS {name}"

    def _open(self) -> Iterable[tuple[int, int]]:
        """From eight to ten at night in Shanghai, every day: midnight to two in the afternoon of UTC."""
        for place in range((self.last - self.first).days + 1):
            at = datetime.combine(self.first + timedelta(days=place), datetime.min.time(), UTC)
            opens = int((at - BEGIN).total_seconds()) * 1_000_000
            yield opens, opens + 14 * 3_600 * 1_000_000

    def _parts(self) -> Iterable[tuple[str, str]]:
        yield "hours(opens, closes)", f"VALUES {_rows(self._open())}"
        yield "steps(step)", f"VALUES {_rows((step,) for step in STEPS_S)}"
        yield "happened", (
            f"SELECT position, type, {self.us('at')} AS at, actor_kind, actor_id, "
            f"{', '.join(self._data(name) for name in (*NUMBERS, *WORDS, FLAG))} FROM events"
        )
        yield from TALKS
        yield from WAITS
        yield from STRETCHES
        yield from CONTACTS
        first = ("SELECT m.ticket_id, min(m.created_at) AS at FROM messages m WHERE m.kind = 'staff' "
                 "AND m.author_kind = 'staff' GROUP BY m.ticket_id")
        yield "answered", (
            f"SELECT t.id AS ticket_id, {self.us('t.created_at')} AS since, {self.us('a.at')} AS until "
            f"FROM tickets t JOIN ({first}) a ON a.ticket_id = t.id WHERE {COUNTS} AND {WRITTEN}"
        )
        yield "resolved", (
            f"SELECT t.id AS ticket_id, {self.us('t.created_at')} AS since, {self.us('t.closed_at')} AS until "
            f"FROM tickets t WHERE {COUNTS} AND {WRITTEN} AND t.state = 'closed'"
        )


def clock(spans: str) -> str:
    """How long each of these spans was by the clock."""
    return f"SELECT until - since AS length FROM {spans}"


def opened(spans: str) -> str:
    """How long it was open in each of these spans: what it has in common with each opening, added up."""
    return (
        f"SELECT w.ticket_id, coalesce(sum(CASE WHEN h.opens IS NULL THEN 0 WHEN h.closes < w.until THEN h.closes ELSE w.until END "
        f"- CASE WHEN h.opens IS NULL THEN 0 WHEN h.opens > w.since THEN h.opens ELSE w.since END), 0) AS length "
        f"FROM {spans} w LEFT JOIN hours h ON h.opens < w.until AND h.closes > w.since GROUP BY w.ticket_id"
    )


def _last(condition: str, window: str) -> str:
    return f"max(CASE WHEN {condition} THEN position END) OVER {window}"


_ATTENDS = ("type IN ('patron.came', 'patron.left') "
            "OR (type = 'ticket.state_changed' AND to_state IN ('closed', 'junk'))")
_BOTH = "WINDOW upto AS (PARTITION BY ticket_id ORDER BY position)"
_SHIFTS = f"(type = 'call.begun' AND way = 'out') OR type IN ('call.ended', 'ticket.assigned') OR {_ATTENDS}"
_RINGS = f"type IN ('call.begun', 'call.answered') OR (({_ATTENDS}) AND type <> 'patron.came')"
_RINGING = "CASE WHEN r.type = 'call.begun' AND r.way <> 'out' THEN 1 ELSE 0 END"
"""They called, or asked to be called back, and nobody has talked with them since."""
TALKS = (
    ("steps_taken", (f"SELECT position, at, ticket_id, type, {_last(_SHIFTS, 'upto')} AS shifted, {_last('''type = 'ticket.assigned' ''', 'upto')} AS given, "
                f"{_last('''type = 'ticket.state_changed' ''', 'upto')} AS stepped, {_last(_ATTENDS, 'upto')} AS attended, "
                f"{_last(_RINGS, 'upto')} AS rung, "
                f"{_last('''type IN ('ticket.merged', 'ticket.unmerged')''', 'upto')} AS joined "
                "FROM happened WHERE ticket_id IS NOT NULL AND type IN ('ticket.assigned', 'ticket.state_changed', "
                f"'patron.came', 'patron.left', 'ticket.merged', 'ticket.unmerged', 'call.begun', 'call.answered', "
                f"'call.ended') {_BOTH}")),
    ("courses", "SELECT * FROM steps_taken WHERE type NOT IN ('call.begun', 'call.ended')"),
    # Out of a colleague's inquiry it is who called, until that is over, or the inquiry given to somebody; not beside a chat.
    ("callers", ("SELECT k.position, h.actor_id AS staff_id FROM steps_taken k JOIN happened h ON h.position = k.position "
                "LEFT JOIN happened l ON l.position = k.attended WHERE k.type = 'call.begun' AND h.way = 'out' "
                "AND coalesce(l.type, '') <> 'patron.came'")),
    ("companies", ("SELECT c.position, c.at, c.ticket_id, CASE WHEN l.type = 'patron.came' "
                  "AND coalesce(j.type, '') <> 'ticket.merged' "
                  f"AND coalesce(s.to_state, 'open') IN ('open', 'waiting_patron') AND {_RINGING} = 0 "
                  "THEN coalesce((SELECT o.staff_id FROM callers o WHERE o.position = c.shifted), g.to_staff_id) END AS staff_id "
                  "FROM courses c LEFT JOIN happened g ON g.position = c.given "
                  "LEFT JOIN happened s ON s.position = c.stepped LEFT JOIN happened l ON l.position = c.attended "
                  "LEFT JOIN happened j ON j.position = c.joined LEFT JOIN happened r ON r.position = c.rung")),
    ("turns", ("SELECT *, lead(at) OVER later AS ended, lead(position) OVER later AS ended_with FROM ("
              "SELECT *, lag(staff_id) OVER (PARTITION BY ticket_id ORDER BY position) AS before FROM companies) c "
              "WHERE staff_id IS DISTINCT FROM before WINDOW later AS (PARTITION BY ticket_id ORDER BY position)")),
    ("talks", "SELECT position, ticket_id, staff_id, at AS began, ended, ended_with FROM turns WHERE staff_id IS NOT NULL"),
)
"""Who was in conversation with the patron of which ticket, from when to when."""
LAST_END = ("SELECT ticket_id, call_id, how, from_state FROM happened h WHERE type = 'call.ended' AND position = "
            "(SELECT max(o.position) FROM happened o WHERE o.type = 'call.ended' AND o.call_id = h.call_id)")
"""How each call ended, as it turned out."""
_GAVE_UP = ("SELECT max(g.position) FROM queueing g JOIN happened w ON w.position = g.ended_with "
            f"JOIN ({LAST_END}) n ON n.ticket_id = g.ticket_id "
            "WHERE g.waits = 1 AND n.how IN ('abandoned', 'short_abandoned') AND n.from_state = 'message' GROUP BY g.ticket_id")
"""The last waits of those who went from the line to the voicemail, and hung up there without a message."""
WAITS = (
    (
        "lines",
        ("SELECT c.position, c.at, c.ticket_id, CASE WHEN l.type = 'patron.came' "
        "AND coalesce(j.type, '') <> 'ticket.merged' AND coalesce(s.to_state, 'open') = 'open' "
        f"AND (g.to_staff_id IS NULL OR {_RINGING} = 1) THEN 1 ELSE 0 END AS waits "
        "FROM courses c LEFT JOIN happened g ON g.position = c.given "
        "LEFT JOIN happened s ON s.position = c.stepped LEFT JOIN happened l ON l.position = c.attended "
        "LEFT JOIN happened j ON j.position = c.joined LEFT JOIN happened r ON r.position = c.rung"),
    ),
    (
        "queueing",
        ("SELECT *, lead(at) OVER later AS ended, lead(position) OVER later AS ended_with FROM ("
        "SELECT *, lag(waits) OVER (PARTITION BY ticket_id ORDER BY position) AS before FROM lines) c "
        "WHERE waits <> coalesce(before, 0) WINDOW later AS (PARTITION BY ticket_id ORDER BY position)"),
    ),
    (
        "waited",
        ("SELECT q.ticket_id, q.ended - q.at AS length, CASE WHEN e.type IN ('ticket.assigned', 'call.answered') THEN 'served' "
        "WHEN e.type = 'patron.left' AND e.abandoned = 1 THEN 'left' "
        f"WHEN q.position IN ({_GAVE_UP}) THEN 'left' ELSE 'other' END AS outcome, "
        "CASE WHEN EXISTS (SELECT 1 FROM hours h WHERE h.opens <= q.at AND q.at < h.closes) THEN 1 ELSE 0 END AS was_open "
        "FROM queueing q JOIN happened e ON e.position = q.ended_with WHERE q.waits = 1 "
        # Handed on or put back in the middle of a conversation: that was answered before.
        "AND NOT EXISTS (SELECT 1 FROM talks k WHERE k.ticket_id = q.ticket_id AND k.ended_with = q.position)"),
    ),
)
"""Who waited at the other end while nobody had the inquiry: how long, how it ended, and whether it had begun in hours."""
STRETCHES = (
    ("moments", ("SELECT position, at, staff_id, presence, 0 AS more FROM happened WHERE type = 'seat.changed' "
                "UNION ALL SELECT position, began, staff_id, NULL, 1 FROM talks "
                "UNION ALL SELECT ended_with, ended, staff_id, NULL, -1 FROM talks WHERE ended IS NOT NULL")),
    ("holdings", ("SELECT position, at, staff_id, presence, sum(more) OVER upto AS holding, "
                 f"{_last('presence IS NOT NULL', 'upto')} AS chosen "
                 "FROM moments WINDOW upto AS (PARTITION BY staff_id ORDER BY position)")),
    ("cuts", ("SELECT h.position, h.at, h.staff_id, h.presence AS said, c.presence, "
             "CASE WHEN h.holding > 0 THEN 1 ELSE 0 END AS busy, lag(CASE WHEN h.holding > 0 THEN 1 ELSE 0 END) "
             "OVER (PARTITION BY h.staff_id ORDER BY h.position) AS was "
             "FROM holdings h LEFT JOIN happened c ON c.position = h.chosen")),
    ("stretches", ("SELECT staff_id, position, presence, busy, at AS began, "
                  "lead(at) OVER (PARTITION BY staff_id ORDER BY position) AS ended FROM cuts "
                  "WHERE said IS NOT NULL OR busy <> coalesce(was, 0)")),
    ("wrapped", ("SELECT ended - began AS length, (SELECT t.position FROM talks t WHERE t.staff_id = s.staff_id "
                "AND t.ended_with <= s.position AND t.ended = (SELECT max(o.ended) FROM talks o "
                "WHERE o.staff_id = s.staff_id AND o.ended_with <= s.position) "
                "AND s.began - t.ended <= 60000000 ORDER BY t.position DESC LIMIT 1) AS talk "
                "FROM stretches s WHERE presence = 'wrap_up' AND busy = 0 AND ended IS NOT NULL")),
    ("handled", ("SELECT t.ended - t.began + coalesce((SELECT sum(w.length) FROM wrapped w WHERE w.talk = t.position), 0) "
                "AS length, t.staff_id FROM talks t WHERE t.ended IS NOT NULL")),
)
"""The time of seats, cut wherever presence was said anew, or it held a conversation from then on or no longer."""
CONTACTS = (
    ("standing", ("SELECT * FROM happened WHERE type = 'call.answered' UNION ALL "
                 "SELECT * FROM happened h WHERE type = 'reply.written' AND actor_kind IN ('staff', 'token') "
                 "AND NOT EXISTS (SELECT 1 FROM happened w WHERE w.type = 'reply.withdrawn' "
                 "AND w.message_id = h.message_id)")),
    ("voices", ("SELECT position, ticket_id, 'staff' AS who FROM standing UNION ALL SELECT position, ticket_id, type "
               "FROM happened h WHERE (type = 'message.received' AND rule IS NULL) OR (type = 'patron.came' "
               # Whom we call is reached by us, and does not come.
               "AND NOT EXISTS (SELECT 1 FROM happened b WHERE b.type = 'call.begun' AND b.way <> 'in' "
               "AND b.ticket_id = h.ticket_id AND b.position < h.position AND NOT EXISTS (SELECT 1 FROM happened o "
               "WHERE o.type = 'call.ended' AND o.call_id = b.call_id AND o.position < h.position)))")),
    ("attending", (f"SELECT position, ticket_id, type, max(CASE WHEN {_ATTENDS} THEN position END) OVER ("
                  "PARTITION BY ticket_id ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS last "
                  "FROM happened WHERE ticket_id IS NOT NULL")),
    ("again", ("SELECT v.ticket_id FROM (SELECT *, lag(who) OVER (PARTITION BY ticket_id ORDER BY position) AS before "
              "FROM voices) v JOIN attending a ON a.position = v.position LEFT JOIN happened l ON l.position = a.last "
              "WHERE v.who <> 'staff' AND v.before = 'staff' AND coalesce(l.type, '') <> 'patron.came' "
              "UNION ALL SELECT ticket_id FROM happened WHERE type = 'messages.moved' AND reason IN ('merge', 'unmerge') "
              "GROUP BY ticket_id HAVING sum(CASE direction WHEN 'in' THEN 1 ELSE -1 END) <> 0")),
    # An answer may take two steps at once (a closed ticket is open for a moment), and one takes them back.
    ("strides", ("SELECT e.ticket_id, e.position, b.from_state, e.to_state, coalesce(e.reason, '') AS reason FROM ("
                "SELECT min(position) AS began, max(position) AS ended FROM happened "
                "WHERE type = 'ticket.state_changed' GROUP BY ticket_id, at) m "
                "JOIN happened b ON b.position = m.began JOIN happened e ON e.position = m.ended")),
    ("depths", ("SELECT *, sum(CASE WHEN reason = 'withdrawn' THEN -1 ELSE 1 END) OVER ("
               "PARTITION BY ticket_id ORDER BY position) AS depth FROM strides")),
    # Of answers that were taken back one after the other, the newest first, each step back undoes one of theirs.
    ("steps_of", ("SELECT * FROM (SELECT *, min(depth) OVER (PARTITION BY ticket_id ORDER BY position "
                 "ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS later FROM depths) s "
                 "WHERE reason <> 'withdrawn' AND coalesce(later, depth) >= depth")),
    ("closed_once", (f"SELECT t.id AS ticket_id FROM tickets t WHERE {COUNTS} AND EXISTS (SELECT 1 FROM steps_of s "
                    "WHERE s.ticket_id = t.id AND s.to_state = 'closed' AND s.from_state <> 'closed')")),
    ("reopened", "SELECT DISTINCT ticket_id FROM steps_of WHERE from_state = 'closed' AND to_state <> 'closed'"),
)
"""Whose patron wrote or came again after an answer that stands, and which steps of a ticket nobody took back."""
ANSWERED = (
    "SELECT count(*) FROM tickets t WHERE (EXISTS (SELECT 1 FROM messages m WHERE m.ticket_id = t.id AND m.kind = 'staff' "
    "AND m.author_kind = 'staff') OR EXISTS (SELECT 1 FROM happened v WHERE v.ticket_id = t.id AND v.type = 'call.answered')) "
    f"AND {COUNTS}"
)
FIRST_CONTACT = (
    "SELECT sum(CASE WHEN c.ticket_id IN (SELECT ticket_id FROM again) OR c.ticket_id IN (SELECT ticket_id FROM reopened) "
    "THEN 0.0 ELSE 1 END) / count(*) FROM closed_once c WHERE c.ticket_id IN (SELECT ticket_id FROM standing)"
)
REOPENED = ("SELECT sum(CASE WHEN c.ticket_id IN (SELECT ticket_id FROM reopened) THEN 1.0 ELSE 0 END) / count(*) "
            "FROM closed_once c")
HANDLED = "SELECT length FROM handled"
EARLY = ("(how IN ('abandoned', 'short_abandoned') AND (from_state IN ('arriving', 'choosing') OR (from_state = 'message' "
         "AND NOT EXISTS (SELECT 1 FROM waited v WHERE v.ticket_id = e.ticket_id AND v.outcome = 'left')))) "
         "OR (how = 'completed' AND from_state = 'message')")
"""Of an end `e`: they hung up before the line, or in the voicemail, which also follows a conversation (a closed department)."""
DIALLED = "FROM call_legs l JOIN calls c ON c.id = l.call_id JOIN tickets t ON t.id = c.ticket_id WHERE l.part = 'caller' AND c.way <> 'in'"
"""The calls of ours whose patron's telephone was rung."""
SERVED = "SELECT length FROM waited WHERE outcome = 'served'"
LEFT = "SELECT count(*) FROM waited WHERE outcome = 'left' AND "


KEPT = "p.outcome IN ('answered', 'resolved') AND p.took_s <= p.within_s"
"""Of a promise: it ended in time, by the open seconds that it took."""
BROKEN = "p.broken_at IS NOT NULL AND coalesce(p.outcome, '') <> 'dropped'"


def queue_then(us: str) -> str:
    """The queue of ticket `t` at a moment in microseconds."""
    return ("coalesce((SELECT m.to_queue_id FROM happened m WHERE m.type = 'ticket.moved' AND m.ticket_id = t.id "
            f"AND m.at <= {us} ORDER BY m.position DESC LIMIT 1), (SELECT o.queue_id FROM happened o "
            "WHERE o.type = 'ticket.opened' AND o.ticket_id = t.id))")


def promised(*where: str) -> str:
    """How many of these promises were kept, and broken."""
    return (f"SELECT coalesce(sum(CASE WHEN {KEPT} THEN 1 ELSE 0 END), 0), "
            f"coalesce(sum(CASE WHEN {BROKEN} THEN 1 ELSE 0 END), 0) FROM promises p JOIN tickets t ON t.id = p.ticket_id "
            f"WHERE {' AND '.join(where)}")


def occupancy(end_us: int) -> str:
    """Of the time at seats with a conversation, available or wrapping up: the share with a conversation or wrap-up."""
    length = f"coalesce(ended, {end_us}) - began"
    return (f"SELECT sum(CASE WHEN busy = 1 OR presence = 'wrap_up' THEN {length} ELSE 0 END) * 1.0 / sum({length}) "
            "FROM stretches WHERE presence IN ('available', 'wrap_up') OR (busy = 1 AND presence <> 'offline')")
