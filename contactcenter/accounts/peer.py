"""Who is at the other end of a request, and whether it came by TLS: behind proxies, and without.

Pure functions over what the wire said, so that every door that sets the session cookie agrees.
`trusted` is the setting `http.trusted_proxies`: how many reverse proxies of ours stand in front.
Each proxy appends to `X-Forwarded-For`; what is left of their entries was written by the client
and is worth nothing.
"""

from __future__ import annotations

SESSION_COOKIE = "cc_session"


def client_address(remote: str | None, forwarded_for: list[str], trusted: int) -> str:
    """The client's address: the entry that the outermost proxy of ours wrote, else the peer's."""
    entries = [entry.strip() for line in forwarded_for for entry in line.split(",")]
    if trusted and len(entries) >= trusted:
        return entries[-trusted] or remote or ""
    return remote or ""


def by_tls(scheme: str, forwarded_proto: list[str], trusted: int) -> bool:
    """Whether the browser speaks TLS: by our own socket, or as the outermost proxy of ours says."""
    entries = [entry.strip().lower() for line in forwarded_proto for entry in line.split(",")]
    if trusted and entries and entries[0]:
        # A proxy that terminates TLS overwrites this header or appends to it; the last is the nearest.
        return entries[-min(trusted, len(entries))] == "https"
    return scheme == "https"
