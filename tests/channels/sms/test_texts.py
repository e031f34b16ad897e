"""Amina and 李雷 text the library; Rosa answers; the carrier is its stand-in, the databases are real."""

from __future__ import annotations

import asyncio
import errno
import itertools
import random
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from sqlalchemy import select

from contactcenter.channels.sms.catch_up import CatchUp
from contactcenter.channels.sms.links import FileLinks
from contactcenter.channels.sms.send import SmsSender
from contactcenter.db.blobs import INLINE_BYTES, Blobs
from contactcenter.demo.carrier.texts import HELPED, STARTED, STOPPED
from contactcenter.envelope import BlobRef, SendError
from contactcenter.intake.tables import InboundRow
from contactcenter.patrons.queries import profile
from contactcenter.settings import Settings
from contactcenter.tickets import ways_out
from contactcenter.tickets.errors import Conflict, Invalid
from contactcenter.tickets.tables import TicketRow
from tests.channels.sms.conftest import AMINA, DESK, KEY, LAW, LI_LEI, TEXTS, Texting, outgoing


async def test_a_text_is_a_ticket_and_its_answer_is_delivered(texting: Texting) -> None:
    assert await texting.texts("How long may I keep a thesis?") == 200
    [ticket_id] = await texting.ticket_ids()
    shown = await texting.shown(ticket_id)
    assert (shown.ticket.channel, shown.reply_channel, shown.reply_address) == ("sms", "sms", AMINA)
    assert shown.patron is not None
    assert [(one.kind, one.value, one.proved) for one in shown.patron.identities] == [("phone", AMINA, None)]
    await texting.house.replies("rosa", ticket_id, "Ten days, and ten more if you ask. 十天。")
    await texting.leave()
    assert texting.exchange.telephone(AMINA).texts == ["Ten days, and ten more if you ask. 十天。"]
    assert await texting.state(ticket_id) == ("delivered", None)
    # She goes on in the same ticket; a stranger, and she to another department, do not.
    await texting.texts("Thank you!")
    await texting.texts("你好", sender=LI_LEI)
    await texting.texts("A question of law", to=LAW)
    assert len(await texting.ticket_ids()) == 3
    assert [one.text for one in (await texting.shown(ticket_id)).messages][-1] == "Thank you!"
    law = await texting.shown((await texting.ticket_ids())[2], "wang")
    assert law.ticket.queue_id == texting.house.queues["law"]
    # The answer leaves from the number that was written to.
    await texting.house.replies("wang", law.ticket.id, "See section 3.")
    await texting.leave()
    assert [one.sender for one in texting.exchange.messages.values() if one.direction == "outbound-api"] == [DESK, LAW]


async def test_what_is_not_signed_leaves_nothing(texting: Texting) -> None:
    url = texting.exchange.webhooks.reach
    assert url is not None
    async with aiohttp.ClientSession() as session:
        for path in (TEXTS, "/carrier/texts/1/report"):
            for headers in ({}, {"X-Twilio-Signature": "bm9wZQ=="}):
                async with session.post(url[1] + path, data={"MessageSid": "SM1", "From": AMINA, "To": DESK, "Body": "x"},
                                        headers=headers) as answer:
                    assert answer.status == 403
        async with session.post(url[1] + TEXTS, data=b"x" * 70_000) as answer:
            assert answer.status == 413
    async with texting.house.database.read() as session_:
        assert (await session_.execute(select(InboundRow.id))).first() is None


async def test_two_texts_at_once_are_one_ticket_and_one_twice_is_one(texting: Texting) -> None:
    for body in ("One moment", "and another"):
        await texting.exchange.text(AMINA, DESK, body)
    first = next(iter(texting.exchange.messages.values()))
    await texting.exchange.deliver(first)
    await texting.understood()
    await texting.exchange.deliver(first)
    await texting.understood()
    [ticket_id] = await texting.ticket_ids()
    assert [one.text for one in (await texting.shown(ticket_id)).messages] == ["One moment", "and another"]


