"""However the log is cut into sets, the same is promised."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from contactcenter.events.tail import Logged
from contactcenter.promises.course import Course, Rules, Subject, next_due
from contactcenter.promises.left import left
from contactcenter.promises.tables import PromiseRow
from contactcenter.queue.calendar import Calendar, Span
from contactcenter.shapes.promises import Target
from contactcenter.tickets.states import LEGAL

BEGAN = datetime(2026, 11, 23, 8, tzinfo=UTC)
LATE = Calendar(week=((Span(540, 1020),),) * 5 + ((), ()), zone=ZoneInfo("UTC"))
EARLY = Calendar(week=((Span(480, 720),),) * 7, zone=ZoneInfo("UTC"))
TARGETS = [
    Target(kind="first_answer", within_s=7200, near_s=600), Target(kind="next_answer", within_s=3600, near_s=600),
    Target(kind="resolution", within_s=86_400, near_s=7200),
    Target(kind="resolution", queue_id=2, within_s=36_000, near_s=7200),
    Target(kind="first_answer", priority=2, within_s=1800, near_s=60),
    Target(kind="first_answer", channel="phone", within_s=60, near_s=30),
]
RULES = Rules(TARGETS, {1: LATE, 2: EARLY}.__getitem__)


@st.composite
def histories(draw: st.DrawFn) -> list[Logged]:
    """What may happen to a ticket, in a legal order; to a call's, too."""
    at, state, queue, priority, replies = BEGAN, "open", 1, 0, list[int]()
    channel = draw(st.sampled_from(["email", "phone"]))
    events: list[Logged] = []

    def tell(type_: str, actor: str = "staff", **data: object) -> None:
        events.append(Logged(len(events) + 1, "ticket:1", len(events) + 1, type_, at, actor, 1, {"ticket_id": 1, **data},
                             frozenset(), frozenset()))

    tell("ticket.opened", "patron", channel=channel, queue_id=queue)
    tell("message.received", "patron", message_id=1, channel=channel)
    for _ in range(draw(st.integers(0, 14))):
        at += timedelta(minutes=draw(st.integers(0, 900)))
        match draw(st.sampled_from(["message", "reply", "withdraw", "state", "move", "prioritise", "hang up", "line", "stand"])):
            case "message":
                tell("message.received", "patron", message_id=len(events) + 1, channel="email")
            case "reply":
                replies.append(len(events) + 1)
                tell("reply.written", draw(st.sampled_from(["staff", "system"])), message_id=replies[-1], channel="email")
            case "withdraw" if replies and events[-1].type == "reply.written" and events[-1].actor_kind == "staff":
                tell("reply.withdrawn", message_id=replies.pop())
            case "state":
                after = draw(st.sampled_from(sorted(LEGAL[state])))  # type: ignore[index]
                tell("ticket.state_changed", from_state=state, to_state=after)
                state = after
            case "move":
                tell("ticket.moved", from_queue_id=queue, to_queue_id=3 - queue)
                queue = 3 - queue
            case "hang up" if channel == "phone":
                tell("call.ended", "system", way="in", how=draw(st.sampled_from(["voicemail", "abandoned", "completed"])), by_us=draw(st.booleans()),
                     from_state=draw(st.sampled_from(["choosing", "waiting", "message", None])), lined_up=draw(st.booleans()), corrected=draw(st.booleans()))
            case "line" if channel == "phone":
                tell("call.begun", "patron", way="in")
            case "stand" if channel == "phone":
                tell("call.stepped", "patron", from_state="choosing", to_state="waiting")
            case "prioritise":
                raised = draw(st.integers(-3, 3))
                tell("ticket.prioritised", from_priority=priority, to_priority=raised)
                priority = raised
    return events


def told(events: list[Logged], cuts: set[int]) -> list[PromiseRow]:
    """The promises after these events, taken in by sets that end at the cuts."""
    rows: list[PromiseRow] = []
    subject = Subject(1, 1, str(events[0].data["channel"]), 0)
    begun, replies = 0, list[int]()
    for end in sorted({*cuts, len(events)}):
        part, begun = events[begun:end], end
        if part:
            subject.written = any(left(event.data) for event in events[:begun - len(part)] if event.type == "call.ended")
            course = Course(subject, rows, RULES, answered=bool(replies))
            for event in part:
                course.take(event)
                if event.type == "reply.written" and event.actor_kind == "staff":
                    replies.append(event.version)
                if event.type == "reply.withdrawn" and event.version - 1 in replies:
                    replies.remove(event.version - 1)
            rows = course.rows
    return rows


def plain(rows: list[PromiseRow]) -> list[tuple[object, ...]]:
    return [(row.kind, row.queue_id, row.began_at, row.since, row.used_s, row.due_at, row.near_at, row.ended_at, row.outcome,
             row.took_s, row.broken_at, row.message_id) for row in rows]


@given(histories(), st.sets(st.integers(1, 16)))
def test_sets_do_not_matter(events: list[Logged], cuts: set[int]) -> None:
    assert plain(told(events, cuts)) == plain(told(events, set()))


@given(histories())
def test_what_holds_of_every_promise(events: list[Logged]) -> None:
    rows = told(events, set())
    running = [row.kind for row in rows if row.ended_at is None]
    assert len(set(running)) == len(running), "one of a kind at a time"
    assert not {"first_answer", "next_answer"} <= set(running)
    for row in rows:
        assert row.used_s >= 0
        assert (row.due_at is None) <= (row.since is None)
        if row.ended_at is not None:
            assert row.ended_at >= row.began_at
            assert (row.took_s or 0) >= 0
        if row.due_at is not None and row.near_at is not None:
            assert row.near_at <= row.due_at
            calendar = RULES.calendar(row.queue_id)
            assert row.since is not None
            assert abs(calendar.working_time(row.since, row.due_at) - max(0.0, row.within_s - row.used_s)) < 1e-3
    due = next_due(rows)
    assert due is None or due.kind in running


