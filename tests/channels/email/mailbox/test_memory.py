"""What is fetched next: nothing is forgotten, a backlog does not hold up what is new, a bad mail holds up none."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from contactcenter.channels.email.mailbox.fetch import MAX_SET_BYTES, parts
from contactcenter.channels.email.mailbox.memory import GONE_AFTER_S, HOLD_S, LIVE_BATCH, MAX_BATCH, Memory
from contactcenter.uids import Uids

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@given(st.sets(st.integers(1, 100_000), max_size=1500), st.sets(st.integers(1, 100_000), max_size=20))
def test_everything_is_chosen_once(there: set[int], bad: set[int]) -> None:
    memory, untaken, taken = Memory(), sorted(there), []
    while chosen := memory.choose(untaken, time=0.0):
        assert chosen == sorted(chosen)
        assert len(chosen) <= MAX_BATCH
        for uid in bad & set(chosen):
            memory.failed(uid, "no", at=NOW, time=0.0)
        taken += [uid for uid in chosen if uid not in bad]
        untaken = [uid for uid in untaken if uid not in taken]
    assert sorted(taken) == sorted(there - bad)


@given(st.integers(MAX_BATCH + 1, 5000), st.integers(1, LIVE_BATCH), st.booleans())
def test_what_is_new_waits_for_one_set_of_the_backlog_at_most(backlog: int, new: int, turn: bool) -> None:
    memory = Memory(turn=int(turn))
    untaken = list(range(1, backlog + new + 1))
    fresh = set(untaken[-new:])
    first = memory.choose(untaken, time=0.0)
    second = memory.choose([uid for uid in untaken if uid not in first], time=0.0)
    assert fresh <= {*first, *second}


def test_a_lost_connection_makes_the_sets_smaller_until_one_mail_is_to_blame() -> None:
    memory, sizes = Memory(), []
    untaken = list(range(1, 401))
    for _ in range(8):
        chosen = memory.choose(untaken, time=0.0)
        sizes.append(len(chosen))
        memory.lost_during(len(chosen))
    assert min(sizes) == 1
    for _ in range(8):
        memory.went_well()
    assert memory.limit == MAX_BATCH


def test_a_bad_mail_is_tried_again_ever_less_often_and_told_the_second_time() -> None:
    memory, time = Memory(), 0.0
    for number, hold in enumerate((*HOLD_S, HOLD_S[-1])):
        assert memory.choose([7], time=time) == [7]
        memory.failed(7, "NO", at=NOW, time=time)
        assert [one.uid for one in memory.told()] == ([7] if number else [])
        assert memory.choose([7, 8], time=time + hold - 1) == [8]
        time += hold


def test_an_absent_mail_is_given_up_after_a_while() -> None:
    memory = Memory()
    assert not memory.given_up(Uids.of([4, 5]), time=0.0)
    memory.failed(5, "NO", at=NOW, time=0.0)
    assert not memory.given_up(Uids.of([5, 9]), time=GONE_AFTER_S - 1)  # 4 was only late
    assert memory.given_up(Uids.of([5, 9]), time=GONE_AFTER_S) == Uids.of([5])
    assert not memory.failures
    assert memory.given_up(Uids.of([9]), time=2 * GONE_AFTER_S - 1) == Uids.of([9])


@given(st.dictionaries(st.integers(1, 1000), st.integers(0, MAX_SET_BYTES + 5)))
def test_parts_are_bounded_and_whole(sizes: dict[int, int]) -> None:
    found = list(parts(sizes))
    assert [uid for part in found for uid in part] == sorted(sizes)
    for part in found:
        assert len(part) == 1 or sum(sizes[uid] for uid in part) <= MAX_SET_BYTES
