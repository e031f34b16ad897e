"""Our own server's word on a From counts, nobody else's, and nothing that a sender can write into it."""

from __future__ import annotations

import pytest

from contactcenter.channels.email.headers import Headers
from contactcenter.channels.email.vouch import vouched

US = "mx.library.example"
ROSA = ("From", "Rosa <rosa@library.example>")


def by(*results: str, sender: tuple[str, str] = ROSA, server: str = US) -> str | None:
    fields = [("Authentication-Results", one) for one in results]
    return vouched(Headers([*fields, sender]), server=server)


@pytest.mark.parametrize(("result", "proof"), [
    (f"{US}; dmarc=pass header.from=library.example", "dmarc"),
    ("MX.Library.Example 1; spf=pass smtp.mailfrom=x@y.example;\r\n dmarc=pass (p=none) header.from=Library.example", "dmarc"),
    (f"{US}; dkim=pass header.d=library.example header.s=k", "dkim"),
    (f"{US}; dkim=pass header.i=@library.example", "dkim"),
    (f"{US}; dmarc=fail header.from=library.example; dkim=none", None),
    (f"{US}; dmarc=pass header.from=evil.example", None),
    (f"{US}; dmarc=pass", None),
    (f"{US}; dkim=pass header.d=evil.example", None),
    (f"{US}; dkim=pass header.d=example", None),
    (f"{US}; spf=pass smtp.mailfrom=rosa@library.example", None),
    ("mx.evil.example; dmarc=pass header.from=library.example", None),
    (f"{US}.evil.example; dmarc=pass header.from=library.example", None),
    (f"{US}; none", None),
    (US, None),
    ("", None),
    # A sender's own words in a comment, a quoted local part, or left open.
    (f"{US}; spf=fail (x; dmarc=pass header.from=library.example) smtp.mailfrom=a@evil.example", None),
    (f'{US}; spf=fail smtp.mailfrom="x; dmarc=pass header.from=library.example"@evil.example', None),
    (f'{US}; spf=fail smtp.mailfrom="x\\"; dmarc=pass header.from=library.example"@evil.example', None),
    (f"{US}; dmarc=pass header.from=library.example (open", None),
    (f"{US}; spf=fail ((a) ; dmarc=pass header.from=library.example)", None),
])
def test_what_it_says(result: str, proof: str | None) -> None:
    assert by(result) == proof


def test_only_the_topmost_counts() -> None:
    assert by(f"{US}; dmarc=fail header.from=library.example", f"{US}; dmarc=pass header.from=library.example") is None


def test_nobody_is_believed_where_no_server_is_named() -> None:
    assert by(f"{US}; dmarc=pass header.from=library.example", server="") is None
    assert by("; dmarc=pass header.from=library.example", server="") is None


def test_one_author_alone_can_be_vouched_for() -> None:
    passed = ("Authentication-Results", f"{US}; dmarc=pass header.from=library.example")
    assert vouched(Headers([passed, ROSA, ("From", "ines@library.example")]), server=US) is None
    assert vouched(Headers([passed, ("From", "rosa@library.example, x@evil.example")]), server=US) is None
    assert vouched(Headers([passed]), server=US) is None
    assert vouched(Headers([passed, ROSA]), server=US) == "dmarc"
