"""The console's files, from a build made for the test."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from contactcenter.agent_ui.console import Console, to_console
from contactcenter.agent_ui.headers import securing
from tests.agent_ui.conftest import Client, House
from tests.agent_ui.test_sign_in import HERE, Form


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>console</title>")
    (folder / "assets" / "app-1a2b.js").write_text("export {}")
    (folder / "assets" / "app-1a2b.js.gz").write_bytes(gzip.compress(b"export {}"))
    (folder / "favicon.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("no")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    return folder


@pytest.fixture
def dialect() -> str:
    return "sqlite"  # files know no database


async def get(house: House, dist: Path, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    app = web.Application()
    app.on_response_prepare.append(securing(browsers_take_calls=False))
    app.router.add_get("/console", to_console)
    app.router.add_get("/console/{path:.*}", Console(house, dist).page)
    async with TestClient(TestServer(app), auto_decompress=False) as client:
        answer = await client.get(path, headers=headers, allow_redirects=False)
        return answer.status, dict(answer.headers), await answer.read()


async def test_assets_are_cached_for_good_and_sent_compressed(house: House, dist: Path) -> None:
    status, headers, body = await get(house, dist, "/console/assets/app-1a2b.js", **{"Accept-Encoding": "gzip"})
    assert (status, headers["Content-Encoding"], gzip.decompress(body)) == (200, "gzip", b"export {}")
    assert "immutable" in headers["Cache-Control"]
    assert "javascript" in headers["Content-Type"]
    _, plain, body = await get(house, dist, "/console/assets/app-1a2b.js", **{"Accept-Encoding": "identity"})
    assert ("Content-Encoding" in plain, body) == (False, b"export {}")
    _, headers, _ = await get(house, dist, "/console/favicon.svg")
    assert headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", [
    "/console/..%2fsecret.txt", "/console/%2e%2e/secret.txt", "/console/assets/..%2f..%2fsecret.txt",
    "/console/link.txt", "/console/%00", "/console//etc/passwd", "/console/index.html",
])
async def test_nothing_outside_the_build_is_sent(house: House, dist: Path, path: str) -> None:
    status, headers, body = await get(house, dist, path)
    assert status in (303, 404), headers
    assert body != b"no"


async def test_the_short_address_keeps_the_list_it_names(house: House, dist: Path) -> None:
    status, headers, _ = await get(house, dist, "/console?view=all&channel=email")
    assert (status, headers["Location"]) == (303, "/console/?view=all&channel=email")


async def test_a_lost_asset_is_not_the_page(house: House, dist: Path) -> None:
    status, _, _ = await get(house, dist, "/console/assets/app-gone.js")
    assert status == 404


async def test_the_page_needs_a_session_and_is_never_cached(
    house: House, client: Client, form: Form, dist: Path
) -> None:
    assert (await get(house, dist, "/console/tickets/7"))[0] == 303
    answer = await client.post("/sign-in", data=form(), headers=HERE, allow_redirects=False)
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    status, headers, body = await get(house, dist, "/console/tickets/7", Cookie=cookie)
    assert (status, headers["Cache-Control"]) == (200, "no-cache")
    assert b"<title>console" in body


async def test_without_a_build_a_page_says_how_to_make_one(
    house: House, client: Client, form: Form, tmp_path: Path
) -> None:
    answer = await client.post("/sign-in", data=form(), headers=HERE, allow_redirects=False)
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    status, _, body = await get(house, tmp_path / "nothing", "/console/", Cookie=cookie)
    assert status == 503
    assert b"has not been built" in body


async def test_every_answer_is_guarded(client: Client) -> None:
    for path in ("/sign-in", "/console/", "/console/assets/x.js", "/nowhere"):
        headers = (await client.get(path, allow_redirects=False)).headers
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'self'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Server" not in headers