async def test_after_the_window_it_is_a_new_inquiry(texting: Texting) -> None:
    await texting.texts("May I renew?")
    [first] = await texting.ticket_ids()
    await texting.house.replies("rosa", first, "Yes.", then="close")
    texting.house.pass_by(timedelta(hours=71))
    await texting.texts("Thanks")
    assert (await texting.house.ticket(first)).state == "open"
    await texting.house.replies("rosa", first, "Welcome.", then="close")
    texting.house.pass_by(timedelta(hours=73))
    await texting.texts("Something else")
    assert len(await texting.ticket_ids()) == 2


async def test_stop_is_kept_refused_and_lifted(texting: Texting) -> None:
    await texting.texts("May I renew?", sender=LI_LEI)
    [ticket_id] = await texting.ticket_ids()
    await texting.house.replies("rosa", ticket_id, "Yes.", then="close")
    await texting.texts("退订", sender=LI_LEI)
    # It is on the ticket, and opens nothing; what was under way does not leave.
    shown = await texting.shown(ticket_id)
    assert (shown.ticket.state, shown.messages[-1].text, shown.reply_opted_out) == ("closed", "退订", True)
    await texting.leave()
    assert await texting.state(ticket_id) == ("failed", "opted_out")
    assert texting.exchange.telephone(LI_LEI).texts == ["【图书馆】您已退订，我们不会再给您发短信。回复“订阅”可恢复。"]
    assert shown.patron is not None
    async with texting.house.database.read() as session:
        patron = await profile(session, patron_id=shown.patron.id)
    assert patron is not None
    assert [one.opted_out for one in patron.identities] == [True]
    with pytest.raises(Conflict) as refused:
        await texting.house.replies("rosa", ticket_id, "One more thing.")
    assert refused.value.code == "opted_out"
    told = [one for one in await texting.house.log() if one.type.startswith("patron.opted")]
    assert [one.type for one in told] == ["patron.opted_out"]
    assert LI_LEI not in str(told[0].data)
    await texting.texts("订阅", sender=LI_LEI)
    assert (await texting.shown(ticket_id)).reply_opted_out is False
    await texting.house.replies("rosa", ticket_id, "One more thing.")
    await texting.leave()
    assert texting.exchange.telephone(LI_LEI).texts[-1] == "One more thing."
    # A word that the carrier answers by itself is not answered twice; who asks for help is helped.
    await texting.texts("STOP")
    await texting.texts("帮助", sender="+8613700137000")
    await texting.time.passes(5)
    assert texting.exchange.telephone(AMINA).texts == [STOPPED]
    assert len(texting.exchange.telephone("+8613700137000").texts) == 1
    async with texting.house.database.read() as session:
        lanes = (await session.execute(select(TicketRow.lane).order_by(TicketRow.id))).scalars().all()
    assert lanes == ["waiting_patron", "junk", "junk"]
    await texting.texts("stop")  # they know
    await texting.texts("HELP")
    await texting.texts("start")
    await texting.time.passes(5)
    assert texting.exchange.telephone(AMINA).texts == [STOPPED, HELPED, STARTED]
    # In a conversation that goes on, such a word is no inquiry: an answered one stays so, and nobody owes anything.
    await texting.texts("HELP", sender=LI_LEI)
    await texting.time.passes(5)
    answered = await texting.shown(ticket_id)
    assert (answered.ticket.state, answered.ticket.lane) == ("waiting_patron", "waiting_patron")
    help_ = answered.messages[-1]
    assert (help_.automatic, [(one.code, one.effect) for one in help_.findings]) == ("opt_help", [("opt_help", "aside")])


