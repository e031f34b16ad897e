"""How the API answers: resources, lists, refusals. https://www.twilio.com/docs/usage/twilios-response"""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web


class Refused(Exception):
    """A status, Twilio's code and its words."""

    def __init__(self, status: int, code: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.code = code
        self.words = words


def refused(why: Refused) -> web.Response:
    """As Twilio says no."""
    return web.json_response({
        "code": why.code, "message": why.words, "more_info": f"https://www.twilio.com/docs/errors/{why.code}",
        "status": why.status,
    }, status=why.status)


def listed(name: str, found: Sequence[dict[str, object]], request: web.Request) -> web.Response:
    """One page of everything. https://www.twilio.com/docs/usage/twilios-response#response-formats-list-paging-information"""
    return web.json_response({
        name: list(found), "page": 0, "page_size": 1000, "start": 0, "end": max(len(found) - 1, 0),
        "first_page_uri": request.path_qs, "next_page_uri": None, "previous_page_uri": None, "uri": request.path_qs,
    })


def needed(fields: dict[str, str], name: str, code: int) -> str:
    """A parameter that must be there. Raises `Refused`."""
    value = fields.get(name, "")
    if not value:
        raise Refused(400, code, f"A '{name}' is required")
    return value


def address(fields: dict[str, str], name: str, code: int) -> str:
    """A whole address of ours. Raises `Refused`."""
    value = fields.get(name, "")
    if value and not value.startswith(("http://", "https://")):
        raise Refused(400, code, f"{name} is not a valid URL: {value}")
    return value
