"""What a caller hears, as instructions: pure, from how the call stands and what the house says of itself."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from contactcenter.carriers.instructions import (
    Gather,
    HangUp,
    Instruction,
    Play,
    Record,
    Redirect,
    Say,
    ToConference,
    Voice,
)
from contactcenter.channels.phone import keys
from contactcenter.channels.phone.words import LANGUAGES, WORDS, day
from contactcenter.envelope import LegStanding, OpenState, Place

BASE = "/carrier/calls"
LEGS = "/carrier/legs"
MUSIC = "/carrier/sound/wait.wav"
SECONDS_FOR_A_KEY = 6


@dataclass(frozen=True, slots=True)
class Department:
    """Whom a caller may choose."""

    slug: str
    name: str
    name_zh: str

    def said(self, locale: Voice) -> str:
        return self.name_zh if locale == "zh-Hans" else self.name


@dataclass(frozen=True, slots=True)
class House:
    """What the house says of itself to callers."""

    name: str
    name_zh: str
    message_s: int = 180
    records: bool = False
    """Whether it asks to record conversations."""
    written_down: frozenset[Voice] = frozenset()
    """In which languages messages on the voicemail are written down."""

    def called(self, locale: Voice) -> str:
        return self.name_zh if locale == "zh-Hans" else self.name


def voice(locale: str) -> Voice:
    """The voice for a language; English where there is none of its own."""
    return "zh-Hans" if locale == "zh-Hans" else "en"


def say(what: str, locale: Voice, **values: object) -> Say:
    """A sentence in a language."""
    return Say(WORDS[locale][what].format(**values), locale)


def room(call_id: int, stay: int) -> str:
    """The name of the conference in which a call is held; numbers only, which name nobody."""
    return f"call-{call_id}-{stay}"


def welcome(house: House) -> list[Instruction]:
    """In every language, each by its own voice, with the key that chooses it. The call has no number of ours yet."""
    path = f"{BASE}/language"
    prompts = tuple(say("choose_language", one, library=house.called(one), key=key)
                    for key, one in keys.LANGUAGES.items())
    return [Gather(path, prompts, digits=1, seconds=SECONDS_FOR_A_KEY, also_nothing=True), Redirect(path)]


def menu(call_id: int, locale: Voice, departments: Sequence[Department]) -> list[Instruction]:
    """The departments by their keys; who presses nothing gets the general desk."""
    path = f"{BASE}/{call_id}/menu"
    offered = [say("menu_key", locale, department=one.said(locale), key=key)
               for key, one in zip(keys.DEPARTMENTS, departments, strict=False)]
    prompts = (say("menu", locale), *offered, say("menu_desk", locale, key=keys.DESK))
    # No key ends it: a late `#` is the answer to the question before.
    return [Gather(path, prompts, digits=1, seconds=SECONDS_FOR_A_KEY, finish="", also_nothing=True), Redirect(path)]


def consent(path: str, locale: Voice, *, before: tuple[Say, ...] = ()) -> list[Instruction]:
    """Whether they agree to be recorded; who presses nothing does not."""
    return [Gather(path, (*before, say("consent", locale)), digits=1, seconds=SECONDS_FOR_A_KEY, also_nothing=True),
            Redirect(path)]


def greeting(locale: Voice, house: House, *, asked_for: bool) -> Say:
    """What a patron hears whom we call."""
    return say("calling_back" if asked_for else "calling", locale, library=house.called(locale))


def closed(call_id: int, locale: Voice, hours: OpenState, house: House) -> list[Instruction]:
    """After hours: when we are open today, when we open again, and the voicemail."""
    told = [say("closed_hours", locale, hours=hours.label) if hours.label else say("closed", locale)]
    if hours.changes_at is not None:
        opens = hours.changes_at.astimezone(ZoneInfo(hours.zone))
        told.append(say("opens", locale, day=day(opens, locale), time=f"{opens:%H:%M}"))
    return [*told, *message(call_id, locale, house)]


def message(call_id: int, locale: Voice, house: House) -> list[Instruction]:
    """The voicemail."""
    return [
        say("message_please", locale),
        Record(then=f"{BASE}/{call_id}/message-done", recorded_to=f"{BASE}/{call_id}/recording",
               most_seconds=house.message_s,
               transcribed_to=f"{BASE}/{call_id}/transcript" if locale in house.written_down else ""),
        say("goodbye", locale), HangUp(),
    ]


def waiting(call_id: int, locale: Voice, place: Place | None, *, may_be_called: bool) -> list[Instruction]:
    """The place, the wait to expect, what may be pressed, and music; then again."""
    told: list[Say | Play] = []
    if place is not None:
        told.append(say("place_first", locale) if place.place == 1 else say("place", locale, place=place.place))
        told += expected(locale, place)
    what = "press" if may_be_called else "press_message"
    told.append(say(what, locale, callback=keys.CALLBACK, message=keys.MESSAGE))
    path = f"{BASE}/{call_id}/wait"
    return [Gather(f"{BASE}/{call_id}/keys", (*told, Play(MUSIC)), digits=1, seconds=1), Redirect(path)]


def expected(locale: Voice, place: Place) -> list[Say]:
    """The wait in whole minutes, as a range where it is one; or that somebody is free. Nothing: nobody can tell."""
    if place.soon:
        return [say("wait_free", locale)]
    if place.low_s is None or place.high_s is None:
        return []
    low, high = math.floor(place.low_s / 60), math.ceil(place.high_s / 60)
    if high <= 1:
        return [say("wait_one", locale)]
    if low < 1:
        return [say("wait_under", locale, minutes=high)]
    return [say("wait_between", locale, low=low, high=max(high, low + 1))]


def into_room(call_id: int, stay: int, *, leg_id: int, caller: bool, recorded: bool) -> ToConference:
    """The caller's leg ends the room when it goes: nobody of ours stays behind in silence."""
    path = f"{BASE}/{call_id}/after" if caller else f"{LEGS}/{leg_id}/after"
    return ToConference(
        room(call_id, stay), then=path, starts=not caller, ends=caller, label=f"leg-{leg_id}", wait=MUSIC,
        events_to=f"{BASE}/{call_id}/rooms/{stay}",
        recorded_to=f"{BASE}/{call_id}/talk-recording" if recorded else "",
    )


