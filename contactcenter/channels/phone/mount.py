"""Wiring calls into the program."""

from __future__ import annotations

from aiohttp import web

from contactcenter.carriers.contract import Carrier
from contactcenter.channels.phone.doors import Doors
from contactcenter.channels.phone.exchange import CarrierExchange
from contactcenter.clock import Clock
from contactcenter.envelope import Desk, Switchboard
from contactcenter.settings import Settings


def mount(
    app: web.Application, *, carrier: Carrier, desk: Desk, switchboard: Switchboard, settings: Settings, clock: Clock
) -> CarrierExchange:
    """Serve what the carrier asks and tells of calls. Returns what carries orders out."""
    Doors(carrier=carrier, desk=desk, switchboard=switchboard, settings=settings, clock=clock).mount(app)
    return CarrierExchange(carrier, desk)
