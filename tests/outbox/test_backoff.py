"""When to try again."""

from __future__ import annotations

from datetime import timedelta

from contactcenter.outbox.backoff import DELAYS, GIVE_UP_AFTER, next_delay


def test_the_pause_grows_and_then_stays() -> None:
    delays = [next_delay(attempt) for attempt in range(1, 20)]
    assert delays == sorted(delays)
    assert delays[0] == timedelta(seconds=10)
    assert delays[-1] == DELAYS[-1] < GIVE_UP_AFTER
    assert next_delay(0) == next_delay(1)


def test_three_days_are_some_twenty_attempts() -> None:
    waited, attempts = timedelta(), 0
    while waited < GIVE_UP_AFTER:
        attempts += 1
        waited += next_delay(attempts)
    assert 15 <= attempts <= 30