def leg_into_room(leg: LegStanding) -> ToConference:
    """Somebody of ours, a third party or a supervisor goes into the room."""
    if leg.part != "supervisor":
        return into_room(leg.call_id, leg.stay, leg_id=leg.leg_id, caller=leg.part == "caller", recorded=leg.recorded)
    return ToConference(
        room(leg.call_id, leg.stay), then=f"{LEGS}/{leg.leg_id}/after", muted=leg.mode == "listen", coach=leg.coach,
        starts=False, label=f"leg-{leg.leg_id}", events_to=f"{BASE}/{leg.call_id}/rooms/{leg.stay}",
    )


def take_call(leg: LegStanding) -> list[Instruction]:
    """A librarian's own telephone: a key is pressed first, or a mailbox would talk with the patron."""
    path = f"{LEGS}/{leg.leg_id}/join"
    return [Gather(path, (say("take_call", voice(leg.locale)),), digits=1, seconds=SECONDS_FOR_A_KEY), HangUp()]


def sorry(locale: Voice = "en") -> list[Instruction]:
    """When something is wrong with us."""
    return [*(say("sorry", one) for one in (LANGUAGES if locale == "en" else (locale,))), HangUp()]


def no_such_number() -> list[Instruction]:
    """A number that leads to us, and is none of ours."""
    return [*(say("no_such_number", one) for one in LANGUAGES), HangUp()]


def goodbye(locale: Voice, *, key: str = "goodbye") -> list[Instruction]:
    """The last word, and the end."""
    return [say(key, locale), HangUp()]
