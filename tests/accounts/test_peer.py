"""Which address is believed, and when."""

from __future__ import annotations

import pytest

from contactcenter.accounts.peer import by_tls, client_address


@pytest.mark.parametrize(("forwarded", "trusted", "address"), [
    ([], 0, "10.0.0.1"),
    (["203.0.113.9"], 0, "10.0.0.1"),  # nobody of ours wrote it
    (["203.0.113.9"], 1, "203.0.113.9"),
    (["6.6.6.6, 203.0.113.9"], 1, "203.0.113.9"),  # the first entry is the client's invention
    (["6.6.6.6, 203.0.113.9", "10.0.0.2"], 2, "203.0.113.9"),
    ([], 1, "10.0.0.1"),
    ([""], 1, "10.0.0.1"),
])
def test_the_client_is_whom_our_outermost_proxy_saw(
    forwarded: list[str], trusted: int, address: str
) -> None:
    assert client_address("10.0.0.1", forwarded, trusted) == address


@pytest.mark.parametrize(("scheme", "proto", "trusted", "tls"), [
    ("http", [], 0, False), ("https", [], 0, True),
    ("http", ["https"], 0, False), ("http", ["https"], 1, True), ("http", ["HTTPS"], 2, True),
    ("http", ["https, http"], 1, False), ("http", ["https, http"], 2, True),
])
def test_tls_is_believed_from_our_proxies_only(
    scheme: str, proto: list[str], trusted: int, tls: bool,  # it is the expected answer
) -> None:
    assert by_tls(scheme, proto, trusted) is tls
