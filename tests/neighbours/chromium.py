"""The system's Chromium, driven by Playwright's own protocol (no browser is downloaded)."""

from __future__ import annotations

import os
import shutil
import subprocess

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "needs Chromium and a Chinese font: apt-get install chromium fonts-noto-cjk libatomic1"
PATIENCE_MS = 15_000
"""How long a test waits for what must come to a page: three processes on two cores may all be slow at once."""


def executable() -> str | None:
    """Where Chromium is, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def chinese_font() -> bool:
    """Whether the system has a font with Chinese characters, as far as fontconfig knows."""
    command = shutil.which("fc-list")
    if command is None:
        return True
    return bool(subprocess.run([command, ":lang=zh"], check=True, capture_output=True).stdout)


def arguments() -> list[str]:
    """Flags for a small container without a network beyond this machine."""
    flags = [
        "--disable-dev-shm-usage",  # a container's shared memory may be 64 MB
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--no-first-run",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
    ]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium's sandbox refuses to start for root
    return flags
