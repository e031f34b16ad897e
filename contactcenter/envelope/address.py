"""Where somebody can be reached."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_ATOM = r"[^\s\x00-\x1f\x7f@,;:<>()\[\]\\\"]"
MAIL_ADDRESS = re.compile(rf"({_ATOM}{{1,64}})@({_ATOM}{{1,255}}|\[[0-9A-Fa-f.:IPv]{{2,50}}\])")
"""A dot-atom with letters of any script, and a domain or a literal (RFC 5321 4.1.2, RFC 6531 3.3)."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody can be reached. `kind`: email, phone, fax, chat, portal, desk.

    `proved` is how we know it is theirs ("signature", "session", "spf+dkim"), or None when it
    is only what they said: then it is shown as claimed and never merged on (law 10).
    """

    kind: str
    value: str
    name: str = ""
    proved: str | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody whom a mail names in To or Cc."""

    field: Literal["to", "cc"]
    address: str
    name: str = ""
