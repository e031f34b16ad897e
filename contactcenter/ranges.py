"""Which part of a file somebody asks for (RFC 9110, section 14): a player jumps to and fro, a download goes on.

See docs/api.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from aiohttp import web

_ONE = re.compile(r"[ \t]*(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))[ \t]*")


class Unsatisfiable(ValueError):
    """What is asked for lies beyond the file: 416."""


def part(asked: str | None, size: int) -> tuple[int, int] | None:
    """The first octet and the one behind the last; None: all of it. Raises `Unsatisfiable`.

    `asked` is the field `Range`. Several ranges are answered with the whole (14.2 lets a server do so: whoever asks
    for them reads the status), and so is what is no range of octets.
    """
    unit, equals, ranges = (asked or "").partition("=")
    one = _ONE.fullmatch(ranges)
    if not equals or unit.strip().lower() != "bytes" or one is None:
        return None
    first, last, suffix = one.groups()
    if suffix is not None:
        start, stop = max(size - int(suffix), 0), size
    else:
        start, stop = int(first), min(int(last) + 1 if last else size, size)
        if last and int(last) < int(first):
            return None  # it is none (14.1.1)
    if start >= stop:
        raise Unsatisfiable
    return start, stop


def answered(asked: str | None, data: bytes, headers: Mapping[str, str]) -> web.Response:
    """The file, the part that `asked` (the field `Range`) wants, or 416; `headers` are the file's own."""
    headers = {**headers, "Accept-Ranges": "bytes"}
    try:
        wanted = part(asked, len(data))
    except Unsatisfiable:
        return web.Response(status=416, headers={**headers, "Content-Range": f"bytes */{len(data)}"})
    if wanted is None:
        return web.Response(body=data, headers=headers)
    start, stop = wanted
    return web.Response(status=206, body=data[start:stop],
                        headers={**headers, "Content-Range": f"bytes {start}-{stop - 1}/{len(data)}"})
