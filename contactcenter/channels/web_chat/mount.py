"""Wiring the web chat into the program."""

from __future__ import annotations

import socketio
from aiohttp import web

from contactcenter.channels.web_chat.deliver import PatronSockets
from contactcenter.channels.web_chat.files import ChatFiles
from contactcenter.channels.web_chat.lines import FILE_PATH, FileLinks
from contactcenter.channels.web_chat.namespace import OnTyping, PatronNamespace
from contactcenter.channels.web_chat.throttle import Throttle
from contactcenter.channels.web_chat.token import ChatTokens
from contactcenter.channels.web_chat.uploads import Uploads
from contactcenter.clock import Clock
from contactcenter.envelope import Desk
from contactcenter.settings import Settings

STARTS_BURST = 20
START_EVERY_S = 15.0
"""A reading room behind one address may start twenty chats at once, then four a minute."""
UPLOADS_BURST = 20
UPLOAD_EVERY_S = 10.0


async def _nobody_listens(_ticket_id: int, _name: str) -> None:
    """Without staff screens, a patron's typing is told to nobody."""


def mount(  # noqa: PLR0917  # what the program is made of, in the order it is made
    app: web.Application, sio: socketio.AsyncServer, desk: Desk, settings: Settings, secret: bytes, clock: Clock,
    *, on_typing: OnTyping = _nobody_listens,
) -> PatronSockets:
    """Serve `/patron` on the Socket.IO server and files below `/chat`. Returns what the fan-out tells.

    `sio` should be made with `cors_allowed_origins=socket_origins(settings.http)`, or the widget's
    sites do not get through to the namespace. `secret` is the program's signing key.
    """
    tokens, uploads, links = ChatTokens(secret), Uploads(secret), FileLinks(secret)
    namespace = PatronNamespace(
        desk=desk, http=settings.http, tokens=tokens, uploads=uploads, links=links, clock=clock, on_typing=on_typing,
        starts=Throttle(burst=STARTS_BURST, every_s=START_EVERY_S),
    )
    sio.register_namespace(namespace)
    files = ChatFiles(
        desk=desk, http=settings.http, tokens=tokens, uploads=uploads, links=links, clock=clock,
        throttle=Throttle(burst=UPLOADS_BURST, every_s=UPLOAD_EVERY_S),
    )
    app.router.add_post("/chat/upload", files.upload)
    app.router.add_route("OPTIONS", "/chat/upload", files.preflight)
    app.router.add_get(FILE_PATH + "/{seal}/{name}", files.download)
    return namespace.sockets
