"""The two webhooks of texts: one that came, and how one of ours fared.

The signature is checked before anything else; what is not signed is answered 403 and leaves nothing behind. A text
is answered once its raw bytes are committed. Twilio sends a webhook once, unless the address says otherwise
(docs/carriers.md), so "try again" (503) is said only when we could not keep it.
"""

from __future__ import annotations

from typing import Final

import structlog
from aiohttp import web

from contactcenter.carriers.contract import Carrier, Fields, Forged, TextIn, TextState
from contactcenter.carriers.instructions import Text
from contactcenter.channels.sms.answers import answer
from contactcenter.channels.sms.language import locale_of
from contactcenter.channels.sms.lend import Lender
from contactcenter.channels.sms.links import FileLinks
from contactcenter.channels.sms.parse import CHANNEL
from contactcenter.channels.sms.words import opt_word
from contactcenter.clock import Clock
from contactcenter.envelope import Address, Desk, ParseError, Raw, Settled, Unavailable
from contactcenter.envelope.numbers import e164
from contactcenter.settings import Settings

log = structlog.get_logger(__name__)
TEXTS: Final = "/carrier/texts"
REPORTS: Final = "/carrier/texts/{delivery}/report"
MOST_BYTES: Final = 64 * 1024
"""A text has 1,600 characters and ten addresses of files."""
AGAIN: Final = frozenset({"unreachable", "too_many", "carrier_down", "timeout", "file_not_fetched"})
"""Why a report says that a text failed, where trying again later can help. An unknown reason is not among them: it may
have arrived, and nobody wants it twice."""
SETTLES: Final[dict[TextState, Settled]] = {
    "sent": "sent", "delivered": "delivered", "undelivered": "failed", "failed": "failed",
}


def mount(
    app: web.Application, *, desk: Desk, carrier: Carrier, settings: Settings, links: FileLinks, clock: Clock
) -> None:
    """Add the routes of a carrier that carries texts."""
    Lender(desk, links, clock).mount(app)
    texts = _Texts(desk, carrier, settings)
    app.router.add_post(TEXTS, texts.came)
    app.router.add_post("/carrier/texts/{delivery:\\d{1,18}}/report", texts.reported)


class _Texts:
    def __init__(self, desk: Desk, carrier: Carrier, settings: Settings) -> None:
        self._desk = desk
        self._carrier = carrier
        self._settings = settings

    async def came(self, request: web.Request) -> web.Response:
        body = await self._body(request)
        fields = self._verified(request, body)
        try:
            confirmed = await self._at_once(fields)  # as things stand before this very text changes them
            await self._desk.accept([Raw("sms", body, {"carrier": self._carrier.kind})])
        except Unavailable:
            return web.Response(status=503)
        answered = self._carrier.render(confirmed)
        return web.Response(body=answered.body, headers={"Content-Type": answered.content_type})

    async def reported(self, request: web.Request) -> web.Response:
        fields = self._verified(request, await self._body(request))
        try:
            report = self._carrier.read_text_report(fields)
        except ParseError:
            return web.Response(status=400)
        state = SETTLES.get(report.state)
        if state is not None:
            await self._desk.settle(
                int(request.match_info["delivery"]), state=state, code=report.code, detail=report.detail,
                remote_id=report.id, again=not report.permanent and report.code in AGAIN,
            )
        elif report.state == "unknown":
            log.warning("sms.unknown_state", delivery_id=int(request.match_info["delivery"]))
        return web.Response(status=204)

    async def _at_once(self, fields: Fields) -> list[Text]:
        """The confirmation of a word that the carrier does not answer itself."""
        try:
            text = self._carrier.read_text(fields)
        except ParseError:
            return []
        word, library = opt_word(text.body), self._settings.library
        if word is None:
            return []
        locale: str | None = locale_of(text.body, default=library.default_locale)
        if text.obeyed:
            # Where the carrier says how it took the word, it has dealt with it.
            locale = await self._of_ours_alone(text) if word == "start" and text.opt is None else None
        if locale is None:
            return []
        return [Text(answer(word, locale=locale, library=library.name_zh if locale == "zh-Hans" else library.name))]

    async def _of_ours_alone(self, text: TextIn) -> str | None:
        """In which language START is confirmed to whom we stopped by a word that the carrier does not know (退订).

        None: not by us. The carrier answers START to those whom it stopped itself, and to nobody else.
        """
        number = e164(text.sender)
        if not number:
            return None
        locale = await self._desk.stopped_here(Address("phone", number), channel=CHANNEL, ours=text.to)
        return self._settings.library.default_locale if locale == "" else locale

    async def _body(self, request: web.Request) -> bytes:
        if (request.content_length or 0) > MOST_BYTES:
            raise web.HTTPRequestEntityTooLarge(MOST_BYTES, request.content_length or 0)
        body = bytearray()
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > MOST_BYTES:
                raise web.HTTPRequestEntityTooLarge(MOST_BYTES, len(body))
        return bytes(body)

    def _verified(self, request: web.Request, body: bytes) -> Fields:
        try:
            return self._carrier.verify(path_qs=request.path_qs, headers=request.headers, body=body)
        except Forged:
            log.warning("carrier.forged", path=request.path)
            raise web.HTTPForbidden from None
