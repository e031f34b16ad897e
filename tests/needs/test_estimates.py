"""First guesses: plain rules that are bounded, and never fall when there was more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactcenter.channels.registry import receivers
from contactcenter.needs.effort import HIGHEST_GUESS, STEPS, estimated_effort, letters
from contactcenter.needs.minutes import LEAD, MOST, PAUSE, estimated_minutes, spoken
from contactcenter.needs.modes import MODES, UNKNOWN, mode_of
from contactcenter.settings import Settings
from contactcenter.shapes.base import Channel
from contactcenter.shapes.needs import Mode

NINE = datetime(2026, 11, 25, 9, tzinfo=UTC)
TEXTS = st.lists(st.text(max_size=3_000), min_size=1, max_size=12)
OFFSETS = st.lists(st.integers(min_value=0, max_value=3 * 24 * 3600), min_size=1, max_size=40)


def at(*minutes: float) -> list[datetime]:
    return [NINE + timedelta(minutes=one) for one in minutes]


@pytest.mark.parametrize(("answers", "effort"), [
    (["On the third floor."], 1),
    (["a" * 241], 2),
    (["Yes.", "No."], 2),
    (["a"] * 4, 3),
    (["a" * 3_001], 4),
    (["a"] * 9, 5),
])
def test_effort_by_answers_and_length(answers: list[str], effort: int) -> None:
    assert estimated_effort(map(letters, answers)) == effort


def test_a_chinese_answer_is_as_long_as_what_it_says() -> None:
    assert letters("可以续借") == 12
    assert letters("a b\n c") == 3


@given(TEXTS, st.text(max_size=3_000))
def test_effort_is_bounded_and_more_is_never_less(answers: list[str], more: str) -> None:
    effort = estimated_effort(map(letters, answers))
    assert 1 <= effort <= HIGHEST_GUESS < 6
    assert estimated_effort(map(letters, [*answers, more])) >= effort
    assert estimated_effort(map(letters, reversed(answers))) == effort


def test_the_steps_rise() -> None:
    assert list(STEPS) == sorted(STEPS)
    assert len(STEPS) == HIGHEST_GUESS - 1


@pytest.mark.parametrize(("traces", "minutes"), [
    (at(0), 2),
    (at(0, 5), 7),
    (at(0, 5, 14.5), 17),
    (at(0, 60), 4),
    (at(60, 0, 65, 5), 14),
    (at(*range(0, 600, 9)), MOST),
])
def test_minutes_are_sittings(traces: list[datetime], minutes: int) -> None:
    assert estimated_minutes(traces) == minutes


@given(OFFSETS)
def test_minutes_are_bounded_by_the_whole_and_by_the_traces(seconds: list[int]) -> None:
    traces = [NINE + timedelta(seconds=one) for one in seconds]
    minutes = estimated_minutes(traces)
    span = max(traces) - min(traces)
    assert 1 <= minutes <= MOST
    assert timedelta(minutes=minutes - 1) < span + LEAD * len(traces)
    assert timedelta(minutes=minutes - 1) < len(traces) * max(PAUSE, LEAD)
    assert estimated_minutes([*traces, *traces]) == minutes
    assert estimated_minutes([*traces, max(traces) + timedelta(minutes=1)]) >= minutes


def test_nothing_is_read_before_it_came() -> None:
    assert estimated_minutes(at(0, 5), opened=NINE - timedelta(hours=1)) == 7
    assert estimated_minutes(at(1, 5), opened=NINE) == 5
    assert estimated_minutes(at(0, 5), opened=NINE + timedelta(seconds=1)) == 5
    assert estimated_minutes(at(1, 5), opened=NINE, lead=timedelta()) == 4
    assert estimated_minutes(at(0, 60), opened=NINE) == 2


@given(st.timedeltas(timedelta(), timedelta(minutes=MOST)))
def test_a_conversation_counts_as_long_as_it_was(lasted: timedelta) -> None:
    minutes = estimated_minutes(spoken(NINE, NINE + lasted), lead=timedelta())
    assert minutes == max(1, -(-lasted // timedelta(minutes=1)))


def test_every_channel_has_its_mode_and_what_nobody_knows_is_unknown() -> None:
    assert set(receivers(Settings(), b"k" * 32)) <= set(MODES)
    assert {mode_of(channel) for channel in get_args(Channel) if channel != "api"} == {
        "email", "chat", "form", "in_person", "phone", "text", "fax",
    }
    assert (mode_of("api"), mode_of("telepathy")) == (UNKNOWN, UNKNOWN)
    assert set(MODES.values()) < set(get_args(Mode))
