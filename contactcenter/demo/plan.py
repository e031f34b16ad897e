"""What happened in the last three weeks: a plan made by dice, the same for the same seed.

Pure: it knows no database and no clock. `history.py` lets it happen.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from contactcenter.demo.cast import Cast
from contactcenter.demo.patrons import AMINA, ENGLISH, LI_LEI, UNREACHABLE, Patron
from contactcenter.demo.people import INES, ROSA, WANG_FANG
from contactcenter.demo.scenario import Locale, Scenario, book

Way = Literal["email", "web_chat", "web_form", "walk_in"]
Verb = Literal[
    "arrive", "follow", "come", "leave", "take", "note", "reply", "wait_third", "snooze", "close", "merge", "link",
    "read",
]
Then = Literal["keep", "close", "waiting_patron"]
Fate = Literal["closed", "waiting_patron", "open", "waiting_third", "snoozed", "waiting"]

FATES: tuple[tuple[Fate, int, float, float], ...] = (
    # how it stands today, how many, and how long ago it began: between so many hours
    ("closed", 62, 48, 504),
    ("waiting_patron", 14, 5, 144),
    ("waiting_third", 7, 24, 168),
    ("snoozed", 5, 24, 120),
    ("open", 11, 2, 40),
    ("waiting", 13, 0.05, 7),
)
WAYS: tuple[tuple[Way, int], ...] = (("email", 60), ("web_chat", 18), ("web_form", 14), ("walk_in", 8))
INES_HELPS = 0.1
"""So many of the general desk's inquiries are hers."""
LONG_MESSAGES = 200
NIGHT_ENDS, NIGHT_BEGINS = 8, 21
"""Hours of the library's day in which people write; most of them."""


@dataclass(slots=True)
class Act:
    """One thing that happens in a story. `by` is a login where it is somebody of staff."""

    at: datetime
    verb: Verb
    text: str = ""
    by: str = ""
    then: Then = "waiting_patron"
    other: Story | None = None
    until: datetime | None = None


@dataclass(slots=True)
class Story:
    """One inquiry from its first word to today."""

    patron: Patron
    scenario: Scenario
    way: Way = "email"
    subject: str = ""
    automatic: bool = False
    named: bool = True
    """Whether a chat or a form gives an address."""
    acts: list[Act] = field(default_factory=list)
    ticket_id: int | None = None

    def add(
        self, at: datetime, verb: Verb, text: str = "", *, by: str = "", then: Then = "waiting_patron",
        other: Story | None = None, until: datetime | None = None,
    ) -> None:
        """Put an act behind the others."""
        self.acts.append(Act(at, verb, text, by, then, other, until))


def plan(*, seed: int, end: datetime, offset: timedelta) -> list[Story]:
    """All stories. `end`: now; `offset`: the library's distance from UTC, so that its nights are quiet."""
    dice = random.Random(seed)  # noqa: S311  # a story, not a secret
    cast = Cast(dice)
    stories = [
        _story(dice, cast, fate, end - timedelta(hours=_ago(dice, low, high)), end=end, offset=offset, number=number)
        for fate, count, low, high in FATES
        for number in range(count)
    ]
    return [*stories, _long(end), *_special(end)]


def _ago(dice: random.Random, low: float, high: float) -> float:
    """Hours ago, denser towards today."""
    return float(low + (high - low) * dice.random() ** 1.4)


def _story(
    dice: random.Random, cast: Cast, fate: Fate, at: datetime, *, end: datetime, offset: timedelta, number: int
) -> Story:
    locale: Locale = "zh-Hans" if number % 2 else "en"
    words = book(locale)
    patron, scenario = cast.draw(locale)
    story = Story(
        patron=patron, scenario=scenario,
        way=dice.choices([way for way, _ in WAYS], [weight for _, weight in WAYS])[0], named=dice.random() < 0.7,  # noqa: PLR2004
    )
    if patron.office:
        story.way = "email"
    if fate == "waiting":
        story.way = "email" if story.way == "walk_in" else story.way
        story.add(at, "arrive")
        return story
    mate = who_answers(story, dice, ines=INES_HELPS)
    at = _by_day(at, offset)
    story.add(at, "arrive")
    if story.way == "walk_in":
        story.add(at + timedelta(minutes=3), "reply", story.scenario.answers[0], by=mate, then="close")
        return story
    pace = timedelta(minutes=1) if story.way == "web_chat" else timedelta(minutes=dice.randrange(6, 40))
    at += pace * dice.uniform(0.5, 2)
    story.add(at, "take", by=mate)
    if fate == "waiting_third" or dice.random() < 0.25:  # noqa: PLR2004
        story.add(at + pace * 0.2, "note", dice.choice(words.notes), by=mate)
    at += pace * dice.uniform(0.3, 1)
    _converse(dice, story, fate, at, pace, mate=mate, end=end)
    return story


