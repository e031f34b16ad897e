"""Serving a declared route: who asks, what they ask, the work in one transaction, the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from contactcenter.accounts.touch_session import EVERY, touch_session
from contactcenter.api import idempotency
from contactcenter.api.authenticate import Viewer, authenticate
from contactcenter.api.body import parse, read_bytes, require_json
from contactcenter.api.house import House
from contactcenter.api.query import Query, read_id, read_query
from contactcenter.api.route import Call, Route
from contactcenter.db.faults import passing
from contactcenter.shapes.base import Ask, Shape

log = structlog.get_logger(__name__)
Arguments = dict[str, int | Query | Ask]


def serve(route: Route, house: House) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The aiohttp handler of a route."""

    async def handle(request: web.Request) -> web.StreamResponse:
        now = house.clock()
        async with house.database.read() as session:
            viewer = await authenticate(session, request, now=now)
            arguments = _arguments(route, request)
            if route.transaction == "read":
                await _touch(house, viewer, now=now)
                answer = await route.handler(_call(house, request, viewer, now, session), **arguments)
                return _respond(route, answer)
        await _touch(house, viewer, now=now)
        raw = b""
        if route.ask is not None and route.ask_name is not None:
            require_json(request)
            raw = await read_bytes(request)
            arguments[route.ask_name] = parse(route.ask, raw)
        claim = _claim(route, request, viewer, raw)
        if route.transaction == "own":
            return await _own(route, _call(house, request, viewer, now, None), arguments, claim)
        async with house.database.transaction() as session:
            if claim is not None and (kept := await idempotency.take(session, claim, now=now)):
                return _again(kept)
            answer = await route.handler(_call(house, request, viewer, now, session), **arguments)
            response = _respond(route, answer)
            if claim is not None:
                await idempotency.keep(session, claim, _kept(response))
        return response

    return handle


async def _own(
    route: Route, call: Call, arguments: Arguments, claim: idempotency.Claim | None
) -> web.StreamResponse:
    """A route with transactions of its own: its answer is kept after the work.

    A crash in between makes the second request do the work again; each of these works is itself
    done once however often it is asked for (by its client id, or because it only stores bytes).
    """
    database = call.house.database
    if claim is not None:
        async with database.read() as session:
            if kept := await idempotency.kept(session, claim):
                return _again(kept)
    response = _respond(route, await route.handler(call, **arguments))
    if claim is not None:
        async with database.transaction() as session:
            if kept := await idempotency.take(session, claim, now=call.now):
                return _again(kept)
            await idempotency.keep(session, claim, _kept(response))
    return response


def _call(
    house: House, request: web.Request, viewer: Viewer, now: datetime, session: AsyncSession | None
) -> Call:
    return Call(house, request, viewer.scope, viewer.actor, now, viewer.signed_in, session)


def _arguments(route: Route, request: web.Request) -> Arguments:
    arguments: Arguments = {name: read_id(request.match_info[name]) for name in route.ids}
    query = read_query(route.query, request.query)
    if route.query_name is not None:
        arguments[route.query_name] = query
    return arguments


def _claim(
    route: Route, request: web.Request, viewer: Viewer, raw: bytes
) -> idempotency.Claim | None:
    key = request.headers.get(idempotency.HEADER)
    if key is None or not route.idempotent_by_key:
        return None
    # An upload's bytes stream past: its length stands for them, the key's owner answers for the rest.
    size = str(request.content_length or 0) if route.upload else ""
    return idempotency.claim_for(
        f"{viewer.actor.kind}:{viewer.actor.id}", key,
        route.method.encode(), request.path_qs.encode(), size.encode(), raw,
    )


def _respond(route: Route, answer: Shape | web.StreamResponse | None) -> web.StreamResponse:
    if isinstance(answer, web.StreamResponse):
        return answer
    headers = {"Cache-Control": "no-store"}
    if answer is None:
        return web.Response(status=204, headers=headers)
    return web.Response(
        status=route.status, body=answer.model_dump_json().encode(), headers=headers,
        content_type="application/json",
    )


def _kept(response: web.StreamResponse) -> idempotency.Kept:
    body = response.body if isinstance(response, web.Response) else None
    return idempotency.Kept(response.status, body if isinstance(body, bytes) else b"")


def _again(kept: idempotency.Kept) -> web.Response:
    headers = {"Cache-Control": "no-store", "Idempotency-Replayed": "true"}
    if not kept.body:
        return web.Response(status=kept.status, headers=headers)
    return web.Response(
        status=kept.status, body=kept.body, headers=headers, content_type="application/json"
    )


async def _touch(house: House, viewer: Viewer, *, now: datetime) -> None:
    """Remember that the session is in use. A database too busy for that must not fail a reader."""
    signed_in = viewer.signed_in
    if signed_in is None or now - signed_in.seen_at < EVERY:
        return
    try:
        async with house.database.transaction() as session:
            await touch_session(session, token_hash=signed_in.token_hash, now=now)
    except Exception as error:
        if not passing(error):
            raise
        log.warning("session.untouched", error=type(error).__name__)
