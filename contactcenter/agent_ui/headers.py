"""Security headers on every answer of the application, unless a route set its own.

No script and no style but our own files: a patron's words that ever came to stand in a page as
markup would still not run. A page that others may embed (the chat widget's) sets its own policy.
"""

from __future__ import annotations

from aiohttp import web

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


async def secure(_: web.Request, response: web.StreamResponse) -> None:
    """Add what is missing. A signal, not a middleware: errors and files pass here too."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.pop("Server", None)