def _converse(
    dice: random.Random, story: Story, fate: Fate, at: datetime, pace: timedelta, *, mate: str, end: datetime
) -> None:
    """From the first answer to how it stands today."""
    scenario = story.scenario
    if fate == "waiting_third":
        story.add(at, "wait_third", by=mate)
        return
    if fate == "closed" and dice.random() < 0.35:  # noqa: PLR2004
        story.add(at, "reply", scenario.answers[0], by=mate, then="close")
        return
    story.add(at, "reply", scenario.answers[0], by=mate)
    if fate == "snoozed":
        tomorrow = end + timedelta(hours=dice.choice((5, 20, 44, 68)))
        story.add(at + pace * 0.1, "snooze", by=mate, until=tomorrow)
        return
    if fate == "waiting_patron" and dice.random() < 0.5:  # noqa: PLR2004
        return
    at += pace * dice.uniform(0.5, 3)
    story.add(at, "follow", scenario.follow[0])
    if fate == "open":
        return
    at += pace * dice.uniform(0.4, 2)
    story.add(at, "reply", scenario.answers[-1], by=mate)
    if fate == "closed":
        at += pace * dice.uniform(0.4, 2)
        story.add(at, "follow", dice.choice(book(story.patron.locale).thanks))
        story.add(at + pace, "close", by=mate)


def who_answers(story: Story, dice: random.Random, *, ines: float) -> str:
    """Whoever belongs to the department; at the general desk by the patron's language, and Ines now and then."""
    if story.scenario.queue == "reference":
        return ROSA.login
    if story.scenario.queue == "loans":
        return WANG_FANG.login
    if dice.random() < ines:
        return INES.login
    return WANG_FANG.login if story.patron.locale == "zh-Hans" else ROSA.login


def _by_day(at: datetime, offset: timedelta) -> datetime:
    """Out of the night: an hour before nine in the morning becomes one before nine in the evening."""
    hour = (at + offset).hour
    return at - timedelta(hours=11) if hour < NIGHT_ENDS or hour >= NIGHT_BEGINS else at


def _long(end: datetime) -> Story:
    """One conversation of two hundred messages, and still going on."""
    words = book("en").long
    if words is None:
        raise ValueError("scenarios/en.toml has no [long]")
    scenario = Scenario(
        subject=words.subject, queue="reference", text=words.text, answers=words.answers, follow=words.follow,
    )
    story = Story(patron=AMINA, scenario=scenario)
    step = timedelta(hours=460) / LONG_MESSAGES
    at = end - timedelta(hours=461)
    story.add(at, "arrive")
    story.add(at + step * 0.5, "take", by=ROSA.login)
    for turn in range(LONG_MESSAGES // 2):
        at += step
        story.add(at, "reply", words.answers[turn % len(words.answers)], by=ROSA.login)
        if turn < LONG_MESSAGES // 2 - 1:
            at += step
            story.add(at, "follow", words.follow[turn % len(words.follow)].format(n=turn + 2))
    return story


def _special(end: datetime) -> list[Story]:
    """A delivery that fails, an automatic reply set aside, two merged, two linked."""
    english, chinese = book("en"), book("zh-Hans")
    lost = Story(UNREACHABLE, _about(english.scenario, "umbrella"))
    lost.add(end - timedelta(minutes=50), "arrive")
    lost.add(end - timedelta(minutes=38), "take", by=ROSA.login)
    lost.add(end - timedelta(seconds=20), "reply", lost.scenario.answers[0], by=ROSA.login, then="close")
    away = Story(_called("Bo Li"), Scenario(
        subject="Automatic reply: Re: Opening hours over New Year", queue="general", answers=("-",), follow=("-",),
        text="Thank you for your mail. I am out of the office until Monday and will read it then.",
    ), automatic=True)
    away.add(end - timedelta(hours=26), "arrive")
    first = Story(LI_LEI, _about(chinese.scenario, "馆际互借"))
    first.add(end - timedelta(hours=9), "arrive")
    first.add(end - timedelta(hours=8), "take", by=WANG_FANG.login)
    again = Story(LI_LEI, first.scenario, subject="补充：馆际互借书目信息（第二册）", way="web_form")
    again.add(end - timedelta(hours=7, minutes=30), "arrive")
    again.add(end - timedelta(hours=7), "merge", by=WANG_FANG.login, other=first)
    first.add(end - timedelta(hours=6, minutes=40), "reply", first.scenario.answers[0], by=WANG_FANG.login)
    atlas = Story(_called("Interlibrary"), _about(english.scenario, "88-2210"))
    atlas.add(end - timedelta(hours=30), "arrive")
    atlas.add(end - timedelta(hours=29), "take", by=WANG_FANG.login)
    atlas.add(end - timedelta(hours=28), "link", by=WANG_FANG.login, other=first)
    first.acts.sort(key=lambda act: act.at)
    # A link leads to what is there already.
    atlas.acts[-1].at = end - timedelta(hours=6)
    return [lost, away, first, again, atlas]


def _about(scenarios: tuple[Scenario, ...], word: str) -> Scenario:
    return next(one for one in scenarios if word in one.subject)


def _called(name: str) -> Patron:
    return next(one for one in ENGLISH if name in one.name)
