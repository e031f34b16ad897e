"""Errors as RFC 9457 problems: whatever goes wrong under /api/, the answer has this one form."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

import orjson
import structlog
from aiohttp import web
from pydantic import ValidationError

from contactcenter.accounts.errors import AccountError, SlowDown, seconds
from contactcenter.db.blobs import TooLarge
from contactcenter.db.faults import passing
from contactcenter.envelope import Unavailable
from contactcenter.tickets.errors import Conflict, Forbidden, Invalid, NotFound

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 2
"""A locked or restarting database is back within a moment or not for long."""
GIVEN_UP = 499
"""As nginx counts a request that its client closed before there was an answer."""
PREFIX = "/api/"

log = structlog.get_logger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Refusal(Exception):
    """An answer that is a problem. `code` is a stable word; `detail` says what to do."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: list[dict[str, object]] | None = None,
        headers: Mapping[str, str] | None = None,
        current_version: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = errors or []
        self.headers = dict(headers or {})
        self.current_version = current_version

    def answer(self) -> web.Response:
        """The problem document."""
        body: dict[str, object] = {
            "type": f"urn:contactcenter:problem:{self.code}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "errors": self.errors,
        }
        if self.current_version is not None:
            body["current_version"] = self.current_version
        headers = {"Cache-Control": "no-store", **self.headers}
        return web.Response(
            status=self.status, body=orjson.dumps(body), headers=headers, content_type=MEDIA_TYPE
        )


def refused_fields(error: ValidationError) -> Refusal:
    """422 for values that do not fit. What was sent is not repeated: it may be a patron's words."""
    errors: list[dict[str, object]] = [
        {
            "field": ".".join(str(part) for part in item["loc"]).encode("utf-8", "replace").decode(),
            "code": item["type"],
            "message": item["msg"].encode("utf-8", "replace").decode(),
        }
        for item in error.errors(include_url=False, include_context=False, include_input=False)[:50]
    ]
    return Refusal(422, "refused_fields", "Correct the fields named in `errors`.", errors=errors)


def refused_field(field: str, code: str, message: str) -> Refusal:
    """422 for one field."""
    return Refusal(
        422, "refused_fields", "Correct the fields named in `errors`.",
        errors=[{"field": field, "code": code, "message": message}],
    )


def not_found() -> Refusal:
    """404: not there, or not the viewer's to see."""
    return Refusal(404, "not_found", "There is nothing here that you may see.")


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn what a request under /api/ raised into its problem."""
    if not request.path.startswith(PREFIX):
        return await handler(request)
    try:
        return await handler(request)
    except Exception as error:
        if isinstance(error, ConnectionError) and gone(request):
            log.info("api.given_up", method=request.method, route=_route(request))
            return web.Response(status=GIVEN_UP)  # nobody reads it: for whatever counts answers
        refusal = refusal_for(error)
        if refusal is None:
            if isinstance(error, web.HTTPException):  # a redirect or a 304: an answer, not an error
                raise
            log.exception("api.failed", method=request.method, route=_route(request), error=type(error).__name__)
            refusal = Refusal(500, "defect", "Something went wrong here. It was logged; try again later.")
        return refusal.answer()


def gone(request: web.Request) -> bool:
    """Whether whoever asked has closed the connection: a browser that gave a request up."""
    return request.transport is None or request.transport.is_closing()


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else "?"


def refusal_for(error: Exception) -> Refusal | None:  # one arm for each kind reads best
    """The problem for an exception; None for one that nobody foresaw."""
    match error:
        case Refusal():
            return error
        case NotFound():
            return not_found()
        case Forbidden():
            return Refusal(403, error.code, str(error) or "You may not do this.")
        case Conflict():
            return Refusal(409, error.code, error.detail, current_version=error.current_version)
        case Invalid():
            return refused_field(error.field, error.code, error.detail)
        case SlowDown():
            return Refusal(429, error.code, error.detail, headers={"Retry-After": str(seconds(error.wait))})
        case AccountError():
            return refused_field(error.code, error.code, error.detail)
        case TooLarge():
            return Refusal(413, "too_large", "This is too large. Send less.")
        case web.HTTPException() if error.status >= HTTPStatus.BAD_REQUEST:
            return _of_the_server(error)
        case Unavailable():
            return _busy()
        case _ if passing(error):
            log.warning("api.busy", error=type(error).__name__)
            return _busy()
    return None


def _busy() -> Refusal:
    return Refusal(
        503, "busy", "The database is busy or restarting. Try again in a moment.",
        headers={"Retry-After": str(RETRY_AFTER_S)},
    )


def _of_the_server(error: web.HTTPException) -> Refusal:
    match error:
        case web.HTTPNotFound():
            return not_found()
        case web.HTTPMethodNotAllowed():
            allowed = ", ".join(sorted(error.allowed_methods))
            return Refusal(
                405, "method_not_allowed", f"Use one of: {allowed}.", headers={"Allow": allowed}
            )
        case web.HTTPRequestEntityTooLarge():
            return Refusal(413, "too_large", "This is too large. Send less.")
    return Refusal(error.status, "refused", error.reason)
