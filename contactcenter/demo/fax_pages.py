"""`/fax-machine`: faxing the library as Amina or 李雷, and what the gateway got for patrons' machines, page by page."""

from __future__ import annotations

import hashlib

import aiosmtplib
from aiohttp import hdrs, web

from contactcenter.channels.fax.press import PressError
from contactcenter.demo.fax_machine import FAX, FaxMachines, number_of
from contactcenter.demo.page import Pages
from contactcenter.demo.patrons import AMINA, LI_LEI, VISITORS
from contactcenter.demo.post_office import Letter, PostOffice
from contactcenter.envelope.numbers import readable
from contactcenter.house import House

SHOWN = 12
LONGEST = 8_000
"""Some four pages."""
MOST_BYTES = 8_000_000


class FaxPages:
    """The page, and pictures of what came."""

    def __init__(self, house: House, pages: Pages, office: PostOffice, machines: FaxMachines) -> None:
        self._house, self._pages, self._office, self._machines = house, pages, office, machines

    def mount(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/fax-machine", self.show)
        app.router.add_post("/fax-machine", self.send)
        app.router.add_get("/fax-machine/{number:[0-9]{1,9}}/{page:[0-9]{1,3}}", self.picture)

    async def show(self, request: web.Request) -> web.Response:
        return await self._page(request)

    async def send(self, request: web.Request) -> web.Response:
        """Fax a page: a real mail of the gateway's to our own door."""
        self._pages.require_ours(request)
        form = await request.post()
        text = str(form.get("text", "")).replace("\r\n", "\n").strip()
        patron = next((one for one in VISITORS if one.address == form.get("who")), None)
        file = form.get("file")
        content = file.file.read(MOST_BYTES + 1) if isinstance(file, web.FileField) else b""
        pdf = content.startswith(b"%PDF")
        if patron is None or not (text or content) or len(text) > LONGEST:
            return await self._page(request, typed=text, wrong="reply_empty", status=422)
        if len(content) > MOST_BYTES:
            return await self._page(request, typed=text, wrong="fax_wrong", status=422)
        try:
            await self._machines.send(patron, text, pictures=[content] if content and not pdf else [],
                                      pdf=content if pdf else b"")
        except (ValueError, PressError):
            return await self._page(request, typed=text, wrong="fax_wrong", status=422)
        except (aiosmtplib.SMTPException, OSError):
            return await self._page(request, typed=text, wrong="reply_failed", status=502)
        return web.Response(status=303, headers={
            hdrs.LOCATION: "/fax-machine?sent", "Cache-Control": "no-store",
        })

    async def picture(self, request: web.Request) -> web.Response:
        """A page of a fax that the library sent."""
        letter = self._office.letter(int(request.match_info["number"]))
        pdf = _pdf(letter) if letter is not None else None
        if pdf is None:
            raise web.HTTPNotFound(text="This fax is no longer kept.")
        try:
            drawn = await self._house.press.picture(
                pdf, digest=hashlib.sha256(pdf).hexdigest(), media_type="application/pdf",
                page=int(request.match_info["page"]) - 1, size="page",
            )
        except PressError as error:
            raise web.HTTPNotFound(text="This page cannot be shown.") from error
        return web.Response(body=drawn, content_type="image/webp", headers={
            "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
        })

    async def _page(
        self, request: web.Request, *, typed: str = "", wrong: str = "", status: int = 200
    ) -> web.Response:
        faxes = []
        for letter in self._office.letters():
            pdf = _pdf(letter) if letter.to.endswith(f"@{FAX.gateway}") else None
            if pdf is None:
                continue
            try:
                found = await self._house.press.pages(
                    pdf, digest=hashlib.sha256(pdf).hexdigest(), media_type="application/pdf")
            except PressError:
                continue
            faxes.append((letter, readable(f"+{letter.to.partition('@')[0]}"), range(1, min(found.count, 5) + 1),
                          self._machines.states.get(letter.number, "dialled")))
            if len(faxes) == SHOWN:
                break
        visitors = (LI_LEI, AMINA) if self._pages.locale(request) == "zh-Hans" else (AMINA, LI_LEI)
        return self._pages.draw(
            request, "fax.html", status=status, faxes=faxes, typed=typed, wrong=wrong, sent="sent" in request.query,
            visitors=[(one, readable(number_of(one))) for one in visitors], number=readable(FAX.number),
        )


def _pdf(letter: Letter) -> bytes | None:
    return next((one.content for one in letter.files() if one.media_type == "application/pdf"), None)
