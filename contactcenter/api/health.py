"""Is it alive, is it ready, and the numbers Prometheus asks for: /healthz, /readyz, /metrics.

They need no sign-in and tell nothing about patrons. A reverse proxy should keep them to the house.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

import orjson
import structlog
from aiohttp import web
from prometheus_client import Counter, Gauge, Histogram
from prometheus_client.aiohttp import make_aiohttp_handler
from sqlalchemy import text

from contactcenter.db.engine import Database
from contactcenter.intake import quarantine
from contactcenter.measures import rules

Check = Callable[[], Awaitable[str | None]]
"""None when all is well, else one line that says what is not."""
TIMEOUT_S = 2.0
"""A check that hangs has failed: who asks (a load balancer) waits a few seconds at most."""

log = structlog.get_logger(__name__)
REQUESTS = Counter(
    "contactcenter_http_requests_total", "Requests answered.", ["method", "route", "status"]
)
SECONDS = Histogram(
    "contactcenter_http_request_seconds", "Time until the answer was ready.", ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
SET_ASIDE = Gauge("contactcenter_set_aside_messages", "Messages that a rule has set aside, ever.", ["rule"])
RESCUED = Gauge("contactcenter_rescued_messages", "Of those, the ones that staff said are questions.", ["rule"])
QUARANTINED = Gauge("contactcenter_quarantined", "What came and could not be understood.", ["kind"])
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@web.middleware
async def measured(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Count each request and its time by route, never by address: labels must stay few."""
    begun = time.perf_counter()
    status = 500
    try:
        response = await handler(request)
        status = response.status
    except web.HTTPException as error:
        status = error.status
        raise
    else:
        return response
    finally:
        resource = request.match_info.route.resource
        route = resource.canonical if resource is not None else "none"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(method, route, str(status)).inc()
        SECONDS.labels(method, route).observe(time.perf_counter() - begun)


def mount_health(app: web.Application, database: Database, checks: Mapping[str, Check]) -> None:
    """Add the three. `checks` are the app's own: migrations at head, workers running."""
    app.middlewares.insert(0, measured)

    async def alive(_: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def reachable() -> str | None:
        async with database.read() as session:
            await session.execute(text("SELECT 1"))
        return None

    async def ready(_: web.Request) -> web.Response:
        every = {"database": reachable, **checks}
        answers = await asyncio.gather(*(_ask(name, check) for name, check in every.items()))
        trouble = {name: answer for name, answer in zip(every, answers, strict=True) if answer is not None}
        body = {"ready": not trouble, "checks": {name: trouble.get(name, "ok") for name in every}}
        return web.Response(
            status=503 if trouble else 200, body=orjson.dumps(body), content_type="application/json",
            headers={"Cache-Control": "no-store"},
        )

    export = make_aiohttp_handler()

    async def counted() -> None:
        async with database.read() as session:
            for rule, row in (await rules.counts(session)).items():
                SET_ASIDE.labels(rule).set(row.set_aside)
                RESCUED.labels(rule).set(row.rescued)
            for kind, count in (await quarantine.counts(session)).items():
                QUARANTINED.labels(kind).set(count)

    async def metrics(request: web.Request) -> web.StreamResponse:
        await _ask("metrics", counted)  # without a database the other numbers are told all the same
        return await export(request)

    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)
    app.router.add_get("/metrics", metrics)


async def _ask(name: str, check: Check) -> str | None:
    try:
        async with asyncio.timeout(TIMEOUT_S):
            return await check()
    except Exception as error:  # noqa: BLE001  # whatever it is, the answer is "not ready"
        log.warning("ready.failed", check=name, error=type(error).__name__)
        return type(error).__name__
