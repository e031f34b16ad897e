"""Who is asking: a bearer token, or the staff session's cookie with its CSRF token."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from aiohttp import hdrs, web
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.find_session import SignedIn, find_session
from contactcenter.accounts.find_token import find_token
from contactcenter.accounts.peer import SESSION_COOKIE
from contactcenter.accounts.scope import Scope
from contactcenter.api.problems import Refusal
from contactcenter.events.record import Actor
from contactcenter.queue.scope import scope_for, scope_of

CSRF_HEADER = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_TOKEN = 200
"""Ours have 46 characters; nothing longer is worth hashing."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks, and what they may see. `signed_in` is None for a program's token."""

    scope: Scope
    actor: Actor
    signed_in: SignedIn | None


async def authenticate(session: AsyncSession, request: web.Request, *, now: datetime) -> Viewer:
    """The viewer of a request. Raises `Refusal`: 401, or 403 for a session without its CSRF token."""
    authorization = request.headers.get(hdrs.AUTHORIZATION)
    if authorization is not None:
        return await _program(session, authorization)
    cookie = request.cookies.get(SESSION_COOKIE, "")
    if not 0 < len(cookie) <= LONGEST_TOKEN:
        raise _unknown()
    signed_in = await find_session(session, token=cookie, now=now)
    if signed_in is None:
        raise _unknown()
    if request.method not in SAFE:
        sent = request.headers.get(CSRF_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(sent, signed_in.csrf_token.encode()):
            raise Refusal(403, "csrf", f"Send the header {CSRF_HEADER} with `csrf_token` from GET /me.")
    scope = await scope_of(session, signed_in.staff)
    return Viewer(scope, Actor("staff", signed_in.staff.id), signed_in)


async def _program(session: AsyncSession, authorization: str) -> Viewer:
    scheme, _, token = authorization.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not 0 < len(token) <= LONGEST_TOKEN:
        raise _unknown()
    program = await find_token(session, token=token)
    if program is None:
        raise _unknown()
    scope = await scope_for(
        session, staff_id=None, name=program.name, role=program.role,
        department_ids=program.department_ids,
    )
    return Viewer(scope, Actor("token", program.token_id), None)


def _unknown() -> Refusal:
    return Refusal(
        401, "not_signed_in", "Sign in, or send a valid bearer token.",
        headers={"WWW-Authenticate": 'Bearer realm="contactcenter"'},
    )
