"""Signing in and out."""

from __future__ import annotations

from aiohttp import hdrs, web

from contactcenter.accounts.end_session import end_session
from contactcenter.accounts.errors import SignInRefused, SlowDown, seconds
from contactcenter.accounts.find_session import SignedIn, find_session
from contactcenter.accounts.peer import SESSION_COOKIE, by_tls, client_address
from contactcenter.accounts.sign_in import sign_in
from contactcenter.agent_ui.house import House
from contactcenter.agent_ui.pages import draw
from contactcenter.agent_ui.same_site import from_here, local_path
from contactcenter.agent_ui.words import words_for
from contactcenter.db.faults import passing
from contactcenter.events.record import Actor
from contactcenter.seats.presence import stand_up

HOME = "/console/"
MAX_FORM_BYTES = 16_384


class SignIn:
    """The sign-in page, its form, and signing out."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def show(self, request: web.Request) -> web.Response:
        """The page; who is signed in already goes on."""
        if await signed_in(request, self._house) is not None:
            raise web.HTTPSeeOther(local_path(request.query.get("next"), HOME))
        return self._page(request, next_=local_path(request.query.get("next"), HOME))

    async def enter(self, request: web.Request) -> web.Response:
        """The form: a new session and on to `next`, or the page again with what was wrong."""
        if (request.content_length or 0) > MAX_FORM_BYTES:
            raise web.HTTPRequestEntityTooLarge(MAX_FORM_BYTES, request.content_length or 0)
        try:
            form = await request.post()
        except (LookupError, ValueError):  # a charset or a form that nobody can read
            raise web.HTTPBadRequest(text="This form cannot be read.") from None
        login, password, given = (_text(form.get(name)) for name in ("login", "password", "next"))
        next_ = local_path(given, HOME)
        if not from_here(request, self._house.settings.http.public_url):
            return self._page(request, next_=next_, login=login, wrong="foreign", status=403)
        trusted = self._house.settings.http.trusted_proxies
        address = client_address(request.remote, request.headers.getall(hdrs.X_FORWARDED_FOR, []), trusted)
        try:
            started = await sign_in(
                self._house.database, login=login, password=password, address=address, now=self._house.clock()
            )
        except SignInRefused:
            return self._page(request, next_=next_, login=login, wrong="wrong_credentials", status=401)
        except SlowDown as error:
            wait = seconds(error.wait)
            return self._page(request, next_=next_, login=login, wrong="slow_down", status=429, wait=wait)
        except Exception as error:
            if not passing(error):
                raise
            return self._page(request, next_=next_, login=login, wrong="busy", status=503)
        await self._end(request)
        response = web.HTTPSeeOther(next_)
        set_session_cookie(response, started.token, request, trusted)
        raise response

    async def leave(self, request: web.Request) -> web.Response:
        """End the session and go to the sign-in page."""
        if not from_here(request, self._house.settings.http.public_url):
            raise web.HTTPForbidden(text="This form was sent from another site.")
        await self._end(request)
        response = web.HTTPSeeOther("/sign-in")
        response.del_cookie(SESSION_COOKIE, path="/")
        # What the browser kept of patrons' matters goes too (a shared desk computer).
        response.headers["Clear-Site-Data"] = '"cache"'
        raise response

    async def _end(self, request: web.Request) -> None:
        token = request.cookies.get(SESSION_COOKIE)
        if token:
            async with self._house.database.transaction() as session:
                now = self._house.clock()
                found = await find_session(session, token=token, now=now)
                await end_session(session, token=token, now=now)
                if found is not None:
                    # Their work rings elsewhere at once; a console of theirs in another browser sits down again.
                    await stand_up(session, staff_id=found.staff.id, actor=Actor("staff", found.staff.id), now=now)

    def _page(
        self, request: web.Request, *, next_: str, login: str = "", wrong: str | None = None,
        status: int = 200, wait: int = 0,
    ) -> web.Response:
        words = words_for(request, self._house.settings.library.default_locale)
        return draw(
            "sign_in.html", self._house, words, status=status,
            headers={"Retry-After": str(wait)} if wait else None,
            next=next_, login=login, wrong=words[wrong].format(seconds=wait) if wrong else "",
            other="en" if words["lang"] == "zh-Hans" else "zh-Hans",
        )


async def signed_in(request: web.Request, house: House) -> SignedIn | None:
    """The living session of a request's cookie."""
    token = request.cookies.get(SESSION_COOKIE)
    if not token:
        return None
    async with house.database.read() as session:
        return await find_session(session, token=token, now=house.clock())


def set_session_cookie(
    response: web.StreamResponse, token: str, request: web.Request, trusted_proxies: int
) -> None:
    """Give the browser its session, until the browser closes or the server ends it."""
    secure = by_tls(request.scheme, request.headers.getall(hdrs.X_FORWARDED_PROTO, []), trusted_proxies)
    response.set_cookie(SESSION_COOKIE, token, path="/", httponly=True, samesite="Lax", secure=secure)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
