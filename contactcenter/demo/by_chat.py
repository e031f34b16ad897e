"""A patron in the chat, over the patron's own socket (docs/api.md, the patron socket)."""

from __future__ import annotations

import asyncio
import contextlib
import random
import secrets
from typing import Protocol

import aiohttp
import socketio

from contactcenter.demo.files import made
from contactcenter.demo.patrons import Patron
from contactcenter.demo.scenario import Scenario

NAMESPACE = "/patron"
FAREWELL_S = 0.5


class Pace(Protocol):
    """How long somebody reads, types and waits, in seconds."""

    @property
    def read_s(self) -> float: ...

    @property
    def type_s(self) -> float: ...

    @property
    def patience_s(self) -> float: ...


class NotTaken(Exception):
    """The desk refused what a patron said, with this code."""


async def chat(
    base: str, patron: Patron, scenario: Scenario, *, first: tuple[str, str], rest: tuple[str, ...], pace: Pace,
    dice: random.Random,
) -> None:
    """Greet, ask, answer each of the librarian's answers while there is something to say, and go.

    Who gets no answer within `pace.patience_s` goes as well. Raises `NotTaken` and what the socket raises.
    """
    # The client would leave a session of its own open where it is told to stop while it connects.
    async with aiohttp.ClientSession() as http:
        client = socketio.AsyncClient(reconnection=False, handle_sigint=False, http_session=http)
        await _talk(client, base, patron, scenario, first=first, rest=rest, pace=pace, dice=dice)


async def _talk(
    client: socketio.AsyncClient, base: str, patron: Patron, scenario: Scenario, *, first: tuple[str, str],
    rest: tuple[str, ...], pace: Pace, dice: random.Random,
) -> None:
    answered: asyncio.Queue[int] = asyncio.Queue()

    async def lines(data: dict[str, list[dict[str, int | str]]]) -> None:
        for line in data["lines"]:
            if line["author"] == "staff":
                answered.put_nowait(int(line["version"]))

    client.on("lines", lines, namespace=NAMESPACE)
    try:
        await client.connect(base, namespaces=[NAMESPACE], transports=["websocket"])
        named = dice.random() < 0.7  # noqa: PLR2004
        begun = await _ask(client, "start", {
            "client_id": secrets.token_hex(8), "text": first[0], "name": patron.name,
            "email": patron.address if named else "", "locale": patron.locale,
            "queue": None if scenario.queue == "general" else scenario.queue,
        })
        token = str(begun["token"])
        files = [await _upload(base, token, scenario.file, scenario)] if scenario.file else []
        await _say(client, first[1], files, pace)
        for number, text in enumerate(rest):
            if not await _read(client, answered, pace):
                return
            enclosed = scenario.follow_file if number == 0 else None
            files = [await _upload(base, token, enclosed, scenario)] if enclosed else []
            await _say(client, text, files, pace)
        await asyncio.sleep(pace.read_s)
    finally:
        # The client waits for the server's farewell; a server that is stopping waits for the client to go.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL_S):
                await client.disconnect()


async def _read(client: socketio.AsyncClient, answered: asyncio.Queue[int], pace: Pace) -> bool:
    """Wait for an answer and read it, and what follows at once. False when patience ended first."""
    try:
        async with asyncio.timeout(pace.patience_s):
            version = await answered.get()
    except TimeoutError:
        return False
    await asyncio.sleep(pace.read_s / 2)
    while not answered.empty():
        version = answered.get_nowait()
    await client.emit("seen", {"version": version}, namespace=NAMESPACE)
    return True


async def _say(client: socketio.AsyncClient, text: str, files: list[str], pace: Pace) -> None:
    await client.emit("typing", {}, namespace=NAMESPACE)
    await asyncio.sleep(pace.type_s)
    await _ask(client, "say", {"client_id": secrets.token_hex(8), "text": text, "attachments": files})


async def _ask(client: socketio.AsyncClient, event: str, data: dict[str, object]) -> dict[str, object]:
    said: dict[str, object] = await client.call(event, data, namespace=NAMESPACE, timeout=20)
    if "error" in said:
        raise NotTaken(str(said["error"]))
    return said


async def _upload(base: str, token: str, name: str, scenario: Scenario) -> str:
    """Store a file as the chat's page does; its id."""
    content, media_type = made(name, scenario.text)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": media_type, "Origin": base}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{base}/chat/upload", params={"name": name}, data=content, headers=headers) as stored,
    ):
        stored.raise_for_status()
        return str((await stored.json())["id"])
