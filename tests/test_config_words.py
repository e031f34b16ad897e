"""A wrong setting is told in words: which, what stands there, how it is written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from contactcenter.settings import PREFIX, SettingsError, load


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)


def said(tmp_path: Path, written: str) -> str:
    (tmp_path / "library.toml").write_text(written, encoding="utf-8")
    with pytest.raises(SettingsError) as told:
        load(tmp_path)
    return str(told.value)


CARRIER = '[carrier]\nkind = "twilio"\naccount_sid = "AC…"\nauth_token_file = "/nowhere/twilio-token"\n'


def test_the_documents_example_as_it_is(tmp_path: Path) -> None:
    told = said(tmp_path, CARRIER + 'numbers = [{ number = "+86…" }]\n')
    assert "carrier.numbers (entry 1), number: '+86…' is not a telephone number" in told
    assert "with + and the country's code, digits only, such as +861055550100" in told
    assert "carrier.auth_token_file: there is no file /nowhere/twilio-token" in told
    assert "pattern" not in told


@pytest.mark.parametrize(("written", "words"), [
    ('[fax]\nnumber = "010 5555 0200"\n', "fax.number"),
    ('[carrier]\nnumbers = [{ number = "+861055550100", queue = "General Desk" }]\n', "small letters, digits and hyphens"),
    ('[sms]\nquiet_from = "9:30"\n', "such as 21:30"),
    ('[carrier]\ncountry = "China"\n', "two capital letters, such as CN"),
    ("[phone]\nvoicemail = true\n", "phone.voicemail (CONTACTCENTER_PHONE__VOICEMAIL): there is no such setting"),
])
def test_no_pattern_is_shown(tmp_path: Path, written: str, words: str) -> None:
    told = said(tmp_path, written)
    assert words in told
    assert "match pattern" not in told
