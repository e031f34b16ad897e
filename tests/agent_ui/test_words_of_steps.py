"""A step of the intake at which something failed has its words in the console's quarantine, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contactcenter.intake.steps import STEPS

I18N = Path(__file__).parents[2] / "contactcenter/agent_ui/console/src/i18n"


@pytest.mark.parametrize("locale", ["en", "zh-Hans"])
def test_every_step_has_words(locale: str) -> None:
    block = re.search(r"^    step: \{(.*?)^    \},", (I18N / locale / "arrivals.ts").read_text(encoding="utf-8"),
                      re.MULTILINE | re.DOTALL)
    assert block is not None
    # Before the steps it is read, after them written (`understand.py`); a call that is a ticket's already is heard.
    assert set(re.findall(r'(\w+): "', block[1])) == {"parse", *(one.__name__ for one in STEPS), "write", "commit", "hear"}