async def test_start_is_confirmed_once_by_whoever_had_stopped_the_texts(texting: Texting) -> None:
    async def heard(body: str, *, sender: str = LI_LEI, to: str = DESK) -> list[str]:
        """What the patron reads after a text, beside what they had read."""
        phone = texting.exchange.telephone(sender)
        had = len(phone.texts)
        await texting.texts(body, sender=sender, to=to)
        await texting.time.passes(5)
        return phone.texts[had:]

    again = "【图书馆】已恢复向您发送短信。回复“退订”可停止。"
    await texting.texts("可以续借吗？", sender=LI_LEI)
    # 退订 is no word of the carrier's, so it answers START with nothing: we do, in his language, and once.
    await heard("退订")
    assert await heard("START") == [again]
    assert await heard("START") == []
    assert (await texting.shown(1)).reply_opted_out is False
    # What the carrier stopped, it confirms itself; so also where both had, but at another number it stops nothing.
    await heard("退订")
    assert await heard("STOP") == [STOPPED]
    assert await heard("start") == [STARTED]
    await heard("revoke")
    assert await heard("Start", to=LAW) == [again]
    assert await heard("START") == [STARTED]
    # Somebody of whom only that word is known hears it in the language of the word.
    await heard("退订", sender="+8613700137000")
    assert await heard("START", sender="+8613700137000") == [again]
    # As English as the record says, whatever language the word was of.
    await texting.texts("May I renew?")
    await heard("退订", sender=AMINA)
    assert await heard("unstop", sender=AMINA) == [
        "Riverside Library: you will get our text messages again. Reply STOP to end them."]


async def test_who_begins_by_asking_for_help_is_answered_and_waits_for_nobody(texting: Texting) -> None:
    await texting.texts("帮助", sender=LI_LEI)
    await texting.texts("帮助", sender=LI_LEI)
    await texting.texts("HELP")
    await texting.time.passes(5)
    assert len(texting.exchange.telephone(LI_LEI).texts) == 2
    assert texting.exchange.telephone(AMINA).texts == [HELPED]
    # It is kept, with who wrote it, and in nobody's line: no answer is promised, and nobody is offered it.
    [first, of_amina] = await texting.ticket_ids()
    shown = await texting.shown(first)
    assert [one.automatic for one in shown.messages] == ["opt_help", "opt_help"]
    assert shown.patron is not None
    assert (shown.ticket.state, shown.ticket.due_at, (await texting.shown(of_amina)).ticket.state) == ("junk", None, "junk")
    # The question that they then ask is an inquiry of its own, also where both come at once.
    await texting.texts("可以续借吗？", sender=LI_LEI)
    for body in ("HELP", "May I renew?"):
        await texting.exchange.text(AMINA, LAW, body)
    await texting.understood()
    async with texting.house.database.read() as session:
        lanes = (await session.execute(select(TicketRow.lane).order_by(TicketRow.id))).scalars().all()
    assert lanes == ["junk", "junk", "waiting", "junk", "waiting"]


async def test_pictures_come_after_the_text(texting: Texting) -> None:
    texting.exchange.faults.requests("500", match="/Media/")
    await texting.texts("Which book is it?", media=((b"png" * 10, "image/png"), (b"x" * 2000, "image/jpeg")))
    [ticket_id] = await texting.ticket_ids()
    assert (await texting.shown(ticket_id)).messages[0].attachments == []
    await texting.files.next_set()
    message = (await texting.shown(ticket_id)).messages[0]
    assert [one.code for one in message.problems] == ["file_too_big"]
    assert message.attachments == []
    texting.house.pass_by(timedelta(minutes=1))
    await texting.files.next_set()
    message = (await texting.shown(ticket_id)).messages[0]
    assert [(one.name, one.media_type, one.size) for one in message.attachments] == [("image-1.png", "image/png", 30)]
    assert [one.type for one in await texting.house.log()].count("message.files_came") == 2
    assert await texting.files.next_set() == 0
    assert INLINE_BYTES > 30


async def test_a_file_that_never_comes_is_told(texting: Texting) -> None:
    texting.exchange.faults.requests("500", match="/Media/", times=50)
    await texting.texts("", media=((b"png", "image/png"),))
    [ticket_id] = await texting.ticket_ids()
    for _ in range(3):
        await texting.files.next_set()
        texting.house.pass_by(timedelta(days=2))
    assert [one.code for one in (await texting.shown(ticket_id)).messages[0].problems] == ["file_lost"]


