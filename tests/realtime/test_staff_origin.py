"""Who may open the staff's socket: our own pages, whatever sites carry the widget."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import socketio

from contactcenter.accounts.start_session import start_session
from contactcenter.settings import Http
from tests.library import Library, open_library

WIDGET = "https://www.library.example"
PUBLIC = "https://help.library.example"


async def _cookie(library: Library) -> str:
    rosa = await library.librarian("Rosa Marín")
    assert rosa.staff_id is not None
    async with library.house.database.transaction() as session:
        return (await start_session(session, staff_id=rosa.staff_id, now=datetime.now(UTC))).token


async def _connects(library: Library, cookie: str, origin: str | None) -> bool:
    client = socketio.AsyncClient(reconnection=False)
    headers = {"Cookie": f"cc_session={cookie}"} | ({"Origin": origin} if origin else {})
    try:
        await client.connect(library.url, transports=["websocket"], namespaces=["/staff"], headers=headers)
    except socketio.exceptions.ConnectionError:
        return False
    else:
        return True
    finally:
        await client.disconnect()


@pytest.mark.parametrize("origin", [WIDGET, "null", "https://elsewhere.example"])
async def test_a_foreign_page_cannot_borrow_a_librarians_cookie(tmp_path: Path, origin: str) -> None:
    async with open_library(tmp_path, http=Http(public_url=PUBLIC, widget_origins=[WIDGET])) as library:
        cookie = await _cookie(library)
        assert not await _connects(library, cookie, origin)
        assert await _connects(library, cookie, library.url)
        assert await _connects(library, cookie, PUBLIC)
        assert await _connects(library, cookie, None)
