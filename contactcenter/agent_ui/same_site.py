"""Was a form sent from one of our own pages?

`SameSite=Lax` keeps the cookie off other sites' forms; signing *in* needs no cookie, so another
site could sign somebody in as someone else (login CSRF). Browsers say where a form came from, and
we fail closed: no word from the browser is a no.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import hdrs, web


def from_here(request: web.Request, public_url: str) -> bool:
    """By `Sec-Fetch-Site`, else by `Origin` against our own host (and the configured address)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is None or origin == "null":
        return False
    host = urlsplit(origin).netloc.lower()
    ours = {request.host.lower(), urlsplit(public_url).netloc.lower()} - {""}
    return host in ours


def local_path(given: str | None, default: str) -> str:
    r"""A path of this site to go on to; anything that could lead elsewhere becomes the default.

    `//host` and `/\host` are other sites to a browser; control characters are dropped by it, so
    `/\t/host` is one too.
    """
    if not given or not given.startswith("/") or given.startswith(("//", "/\\")):
        return default
    if any(char <= " " or char in "\x7f\\" for char in given):
        return default
    return given
