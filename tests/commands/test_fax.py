"""What the doctor says of faxes."""

from __future__ import annotations

import pytest

from contactcenter.commands.ailments import Ailing, Noteworthy
from contactcenter.commands.fax import fax
from contactcenter.db.engine import Database
from contactcenter.settings import Fax, Settings
from tests.channels.fax.gateway import FAX

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


async def test_none(database: Database) -> None:
    assert "none" in await fax(Settings(), database)


async def test_well(database: Database) -> None:
    assert "number@fax.gateway.example" in await fax(Settings(fax=FAX), database)


@pytest.mark.parametrize(("own", "error", "words"), [
    (Fax(gateway="fax.example", senders=["fax.example"]), Ailing, "authserv_id"),
    (Fax(gateway="fax.example"), Noteworthy, "no report is read"),
    (Fax(gateway="fax.example", addresses=["f@library.example"], font="/nowhere.otf"), Ailing, "/nowhere.otf"),
])
async def test_ill(database: Database, own: Fax, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        await fax(Settings(fax=own), database)
