"""Reading them: config/*.toml in name order, then the environment."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from contactcenter.settings.carrier import Carrier, Fax, Phone, Sms
from contactcenter.settings.house import Database, Department, Hours, Http, Library, Promises, Seats
from contactcenter.settings.mail import Mail
from contactcenter.settings.part import PREFIX, SettingsError
from contactcenter.settings.wrong import explained


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
    fax: Fax = Fax()
    hours: Hours = Hours()
    seats: Seats = Seats()
    phone: Phone = Phone()
    carrier: Carrier = Carrier()
    sms: Sms = Sms()
    promises: Promises = Promises()
    departments: list[Department] = Field(
        default_factory=lambda: [
            Department(slug="general", name="General desk", name_zh="总咨询台")
        ]
    )

    @model_validator(mode="after")
    def _a_queue_is_named_once(self) -> Self:
        slugs = [one.slug for department in self.departments for one in (department, *department.queues)]
        if len(set(slugs)) != len(slugs):
            raise ValueError("two departments or queues have the same slug")
        return self

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
        raise SettingsError(explained(error, written=merged)) from error


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
