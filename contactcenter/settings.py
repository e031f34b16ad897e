"""Settings: config/*.toml, then the environment. See docs/settings.md.

Environment variables begin with `CONTACTCENTER_`; two underscores nest
(`CONTACTCENTER_MAIL__SMTP__HOST`). A wrong or unknown setting names itself and stops the start.
Secrets come from the environment or a file only.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

PREFIX = "CONTACTCENTER_"
Port = Annotated[int, Field(ge=0, le=65535)]


class SettingsError(Exception):
    """A setting is wrong; the text names it and says what to do."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Library(_Part):
    """Who we are, as patrons read it."""

    name: str = "Library"
    name_zh: str = "图书馆"
    timezone: str = "Asia/Shanghai"
    default_locale: Literal["en", "zh-Hans"] = "en"


class Database(_Part):
    """`url` is `sqlite` (a file in the data folder) or a `postgresql://` URL."""

    url: str = "sqlite"
    pool_size: int = Field(10, ge=1, le=200)
    writer_timeout_s: float = Field(10.0, gt=0)
    """How long a transaction may sit idle before PostgreSQL ends it; others wait at most this."""


class Http(_Part):
    host: str = "127.0.0.1"
    port: Port = 8080
    public_url: str = ""
    """How patrons reach us, such as `https://ask.library.example`. Empty: the listening address."""
    max_upload_bytes: int = Field(25_000_000, gt=0)
    trusted_proxies: int = Field(0, ge=0, le=5)
    """How many reverse proxies stand in front, for X-Forwarded-For and X-Forwarded-Proto."""
    widget_origins: list[str] = Field(default_factory=list)
    """Sites that may embed the chat widget, such as `https://www.library.example`."""


class Smtp(_Part):
    """The relay that takes our mail."""

    host: str = "127.0.0.1"
    port: Port = 25
    security: Literal["tls", "starttls", "none"] = "starttls"
    username: str = ""
    password_file: str = ""
    timeout_s: float = Field(30.0, gt=0)
    ca_file: str = ""


class Mail(_Part):
    """`listen` is the SMTP door as `host:port`; empty closes it."""

    listen: str = ""
    address: str = "help@library.example"
    """The general desk's address; replies leave from it and come back signed to it."""
    max_message_bytes: int = Field(50_000_000, gt=0)
    max_bytes_in_flight: int = Field(200_000_000, gt=0)
    max_connections: int = Field(100, gt=0)
    smtp: Smtp = Smtp()

    @model_validator(mode="after")
    def _listen_is_host_port(self) -> Self:
        if self.listen and not re.fullmatch(r"(\[[0-9a-fA-F:]+\]|[^:\s]+):\d{1,5}", self.listen):
            raise ValueError("listen must be host:port, such as 127.0.0.1:2525, or empty")
        return self


class Hours(_Part):
    """The one, fixed opening time of every desk, in the library's zone."""

    opens: str = Field("08:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    closes: str = Field("22:00", pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")
    days: list[int] = Field(default_factory=lambda: [1, 2, 3, 4, 5, 6, 7])
    """ISO weekdays, Monday is 1."""


class Department(_Part):
    """A department that the configuration makes sure of at start."""

    slug: str = Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")
    name: str
    name_zh: str
    addresses: list[str] = Field(default_factory=list)


class Settings(BaseSettings):
    """Everything that can be set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True
    )

    data_dir: Path = Path("data")
    secret_file: str = ""
    """Holds the key that signs Message-IDs and links; made in the data folder when empty."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    library: Library = Library()
    database: Database = Database()
    http: Http = Http()
    mail: Mail = Mail()
    hours: Hours = Hours()
    departments: list[Department] = Field(
        default_factory=lambda: [
            Department(slug="general", name="General desk", name_zh="总咨询台")
        ]
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (env_settings, init_settings)


def load(config_dir: Path | None = None) -> Settings:
    """Read `config/*.toml` in name order, then the environment. Raises `SettingsError`."""
    folder = config_dir or Path(os.environ.get("CONTACTCENTER_CONFIG_DIR", "config"))
    merged: dict[str, object] = {}
    for file in sorted(folder.glob("*.toml")):
        try:
            merged = _merge(merged, tomllib.loads(file.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise SettingsError(f"{file}: {error}. Mend the file or move it away.") from error
    _refuse_unknown_environment()
    try:
        return Settings(**merged)  # type: ignore[arg-type]  # pydantic checks every value
    except ValidationError as error:
        raise SettingsError(_explain(error)) from error


def _merge(low: dict[str, object], high: dict[str, object]) -> dict[str, object]:
    result = dict(low)
    for key, value in high.items():
        below = result.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            result[key] = _merge(below, value)
        else:
            result[key] = value
    return result


def _refuse_unknown_environment() -> None:
    # pydantic-settings ignores unknown environment variables; a typing error in one would pass unseen.
    known = set(Settings.model_fields) | {"config_dir"}
    for name in os.environ:
        if name.upper().startswith(PREFIX):
            top = name[len(PREFIX) :].lower().split("__")[0]
            if top not in known:
                raise SettingsError(
                    f"{name}: no such setting. Known: {', '.join(sorted(known))}."
                )


def _explain(error: ValidationError) -> str:
    lines = []
    for item in error.errors():
        path = [str(part) for part in item["loc"]]
        variable = PREFIX + "__".join(part.upper() for part in path)
        lines.append(f"{'.'.join(path)} ({variable}): {item['msg']}")
    return "Wrong setting: " + "; ".join(lines) + ". Correct it in config/*.toml or the environment."