async def test_a_file_that_nobody_foresaw_stops_no_other(texting: Texting, monkeypatch: pytest.MonkeyPatch) -> None:
    await texting.texts("Two pages", media=((b"png" * 10, "image/png"), (b"gif" * 10, "image/gif")))
    spool, asked = Blobs.spool, itertools.count()

    async def full(self: Blobs, chunks: AsyncIterator[bytes], *, limit: int) -> tuple[BlobRef, bytes | None]:
        if next(asked) == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return await spool(self, chunks, limit=limit)

    monkeypatch.setattr(Blobs, "spool", full)
    assert await texting.files.next_set() == 2
    (ticket_id,) = await texting.ticket_ids()
    assert [one.name for one in (await texting.shown(ticket_id)).messages[0].attachments] == ["image-2.gif"]
    texting.house.pass_by(timedelta(minutes=5))
    assert await texting.files.next_set() == 1
    assert len((await texting.shown(ticket_id)).messages[0].attachments) == 2


async def test_a_switched_off_telephone_is_tried_again_and_a_landline_is_not(texting: Texting) -> None:
    await texting.texts("May I renew?")
    [ticket_id] = await texting.ticket_ids()
    phone = texting.exchange.telephone(AMINA)
    phone.takes_texts = False
    await texting.house.replies("rosa", ticket_id, "Yes.")
    await texting.leave()
    assert await texting.state(ticket_id) == ("delayed", "unreachable")
    phone.text_error = "30006"
    texting.house.pass_by(timedelta(hours=5))
    await texting.leave()
    assert await texting.state(ticket_id) == ("failed", "wrong_number")
    assert (await texting.house.ticket(ticket_id)).trouble == "wrong_number"


async def test_a_carrier_that_is_away_loses_and_doubles_nothing(texting: Texting) -> None:
    await texting.texts("May I renew?")
    [ticket_id] = await texting.ticket_ids()
    faults = texting.exchange.faults
    faults.requests("answer_lost", match="Messages.json")
    await texting.house.replies("rosa", ticket_id, "Yes.")
    faults.webhooks("lost", match="/report", times=20)
    await texting.deliverer.next_set()
    assert (await texting.state(ticket_id))[0] == "delayed"
    texting.house.pass_by(timedelta(minutes=1))
    await texting.leave()
    assert texting.exchange.telephone(AMINA).texts == ["Yes."]
    assert (await texting.state(ticket_id))[0] == "sent"


async def test_reports_in_any_order_lead_forward_only(texting: Texting) -> None:
    """Lost, late, doubled and shuffled: each text arrives once, and its state never goes back."""
    dice = random.Random(20261126)  # noqa: S311  # a test's
    await texting.texts("Hello")
    [ticket_id] = await texting.ticket_ids()
    for number in range(12):
        head = await texting.house.head()
        fails = dice.random() < 0.3
        texting.exchange.telephone(AMINA).takes_texts = not fails
        texting.exchange.telephone(AMINA).text_error = "30006"
        for _ in range(4):
            texting.exchange.faults.webhooks(dice.choice(["late", "doubled", "held"]), match="/report",
                                             seconds=dice.random() * 40)
        await texting.house.replies("rosa", ticket_id, f"Answer {number}")
        await texting.deliverer.next_set()
        await texting.time.passes(90)
        texting.exchange.faults.clear()
        newest = next(reversed(texting.exchange.messages))
        reports = [one for one in texting.exchange.webhooks.log if one.fields["MessageSid"] == newest]
        for asked in dice.sample(reports, len(reports)):  # and once more, shuffled
            await texting.exchange.webhooks.ask(asked.url, asked.fields)
        states = [str(one.data["state"]) for one in await texting.house.log(head) if one.type == "delivery.changed"]
        assert states[-1] == ("failed" if fails else "delivered")
        assert [one for place, one in enumerate(states) if one in states[:place]] == []
    arrived = texting.exchange.telephone(AMINA).texts
    assert len(arrived) == len(set(arrived))