def test_whom_we_call_waits_for_no_answer_until_they_say_something() -> None:
    def tell(version: int, type_: str, actor: str, **data: object) -> Logged:
        return Logged(version, "ticket:1", version, type_, BEGAN + timedelta(minutes=version), actor, 1,
                      {"ticket_id": 1, "queue_id": 1, "channel": "phone", **data}, frozenset(), frozenset())

    course = Course(Subject(1, 1, "phone", 0), [], RULES, answered=False)
    course.take(tell(1, "ticket.opened", "staff"))
    course.take(tell(2, "message.received", "patron", message_id=1))
    assert [row.kind for row in course.rows] == ["resolution"]
    course.take(tell(5, "message.received", "patron", message_id=2))
    assert [row.kind for row in course.rows] == ["resolution", "first_answer"]
    # Who calls us waits from the first second.
    theirs = Course(Subject(2, 1, "phone", 0), [], RULES, answered=False)
    theirs.take(tell(1, "ticket.opened", "patron"))
    assert {row.kind for row in theirs.rows} == {"first_answer", "resolution"}


def test_who_has_hung_up_is_owed_what_a_letter_is() -> None:
    """A minute while they wait; a letter's two hours once they have left a message, or hung up; and what was broken is broken."""
    def tell(version: int, type_: str, **data: object) -> Logged:
        return Logged(version, "ticket:1", version, type_, BEGAN + timedelta(hours=1, seconds=version), "patron", 1,
                      {"ticket_id": 1, "queue_id": 1, "channel": "phone", **data}, frozenset(), frozenset())

    def due(*ends: Logged) -> timedelta | None:
        course = Course(Subject(1, 1, "phone", 0), [], RULES, answered=False)
        for event in (tell(0, "ticket.opened"), *ends):
            course.take(event)
        at = next(row.due_at for row in course.rows if row.kind == "first_answer")
        return None if at is None else at - BEGAN - timedelta(hours=1)

    assert due() == timedelta(minutes=1)
    for how in ("voicemail", "abandoned", "short_abandoned", "callback_asked"):
        assert due(tell(40, "call.ended", way="in", how=how, from_state="waiting", lined_up=True)) == timedelta(hours=2)
    # We called, or ended it: nobody left anything behind.
    for ended in ({"way": "out", "how": "no_answer"}, {"way": "in", "how": "abandoned", "by_us": True}):
        assert due(tell(40, "call.ended", **ended)) == timedelta(minutes=1)
    # Where calls are promised nothing, a letter's promise begins then.
    letters = Rules([Target(kind="first_answer", channel="email", within_s=7200, near_s=600)], RULES.calendar)
    course = Course(Subject(1, 1, "phone", 0), [], letters, answered=False)
    course.take(tell(0, "ticket.opened"))
    assert course.rows == []
    course.take(tell(40, "call.ended", way="in", how="voicemail"))
    assert [(row.kind, row.channel, row.began_at) for row in course.rows] == [("first_answer", "phone", BEGAN + timedelta(hours=1, seconds=40))]


def test_who_hangs_up_in_the_menu_has_not_waited() -> None:
    """Nothing runs in the welcome and the menu, and nothing is broken there; what they left behind is owed from then on."""
    def tell(second: int, type_: str, **data: object) -> Logged:
        return Logged(second + 1, "ticket:1", second + 1, type_, BEGAN + timedelta(hours=1, seconds=second), "patron", 1,
                      {"ticket_id": 1, "queue_id": 1, "channel": "phone", **data}, frozenset(), frozenset())

    def after(*happens: Logged) -> Course:
        course = Course(Subject(1, 1, "phone", 0), [], RULES, answered=False)
        for event in (tell(0, "ticket.opened"), tell(0, "message.received", message_id=1), tell(0, "call.begun", way="in"), *happens):
            course.take(event)
        return course

    def first(course: Course) -> PromiseRow:
        return [row for row in course.rows if row.kind == "first_answer"][-1]

    # A minute and a half of menu is no wait: it begins in the line.
    assert first(after()).due_at is None
    stands = tell(90, "call.stepped", from_state="choosing", to_state="waiting")
    assert first(after(stands)).due_at == BEGAN + timedelta(hours=1, seconds=150)
    gone = tell(100, "call.ended", way="in", how="abandoned", from_state="choosing")
    closed = tell(100, "call.ended", way="in", how="short_abandoned", from_state="message")
    for nothing in (gone, closed):
        rows = after(nothing).rows
        assert {(row.outcome, row.broken_at) for row in rows} == {("unwaited", None)}
        # Told a little later that there is a message, or they say something: now they are owed an answer.
        for says in (tell(110, "call.ended", way="in", how="voicemail", corrected=True), tell(110, "message.received", message_id=2)):
            assert {row.kind for row in after(nothing, says).rows if row.ended_at is None} == {"first_answer", "resolution"}
    # Who had stood in the line, and hung up in the voicemail, is a missed call.
    assert first(after(stands, tell(100, "call.ended", way="in", how="abandoned", from_state="message", lined_up=True))).due_at is not None
    # Straight to the voicemail of a closed department: a letter.
    assert first(after(tell(100, "call.ended", way="in", how="voicemail", from_state="message"))).due_at is not None
