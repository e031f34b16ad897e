"""The chats of the last five weeks, as many as each weekday and half hour brings: the forecast of the day learns here.

Pure, like `plan.py`. Short ones: asked, answered, over; some patrons leave before anybody is there.
"""

from __future__ import annotations

import math
import random
from datetime import datetime, timedelta

from contactcenter.demo.cast import Cast
from contactcenter.demo.plan import Story, who_answers
from contactcenter.demo.scenario import Locale

WEEKS = 5
"""A forecast wants four of each half hour; today is no part of them."""
INES_HELPS = 0.08
"""So many of the general desk's chats are hers."""
HALF_HOURS = 48
HALF_HOUR = timedelta(minutes=30)
PEAKS: tuple[tuple[float, float, float], ...] = ((10.75, 1.1, 0.62), (15.5, 1.5, 0.74), (19.5, 1.0, 0.22))
"""Of a weekday: the hour of a peak, how wide it is, and how many come in its busiest half hour."""
DAYS = (1.1, 1.0, 1.05, 1.0, 0.85, 0.4, 0.35)
"""What each weekday brings, Monday first."""
WEEKS_DIFFER = 0.12
WAITS_S, LASTS_S = 14.0, 480.0
"""Means: until somebody answers, and until it is over."""
GIVE_UP = 0.06
LAST_HOUR = (56, 51, 43, 38, 30, 24, 17, 9)
"""So many minutes ago somebody came at least, at any hour of the day: the board begins with something to show."""


def rate(weekday: int, half_hour: int) -> float:
    """How many chats a half hour of the library's day brings on average. `weekday`: 0 is Monday."""
    hour = half_hour / 2 + 0.25
    return DAYS[weekday] * sum(most * math.exp(-(((hour - at) / wide) ** 2)) for at, wide, most in PEAKS)


def chats(dice: random.Random, cast: Cast, *, end: datetime, offset: timedelta) -> list[Story]:
    """Them all, up to `end`, in the order of their coming. `offset`: the library's distance from UTC."""
    midnight = (end + offset).replace(hour=0, minute=0, second=0, microsecond=0) - offset
    began: list[datetime] = []
    level = 1.0
    for day in range(-7 * WEEKS, 1):
        begins = midnight + timedelta(days=day)
        weekday = (begins + offset).weekday()
        if weekday == 0 or day == -7 * WEEKS:
            level = 1 + WEEKS_DIFFER * dice.uniform(-1, 1)
        for half_hour in range(HALF_HOURS):
            many = _poisson(dice, level * rate(weekday, half_hour))
            began.extend(begins + HALF_HOUR * (half_hour + dice.random()) for _ in range(many))
    hour_ago = end - timedelta(hours=1)
    began = [at for at in began if at < hour_ago] + [end - timedelta(minutes=ago) for ago in LAST_HOUR]
    return [_chat(dice, cast, at, end=end, gives_up=at == end - timedelta(minutes=LAST_HOUR[2])) for at in began]


def _poisson(dice: random.Random, mean: float) -> int:
    """How many come where so many do on average (Knuth's way: products of chances, for small means)."""
    count, chance, least = 0, dice.random(), math.exp(-mean)
    while chance > least:
        count, chance = count + 1, chance * dice.random()
    return count


def _chat(dice: random.Random, cast: Cast, at: datetime, *, end: datetime, gives_up: bool) -> Story:
    locale: Locale = dice.choice(("en", "zh-Hans"))
    patron, scenario = cast.draw(locale)
    story = Story(patron=patron, scenario=scenario, way="web_chat", named=dice.random() < 0.25)  # noqa: PLR2004
    mate = who_answers(story, dice, ines=INES_HELPS)
    story.add(at, "arrive")
    story.add(at, "come")
    if gives_up or dice.random() < GIVE_UP:
        gone = at + timedelta(seconds=dice.uniform(30, 110))
        story.add(gone, "leave")
        story.add(min(gone + timedelta(minutes=dice.uniform(2, 20)), end), "close", by=mate)
        return story
    taken = at + timedelta(seconds=3 + dice.expovariate(1 / WAITS_S))
    lasts = min(timedelta(seconds=60 + dice.expovariate(1 / (LASTS_S - 60))), timedelta(minutes=40))
    story.add(taken, "take", by=mate)
    story.add(min(taken + lasts, end), "reply", scenario.answers[0], by=mate, then="close")
    return story
