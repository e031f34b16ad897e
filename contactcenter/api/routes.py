"""Putting the API into the application. Reading `PARTS` is reading what there is."""

from __future__ import annotations

import asyncio
import functools

import orjson
from aiohttp import web

from contactcenter.api import (
    attachments,
    automation,
    board,
    calls,
    departments,
    desk,
    directory,
    fax,
    file_pages,
    hours,
    lists,
    mail_html,
    mailboxes,
    me,
    needs,
    patrons,
    promises,
    quarantine,
    record,
    reports,
    routing,
    seats,
    snippets,
    tags,
    text,
    thread,
    together,
    uploads,
    work,
)
from contactcenter.api.house import House
from contactcenter.api.openapi import describe
from contactcenter.api.problems import problems
from contactcenter.api.route import Route, Routes
from contactcenter.api.serve import serve

BASE = "/api/v1"
PARTS: tuple[Routes, ...] = (
    me.routes, directory.routes, departments.routes, lists.routes, desk.routes, thread.routes, work.routes,
    uploads.routes, attachments.routes, mail_html.routes, patrons.routes, snippets.routes, quarantine.routes,
    mailboxes.routes, seats.routes, board.routes, hours.routes, needs.routes, record.routes,
    routing.routes, tags.routes, automation.routes,
    together.routes, promises.routes, reports.routes, calls.routes, file_pages.routes,
    fax.routes, text.routes,
)


def all_routes() -> list[Route]:
    """Every route of the API."""
    return [route for part in PARTS for route in part.all]


def mount(app: web.Application, house: House) -> None:
    """Add the routes, the description, and the form that errors take under /api/."""
    app.middlewares.append(problems)
    routes = all_routes()
    # Fixed words before ids: `/tickets/counts` is not a ticket.
    for route in sorted(routes, key=lambda one: one.path.count("{")):
        app.router.add_route(route.method, BASE + route.path, serve(route, house))

    @functools.cache
    def document() -> bytes:
        # A tenth of a second: whoever asks first waits for it, and no start does.
        return orjson.dumps(describe(routes, library=house.settings.library.name, server=BASE))

    async def description(_: web.Request) -> web.Response:
        return web.Response(body=await asyncio.to_thread(document), content_type="application/json")

    app.router.add_route("GET", f"{BASE}/openapi.json", description)
