"""What an account signs in with: a password from a file or a variable, or an OAuth 2 access token.

A refresh token that the other side replaces (RFC 6749 6; Microsoft does so each time) is written into
the data folder before it is used, readable by the service alone.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from pathlib import Path

import aiohttp
import orjson

from contactcenter.channels.email.mailbox.trouble import MailboxError, words
from contactcenter.settings import Mailbox, Oauth

TOKEN_TIMEOUT_S = 30.0
EARLY_S = 120.0
"""A token is replaced so long before its end: it must last until the sign-in is over."""
UNSTATED_S = 600.0
"""How long a token is used when the answer does not say how long it lasts."""


class Secret:
    """The secret of one account. `data_dir` keeps replaced refresh tokens."""

    def __init__(self, mailbox: Mailbox, data_dir: Path) -> None:
        self._mailbox = mailbox
        self._kept = data_dir / "oauth" / f"{mailbox.name}.json"
        self._token = ""
        self._until = 0.0
        self._asking = asyncio.Lock()

    async def get(self) -> str:
        """The password or access token. Raises `MailboxError` (`secret`, `token`, or the network's)."""
        oauth = self._mailbox.oauth
        if oauth is None:
            return await asyncio.to_thread(_read, self._mailbox.password_file, self._mailbox.password_env)
        async with self._asking:
            # A folder for each task, an account for each token: one asks, the others wait for it.
            if asyncio.get_running_loop().time() >= self._until:
                await self._refresh(oauth)
            return self._token

    def refused(self) -> None:
        """The server would not have it: do not offer it again."""
        self._until = 0.0

    async def _refresh(self, oauth: Oauth) -> None:
        configured = await asyncio.to_thread(_read, oauth.refresh_token_file, oauth.refresh_token_env)
        fields = {
            "grant_type": "refresh_token", "client_id": oauth.client_id,
            "refresh_token": await asyncio.to_thread(self._newest, configured),
        }
        if oauth.client_secret_file or oauth.client_secret_env:
            fields["client_secret"] = await asyncio.to_thread(_read, oauth.client_secret_file, oauth.client_secret_env)
        if oauth.scope:
            fields["scope"] = oauth.scope
        said = await _ask(oauth.token_url, fields)
        token, lasts, replaced = said.get("access_token"), said.get("expires_in"), said.get("refresh_token")
        if not isinstance(token, str) or not token:
            raise MailboxError("token", "The answer holds no access token.")
        if isinstance(replaced, str) and replaced and replaced != fields["refresh_token"]:
            await asyncio.to_thread(self._keep, configured, replaced)
        self._token = token
        lasts_s = float(lasts) if isinstance(lasts, int | float | str) and str(lasts).isdigit() else UNSTATED_S
        self._until = asyncio.get_running_loop().time() + max(lasts_s - EARLY_S, 1.0)

    def _newest(self, configured: str) -> str:
        """The refresh token that replaced the configured one, unless another was configured since."""
        try:
            kept = orjson.loads(self._kept.read_bytes())
        except (OSError, orjson.JSONDecodeError):
            return configured
        if isinstance(kept, dict) and kept.get("instead_of") == _digest(configured):
            return str(kept.get("refresh_token"))
        return configured

    def _keep(self, configured: str, replaced: str) -> None:
        try:
            self._kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside = self._kept.with_suffix(".new")
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(orjson.dumps({"instead_of": _digest(configured), "refresh_token": replaced}))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._kept)
        except OSError as error:
            raise MailboxError("secret", f"{self._kept}: {error.strerror}") from error


async def _ask(url: str, fields: dict[str, str]) -> dict[str, object]:
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(TOKEN_TIMEOUT_S)) as client,
            client.post(url, data=fields, headers={"Accept": "application/json"}) as answer,
        ):
            body = await answer.read()
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise MailboxError("token", words(error)) from error
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        said = None
    if not isinstance(said, dict):
        raise MailboxError("token", f"The token endpoint answered {answer.status} and no JSON.")
    if answer.status != 200:  # noqa: PLR2004
        told = " ".join(str(said[name]) for name in ("error", "error_description") if name in said)
        raise MailboxError("token", told[:500] or f"The token endpoint answered {answer.status}.")
    return said


def _read(file: str, variable: str) -> str:
    """A secret from a file (without its line's end) or an environment variable. Raises `MailboxError`."""
    if variable:
        if not os.environ.get(variable):
            raise MailboxError("secret", f"The environment variable {variable} is not set.")
        return os.environ[variable]
    try:
        return Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise MailboxError("secret", f"{file}: {error}") from error


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
