"""Was a form sent from our own pages? Where the browser says nothing, it was not (fail closed)."""

from __future__ import annotations

from aiohttp import hdrs, web

from contactcenter.channels.web_chat.origin import is_ours
from contactcenter.settings import Http


def from_here(request: web.Request, http: Http) -> bool:
    """By `Sec-Fetch-Site` (W3C Fetch Metadata), else by `Origin`, else by `Referer`."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    for header in (hdrs.ORIGIN, hdrs.REFERER):
        said = request.headers.get(header)
        if said is not None:
            return is_ours(said, host=request.host, http=http)
    return False
