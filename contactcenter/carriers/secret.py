"""What we sign in with at a carrier: from a file or a variable only. Never logged, shown or kept elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

from contactcenter.settings import SettingsError


def read(*, file: str, variable: str, setting: str) -> str:
    """A secret without its line's end. Raises `SettingsError` naming the setting, never what stands in it."""
    if variable:
        found = os.environ.get(variable, "")
        if not found:
            raise SettingsError(f"{setting}_env: the environment variable {variable} is not set.")
        return found.strip()
    try:
        found = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{setting}_file: cannot read {file}. Give the service read access.") from error
    if not found:
        raise SettingsError(f"{setting}_file: {file} is empty.")
    return found
