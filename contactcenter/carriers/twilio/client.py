"""Twilio's own client, on asyncio, at the address that is configured. https://www.twilio.com/docs/libraries/python"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from typing import TypeVar
from urllib.parse import urljoin, urlsplit, urlunsplit

import aiohttp
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from contactcenter.carriers.twilio.codes import refusal
from contactcenter.envelope import SendError

T = TypeVar("T")
API = "https://api.twilio.com"
CHUNK_BYTES = 64 * 1024
MOST_REDIRECTS = 3


class HttpClient(AsyncHttpClient):
    """As the library's own, but that the base address is a setting and every request ends in time."""

    def __init__(self, *, base_url: str, timeout_s: float) -> None:
        super().__init__(_Silent(), is_async=True, timeout=timeout_s)
        self._base = urlsplit(base_url) if base_url else None
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._session: aiohttp.ClientSession | None = None

    async def request(  # noqa: PLR0917  # the library's signature
        self, method: str, url: str, params: dict[str, object] | None = None, data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None, auth: tuple[str, str] | None = None, timeout: float | None = None,  # noqa: ASYNC109
        allow_redirects: bool = False,  # noqa: FBT001, FBT002
    ) -> Response:
        """The library's protocol: one request and its answer, whatever the status."""
        async with self.session().request(
            method.upper(), self.moved(url), params=_pairs(params), data=_pairs(data),
            headers={**(headers or {}), **_signed_in(auth)}, allow_redirects=allow_redirects, timeout=self._timeout,
        ) as answer:
            return Response(answer.status, await answer.text(), answer.headers)

    def moved(self, url: str) -> str:
        """The same resource at the configured address."""
        if self._base is None:
            return url
        parts = urlsplit(url)
        return urlunsplit((self._base.scheme, self._base.netloc, self._base.path.rstrip("/") + parts.path, parts.query,
                           ""))

    def session(self) -> aiohttp.ClientSession:
        # Made on the loop it serves, when first needed.
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None


class _Silent:
    """The library would log whole requests, with numbers and words of patrons: nothing of it is logged."""

    def debug(self, *_: object) -> None: ...

    def info(self, *_: object) -> None: ...


def _signed_in(auth: tuple[str, str] | None) -> dict[str, str]:
    return {"Authorization": aiohttp.encode_basic_auth(*auth)} if auth else {}


def _pairs(fields: dict[str, object] | None) -> list[tuple[str, str]] | None:
    """A form as Twilio reads it: a list is the name several times, true and false are words."""
    if fields is None:
        return None
    pairs: list[tuple[str, str]] = []
    for name, value in fields.items():
        several = value if isinstance(value, list | tuple) else [value]
        pairs += [(name, str(one).lower() if isinstance(one, bool) else str(one)) for one in several]
    return pairs


def sign_in(http: HttpClient, *, account_sid: str, token: str) -> Client:
    """The library's client; nothing is read from the environment behind our back."""
    return Client(account_sid, token, account_sid=account_sid, http_client=http, environment={"-": "-"})


async def asked(request: Awaitable[T]) -> T:
    """What a request answers; every way it fails is a `SendError`."""
    try:
        return await request
    except TwilioRestException as error:
        raise refusal(status=error.status, code=error.code, words=error.msg) from None
    except TwilioException as error:
        # A list that is refused has the answer as its second argument.
        answer = error.args[1] if len(error.args) > 1 else None
        if isinstance(answer, Response):
            raise refusal(status=answer.status_code, code=None, words=str(error.args[0])) from None
        raise SendError("unknown", type(error).__name__) from None
    except TimeoutError:
        raise SendError("timeout", "The carrier did not answer in time.") from None
    except (aiohttp.ClientError, OSError) as error:
        raise SendError("connect", type(error).__name__) from None


async def stream(http: HttpClient, url: str, *, auth: tuple[str, str], limit: int, timeout_s: float
                 ) -> AsyncIterator[bytes]:
    """A file of the account, from Twilio's API and wherever it redirects to, where the password does not go.

    https://www.twilio.com/docs/messaging/api/media-resource
    """
    own = {urlsplit(API).netloc, urlsplit(http.moved(API)).netloc}
    if urlsplit(url).netloc not in own:
        raise SendError("elsewhere", "The file is not at the carrier.", permanent=True)
    url, size = http.moved(url), 0
    try:
        async with asyncio.timeout(timeout_s):
            for _ in range(MOST_REDIRECTS + 1):
                ours = urlsplit(url).netloc in own
                async with http.session().get(
                    url, headers=_signed_in(auth if ours else None), allow_redirects=False,
                ) as answer:
                    if answer.status in (301, 302, 303, 307, 308):
                        url = urljoin(url, answer.headers.get("Location", ""))
                        continue
                    if answer.status != 200:  # noqa: PLR2004
                        raise refusal(status=answer.status, code=None, words="The file could not be fetched.")
                    if answer.content_length is not None and answer.content_length > limit:
                        raise SendError("too_big", f"{answer.content_length} bytes", permanent=True)
                    async for chunk in answer.content.iter_chunked(CHUNK_BYTES):
                        size += len(chunk)
                        if size > limit:
                            raise SendError("too_big", f"over {limit} bytes", permanent=True)
                        yield chunk
                    return
            raise SendError("refused", "Too many redirects.")
    except TimeoutError:
        raise SendError("timeout", "The carrier did not answer in time.") from None
    except (aiohttp.ClientError, OSError) as error:
        raise SendError("connect", type(error).__name__) from None
