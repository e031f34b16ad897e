"""The doctor and the carrier: what is wrong is said with what to paste."""

from __future__ import annotations

from pathlib import Path

import pytest

from contactcenter.commands.ailments import Ailing, Noteworthy
from contactcenter.commands.carrier import carrier
from contactcenter.db.engine import Database as DatabaseOfTheHouse
from contactcenter.demo.carrier.exchange import Exchange, Number
from contactcenter.settings import Settings

SITE = "https://ask.library.example"
DESK = "+861055550100"


def house(exchange: Exchange, base_url: str, tmp_path: Path, **more: object) -> Settings:
    (tmp_path / "token").write_text(exchange.token)
    (tmp_path / "token").chmod(0o600)
    return Settings.model_validate({"data_dir": tmp_path, "carrier": {
        "kind": "twilio", "account_sid": exchange.account, "auth_token_file": str(tmp_path / "token"),
        "base_url": base_url, "public_url": SITE, "numbers": [{"number": DESK}], "timeout_s": 2, **more,
    }})


async def looks(settings: Settings) -> str:
    """What the doctor says."""
    database = DatabaseOfTheHouse(settings.database, settings.data_dir)
    try:
        return await carrier(settings, database)
    except (Ailing, Noteworthy) as error:
        return f"{type(error).__name__}: {error}"
    finally:
        await database.close()


async def test_no_carrier_is_well(tmp_path: Path) -> None:
    assert (await looks(Settings(data_dir=tmp_path))).startswith("none")


async def test_it_says_what_to_paste_where(tmp_path: Path) -> None:
    exchange = Exchange(token="t" * 32)
    base = await exchange.start()
    try:
        assert f"{DESK} is not a number of this account" in await looks(house(exchange, base, tmp_path))
        number = exchange.numbers[DESK] = Number(DESK, texts_to="https://elsewhere.example/", calls_to=f"{SITE}/carrier/calls/in")
        said = await looks(house(exchange, base, tmp_path))
        assert f"set 'A message comes in' to {SITE}/carrier/texts#rc=4&rp=all (is: https://elsewhere.example/)" in said
        assert f"set 'Call status changes' to {SITE}/carrier/calls/progress (is: empty)" in said
        assert "set 'A call comes in'" not in said
        number.texts_to, number.progress_to = f"{SITE}/carrier/texts#rc=4&rp=all", f"{SITE}/carrier/calls/progress"
        assert (await looks(house(exchange, base, tmp_path))).startswith("Noteworthy: twilio lets us in; to know:\n       - carrier.api_key_sid")
        (tmp_path / "key").write_text("k" * 32)
        (tmp_path / "key").chmod(0o600)
        key = {"api_key_sid": "SK" + "e" * 32, "api_key_secret_file": str(tmp_path / "key")}
        assert f"1 numbers lead to {SITE}" in await looks(house(exchange, base, tmp_path, **key))
        with_files = [{"number": DESK, "mms": True}]
        assert "lead to" in await looks(house(exchange, base, tmp_path, **key, numbers=with_files))
        number.mms = False
        assert f"{DESK} cannot send files" in await looks(house(exchange, base, tmp_path, **key, numbers=with_files))
        assert "unencrypted" in await looks(
            house(exchange, base, tmp_path, public_url="http://ask.library.example", numbers=[
                {"number": DESK, "calls": False}]))
    finally:
        await exchange.close()


async def test_a_wrong_token_and_a_carrier_that_is_away(tmp_path: Path) -> None:
    exchange = Exchange(token="t" * 32)
    base = await exchange.start()
    settings = house(exchange, base, tmp_path)
    (tmp_path / "token").write_text("wrong")
    assert "Check carrier.account_sid and the auth token" in await looks(settings)
    await exchange.close()
    assert "cannot be reached (connect)" in await looks(settings)
    with pytest.raises(RuntimeError):
        exchange.telephone("+1").answer()
