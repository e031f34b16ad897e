"""What `make test` runs is what it should run."""

from __future__ import annotations

import pytest


def test_what_runs_for_an_hour_runs_only_when_asked_for(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("markexpr") != "not soak":
        pytest.skip("other tests were asked for by -m")
    assert not [item.nodeid for item in request.session.items if item.get_closest_marker("soak")]
