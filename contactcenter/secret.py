"""The key that signs Message-IDs, reply addresses and links. From a file only; never logged. See docs/secret.md."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from contactcenter.settings import Settings, SettingsError

KEY_BYTES = 32


def signing_key(settings: Settings) -> bytes:
    """The key of this house; made once in the data folder when no file is configured.

    Changing it makes every signed address and link that is out there unknown: keep it with the backups.
    Raises `SettingsError` when the configured file cannot be used.
    """
    if settings.secret_file:
        return _read(Path(settings.secret_file))
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = settings.data_dir / "secret.key"
    if not file.exists():
        # Written aside and linked into place: of two processes that start at once, one key stands.
        fresh = settings.data_dir / f"secret.{os.getpid()}.new"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_hex(KEY_BYTES))
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(fresh, file)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return _read(file)


def _read(file: Path) -> bytes:
    try:
        text = file.read_text().strip()
    except OSError as error:
        raise SettingsError(
            f"secret_file: cannot read {file} ({error.strerror}). Give the service read access."
        ) from error
    if len(text) < 2 * KEY_BYTES:
        raise SettingsError(
            f"secret_file: {file} is too short. Write 64 hexadecimal digits, such as from: openssl rand -hex 32"
        )
    return text.encode()
