"""Whatever can be found out about a message has its words in the console, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contactcenter.calls.recording import ODDITIES as OF_RECORDINGS
from contactcenter.channels.email import origin
from contactcenter.channels.email.automatic import RULES
from contactcenter.channels.email.oddities import ODDITIES as OF_MAIL
from contactcenter.channels.sms.parse import ODDITIES as OF_TEXTS
from contactcenter.channels.sms.parse import RULES as OF_WORDS
from contactcenter.channels.web_form.parse import RULES as FORM_RULES
from contactcenter.intake.remote_files import ODDITIES as OF_FILES
from contactcenter.tickets.state import STAFF

I18N = Path(__file__).parents[2] / "contactcenter/agent_ui/console/src/i18n"
ORIGIN = {"dmarc_fail", "spf_fail", "dkim_fail", "spam_mark"}
CODES = {*(rule.code for rule in RULES), *FORM_RULES, *ORIGIN, "bounce", "bounce_delay", *OF_WORDS.values(),
         "opt_word", STAFF}
"""Every code that a finding, or a ticket that is set aside, can have; `opt_word` was every such word's until each had its own."""


ODDITIES = {**OF_MAIL, **OF_TEXTS, **OF_FILES, **OF_RECORDINGS}


def words(locale: str, group: str) -> dict[str, str]:
    """A group of words of a language, by name."""
    source = (I18N / locale / "mail.ts").read_text(encoding="utf-8")
    block = re.search(rf"^  {group}: \{{(.*?)^  \}},", source, re.MULTILINE | re.DOTALL)
    assert block is not None
    return dict(re.findall(r'(\w+): "([^"]*)"', block[1]))


@pytest.mark.parametrize("locale", ["en", "zh-Hans"])
def test_every_rule_has_a_name_and_a_reason(locale: str) -> None:
    assert set(words(locale, "rule")) == CODES
    assert {code.removesuffix("_any") for code in words(locale, "why")} == CODES


@pytest.mark.parametrize("locale", ["en", "zh-Hans"])
def test_every_oddity_has_words_that_take_the_same(locale: str) -> None:
    told = words(locale, "odd")
    assert set(told) == set(ODDITIES)
    for code, said in told.items():
        # What the server's words name, ours may leave out, but nothing else can be filled in.
        assert set(re.findall(r"\{\w+\}", said)) <= set(re.findall(r"\{\w+\}", ODDITIES[code])), code


def test_no_code_of_an_origin_is_forgotten() -> None:
    assert {f"{method}_fail" for method in origin._SAID} | {"spam_mark"} == ORIGIN
