"""Putting the staff's web door into the application."""

from __future__ import annotations

from aiohttp import web

from contactcenter.agent_ui.console import Console, to_console
from contactcenter.agent_ui.headers import securing
from contactcenter.agent_ui.house import House
from contactcenter.agent_ui.pages import STYLE_URL, style
from contactcenter.agent_ui.sign_in import SignIn


def mount(app: web.Application, house: House) -> None:
    """Add the pages, and the security headers of the whole application."""
    door, console = SignIn(house), Console(house)
    app.on_response_prepare.append(securing(browsers_take_calls=bool(house.settings.carrier.api_key_sid)))
    app.router.add_get("/sign-in", door.show)
    app.router.add_post("/sign-in", door.enter)
    app.router.add_post("/sign-out", door.leave)
    app.router.add_get("/console", to_console)
    app.router.add_get("/console/{path:.*}", console.page)
    app.router.add_get(STYLE_URL.split("?", maxsplit=1)[0], style)
