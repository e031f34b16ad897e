"""Where a request came from, behind the settings' number of proxies."""

from __future__ import annotations

from aiohttp import web


def peer(request: web.BaseRequest, trusted: int) -> str:
    """The client's address: what the outermost of our proxies wrote into X-Forwarded-For, else the socket's.

    Each proxy appends the address it saw, so what stands left of our own proxies' entries is the
    client's invention.
    """
    header = ",".join(request.headers.getall("X-Forwarded-For", []))
    entries = [entry.strip() for entry in header.split(",") if entry.strip()]
    if trusted and len(entries) >= trusted:
        return entries[-trusted]
    return request.remote or ""
