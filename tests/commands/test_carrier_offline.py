"""What the doctor can say of the carrier without asking it: a line a fault, with what to do, and what to paste."""

from __future__ import annotations

from pathlib import Path

import pytest

from contactcenter.commands import carrier as look
from contactcenter.commands.ailments import Ailing
from contactcenter.commands.carrier import carrier
from contactcenter.commands.carrier_settings import ill, notes, to_paste, unanswerable
from contactcenter.db.engine import Database as DatabaseOfTheHouse
from contactcenter.settings import Settings

ACCOUNT, KEY, SITE = "AC" + "d" * 32, "SK" + "e" * 32, "https://ask.library.example"
QUEUES = {"general", "reference"}


def house(tmp_path: Path, *, http: dict[str, object] | None = None, phone: dict[str, object] | None = None,
          **more: object) -> Settings:
    for name in ("token", "key"):
        (tmp_path / name).write_text("s" * 32)
        (tmp_path / name).chmod(0o600)
    return Settings.model_validate({"data_dir": tmp_path, "http": http or {}, "phone": phone or {}, "carrier": {
        "kind": "twilio", "account_sid": ACCOUNT, "auth_token_file": str(tmp_path / "token"), "api_key_sid": KEY,
        "api_key_secret_file": str(tmp_path / "key"), "public_url": SITE, "numbers": [{"number": "+861055550100"}], **more,
    }})


def faults(settings: Settings) -> str:
    return "\n".join(ill(settings, queues=QUEUES))


def test_what_is_right_has_nothing_said_of_it(tmp_path: Path) -> None:
    assert (ill(house(tmp_path), queues=QUEUES), notes(house(tmp_path))) == ([], [])
    behind = house(tmp_path, public_url="", http={"public_url": SITE})
    assert (ill(behind, queues=QUEUES), notes(behind)) == ([], [])


@pytest.mark.parametrize(("more", "said"), [
    ({"public_url": ""}, "carrier.public_url is missing"),
    ({"public_url": "ask.library.example"}, "begin with https://"),
    ({"public_url": SITE + "/desk"}, "leave off /desk"),
    ({"public_url": "https://localhost:8080"}, "cannot be reached from outside"),
    ({"public_url": "http://ask.library.example"}, "It has to begin with https://"),
    ({"account_sid": "AC…"}, "carrier.account_sid is AC…"),
    ({"api_key_sid": "SK…"}, "carrier.api_key_sid is SK…"),
    ({"numbers": []}, "carrier.numbers is empty"),
    ({"numbers": [{"number": "+861055550100", "queue": "referenz"}]}, "no queue referenz: write one of general, reference"),
    ({"numbers": [{"number": "+861055550100", "texts": False, "calls": False}]}, "neither texts nor calls"),
    ({"auth_token_file": "/nowhere/token"}, "carrier.auth_token_file: cannot read /nowhere/token"),
])
def test_a_fault_is_told_with_what_to_do(tmp_path: Path, more: dict[str, object], said: str) -> None:
    assert said in faults(house(tmp_path, **more))  # type: ignore[arg-type]  # settings of the carrier alone


@pytest.mark.parametrize(("more", "said"), [
    ({"public_url": "http://ask.library.example", "base_url": "http://127.0.0.1:1"}, "unencrypted"),
    ({"public_url": SITE + "/"}, "without the slash at its end"),
    ({"api_key_sid": "", "api_key_secret_file": ""}, "calls ring at telephones, not in browsers"),
    ({"phone": {"transcribe": True}}, "phone.message_s = 119"),
])
def test_what_works_but_should_be_looked_at_is_a_note(tmp_path: Path, more: dict[str, object], said: str) -> None:
    settings = house(tmp_path, **more)  # type: ignore[arg-type]  # a table of settings, as the others
    assert ill(settings, queues=QUEUES) == []
    assert said in "\n".join(notes(settings))


@pytest.mark.parametrize("name", ["token", "key"])
def test_a_secret_that_others_can_read_is_a_fault(tmp_path: Path, name: str) -> None:
    settings = house(tmp_path)
    (tmp_path / name).chmod(0o644)
    assert f"others may read {tmp_path / name}. Run: chmod 600 {tmp_path / name}" in faults(settings)
    assert unanswerable(settings) == []  # the carrier is asked all the same
    (tmp_path / name).chmod(0o640)  # a group of the service's own may
    assert faults(settings) == ""


def test_it_prints_what_to_paste_for_what_the_numbers_do(tmp_path: Path) -> None:
    told = "\n".join(to_paste(house(tmp_path)))
    assert f"{SITE}/carrier/calls/in" in told
    assert f"{SITE}/carrier/calls/progress" in told
    assert f"{SITE}/carrier/texts#rc=4&rp=all" in told
    texts = house(tmp_path, numbers=[{"number": "+861055550100", "calls": False}])
    assert "calls/in" not in "\n".join(to_paste(texts))
    assert to_paste(house(tmp_path, public_url="")) == []


async def test_what_is_ill_has_a_headline_and_what_is_a_note_says_so(tmp_path: Path) -> None:
    """Told once each: an address without encryption is ill, an API key that nobody needs is only good to know."""
    settings = house(tmp_path, public_url="http://ask.library.example", api_key_sid="", api_key_secret_file="")
    database = DatabaseOfTheHouse(settings.database, settings.data_dir)
    try:
        with pytest.raises(Ailing) as told:
            await carrier(settings, database)
    finally:
        await database.close()
    first, *lines = str(told.value).splitlines()
    assert first == "1 thing to mend at twilio, or in [carrier]"
    assert sum("ask.library.example" in line for line in lines if line.startswith("       - ")) == 1
    assert next(line for line in lines if "api_key_sid" in line).startswith("       - (to know) ")


async def test_without_a_way_out_all_of_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(_settings: Settings) -> dict[str, object]:
        raise Ailing(look.cannot_be_asked(_settings, "connect"))

    monkeypatch.setattr(look, "_numbers", away)
    settings = house(tmp_path, numbers=[{"number": "+861055550100", "queue": "referenz"}])
    database = DatabaseOfTheHouse(settings.database, settings.data_dir)
    try:
        with pytest.raises(Ailing) as told:
            await carrier(settings, database)
    finally:
        await database.close()
    lines = str(told.value).splitlines()
    assert any("no queue referenz" in line for line in lines)
    assert any("cannot be reached" in line and "base_url" not in line for line in lines)
    assert any(line.endswith(f"{SITE}/carrier/calls/in") for line in lines)
