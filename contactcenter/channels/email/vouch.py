"""Whether our own mail server vouches for a From: Authentication-Results (RFC 8601), read so that it fails closed.

Only the topmost field counts, and only under the name that the settings give our server, which must remove what
others wrote under it (section 5). It must say that DMARC passed for the very domain of the From (RFC 7489), or a DKIM
signature of that domain or of one above it.
"""

from __future__ import annotations

import re

from contactcenter.channels.email.headers import Headers

MAX_CHARS = 8000
_RESULT = re.compile(r"(dmarc|dkim)\s*=\s*pass(?=\s|$)", re.IGNORECASE)
_PROPERTY = re.compile(r"header\.(from|d|i)\s*=\s*(\S+)", re.IGNORECASE)


def vouched(fields: Headers, *, server: str) -> str | None:
    """`dmarc` or `dkim`, by which the one address in From is proved; None: it is a claim."""
    told = fields.all("authentication-results")
    authors = fields.addresses("from")
    if not server or not told or len(fields.all("from")) != 1 or len(authors) != 1:
        return None
    name, *results = _bare(told[0][:MAX_CHARS]).split(";")
    if (name.split() or [""])[0].lower() != server.strip().lower():
        return None
    domain = authors[0][1].rpartition("@")[2].lower().rstrip(".")
    for result in results:
        method = _RESULT.match(result.strip())
        if method is None or not domain:
            continue
        said = {prop.lower(): value.lower().rpartition("@")[2].rstrip(".") for prop, value in _PROPERTY.findall(result)}
        if method[1].lower() == "dmarc" and said.get("from") == domain:
            return "dmarc"
        if method[1].lower() == "dkim" and _at_or_above(said.get("d") or said.get("i") or "", domain):
            return "dkim"
    return None


def _at_or_above(signer: str, domain: str) -> bool:
    """Relaxed alignment (RFC 7489 3.1.1), without a list of public suffixes: a signer of one label is none."""
    return "." in signer and (domain == signer or domain.endswith(f".{signer}"))


def _bare(value: str) -> str:
    """The field without comments and quoted strings, which may hold a sender's own words; "" where one is left open."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for char in value:
        if escaped:
            escaped = False
        elif char == "\\" and (quoted or depth):
            escaped = True
        elif quoted:
            quoted = char != '"'
        elif char == '"' and not depth:
            quoted = True
            kept.append("\x00")
        elif char == "(":
            depth += 1
        elif char == ")" and depth:
            depth -= 1
        elif not depth:
            kept.append(char)
    return "" if quoted or depth else "".join(kept)