async def test_what_the_carrier_could_not_tell_us_is_asked_for(texting: Texting) -> None:
    await texting.texts("This one comes.")
    texting.exchange.faults.webhooks("lost", match=TEXTS)
    lost = asyncio.create_task(texting.exchange.text(AMINA, DESK, "你好，这条丢了", [(b"png", "image/png")]))
    await texting.time.passes(20)
    await lost
    look = CatchUp(desk=texting.house.desk, carrier=texting.carrier, numbers=[DESK], clock=texting.house.clock)
    await look.look()  # it may be on its way yet
    await texting.understood()
    assert len((await texting.shown((await texting.ticket_ids())[0])).messages) == 1
    texting.house.pass_by(timedelta(hours=2))
    for _ in range(2):
        texting.exchange.faults.requests("500", match="Messages.json")
        await look.look()
        await look.look()
        await texting.understood()
    [ticket_id] = await texting.ticket_ids()
    assert [one.text for one in (await texting.shown(ticket_id)).messages] == ["This one comes.", "你好，这条丢了"]
    await texting.files.next_set()
    assert len((await texting.shown(ticket_id)).messages[1].attachments) == 1


async def test_at_night_it_waits_and_says_so(texting: Texting) -> None:
    settings = Settings.model_validate({"carrier": {"numbers": [{"number": DESK}]}})
    sender = SmsSender(settings, texting.carrier, links=FileLinks(KEY), now=lambda: texting.house.time)
    texting.house.pass_by(timedelta(hours=14))  # 23:00 there
    with pytest.raises(SendError) as held:
        await sender.send(outgoing())
    assert (held.value.code, held.value.permanent) == ("quiet_hours", False)
    assert held.value.not_before is not None
    assert held.value.not_before - texting.house.time == timedelta(hours=9)
    with pytest.raises(SendError, match="no_carrier"):
        await SmsSender(settings, None, links=FileLinks(KEY)).send(outgoing())
    with pytest.raises(SendError, match="our_number"):
        await SmsSender(Settings(), texting.carrier, links=FileLinks(KEY)).send(outgoing())


async def test_who_says_stop_at_night_gets_nothing_in_the_morning(
    texting: Texting, monkeypatch: pytest.MonkeyPatch
) -> None:
    await texting.texts("May I renew?", sender=LI_LEI)
    [ticket_id] = await texting.ticket_ids()
    await texting.house.replies("rosa", ticket_id, "Yes.")
    morning = texting.house.time + timedelta(hours=9)
    monkeypatch.setattr("contactcenter.channels.sms.send.held_until", lambda *_, **__: morning)
    await texting.leave()
    assert await texting.state(ticket_id) == ("delayed", "quiet_hours")
    await texting.texts("退订", sender=LI_LEI)
    await texting.leave()
    assert await texting.state(ticket_id) == ("failed", "opted_out")


async def test_what_a_text_cannot_carry_and_a_window_that_closed(texting: Texting,
                                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    await texting.texts("May I renew?")
    [ticket_id] = await texting.ticket_ids()
    with pytest.raises(Invalid):
        await texting.house.replies("rosa", ticket_id, "x" * 1601)
    with pytest.raises(Invalid):
        await texting.house.replies("rosa", ticket_id, "x", attachments=["a" * 43])
    monkeypatch.setitem(ways_out.REPLY_WINDOWS, "sms", timedelta(hours=24))
    assert (await texting.shown(ticket_id)).window_closes_at is not None
    texting.house.pass_by(timedelta(hours=25))
    with pytest.raises(Conflict) as closed:
        await texting.house.replies("rosa", ticket_id, "Too late")
    assert closed.value.code == "window_closed"
