"""The phone booth: calling and texting the library as a patron or a stranger, by the carrier's stand-in. `/booth`.

The telephones on the desks of the library stand there, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.scope import Scope
from contactcenter.demo.carrier.call import Call
from contactcenter.demo.carrier.exchange import Exchange
from contactcenter.demo.carrier.faults import ON_REQUESTS, ON_WEBHOOKS
from contactcenter.demo.carrier.parties import Caller
from contactcenter.demo.page import Pages
from contactcenter.demo.patrons import AMINA, LI_LEI, Patron
from contactcenter.demo.people import INES, ROSA, WANG_FANG
from contactcenter.envelope.numbers import readable
from contactcenter.seats.device import choose_device
from contactcenter.seats.tables import DeviceRow
from contactcenter.settings import Department

KEYS = frozenset("0123456789*#")
MOST_CHARS = 1600
MOST_BYTES = 5_000_000
PICTURES = frozenset({"image/jpeg", "image/png", "image/gif"})
WHO = "{who:amina|lilei|unknown|withheld|rosa|wangfang|ines}"
WITHHELD = "anonymous"
"""Twilio's From of who shows no number: https://www.twilio.com/docs/voice/twiml#request-parameters"""
SHOWN = 60
AT_DESK = "+86105555020"
"""The telephones of the staff, each by its place."""
AT_DESKS = {one.login: f"{AT_DESK}{place}" for place, one in enumerate((ROSA, WANG_FANG, INES))}
LIFTED_BY_HAND = frozenset({INES.login})
"""Who listens in is asked for it just then: so one sees, too, what the console says when nobody answers."""
DESK = "+86105555010"
"""Each department's number is this and its place: nobody has them."""


@dataclass(slots=True)
class Visitor:
    """Somebody who stands in the booth."""

    login: str
    patron: Patron | None
    number: str
    name: str = ""
    """Of whoever works at the library; patrons have theirs."""
    caller: Caller | None = None

    @property
    def staff(self) -> bool:
        """It is a telephone of the library: nobody dials there, or writes."""
        return self.login in AT_DESKS


def numbers_of(departments: list[Department]) -> dict[str, str]:
    """Which number leads to which department, by slug."""
    return {one.slug: f"{DESK}{place}" for place, one in enumerate(departments)}


async def give_telephones(
    session: AsyncSession, *, exchange: Exchange, staff: Mapping[str, Scope], now: datetime
) -> None:
    """The staff have telephones on their desks, unless they take calls elsewhere.

    Those of Rosa and 王芳 lift themselves; Ines answers hers in the booth.
    """
    for login, number in AT_DESKS.items():
        if login in LIFTED_BY_HAND:
            exchange.telephone(number).mood = "asked"
        else:
            exchange.telephone(number).presses = "1"
        staff_id = staff[login].staff_id
        if staff_id is not None and await session.get(DeviceRow, staff_id) is None:
            await choose_device(session, staff_id=staff_id, device="telephone", number=number, now=now)


def _picture(given: object) -> tuple[tuple[bytes, str], ...]:
    """What goes with a text, as their telephone would take it: a picture, and not too large."""
    if not isinstance(given, web.FileField) or given.content_type not in PICTURES:
        return ()
    content = given.file.read(MOST_BYTES + 1)
    return ((content, given.content_type),) if 0 < len(content) <= MOST_BYTES else ()


