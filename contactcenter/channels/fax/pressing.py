"""The press's own process: `python -m contactcenter.channels.fax.pressing FOLDER`.

It reads `job.json` in the folder, writes its files and `result.json` there, and ends. It may use so much memory and so
many seconds; whatever goes wrong in it ends it alone.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from contactcenter.channels.fax.drawing import Unfit, count, draw
from contactcenter.channels.fax.jobs import Job, Result

MEMORY_BYTES = 1_500_000_000
"""Of address space, which is more than is used: a page of 60 million pixels fits, a bomb does not."""
CPU_S = 30
FILE_BYTES = 200_000_000


def main(folder: Path) -> int:
    """Do the job in the folder."""
    job: Job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    bound()
    try:
        result = work(job, folder)
    except Unfit as error:
        result = Result(error=error.code, detail=error.detail)
    except MemoryError:
        result = Result(error="too_big")
    except Exception as error:  # noqa: BLE001  # a file of a stranger's: whatever it does to a library, it is broken
        result = Result(error="broken", detail=type(error).__name__)
    (folder / "result.json").write_text(json.dumps(result), encoding="utf-8")
    return 0


def bound() -> None:
    """From here on so much and no more."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def work(job: Job, folder: Path) -> Result:
    """One job. Raises `Unfit`."""
    if job["do"] == "count":
        return count(job["file"])
    if job["do"] == "pages":
        return draw(job["file"], folder=folder, first=job["first"], most=job["count"], size=job["size"])
    from contactcenter.channels.fax.typeset import typeset  # noqa: PLC0415  # its library takes a second to load

    return typeset(job, folder=folder)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
