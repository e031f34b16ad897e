"""Security headers on every answer of the application, unless a route set its own.

No script and no style but our own files: a patron's words that ever came to stand in a page as
markup would still not run. A page that others may embed (the chat widget's) sets its own policy.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)
CALLS = {
    # Where a browser that takes calls must reach: https://www.twilio.com/docs/voice/sdks/javascript/best-practices
    "connect-src 'self'": "connect-src 'self' https://eventgw.twilio.com wss://voice-js.roaming.twilio.com "
                          "https://media.twiliocdn.com https://sdk.twilio.com",
    "frame-ancestors 'self'": "frame-ancestors 'self'; media-src 'self' mediastream: https://media.twiliocdn.com "
                              "https://sdk.twilio.com",
}
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def calls_policy() -> str:
    """The policy of the console in a house whose librarians take calls in the browser."""
    policy = POLICY
    for narrow, wide in CALLS.items():
        policy = policy.replace(narrow, wide)
    return policy


def securing(*, browsers_take_calls: bool) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """What adds the headers that are missing. A signal, not a middleware: errors and files pass here too."""
    console = {**HEADERS, "Content-Security-Policy": calls_policy(),
               "Permissions-Policy": HEADERS["Permissions-Policy"].replace("microphone=()", "microphone=(self)")}

    async def secure(request: web.Request, response: web.StreamResponse) -> None:
        wide = browsers_take_calls and request.path.startswith("/console")
        for name, value in (console if wide else HEADERS).items():
            response.headers.setdefault(name, value)
        response.headers.pop("Server", None)

    return secure
