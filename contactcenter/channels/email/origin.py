"""What the servers on the way found out about where a mail came from: Authentication-Results and spam marks.

These set nothing aside: they are shown, so that a librarian knows how far to believe a From. Only the
first Authentication-Results field is read, which the last server wrote (RFC 8601 section 5); who can
write above it is whoever delivers to us. It proves nobody (law 10).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from contactcenter.channels.email.headers import Headers
from contactcenter.envelope import Finding

MAX_CHARS = 4000
SERVER_CHARS = 100
SCL_SPAM = 5
"""Microsoft's spam confidence level from which a mail is spam."""
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"\b(spf|dkim|dmarc|arc)\s*=\s*([a-z]+)", re.IGNORECASE)
_YES = re.compile(r"^\s*(?:yes|true|spam|1)\b", re.IGNORECASE)
_SCL = re.compile(r"^\s*(-?\d+)")
_BAD = {"fail", "softfail", "permerror"}
_SAID = {
    "dmarc": "Its From may be false: the sender's domain disowns it (DMARC {result}, says {server})",
    "spf": "It came from a server that may not send for that domain (SPF {result}, says {server})",
    "dkim": "Its signature does not fit (DKIM {result}, says {server})",
}
_MARKS = ("x-spam-flag", "x-spam-status", "x-spam")


def origin(fields: Headers) -> Iterator[Finding]:
    """What speaks against the origin of a mail."""
    yield from _authentication(fields.text("authentication-results")[:MAX_CHARS])
    if any(_YES.match(fields.first(name)) for name in _MARKS) or _scl(fields) >= SCL_SPAM:
        yield Finding("spam_mark", "origin", "A server on its way took it for spam", "shown")


def _authentication(value: str) -> Iterator[Finding]:
    server = (value.partition(";")[0].split(maxsplit=1) or [""])[0]
    results: dict[str, set[str]] = {}
    for method, result in _RESULT.findall(_COMMENT.sub(" ", value)):
        results.setdefault(method.lower(), set()).add(result.lower())
    for method, sentence in _SAID.items():
        found = results.get(method, set())
        # Of several signatures one that fits is enough.
        if found & _BAD and "pass" not in found:
            bad = min(found & _BAD)
            told = {"result": bad, "server": server[:SERVER_CHARS] or "a server"}
            yield Finding(f"{method}_fail", "origin", sentence.format(**told), "shown", told)


def _scl(fields: Headers) -> int:
    level = _SCL.match(fields.first("x-ms-exchange-organization-scl"))
    return int(level[1]) if level else 0
