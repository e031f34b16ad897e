"""The form: shown, read while it arrives, checked, kept. Works without JavaScript."""

from __future__ import annotations

from datetime import timedelta

import structlog
from aiohttp import web

from contactcenter.channels.web_chat.peer import peer
from contactcenter.channels.web_chat.throttle import Throttle
from contactcenter.channels.web_chat.uploads import Upload
from contactcenter.channels.web_form.parse import raw
from contactcenter.channels.web_form.question import LONGEST, MOST_FILES, Question, StoredFile, check
from contactcenter.channels.web_form.submit import Form, NotAForm, question_of, read_form
from contactcenter.envelope import Accepted, Unavailable
from contactcenter.portal.headers import PRIVATE
from contactcenter.portal.house import House
from contactcenter.portal.same_site import from_here

log = structlog.get_logger(__name__)
TRAP = "confirm_topic"
"""A field that people do not see and programs fill in."""
TOO_FAST_S = 2.0
"""Nobody reads this form, writes into it and sends it in less; a program does."""
ASKED_COOKIE = "cc_asked"
ASKED_FOR = timedelta(minutes=30)
ASKS_BURST = 20
ASK_EVERY_S = 15.0
"""A classroom behind one address may send twenty forms at once, then four a minute."""


class Ask:
    """`/ask` and `/ask/thanks`."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._throttle = Throttle(burst=ASKS_BURST, every_s=ASK_EVERY_S)

    async def show(self, request: web.Request) -> web.Response:
        """The form. A link may fill fields in: `/ask?queue=law&subject=…` (also `name` and `email`)."""
        question = Question(client_id=self._house.forms.new(self._house.clock()))
        for name in ("name", "email", "subject", "queue"):
            setattr(question, name, " ".join(request.query.get(name, "").split())[: LONGEST[name]])
        return await self._draw(request, question)

    async def send(self, request: web.Request) -> web.Response:
        """Keep a question; what is wrong comes back on the page with everything that was typed."""
        if not from_here(request, self._house.settings.http):
            return await self._draw(request, self._fresh("foreign"), status=403)
        if not self._throttle.take(peer(request, self._house.settings.http.trusted_proxies)):
            return await self._slow_down(request)
        try:
            form = await self._read(request)
        except NotAForm:
            return await self._draw(request, self._fresh("broken"), status=400)
        except Unavailable:
            return await self._draw(request, self._fresh("unavailable"), status=503)
        question = question_of(form, keep=self._kept)
        question.locale = self._house.locale(request)
        question.automatic = self.machine(form)
        check(question, email_needed=False)
        if question.faults:
            return await self._draw(request, question, status=422)
        try:
            accepted = await self._house.desk.accept_now(raw(question))
        except Unavailable:
            question.faults["form"] = "unavailable"
            return await self._draw(request, question, status=503)
        return self._thanks(request, accepted, by_email=bool(question.email) and question.automatic is None)

    async def thanks(self, request: web.Request) -> web.Response:
        ticket_id = self._house.inquiries.ticket(request.cookies.get(ASKED_COOKIE, ""))
        return self._house.draw(
            request, "thanks.html", headers=PRIVATE, number=ticket_id,
            page=self._house.inquiries.path(ticket_id) if ticket_id is not None else None,
            by_email=request.query.get("by") == "email",
        )

    def machine(self, form: Form) -> str | None:
        """The rule by which a program filled the form in, or None. Such a form is kept and set aside."""
        if form.fields.get(TRAP):
            return "form_trap"
        born = self._house.forms.read(form.fields.get("client_id", ""))
        if born is None:
            return "form_not_ours"
        return "form_too_fast" if self._house.clock().timestamp() - born.at < TOO_FAST_S else None

    async def _read(self, request: web.Request) -> Form:
        return await read_form(request, desk=self._house.desk, limit=self._house.settings.http.max_upload_bytes)

    async def _slow_down(self, request: web.Request) -> web.Response:
        """Too many: nothing is stored, but what was typed comes back."""
        try:
            form = await self._read(request)
        except (NotAForm, Unavailable):
            return await self._draw(request, self._fresh("slow_down"), status=429)
        question = question_of(form, keep=self._kept)
        question.faults["form"] = "slow_down"
        return await self._draw(request, question, status=429)

    def _thanks(self, request: web.Request, accepted: Accepted, *, by_email: bool) -> web.Response:
        where = "/ask/thanks?by=email" if by_email else "/ask/thanks"
        response = web.Response(status=303, headers={"Location": where, "Cache-Control": "no-store"})
        if accepted.ticket_id is not None:
            # The number goes by cookie, not in the address: addresses are logged and shared.
            response.set_cookie(
                ASKED_COOKIE, self._house.inquiries.path(accepted.ticket_id).removeprefix("/t/"),
                max_age=int(ASKED_FOR.total_seconds()), path="/", httponly=True, samesite="Lax",
                secure=self._house.by_tls(request),
            )
        return response

    def _kept(self, sealed: str) -> StoredFile | None:
        upload = self._house.uploads.find(sealed, now=self._house.clock())
        return StoredFile(upload.name, upload.media_type, upload.blob) if upload else None

    def _fresh(self, fault: str) -> Question:
        return Question(client_id=self._house.forms.new(self._house.clock()), faults={"form": fault})

    async def _draw(self, request: web.Request, question: Question, *, status: int = 200) -> web.Response:
        now = self._house.clock()
        if self._house.forms.read(question.client_id) is None:
            question.client_id = self._house.forms.new(now)
        return self._house.draw(
            request, "ask.html", status=status, question=question, trap=TRAP, most_files=MOST_FILES,
            limit=self._house.settings.http.max_upload_bytes,
            departments=await self._house.opening(request),
            kept=[
                (one.name, one.blob.size, self._house.uploads.name(Upload(one.name, one.media_type, one.blob), now=now))
                for one in question.files
            ],
        )
