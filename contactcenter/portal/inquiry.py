"""`/t/{token}`: the patron's own page of one inquiry. Its address is the key: never logged, never sent on."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from contactcenter.channels.web_chat.peer import peer
from contactcenter.channels.web_chat.throttle import Throttle
from contactcenter.channels.web_form.parse import raw
from contactcenter.channels.web_form.question import MOST_FILES, Question, check
from contactcenter.channels.web_form.submit import NotAForm, question_of, read_form
from contactcenter.envelope import Line, Standing, Unavailable
from contactcenter.portal.headers import PRIVATE
from contactcenter.portal.house import House
from contactcenter.portal.rich import shown
from contactcenter.portal.same_site import from_here

WRITES_BURST = 20
WRITE_EVERY_S = 10.0


class Inquiry:
    def __init__(self, house: House) -> None:
        self._house = house
        self._throttle = Throttle(burst=WRITES_BURST, every_s=WRITE_EVERY_S)

    async def show(self, request: web.Request) -> web.Response:
        ticket_id = self._ticket(request)
        return await self._draw(request, ticket_id, self._fresh())

    async def write(self, request: web.Request) -> web.Response:
        """A follow-up: a message of the web form that joins this very ticket."""
        ticket_id = self._ticket(request)
        if not from_here(request, self._house.settings.http):
            return await self._refuse(request, ticket_id, "foreign", 403)
        if not self._throttle.take(peer(request, self._house.settings.http.trusted_proxies)):
            return await self._refuse(request, ticket_id, "slow_down", 429)
        try:
            form = await read_form(
                request, desk=self._house.desk, limit=self._house.settings.http.max_upload_bytes
            )
        except NotAForm:
            return await self._refuse(request, ticket_id, "broken", 400)
        except Unavailable:
            return await self._refuse(request, ticket_id, "unavailable", 503)
        question = question_of(form, keep=lambda _sealed: None)
        question.name = question.email = question.subject = question.queue = ""
        question.locale = self._house.locale(request)
        check(question, email_needed=False)
        if not question.faults:
            try:
                await self._house.desk.accept_now(raw(question, ticket_id=ticket_id))
            except Unavailable:
                question.faults["form"] = "unavailable"
        if question.faults:
            if question.files:
                question.faults.setdefault("files", "lost_files")
            return await self._draw(request, ticket_id, question, status=422)
        # Back to where they are: no token in our log, for it never leaves this answer.
        return web.Response(status=303, headers=PRIVATE | {"Location": f"{request.path}#end"})

    async def _refuse(self, request: web.Request, ticket_id: int, fault: str, status: int) -> web.Response:
        question = self._fresh()
        question.faults["form"] = fault
        return await self._draw(request, ticket_id, question, status=status)

    def _fresh(self) -> Question:
        return Question(client_id=self._house.forms.new(self._house.clock()))

    def _ticket(self, request: web.Request) -> int:
        ticket_id = self._house.inquiries.ticket(request.match_info["token"])
        if ticket_id is None:
            raise web.HTTPNotFound
        return ticket_id

    async def _draw(
        self, request: web.Request, ticket_id: int, question: Question, *, status: int = 200
    ) -> web.Response:
        standing = await self._house.desk.standing(ticket_id)
        if standing is None:
            raise web.HTTPNotFound
        lines = await self._house.desk.history(ticket_id)
        words = self._house.words(request)
        locale = self._house.locale(request)
        return self._house.draw(
            request, "inquiry.html", status=status, headers=PRIVATE, number=ticket_id, question=question,
            lines=[
                (line, self._house.moment(line.at, locale), shown(line.html) if line.html else None,
                 self._files(ticket_id, line))
                for line in lines
            ],
            standing=_said(standing, words), most_files=MOST_FILES, limit=self._house.settings.http.max_upload_bytes,
        )

    def _files(self, ticket_id: int, line: Line) -> list[tuple[str, int, str]]:
        return [
            (file.name, len(file.data) if isinstance(file.data, bytes) else file.data.size,
             self._house.files.link(ticket_id, line.version, index, file.name))
            for index, file in enumerate(line.attachments)
        ]


def _said(standing: Standing, words: Mapping[str, str]) -> str:
    """One sentence on how the inquiry stands."""
    if standing.state in ("closed", "waiting_patron", "waiting_third"):
        return words[f"inquiry_{standing.state}"]
    if standing.librarian:
        return words["inquiry_open_by"].format(name=standing.librarian)
    return words["inquiry_waiting"]
