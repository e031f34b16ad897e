"""Who may come in by the chat's door, and how often."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import make_mocked_request

from contactcenter.channels.web_chat.origin import origin_allowed, socket_origins
from contactcenter.channels.web_chat.peer import peer
from contactcenter.channels.web_chat.throttle import Throttle
from contactcenter.settings import Http

HTTP = Http(public_url="https://ask.library.example", widget_origins=["https://www.library.example"])


@pytest.mark.parametrize(("origin", "allowed"), [
    (None, True),
    ("http://127.0.0.1:8080", True),
    ("https://ask.library.example", True),
    ("https://www.library.example", True),
    ("https://www.library.example.evil.example", False),
    ("https://evil.example", False),
    ("null", False),
    ("", False),
    ("file://", False),
    ("ftp://127.0.0.1:8080", False),
    ("http://127.0.0.1:8081", False),
])
def test_whose_pages_may_speak(origin: str | None, allowed: bool) -> None:
    assert origin_allowed(origin, host="127.0.0.1:8080", http=HTTP) is allowed
    assert socket_origins(HTTP)(origin, {"HTTP_HOST": "127.0.0.1:8080"}) is allowed


def test_an_address_behind_our_proxies() -> None:
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.9, 10.0.0.2"})
    assert peer(request, 2) == "203.0.113.9"
    assert peer(request, 1) == "10.0.0.2"
    assert peer(request, 0) != "6.6.6.6", "without a proxy of ours the header is the client's invention"


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_then_one_at_a_time() -> None:
    clock = Seconds()
    throttle = Throttle(burst=3, every_s=10, monotonic=clock)
    assert [throttle.take("203.0.113.9") for _ in range(4)] == [True, True, True, False]
    assert throttle.take("203.0.113.10"), "another address is not held up"
    clock.now = 9
    assert not throttle.take("203.0.113.9")
    clock.now = 20
    assert throttle.take("203.0.113.9")
    clock.now = 10_000
    assert [throttle.take("203.0.113.9") for _ in range(4)] == [True, True, True, False]


def test_one_home_is_one_address() -> None:
    throttle = Throttle(burst=1, every_s=10)
    assert throttle.take("2001:db8:1:2::1")
    assert not throttle.take("2001:db8:1:2:aaaa::9")
    assert throttle.take("2001:db8:1:3::1")
    assert throttle.take("::ffff:203.0.113.9")
    assert not throttle.take("203.0.113.9")


def test_this_machine_is_never_held_up() -> None:
    throttle = Throttle(burst=1, every_s=10)
    assert all(throttle.take(address) for address in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] * 5)
    assert len(throttle) == 0


def test_memory_is_bounded() -> None:
    throttle = Throttle(burst=1, every_s=10, most=100)
    for number in range(5000):
        throttle.take(f"10.{number // 65536}.{number // 256 % 256}.{number % 256}")
    assert len(throttle) == 100
