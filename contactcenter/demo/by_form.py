"""A patron at the form, read and filled in as a browser without JavaScript does it."""

from __future__ import annotations

import asyncio
import re

import aiohttp

from contactcenter.demo.files import made
from contactcenter.demo.patrons import Patron
from contactcenter.demo.scenario import Scenario

_NUMBER = re.compile(r'name="client_id" value="([^"]+)"')


async def fill_in(base: str, patron: Patron, scenario: Scenario, *, wait_s: float) -> None:
    """Open the form, take `wait_s` to fill it in, send it. Raises `aiohttp.ClientError`, `LookupError`.

    Whoever takes less than two seconds is taken for a program, and set aside.
    """
    language = "zh-CN" if patron.locale == "zh-Hans" else "en"
    async with aiohttp.ClientSession(headers={"Accept-Language": language}) as session:
        async with session.get(f"{base}/ask") as page:
            page.raise_for_status()
            found = _NUMBER.search(await page.text())
        if found is None:
            raise LookupError("the form has no number")
        await asyncio.sleep(wait_s)
        form = aiohttp.FormData(default_to_multipart=True)
        for name, value in (
            ("client_id", found[1]), ("name", patron.name), ("email", patron.address), ("subject", scenario.subject),
            ("text", scenario.text), ("queue", "" if scenario.queue == "general" else scenario.queue),
        ):
            form.add_field(name, value)
        if scenario.file:
            content, media_type = made(scenario.file, scenario.text)
            form.add_field("files", content, filename=scenario.file, content_type=media_type)
        async with session.post(f"{base}/ask", data=form, headers={"Origin": base}) as answer:
            answer.raise_for_status()
