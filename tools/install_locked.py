"""Install what a lock file names into the virtual environment that runs this, if it changed.

`python tools/install_locked.py run build`. The checkout itself is installed last, editable, so that
`contactcenter` is a command. A stamp beside the packages holds the hash of what was installed.
Only the standard library is used: nothing is installed yet when this runs.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMPS = Path(sys.prefix) / "locks"
INCLUDES = {"dev": ("dev",), "run": ("run", "dev"), "build": ("build", "dev")}
"""Which installed lock also fulfils one: dev.txt holds everything that run.txt and build.txt hold."""


def fingerprint(name: str) -> str:
    """What a stamp must say: the lock, the project file and the Python that it was installed for."""
    parts = (f"locks/{name}.txt", "pyproject.toml")
    contents = b"\0".join((ROOT / part).read_bytes() for part in parts)
    return hashlib.sha256(contents + sys.version.encode() + str(ROOT).encode()).hexdigest()


def installed(name: str) -> bool:
    """Whether this lock, or a larger one that holds it, is what is installed now."""
    return any(
        (STAMPS / larger).is_file() and (STAMPS / larger).read_text() == fingerprint(larger)
        for larger in INCLUDES[name]
    )


def pip(*arguments: str) -> None:
    """Run pip; its own words are the explanation when it fails."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    subprocess.run(command, cwd=ROOT, check=True)


def main() -> int:
    """Install every named lock that is not installed yet."""
    names = [name for name in sys.argv[1:] if not installed(name)]
    if not names:
        return 0
    STAMPS.mkdir(exist_ok=True)
    for stamp in STAMPS.iterdir():
        stamp.unlink()  # half an installation must not look like a whole one
    listed = " and ".join(f"locks/{name}.txt" for name in names)
    say(f"Installing {listed} into .venv (a minute or two the first time)")
    try:
        pip("--require-hashes", "--no-deps", *(part for name in names for part in ("-r", f"locks/{name}.txt")))
        pip("--no-deps", "--no-build-isolation", "--editable", ".")
    except subprocess.CalledProcessError:
        say("The packages could not be installed; pip says why above. Mend that and run it again.")
        return 1
    for name in names:
        (STAMPS / name).write_text(fingerprint(name))
    return 0


def say(line: str) -> None:
    """Tell the person who waits."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
