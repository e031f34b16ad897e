"""The description says what is there, and what is there answers as it says (schemathesis)."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from contactcenter.accounts.create_token import create_token
from contactcenter.api.routes import all_routes
from contactcenter.queue.holiday_regions import regions
from tests.api.conftest import House, Json, People

Client = TestClient[web.Request, web.Application]
CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
    "response_schema_conformance,negative_data_rejection,unsupported_method,ignored_auth"
)
EXAMPLES = {"session": "2", "token": "2"}
"""For each operation and phase; `--max-examples` by hand finds more, and CI's time is short.

A program is answered by the same routes: what differs is who may.
"""


@pytest.fixture
def dialect() -> str:
    return "sqlite"


async def description(client: Client) -> Json:
    answer = await client.get("/api/v1/openapi.json")
    assert answer.status == 200
    return await answer.json()  # type: ignore[no-any-return]


async def test_every_route_is_described_with_every_status(client: Client) -> None:
    document = await description(client)
    assert document["openapi"] == "3.1.0"
    assert {"bearer", "session", "csrf"} == set(document["components"]["securitySchemes"])
    for route in all_routes():
        operation = document["paths"][route.path][route.method.lower()]
        statuses = set(operation["responses"])
        assert {str(route.status), "401", "422", "503"} <= statuses
        assert ("404" in statuses) == bool(route.ids)
        assert ({"400", "413", "415"} <= statuses) == (route.ask is not None)
        assert operation["summary"].endswith((".", ";")) or len(operation["summary"]) > 10


async def test_the_docs_name_every_route() -> None:
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    for route in all_routes():
        words = [word for word in route.path.split("/") if not word.startswith("{")]
        assert f"/{words[-1]}" in page, f"docs/api.md does not know {route.method} {route.path}"


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("who", "phases"), [
    ("session", "examples,coverage,fuzzing"),
    ("token", "examples,fuzzing"),  # what no description allows is refused before anybody asks who it is
])
async def test_schemathesis_finds_nothing(  # noqa: PLR0917
    house: House, client: Client, people: People, tmp_path: Path, who: str, phases: str
) -> None:
    await asyncio.to_thread(regions)  # half a second of the processor, once: on a busy machine longer than it waits
    for number in (1, 2, 3):
        html = '<p>words <img src="cid:seal"></p>'
        assert await house.mail(subject=f"Mail {number}", text=f"Words {number}.", html=html) == number
    headers = [f"{name}: {value}" for name, value in people.ines.headers.items()]
    if who == "token":
        async with house.database.transaction() as session:
            token = await create_token(session, name="test", role="librarian", department_ids=[1], now=house.time)
        headers = [f"Authorization: Bearer {token}"]
    arguments = [argument for header in headers for argument in ("--header", header)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "schemathesis.cli", "run", str(client.make_url("/api/v1/openapi.json")),
        *arguments, "--checks", CHECKS, "--max-examples", EXAMPLES[who], "--phases", phases,
        "--generation-deterministic", "--suppress-health-check", "all", "--no-color",
        # At each of ten thousand requests its client looks through all variables for a proxy.
        env={name: os.environ[name] for name in ("HOME", "PATH", "TMPDIR") if name in os.environ},
        cwd=tmp_path, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()[-12_000:]
