"""Which web sites may speak to the chat: ours, and those the settings name (RFC 6454)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from contactcenter.settings import Http


def origin_allowed(origin: str | None, *, host: str, http: Http) -> bool:
    """Whether a request may come from this origin.

    None (a program, or a same-origin GET) may: the token is the proof, not a cookie, so there is
    nothing a foreign page could borrow. `null` and unknown sites may not.
    """
    if origin is None:
        return True
    return is_ours(origin, host=host, http=http) or origin.rstrip("/") in {
        one.rstrip("/") for one in http.widget_origins
    }


def is_ours(origin: str, *, host: str, http: Http) -> bool:
    """Whether an origin is our own pages': the host asked for, or the public address."""
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return False
    if parts.netloc.lower() == host.lower():
        return True
    return bool(http.public_url) and parts.netloc.lower() == urlsplit(http.public_url).netloc.lower()


def socket_origins(http: Http) -> Callable[[str | None, dict[str, object]], bool]:
    """For `socketio.AsyncServer(cors_allowed_origins=...)`, which asks before any namespace does.

    It lets the widget's sites in to `/patron`; `/staff` must still ask for our own origin itself.
    """

    def allowed(origin: str | None, environ: dict[str, object]) -> bool:
        return origin_allowed(origin, host=str(environ.get("HTTP_HOST", "")), http=http)

    return allowed
