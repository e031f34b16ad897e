"""Signing in with OAuth 2: a real Dovecot asks a token server of ours whether a token is good."""

from __future__ import annotations

import stat
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

from contactcenter.channels.email.mailbox import watch
from contactcenter.channels.email.mailbox.secret import Secret
from contactcenter.channels.email.mailbox.trouble import MailboxError
from contactcenter.settings import Mailbox
from tests.channels.email.mailbox.boxes import fetching, has, letter, mailbox, stands
from tests.neighbours import dovecot
from tests.neighbours.dovecot import Dovecot


@dataclass
class Tokens:
    """A token server: each refresh gives a new access token and takes the refresh token's place by another."""

    port: int = 0
    refresh_token: str = "refresh-0"
    asked: list[dict[str, str]] = field(default_factory=list)
    good: set[str] = field(default_factory=set)
    expires_in: int = 3600
    refuse: bool = False

    async def token(self, request: web.Request) -> web.Response:
        said = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(said)
        if said.get("refresh_token") != self.refresh_token:
            return web.json_response(
                {"error": "invalid_grant", "error_description": "AADSTS70008: The refresh token has expired."},
                status=400,
            )
        self.refresh_token = f"refresh-{len(self.asked)}"
        access = f"access-{len(self.asked)}"
        self.good = {access}
        return web.json_response({
            "access_token": access, "expires_in": self.expires_in, "token_type": "Bearer",
            "refresh_token": self.refresh_token,
        })

    async def introspect(self, request: web.Request) -> web.Response:
        token = str((await request.post()).get("token", ""))
        return web.json_response({"active": token in self.good and not self.refuse, "username": request.match_info["user"]})


@pytest_asyncio.fixture
async def tokens() -> AsyncIterator[Tokens]:
    server = Tokens()
    app = web.Application()
    app.router.add_post("/token", server.token)
    app.router.add_post("/introspect/{user}", server.introspect)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.port = runner.addresses[0][1]
    yield server
    await runner.cleanup()


def account(server: Dovecot | None, tokens: Tokens, folder: Path, **changed: object) -> Mailbox:
    (folder / "refresh").write_text("refresh-0\n")
    (folder / "client").write_text("client-secret\n")
    oauth = {
        "token_url": f"http://127.0.0.1:{tokens.port}/token", "client_id": "library",
        "client_secret_file": str(folder / "client"), "refresh_token_file": str(folder / "refresh"),
        "scope": "imap offline_access",
    }
    return Mailbox.model_validate({
        "name": "desk", "host": "127.0.0.1", "port": server.imap_port if server else 1, "security": "none",
        "username": "deskoauth", "oauth": oauth, "timeout_s": 5.0, **changed,
    })


async def test_mail_is_fetched_with_an_access_token(
    tokens: Tokens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if dovecot.executable() is None:
        pytest.skip(dovecot.MISSING)
    file = tmp_path / "oauth2.conf"
    file.write_text(
        f"introspection_url = http://127.0.0.1:{tokens.port}/introspect/deskoauth\nintrospection_mode = post\n"
        "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
    )
    passdb = f"passdb {{\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = {file}\n}}"
    with dovecot.running(mechanisms="plain login xoauth2", passdb=passdb) as server:
        server.deliver("deskoauth", letter("one"))
        async with fetching(tmp_path, "sqlite", account(server, tokens, tmp_path)) as library:
            await has(library, 1)
        assert tokens.asked[0] == {
            "grant_type": "refresh_token", "client_id": "library", "client_secret": "client-secret",
            "refresh_token": "refresh-0", "scope": "imap offline_access",
        }
        # A restart asks with the refresh token that took the first one's place.
        server.deliver("deskoauth", letter("two"))
        async with fetching(tmp_path, "sqlite", account(server, tokens, tmp_path)) as library:
            await has(library, 2)
        assert [asked["refresh_token"] for asked in tokens.asked] == ["refresh-0", "refresh-1"]
        # A token that the server will not have is not offered for ever, and the refresh token's end has words.
        monkeypatch.setattr(watch, "REFUSED_PAUSE_S", 0.2)
        server.deliver("deskoauth", letter("three"))
        tokens.refuse = True
        async with fetching(tmp_path, "sqlite", account(server, tokens, tmp_path)) as library:
            assert await stands(library, "auth")
            tokens.refuse = False
            await has(library, 3)
        tokens.refresh_token = "another"
        async with fetching(tmp_path, "sqlite", account(server, tokens, tmp_path)) as library:
            assert await stands(library, "token") == "invalid_grant AADSTS70008: The refresh token has expired."


async def test_a_refused_token_is_not_offered_again(tokens: Tokens, tmp_path: Path) -> None:
    secret = Secret(account(None, tokens, tmp_path), tmp_path)
    assert [await secret.get(), await secret.get()] == ["access-1", "access-1"]
    secret.refused()
    assert await secret.get() == "access-2"


async def test_a_short_token_is_asked_for_again_before_it_ends(tokens: Tokens, tmp_path: Path) -> None:
    tokens.expires_in = 60
    secret = Secret(account(None, tokens, tmp_path), tmp_path)
    await secret.get()
    secret._until -= 1.1
    assert await secret.get() == "access-2"


async def test_the_kept_token_is_the_services_alone_and_gives_way_to_a_newly_configured_one(
    tokens: Tokens, tmp_path: Path
) -> None:
    box = account(None, tokens, tmp_path)
    await Secret(box, tmp_path).get()
    kept = tmp_path / "oauth" / "desk.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert b"refresh-0" not in kept.read_bytes()
    (tmp_path / "refresh").write_text("configured-anew")
    tokens.refresh_token = "configured-anew"
    assert await Secret(box, tmp_path).get() == "access-2"
    assert tokens.asked[-1]["refresh_token"] == "configured-anew"


@pytest.mark.parametrize("path", ["nothing-here", "token"])
async def test_a_token_server_in_trouble_has_words(path: str, tokens: Tokens, tmp_path: Path) -> None:
    box = account(None, tokens, tmp_path)
    assert box.oauth is not None
    port = 1 if path == "token" else tokens.port
    ill = box.model_copy(update={"oauth": box.oauth.model_copy(update={"token_url": f"http://127.0.0.1:{port}/{path}"})})
    with pytest.raises(MailboxError) as trouble:
        await Secret(ill, tmp_path).get()
    assert trouble.value.code == "token"
    assert ("404" in trouble.value.words) == (path == "nothing-here")


def test_a_mailbox_has_one_way_in(dovecot_server: Dovecot, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="needs one of"):
        mailbox(dovecot_server, "desk", tmp_path, password_env="TOO")
    with pytest.raises(ValueError, match="would move mail into a folder that is fetched"):
        mailbox(dovecot_server, "desk", tmp_path, after="move:INBOX")
