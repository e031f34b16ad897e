"""When to try again."""

from __future__ import annotations

import ssl
from datetime import timedelta

import pytest
from aiosmtplib.errors import SMTPConnectTimeoutError

from contactcenter.channels.email.failures import explain
from contactcenter.envelope import Address
from contactcenter.outbox.backoff import BY_CODE, DELAYS, GIVE_UP_AFTER, OUR_SIDE, next_delay
from contactcenter.outbox.place import place_of


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


@pytest.mark.parametrize("code", ["", *BY_CODE])
def test_by_any_code_the_pause_grows_and_stays_well_below_giving_up(code: str) -> None:
    delays = [next_delay(attempt, code) for attempt in range(1, 50)]
    assert delays == sorted(delays)
    assert delays[-1] < GIVE_UP_AFTER / 4


def test_our_own_trouble_is_over_within_minutes_once_it_is_mended() -> None:
    for error in (ConnectionRefusedError(), SMTPConnectTimeoutError("no answer"), ssl.SSLError()):
        assert next_delay(50, explain(error).code) == OUR_SIDE[-1]
    assert OUR_SIDE[-1] <= timedelta(minutes=5)


def test_greylisting_is_given_minutes_not_seconds() -> None:
    assert next_delay(1, "greylisted") >= timedelta(minutes=5)


def test_the_place_of_an_address() -> None:
    assert place_of(Address("email", "Amina@Uni.Example.", "")) == "uni.example"
    assert place_of(Address("email", "odd", "")) == "email"
    assert place_of(Address("chat", "12", "")) == "chat"
