"""The decision alone: whoever comes first is served first by whoever may, and nobody is asked for too much."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from contactcenter.queue.decide import Demand, Match, Policy, QueuePolicy, Seat, decide, may_serve
from contactcenter.queue.line import STEP, Kind, Line, Waiting
from contactcenter.seats.capacity import Capacity, Load, fits, has_room

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
DESK, LAW = 1, 2
ROSA, WANG, INES = 1, 2, 3


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def chat(number: int, waited: float, *, queue: int = DESK, channel: str = "web_chat", priority: int = 0,
         language: str = "", prefers: int | None = None, refused: dict[int, datetime] | None = None) -> Waiting:
    return Waiting(number, Kind(queue, channel, language, priority), ago(waited), prefers, refused or {})


def seat(who: int, *queues: int, idle: float = 60, chats: int = 0, calls: int = 0, **skills: int) -> Seat:
    live = {name: count for name, count in (("web_chat", chats), ("phone", calls)) if count}
    return Seat(who, frozenset(queues or (DESK,)), ago(idle), skills, Load(live))


def policy(**desk: object) -> Policy:
    return Policy({DESK: QueuePolicy(**desk), LAW: QueuePolicy()})  # type: ignore[arg-type]


def decided(line: list[Waiting], seats: list[Seat], rules: Policy | None = None) -> list[tuple[int, int]]:
    return [(one.ticket_id, one.staff_id) for one in decide(Line(line), seats, rules or policy(), NOW)]


def test_whoever_came_first_rings_at_the_longest_idle() -> None:
    assert decided([chat(7, 10), chat(8, 20)], [seat(ROSA, idle=30), seat(WANG, idle=90)]) == [(8, WANG), (7, ROSA)]


def test_one_thing_rings_at_a_seat() -> None:
    assert decided([chat(7, 20), chat(8, 10)], [seat(ROSA)]) == [(7, ROSA)]


def test_a_full_seat_is_not_asked() -> None:
    assert decided([chat(7, 20)], [seat(ROSA, chats=3)]) == []


def test_nobody_has_a_call_and_a_chat_at_once() -> None:
    assert decided([chat(7, 20, channel="phone")], [seat(ROSA, chats=1)]) == []
    assert decided([chat(7, 20)], [seat(ROSA, calls=1)]) == []


@given(chats=st.integers(0, 5), calls=st.integers(0, 3), most_chats=st.integers(1, 4), most_calls=st.integers(1, 2))
def test_a_seat_has_room_exactly_where_something_would_ring(chats: int, calls: int, most_chats: int, most_calls: int) -> None:
    rules = Policy({DESK: QueuePolicy()}, Capacity(calls=most_calls, chats=most_chats))
    one = seat(ROSA, chats=chats, calls=calls)
    rings = decided([chat(7, 20), chat(8, 10, channel="phone")], [one], rules)
    assert has_room(one.load, rules.capacity) == bool(rings)


def test_what_nobody_can_serve_holds_up_nobody() -> None:
    assert decided([chat(7, 90, queue=LAW), chat(8, 10)], [seat(ROSA, DESK)]) == [(8, ROSA)]


def test_an_urgent_one_goes_before_who_came_within_a_step() -> None:
    line = [chat(7, 100), chat(8, 10, priority=1)]
    assert decided(line, [seat(ROSA)]) == [(8, ROSA)]


def test_priority_ages() -> None:
    line = [chat(7, STEP.total_seconds() + 60), chat(8, 10, priority=1)]
    assert decided(line, [seat(ROSA)]) == [(7, ROSA)]


def test_who_knows_the_patron_is_asked_first() -> None:
    assert decided([chat(7, 10, prefers=ROSA)], [seat(ROSA, idle=1), seat(WANG, idle=900)]) == [(7, ROSA)]


def test_the_least_loaded() -> None:
    rules = policy(strategy="least_loaded")
    assert decided([chat(7, 10)], [seat(ROSA, idle=900, chats=2), seat(WANG, idle=1, chats=1)], rules) == [(7, WANG)]


def test_the_best_skill() -> None:
    rules = policy(strategy="best_skill", demands=(Demand("law", 2),))
    assert decided([chat(7, 10)], [seat(ROSA, idle=900, law=2), seat(WANG, idle=1, law=5)], rules) == [(7, WANG)]


def test_a_skill_relaxes_with_waiting() -> None:
    rules = policy(demands=(Demand("law", 3, timedelta(seconds=60)),))
    seats = [seat(ROSA, law=2)]
    assert decided([chat(7, 59)], seats, rules) == []
    assert decided([chat(7, 60)], seats, rules) == [(7, ROSA)]
    assert decided([chat(7, 180)], [seat(WANG)], rules) == [(7, WANG)]


def test_a_language_is_a_skill() -> None:
    line = [chat(7, 10, language="zh-Hans")]
    assert decided(line, [seat(ROSA)]) == []
    able = Seat(WANG, frozenset({DESK}), ago(1), {"zh-Hans": 4})
    assert decided(line, [seat(ROSA), able]) == [(7, WANG)]


def test_it_overflows_when_its_time_has_come() -> None:
    rules = Policy({DESK: QueuePolicy(overflow_to=LAW, overflow_after=timedelta(seconds=30)), LAW: QueuePolicy()})
    assert decided([chat(7, 29)], [seat(WANG, LAW)], rules) == []
    assert decided([chat(7, 30)], [seat(WANG, LAW)], rules) == [(7, WANG)]


def test_who_declined_is_not_asked_again_at_once() -> None:
    declined = {ROSA: NOW + timedelta(seconds=1)}
    assert decided([chat(7, 90, refused=declined), chat(8, 10)], [seat(ROSA)]) == [(8, ROSA)]
    assert decided([chat(7, 90, refused={ROSA: NOW})], [seat(ROSA)]) == [(7, ROSA)]


SKILLS = ("law", "zh-Hans")
waitings = st.builds(
    lambda number, waited, queue, channel, language, priority, prefers, refused: Waiting(
        number, Kind(queue, channel, language, priority), ago(waited), prefers, dict.fromkeys(refused, NOW + STEP)
    ),
    st.integers(1, 10_000), st.integers(0, 4_000), st.sampled_from([DESK, LAW]), st.sampled_from(["web_chat", "phone"]),
    st.sampled_from(["", "zh-Hans"]), st.integers(-1, 2), st.none() | st.integers(1, 6), st.sets(st.integers(1, 6), max_size=2),
)
seats_ = st.builds(
    lambda who, queues, idle, chats, calls, skills: Seat(
        who, frozenset(queues), ago(idle), skills,
        Load({name: count for name, count in (("web_chat", chats), ("phone", calls)) if count}),
    ),
    st.integers(1, 6), st.sets(st.sampled_from([DESK, LAW])), st.integers(0, 900), st.integers(0, 3), st.integers(0, 1),
    st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5)),
)
demands = st.lists(st.builds(
    Demand, st.just("law"), st.integers(1, 5), st.none() | st.integers(1, 3_000).map(lambda s: timedelta(seconds=s))
), max_size=1).map(tuple)
policies = st.builds(
    lambda desk, law: Policy({DESK: desk, LAW: law}, Capacity(chats=2)),
    *[st.builds(
        QueuePolicy, strategy=st.sampled_from(["longest_idle", "best_skill", "least_loaded"]), demands=demands,
        language_relax=st.none() | st.just(timedelta(seconds=600)), overflow_to=st.sampled_from([None, DESK, LAW]),
        overflow_after=st.just(timedelta(seconds=300)),
    )] * 2,
)


@settings(max_examples=400)
@given(st.lists(waitings, max_size=12, unique_by=lambda one: one.ticket_id),
       st.lists(seats_, max_size=6, unique_by=lambda one: one.staff_id), policies)
def test_whatever_waits_and_whoever_sits(line: list[Waiting], seats: list[Seat], rules: Policy) -> None:
    matches = decide(Line(line), seats, rules, NOW)
    by_seat = {one.staff_id: one for one in seats}
    by_ticket = {one.ticket_id: one for one in line}
    assert len({one.ticket_id for one in matches}) == len({one.staff_id for one in matches}) == len(matches)
    for one in matches:
        assert may_serve(by_ticket[one.ticket_id], by_seat[one.staff_id], rules, NOW)
        assert fits(by_seat[one.staff_id].load, by_ticket[one.ticket_id].kind.channel, rules.capacity)
    assert matches == _plainly(line, seats, rules)


def _plainly(line: list[Waiting], seats: list[Seat], rules: Policy) -> list[Match]:
    """The same without classes and heaps: everybody in the order of their turns, against all who are free."""
    free = {one.staff_id for one in seats}
    found = []
    for one in sorted(line, key=lambda one: one.turn):
        able = [seat for seat in seats if seat.staff_id in free and may_serve(one, seat, rules, NOW)]
        if able:
            alone = decide(Line([one]), able, rules, NOW)[0]
            free.discard(alone.staff_id)
            found.append(alone)
    return found

