"""Headers of the patrons' pages: nothing but our own files runs, and no address leaks to others.

`agent_ui.headers.secure` gives every answer of the application the same policy where a route set
none; these are set here, so that the pages are as safe when they are served alone.
"""

from __future__ import annotations

PAGE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}

PRIVATE = PAGE | {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
"""For a page whose address is a secret."""

EMBEDDED = {
    "X-Content-Type-Options": "nosniff",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "no-cache",
}
"""For the widget's files: any site may load them (whom the chat answers is decided by origin)."""
