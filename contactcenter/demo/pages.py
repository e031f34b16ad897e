"""The demo's pages: the first page with one-click sign-in, and the post office."""

from __future__ import annotations

from email.utils import getaddresses
from pathlib import Path
from urllib.parse import urlsplit

import aiosmtplib
from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from contactcenter.accounts.start_session import start_session
from contactcenter.demo.letters import letter
from contactcenter.demo.people import STAFF
from contactcenter.demo.post_office import POST_OFFICE, Letter
from contactcenter.demo.words import WORDS
from contactcenter.house import House

HERE = Path(__file__).parent
STYLE = (HERE / "static" / "demo.css").read_bytes()
_templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
    lstrip_blocks=True,
)
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'"
"""A letter's HTML is shown in a frame of its own: it may have its own styles, and runs nothing."""


class Pages:
    """Pages of one demo."""

    def __init__(self, house: House, people: dict[str, int]) -> None:
        self._house = house
        self._people = people

    def mount(self, app: web.Application) -> None:
        """Add the pages; in the demo the first page of all is ours."""
        app.middlewares.append(_first_page)
        app.router.add_get("/demo", self.first)
        app.router.add_post("/demo/sign-in", self.sign_in)
        app.router.add_get("/demo/style.css", self.style)
        app.router.add_get("/post-office", self.office)
        app.router.add_get("/post-office/{number:[0-9]{1,9}}", self.letter)
        app.router.add_get("/post-office/{number:[0-9]{1,9}}/html", self.html)
        app.router.add_post("/post-office/{number:[0-9]{1,9}}", self.reply)

    async def first(self, request: web.Request) -> web.Response:
        door = self._house.settings.mail.listen
        return self._page(
            request, "demo.html", staff=STAFF, door=door, host=door.rpartition(":")[0], port=door.rpartition(":")[2],
            address=self._house.settings.mail.address,
        )

    async def sign_in(self, request: web.Request) -> web.Response:
        """One click: a session without a password. Only the demo has this door."""
        _from_here(request)
        form = await request.post()
        login = str(form.get("login", ""))
        if login not in self._people:
            raise web.HTTPNotFound(text="There is no such person in the demo.")
        async with self._house.database.transaction() as session:
            started = await start_session(session, staff_id=self._people[login], now=self._house.clock())
        answer = web.HTTPSeeOther("/console/")
        answer.set_cookie("cc_session", started.token, path="/", httponly=True, samesite="Lax")
        raise answer

    async def style(self, _: web.Request) -> web.Response:
        return web.Response(body=STYLE, content_type="text/css", charset="utf-8")

    async def office(self, request: web.Request) -> web.Response:
        to = request.query.get("to")
        everyone = sorted({one.to for one in POST_OFFICE.letters()})
        return self._page(request, "post_office.html", letters=POST_OFFICE.letters(to), to=to, everyone=everyone)

    async def letter(self, request: web.Request) -> web.Response:
        return self._page(request, "letter.html", letter=_letter(request), sent="sent" in request.query)

    async def html(self, request: web.Request) -> web.Response:
        return web.Response(
            text=_letter(request).html() or "", content_type="text/html",
            headers={"Content-Security-Policy": MAIL_POLICY, "Cache-Control": "no-store"},
        )

    async def reply(self, request: web.Request) -> web.Response:
        """A real mail to our own door, in answer to the letter."""
        _from_here(request)
        got = _letter(request)
        form = await request.post()
        text = str(form.get("text", "")).strip()
        to = next((one for _, one in getaddresses([str(got.message["Reply-To"] or got.message["From"])])), "")
        name = next((one for one, _ in getaddresses([str(got.message["To"])])), "")
        if text and to:
            answer = letter(
                name=name, address=got.to, to=to, subject=f"Re: {got.subject.removeprefix('Re: ')}",
                text=text + "\n\n" + "".join(f"> {line}\n" for line in got.text().splitlines()),
                at=self._house.clock(), answers=got.message,
            )
            host, _, port = self._house.settings.mail.listen.rpartition(":")
            await aiosmtplib.send(answer, hostname=host, port=int(port), start_tls=False, use_tls=False)
        raise web.HTTPSeeOther(f"/post-office/{got.number}?sent")

    def _page(self, request: web.Request, template: str, **values: object) -> web.Response:
        words = WORDS[_language(request)]
        library = self._house.settings.library
        text = _templates.get_template(template).render(
            words=words, library=library.name_zh if words["lang"] == "zh-Hans" else library.name, path=request.path,
            theme=request.cookies.get("cc_theme", "system"), **values,
        )
        return web.Response(text=text, content_type="text/html", headers={"Cache-Control": "no-store"})


@web.middleware
async def _first_page(request: web.Request, handler: web.Handler) -> web.StreamResponse:  # type: ignore[name-defined]
    if request.path == "/" and "portal" not in request.query:
        raise web.HTTPSeeOther("/demo")
    answer: web.StreamResponse = await handler(request)
    return answer


def _language(request: web.Request) -> str:
    chosen = request.cookies.get("cc_language")
    if chosen in WORDS:
        return str(chosen)
    return "zh-Hans" if request.headers.get("Accept-Language", "").lower().startswith("zh") else "en"


def _from_here(request: web.Request) -> None:
    """Another site must not sign anybody in here or send mail from here."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin", "")
    if site == "same-origin" or (site is None and urlsplit(origin).netloc == request.host):
        return
    raise web.HTTPForbidden(text="This form was sent from another site.")


def _letter(request: web.Request) -> Letter:
    found = POST_OFFICE.letter(int(request.match_info["number"]))
    if found is None:
        raise web.HTTPNotFound(text="This letter is no longer kept.")
    return found
