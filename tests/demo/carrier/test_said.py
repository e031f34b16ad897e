"""Who hears what is said in a conference, and how the booth shows it beside what is read out."""

from __future__ import annotations

from datetime import UTC, datetime

from contactcenter.demo.booth import AT_DESKS, BoothPages
from contactcenter.demo.carrier.call import Call
from contactcenter.demo.carrier.conference import Participant
from contactcenter.demo.carrier.exchange import Exchange
from contactcenter.demo.carrier.parties import Caller
from contactcenter.demo.page import Pages
from contactcenter.demo.patrons import AMINA
from contactcenter.settings import Settings
from tests.demo.carrier.virtual_time import VirtualTime

AMINAS = "+8612055550101"
DESK = "+861055550100"


def room() -> tuple[Exchange, Participant, Participant, Participant]:
    """Amina talks with Rosa, and Ines is there, too."""
    exchange = Exchange(token="t" * 32, time=VirtualTime(datetime(2026, 11, 27, 9, tzinfo=UTC)))
    made = exchange.conference("t1")
    amina = Participant(Call(exchange, AMINAS, DESK, "inbound"))
    rosa, ines = (Participant(Call(exchange, DESK, AT_DESKS[one], "outbound-api")) for one in ("rosa", "ines"))
    for one in (rosa, amina, ines):
        made.enter(one)
    return exchange, amina, rosa, ines


def heard_by(one: Participant) -> list[str]:
    return [said.words for said in one.call.said if said.by]


async def test_who_listens_is_not_heard_who_whispers_by_one_who_speaks_by_both() -> None:
    _, amina, rosa, ines = room()
    for words, ines.muted, ines.coaches in (("a", True, ""), ("b", False, rosa.call.sid), ("c", False, "")):
        Caller(ines.call).speak(words)
    assert (heard_by(rosa), heard_by(amina)) == (["b", "c"], ["c"])
    assert [said.whispered for said in rosa.call.said] == [True, False]
    Caller(amina.call).speak("May I renew my loan?")
    assert heard_by(ines) == ["May I renew my loan?"]
    amina.hold = True
    Caller(amina.call).speak("nobody hears it")
    Caller(rosa.call).speak("nor this")
    assert (heard_by(rosa)[-1], heard_by(amina)) == ("May I renew my loan?", ["c"])
    # What is said in a conversation does not go onto a voicemail later.
    assert amina.call.spoken.empty()


async def test_the_booth_shows_what_they_say_in_its_place() -> None:
    exchange, amina, rosa, _ = room()
    booth = BoothPages(Pages(Settings()), exchange)
    Caller(amina.call).speak("Hello?")
    amina.call.heard += ["Welcome", "♪ music"]
    Caller(rosa.call).speak("Good morning")
    exchange.conferences[0].leave(amina)
    amina.call.heard += ["beep"]
    Caller(amina.call).speak("A message")
    amina.call.said[-1].kept = True
    assert booth._transcript(amina.call) == [
        {"text": "Hello?", "by": "", "mine": True, "how": ""}, {"text": "Welcome"}, {"text": "♪ music"},
        {"text": "Good morning", "by": "Rosa Marín", "mine": False, "how": ""}, {"text": "beep"},
        {"text": "A message", "by": "", "mine": True, "how": "kept"},
    ]
    assert booth._transcript(rosa.call)[0] == {"text": "Hello?", "by": AMINA.name, "mine": False, "how": ""}
