"""Asking the product: signed as Twilio documents, with its faults.

Signature: https://www.twilio.com/docs/usage/security#validating-requests. Timeout and no second try:
https://www.twilio.com/docs/api/errors/11205 and https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides.
Written from the documentation; the library's RequestValidator checks it in the tests.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

import aiohttp

from contactcenter.demo.carrier.clocks import Time
from contactcenter.demo.carrier.faults import Faults

TIMEOUT_S = 15.0
OK = range(200, 300)


def sign(url: str, fields: Mapping[str, str], token: str) -> str:
    """The full address and, of a POST, every field's name and value in the order of the names; HMAC-SHA1, base64."""
    text = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked and answered; `status` 0: nobody answered. `body` is what came."""

    url: str
    fields: Mapping[str, str]
    status: int
    body: bytes = b""
    content_type: str = ""


class Webhooks:
    """Asks by POST (or GET). `reach`: where the public URL is on this machine, as (public, real) beginnings."""

    def __init__(self, *, token: str, time: Time, faults: Faults) -> None:
        self._token = token
        self._time = time
        self._faults = faults
        self._session: aiohttp.ClientSession | None = None
        self._held: asyncio.Event | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.reach: tuple[str, str] | None = None
        self.log: list[Asked] = []
        """Everything that was sent, in order."""
        self.fetched: list[tuple[str, str, int]] = []
        """Every file that was fetched: how, where, and the status that came."""

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    def tell(self, url: str, fields: Mapping[str, str], *, method: str = "POST") -> None:
        """A report: nobody waits for its answer, and it is not sent again."""
        if url:
            task = asyncio.create_task(self._tell(url, dict(fields), method))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def ask(self, url: str, fields: Mapping[str, str], *, method: str = "POST") -> Asked:
        """A question whose answer is needed: instructions, say. One that is lost is never answered."""
        fault = self._faults.of_webhook(url)
        if fault is not None:
            kind, seconds = fault
            if kind == "lost":
                await self._time.sleep(TIMEOUT_S)
                return Asked(url, fields, 0)
            if kind == "late":
                await self._time.sleep(min(seconds, TIMEOUT_S - 1))
            if kind == "doubled":
                await self._send(url, fields, method)
        return await self._send(url, fields, method)

    async def fetch(self, method: str, url: str) -> Asked:
        """A file of ours that goes with a text: nothing is signed."""
        where = url if self.reach is None else url.replace(*self.reach, 1)
        found, fault = Asked(url, {}, 0), self._faults.of_webhook(url)
        with self._time.asking(), contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError):
            if fault is None or fault[0] != "lost":
                async with self._asks().request(method, where, headers={"User-Agent": "TwilioProxy/1.1"}) as answer:
                    found = Asked(url, {}, answer.status, await answer.read(), answer.content_type)
        self.fetched.append((method, url, found.status))
        return found

    def _asks(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(TIMEOUT_S))
        return self._session

    async def _tell(self, url: str, fields: dict[str, str], method: str) -> None:
        fault = self._faults.of_webhook(url)
        waiting, self._held = self._held, None
        if fault is not None:
            kind, seconds = fault
            if kind == "lost":
                return
            if kind == "late":
                await self._time.sleep(seconds)
            if kind == "doubled":
                await self._send(url, fields, method)
            if kind == "held":
                self._held = asyncio.Event()
                released = asyncio.create_task(self._held.wait())
                # Where nothing follows, it is late.
                enough = asyncio.create_task(self._time.sleep(seconds))
                await asyncio.wait({released, enough}, return_when=asyncio.FIRST_COMPLETED)
                released.cancel()
                enough.cancel()
        await self._send(url, fields, method)
        if waiting is not None:
            waiting.set()

    async def _send(self, url: str, fields: Mapping[str, str], method: str) -> Asked:
        # What stands behind # are directions for the carrier itself; it is neither sent nor signed.
        url = urlunsplit(urlsplit(url)._replace(fragment=""))
        if method == "GET":
            url += ("&" if "?" in url else "?") + urlencode(fields)
        headers = {
            "X-Twilio-Signature": sign(url, fields if method == "POST" else {}, self._token),
            "User-Agent": "TwilioProxy/1.1", "Accept": "*/*",
        }
        where = url if self.reach is None else url.replace(*self.reach, 1)
        with self._time.asking():
            try:
                async with self._asks().request(
                    method, where, data=urlencode(fields) if method == "POST" else None, allow_redirects=False,
                    headers=headers | ({"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
                                       if method == "POST" else {}),
                ) as answer:
                    asked = Asked(url, fields, answer.status, await answer.read(), answer.content_type)
            except (aiohttp.ClientError, TimeoutError, OSError):
                asked = Asked(url, fields, 0)
        self.log.append(asked)
        return asked
