"""The post office's pages: what each patron received, and answering it as that patron."""

from __future__ import annotations

from urllib.parse import quote

import aiosmtplib
from aiohttp import hdrs, web

from contactcenter.demo.by_mail import post
from contactcenter.demo.letters import answer, reply_address
from contactcenter.demo.page import Pages
from contactcenter.demo.patrons import Patron, find
from contactcenter.demo.post_office import Letter, PostOffice
from contactcenter.house import House

SHOWN = 100
LONGEST_ANSWER = 20_000
SHOWN_HEADERS = ("From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References",
                 "Auto-Submitted", "Precedence")
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
"""A letter's HTML stands in a frame at an address of its own: with its own styles, and it runs and loads nothing."""


class OfficePages:
    """`/post-office`."""

    def __init__(self, house: House, pages: Pages, office: PostOffice) -> None:
        self._house = house
        self._pages = pages
        self._office = office

    def mount(self, app: web.Application) -> None:
        app.router.add_get("/post-office", self.show)
        app.router.add_get("/post-office/{number:[0-9]{1,9}}", self.open)
        app.router.add_post("/post-office/{number:[0-9]{1,9}}", self.reply)
        app.router.add_get("/post-office/{number:[0-9]{1,9}}/html", self.html)
        app.router.add_get("/post-office/{number:[0-9]{1,9}}/files/{index:[0-9]{1,3}}", self.file)

    async def show(self, request: web.Request) -> web.Response:
        """Everyone's letters, or one patron's; the newest first."""
        to = request.query.get("to", "").lower()
        boxes: dict[str, tuple[str, int]] = {}
        for one in self._office.letters():
            name, count = boxes.get(one.to, (one.name, 0))
            boxes[one.to] = (name, count + 1)
        letters = self._office.letters(to or None)
        return self._pages.draw(
            request, "post_office.html", to=to, letters=letters[:SHOWN], more=max(0, len(letters) - SHOWN),
            boxes=[(address, name, count) for address, (name, count) in boxes.items()],
        )

    async def open(self, request: web.Request) -> web.Response:
        return self._letter_page(request, self._letter(request), sent="sent" in request.query)

    async def html(self, request: web.Request) -> web.Response:
        return web.Response(
            text=self._letter(request).html() or "", content_type="text/html",
            headers={"Content-Security-Policy": LETTER_POLICY, "X-Content-Type-Options": "nosniff",
                     "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"},
        )

    async def file(self, request: web.Request) -> web.Response:
        """An attachment, as a download: whatever it is, no browser shows or runs it here."""
        files, index = self._letter(request).files(), int(request.match_info["index"])
        if index >= len(files):
            raise web.HTTPNotFound(text="There is no such attachment.")
        file = files[index]
        return web.Response(body=file.content, headers={
            hdrs.CONTENT_TYPE: file.media_type,
            hdrs.CONTENT_DISPOSITION: f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
            "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "no-store",
        })

    async def reply(self, request: web.Request) -> web.Response:
        """A real mail to our own door, in answer to the letter and in its thread."""
        self._pages.require_ours(request)
        received = self._letter(request)
        text = str((await request.post()).get("text", "")).replace("\r\n", "\n").strip()
        if not text or len(text) > LONGEST_ANSWER or not reply_address(received.message):
            return self._letter_page(request, received, typed=text, wrong="reply_empty", status=422)
        mail = answer(_who(received, self._pages.locale(request)), received.message, text=text, at=self._house.clock())
        try:
            await post(mail, received.to, self._house.settings)
        except (aiosmtplib.SMTPException, OSError):
            return self._letter_page(request, received, typed=text, wrong="reply_failed", status=502)
        return web.Response(status=303, headers={hdrs.LOCATION: f"/post-office/{received.number}?sent#reply",
                                                 "Cache-Control": "no-store"})

    def _letter(self, request: web.Request) -> Letter:
        found = self._office.letter(int(request.match_info["number"]))
        if found is None:
            raise web.HTTPNotFound(text="This letter is no longer kept.")
        return found

    def _letter_page(
        self, request: web.Request, letter: Letter, *, sent: bool = False, typed: str = "", wrong: str = "",
        status: int = 200,
    ) -> web.Response:
        headers = [(name, str(letter.message[name])) for name in SHOWN_HEADERS if letter.message[name]]
        return self._pages.draw(
            request, "letter.html", status=status, letter=letter, heads=headers, sent=sent, typed=typed, wrong=wrong,
            itself=find(letter.to) is not None and not letter.copy,
            named=[(field, letter.people(field)) for field in ("From", "To", "Cc") if letter.people(field)],
        )


def _who(letter: Letter, locale: str) -> Patron:
    """The patron who got a letter: one of the demo's, or whoever sent us a mail."""
    name = letter.name if letter.name != letter.to else ""
    return find(letter.to) or Patron(name, letter.to, "zh-Hans" if locale == "zh-Hans" else "en")