class BoothPages:
    """`/booth`, and what its page asks."""

    def __init__(self, pages: Pages, exchange: Exchange) -> None:
        self._pages = pages
        self._exchange = exchange
        self._visitors = {
            "amina": Visitor("amina", AMINA, "+8612055550101"), "lilei": Visitor("lilei", LI_LEI, "+8612055550102"),
            "unknown": Visitor("unknown", None, "+8612055550199"), "withheld": Visitor("withheld", None, WITHHELD),
        }
        for one in self._visitors.values():
            exchange.telephone(one.number).mood = "asked"
        for member in (ROSA, WANG_FANG, INES):
            self._visitors[member.login] = Visitor(member.login, None, AT_DESKS[member.login], name=member.name)

    def mount(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/booth", self.show)
        app.router.add_get(f"/booth/{WHO}", self.state)
        app.router.add_get(f"/booth/{WHO}/files/{{media}}", self.file)
        app.router.add_post("/booth/faults", self.switch)
        app.router.add_post(f"/booth/{WHO}/{{act:dial|press|speak|hang-up|answer|decline|text}}", self.act)

    async def show(self, request: web.Request) -> web.Response:
        """The page; everything on it is fetched by its script."""
        who = self._visitors.get(request.query.get("who", ""), self._visitors[
            "lilei" if self._pages.locale(request) == "zh-Hans" else "amina"
        ])
        chinese = self._pages.locale(request) == "zh-Hans"
        lines = numbers_of(self._pages.settings.departments)
        sms = self._pages.settings.sms
        return self._pages.draw(
            request, "booth.html", who=who, faults=(*ON_REQUESTS, *ON_WEBHOOKS), wrong=self._exchange.faults.on,
            visitors=list(self._visitors.values()),
            number="" if who.number == WITHHELD else readable(who.number),
            quiet=(sms.quiet_from, sms.quiet_to) if sms.quiet_from != sms.quiet_to else None,
            lines=[(lines[one.slug], one.name_zh if chinese else one.name, readable(lines[one.slug]))
                   for one in self._pages.settings.departments],
        )

    async def state(self, request: web.Request) -> web.Response:
        """What is heard, and what was written."""
        who = self._visitors[request.match_info["who"]]
        call = self._call(who)
        texts = [one for one in self._exchange.messages.values() if who.number in (one.sender, one.to)]
        return web.json_response({
            "faults": sorted(self._exchange.faults.on),
            "call": None if call is None else {
                "status": call.status, "rings": self._rings(who), "heard": self._transcript(call)[-SHOWN:],
                "with": self._speaks(call), "records": call.records, "hold": call.on_hold, "seconds": call.seconds,
            },
            "texts": [{"mine": one.sender == who.number, "text": one.body, "status": one.status, "files": [
                {"url": f"/booth/{who.login}/files/{file.sid}", "media_type": file.media_type} for file in one.media
            ]} for one in texts[-SHOWN:]],
        }, headers={"Cache-Control": "no-store"})

    async def file(self, request: web.Request) -> web.Response:
        """What came with a text, as their telephone shows it."""
        found = self._exchange.media.get(request.match_info["media"])
        whose = None if found is None else self._exchange.messages.get(found.message_sid)
        number = self._visitors[request.match_info["who"]].number
        if found is None or whose is None or number not in (whose.sender, whose.to):
            raise web.HTTPNotFound
        return web.Response(body=found.content, headers={
            "Content-Type": found.media_type, "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        })

    async def act(self, request: web.Request) -> web.Response:
        """Do what was clicked, and say how things stand."""
        self._pages.require_ours(request)
        who = self._visitors[request.match_info["who"]]
        form = await request.post()
        value = str(form.get("value", ""))[:MOST_CHARS]
        picture = _picture(form.get("file"))
        call = self._call(who)
        live = call is not None and call.live
        match request.match_info["act"]:
            case "dial" if not live and not who.staff and value in self._exchange.numbers:
                who.caller = self._exchange.dial(who.number, value)
            case "answer" if self._rings(who):
                who.caller = None
                self._exchange.telephone(who.number).answer()
            case "decline" if self._rings(who):
                self._exchange.telephone(who.number).decline()
            case "press" if call is not None and live and value in KEYS:
                Caller(call).press(value)
            case "speak" if call is not None and live and value.strip():
                Caller(call).speak(value.strip(), seconds=max(2.0, len(value) / 8))
            case "hang-up" if call is not None and live:
                Caller(call).hang_up()
            case "text" if who.number != WITHHELD and not who.staff and (value.strip() or picture):
                await self._exchange.text(who.number, str(form.get("to", "")), value.strip(), picture)
        return await self.state(request)

    async def switch(self, request: web.Request) -> web.Response:
        """Something between the carrier and the library goes wrong from now on, or no more: for everybody."""
        self._pages.require_ours(request)
        form = await request.post()
        try:
            self._exchange.faults.switch(str(form.get("kind", "")), on=form.get("on") == "on")
        except KeyError as error:
            raise web.HTTPBadRequest(text="There is no such fault.") from error
        return web.json_response({"faults": sorted(self._exchange.faults.on)})

    def _call(self, who: Visitor) -> Call | None:
        """The newest, whoever began it."""
        rung = self._exchange.telephone(who.number).calls
        own = None if who.caller is None else who.caller.call
        if rung and (own is None or rung[-1].created_at > own.created_at):
            return rung[-1]
        return own

    def _transcript(self, call: Call) -> list[dict[str, object]]:
        """What was read and played to them, and between it what people said, in order. `by`: who, if not they."""
        lines: list[dict[str, object]] = []
        said = list(call.said)
        for place in range(len(call.heard) + 1):
            while said and said[0].after <= place:
                one = said.pop(0)
                lines.append({"text": one.words, "by": self._name(one.by), "mine": not one.by,
                              "how": one.how})
            if place < len(call.heard):
                lines.append({"text": call.heard[place]})
        return lines

    def _name(self, number: str) -> str:
        """As the booth knows them, else their number."""
        one = next((one for one in self._visitors.values() if one.number == number), None)
        named = "" if one is None else one.name or (one.patron.name if one.patron else "")
        return named or (readable(number) if number != WITHHELD else "")

    def _speaks(self, call: Call) -> bool:
        """Whether somebody is at the other end."""
        return any(len(room.people) > 1 and room.find(call.sid) is not None for room in self._exchange.conferences)

    def _rings(self, who: Visitor) -> bool:
        return self._exchange.telephone(who.number).rings
