"""Seats for a forecast."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactcenter.staffing.forecast import HalfHour
from contactcenter.staffing.require import require
from contactcenter.staffing.seats import performance, seats_for
from contactcenter.staffing.traffic import Target, Traffic

NINE = datetime(2026, 11, 30, 9, tzinfo=UTC)
TARGET = Target(share=0.8, within_s=20)


def half_hour(expected: float, high: int) -> HalfHour:
    return HalfHour(start=NINE, expected=expected, low=0, high=high)


def test_each_half_hour_has_its_seats() -> None:
    busy, quiet = require([half_hour(100, 120), half_hour(0, 1)], TARGET, aht_s=180)
    assert (busy.start, busy.seats) == (NINE, 14)  # the published example of test_erlang_c.py
    assert busy.seats_high == seats_for(Traffic(calls=120, interval_s=1800, aht_s=180), TARGET).seats
    assert (quiet.seats, quiet.seats_high) == (0, 1)


def test_patience_saves_seats() -> None:
    (patient,) = require([half_hour(100, 100)], TARGET, aht_s=180)
    (impatient,) = require([half_hour(100, 100)], TARGET, aht_s=180, patience_s=60)
    assert impatient.seats < patient.seats


@settings(deadline=None, max_examples=40)
@given(st.floats(0.1, 300), st.integers(1, 4), st.none() | st.floats(30, 600))
def test_chats_side_by_side_keep_the_target_with_whole_seats(calls: float, at_once: int, patience_s: float | None) -> None:
    (needed,) = require([half_hour(calls, int(calls))], TARGET, aht_s=600, patience_s=patience_s, at_once=at_once)
    load = Traffic(calls=calls, interval_s=1800, aht_s=600)

    def meets(seats: int) -> bool:
        return seats > 0 and performance(
            load, seats=seats * at_once, within_s=TARGET.within_s, patience_s=patience_s).meets(TARGET)

    assert meets(needed.seats)
    assert not meets(needed.seats - 1)
    assert needed.seats_high >= needed.seats


def test_three_chats_at_a_time_are_no_three_librarians() -> None:
    # Were each chat as short beside two others as alone, a third of the seats would do; at its measured length it takes more.
    (alone,) = require([half_hour(60, 60)], TARGET, aht_s=400)
    (wrong,) = require([half_hour(60, 60)], TARGET, aht_s=400, at_once=3)
    (measured,) = require([half_hour(60, 60)], TARGET, aht_s=900, at_once=3)
    assert wrong.seats < measured.seats < alone.seats


def test_nothing_at_a_time_is_refused() -> None:
    with pytest.raises(ValueError, match="1 inquiry at a time"):
        require([half_hour(1, 1)], TARGET, aht_s=300, at_once=0)
