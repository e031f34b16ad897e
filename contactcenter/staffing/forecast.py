"""How many inquiries a day will bring, half hour by half hour, from the library's own history; and how sure that is.

A half hour is known by its weekday and time of day. Its count is taken to be the weekday's profile there, times the
level of the week (`profile.py`). The level of the day to come is the weighted median of the last weeks': it follows a
term that begins, and no single odd week moves it.

Counts spread wider than Poisson's, because rates differ from day to day for reasons that no calendar tells; so the
interval is the negative binomial's, which is the Poisson's with such a rate (`spread.py`). Empirical quantiles were
not taken: a half hour has some ten counts behind it, and the outer tenth of them is one. How much wider is measured
by trying the method on the history: how far each week's level lay from what the weeks before it foretold, and how far
its half hours lay from the profile. The first by a median and the second without its worst week, so that one odd week
does not widen a season of forecasts.

Sources: G. Jongbloed, G. Koole (2001, see `spread.py`); J. Weinberg, L. D. Brown, J. R. Stroud, Bayesian forecasting
of an inhomogeneous Poisson process with applications to call center data, Journal of the American Statistical
Association 102 (2007), for profile times level.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import NormalDist

from contactcenter.staffing.profile import Slot, profile
from contactcenter.staffing.spread import quantile

WEEKS = 26
"""History that is looked at, back from the day: half a year has this term and the last."""
FEWEST_WEEKS = 4
"""Counts that a half hour must have: from fewer, the spread would be a guess."""
FRESH_DAYS = 28
"""How old the newest count may be: a level from before that is another season's."""
EFFICIENCY = 0.37
"""Of the median deviation as a measure of a normal spread (F. R. Hampel, The influence curve and its role in robust
estimation, Journal of the American Statistical Association 69, 1974).
"""
DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


class NotEnoughHistory(Exception):
    """There is too little to forecast from; says what is there."""


@dataclass(frozen=True, kw_only=True)
class HalfHour:
    """What one interval will bring. `expected`: mean number of inquiries; `low` to `high`: where the count will lie."""

    start: datetime
    expected: float
    low: int
    high: int


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """A day's half hours in order. `unknown`: times of day that were counted, and too seldom to forecast."""

    day: date
    coverage: float
    half_hours: tuple[HalfHour, ...]
    unknown: tuple[time, ...]


def forecast(
    history: Iterable[tuple[datetime, int]], day: date, *, coverage: float = 0.8, weekday: int | None = None,
) -> Forecast:
    """Forecast a day; counts of the day itself and later are left out, so a past day can be forecast as a trial.

    `history`: start and count of each half hour in which the desk was *open*, 0 where nobody came, on the library's
    wall clock (weekday and time of day are read as they stand). What is absent was closed: holidays and closed hours
    are left out, not given as 0. Other grids than half hours serve alike. `coverage`: the share of half hours whose
    count will lie within `low` to `high` if things go on as they went; more of them where counts are small, for these
    are whole numbers. `weekday`: 0 to 6 from Monday, for a day that is worked as another (a make-up workday). The
    half hours are all in which that weekday was open; leave out those in which it no longer is.

    Raises NotEnoughHistory; ValueError on a negative count, or a coverage or weekday out of range.
    """
    wanted = day.weekday() if weekday is None else weekday
    if not 0 < coverage < 1:
        raise ValueError("the coverage must lie between 0 and 1, both excluded")
    if wanted not in range(7):
        raise ValueError("the weekday must be 0 (Monday) to 6 (Sunday)")
    counts = [(start, count) for start, count in history if start.date() < day <= start.date() + timedelta(weeks=WEEKS)]
    if any(count < 0 for _, count in counts):
        raise ValueError("a count must be 0 or more")
    weeks = _weeks(counts)
    times = sorted({at for week in weeks for on, at in week if on == wanted})
    known = [at for at in times if sum((wanted, at) in week for week in weeks) >= FEWEST_WEEKS]
    _enough(counts, day, wanted, weeks, known)
    fit = profile(weeks)
    unmet = (1 - coverage) / 2
    spread = (1 + fit.level_spread * _unsure(fit.trials, coverage)) * (1 + fit.slot_spread) - 1
    half_hours = []
    for at in known:
        rate = fit.rates[wanted, at]
        expected = fit.level * rate.mean
        # Half a call more than was counted: a half hour in which nobody has come yet is not one in which nobody can.
        likely = expected + fit.level * 0.5 / rate.weeks
        own = likely * fit.level / rate.weeks  # how far the profile itself may be off
        variance = likely + own + likely * likely * spread
        half_hours.append(HalfHour(
            start=datetime.combine(day, at, counts[0][0].tzinfo), expected=expected,
            low=quantile(unmet, mean=likely, variance=variance),
            high=quantile(1 - unmet, mean=likely, variance=variance),
        ))
    return Forecast(
        day=day, coverage=coverage, half_hours=tuple(half_hours),
        unknown=tuple(at for at in times if at not in known),
    )


def _weeks(counts: Iterable[tuple[datetime, int]]) -> list[dict[Slot, int]]:
    """The counts by calendar week, the newest first; weeks that were closed are left out.

    Not in sevens back from the day: an odd week, say of examinations, is one of the calendar's, and would make two odd.
    """
    weeks: dict[date, dict[Slot, int]] = defaultdict(dict)
    for start, count in counts:
        week = weeks[start.date() - timedelta(days=start.weekday())]
        slot = (start.weekday(), start.time())
        week[slot] = week.get(slot, 0) + count
    return [weeks[monday] for monday in sorted(weeks, reverse=True)]


def _unsure(trials: int, coverage: float) -> float:
    """By how much to raise a variance that is itself an estimate, for the interval to hold: Student's t, squared.

    To the first order (t / z)^2 = 1 + (z^2 + 1) / 2f, with f degrees of freedom: those of a median, 0.37 of the trials.
    """
    z = NormalDist().inv_cdf((1 + coverage) / 2)
    return 1 + (z * z + 1) / (2 * EFFICIENCY * max(1, trials))


def _enough(
    counts: Sequence[tuple[datetime, int]], day: date, wanted: int,
    weeks: Sequence[dict[Slot, int]], known: Sequence[time],
) -> None:
    if not counts:
        raise NotEnoughHistory(f"nothing is counted in the {WEEKS} weeks before {day}")
    newest = max(start.date() for start, _ in counts)
    if (day - newest).days > FRESH_DAYS:
        raise NotEnoughHistory(f"the newest count is of {newest}, more than {FRESH_DAYS} days before {day}")
    if not known:
        had = sum(any(on == wanted for on, _ in week) for week in weeks)
        raise NotEnoughHistory(f"{had} {DAYS[wanted]} are counted; {FEWEST_WEEKS} are needed")
