"""What ends our servers when the tests themselves are killed and can end nothing any more."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

# It hears of our end by the end of its standard input, whatever ended us. `-N` is the process group N.
_SCRIPT = """
while read -r line; do named=$line; done
[ -n "$named" ] && kill -KILL $named  # dash knows no `--` here
# Who is dying may still write there.
[ -n "$1" ] && for try in 1 2 3 4 5; do rm -rf -- "$1" && break; sleep 1; done
"""


def family(pid: int) -> list[int]:
    """A process and all that came from it and is still its child's child."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(one for child in listed for one in family(int(child)))]


def alive(pid: int) -> bool:
    """Whether a process is there and has not ended (one that nobody waits for stays as a zombie)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in {"Z", "X"}
    except (FileNotFoundError, ProcessLookupError):
        return False


class LastWill:
    """A shell that waits for our end, and then kills the processes that were named last and removes a folder."""

    def __init__(self, folder: Path | None = None) -> None:
        # A session of its own: what is meant for our process group is not meant for it.
        self._shell = subprocess.Popen(
            ["/bin/sh", "-c", _SCRIPT, "last-will", str(folder or "")], stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL, start_new_session=True, text=True,
        )

    def names(self, *processes: int) -> None:
        """From now on it is these: ids of processes, or of process groups as negative numbers. None: nobody."""
        if self._shell.stdin is not None:
            self._shell.stdin.write(" ".join(map(str, processes)) + "\n")
            self._shell.stdin.flush()

    def revoke(self) -> None:
        """Nobody is to be killed and nothing removed any more."""
        self._shell.kill()
        if self._shell.stdin is not None:
            self._shell.stdin.close()
        self._shell.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.revoke()
