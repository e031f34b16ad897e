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
HOST_PORT = r"(\[[0-9a-fA-F:]+\]|[^:\s]+):\d{1,5}"


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

    @property
    def site(self) -> str:
        """Where links in mails lead, without a slash at its end; empty where patrons' way to us is not known."""
        if self.public_url or self.host in ("0.0.0.0", "::", ""):  # noqa: S104  # compared, not listened on
            return self.public_url.rstrip("/")
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


class Smtp(_Part):
    """The relay that takes our mail."""

    host: str = "127.0.0.1"
    port: Port = 25
    security: Literal["tls", "starttls", "none"] = "starttls"
    username: str = ""
    password_file: str = ""
    timeout_s: float = Field(30.0, gt=0)
    ca_file: str = ""


class Oauth(_Part):
    """How to get an access token by a refresh token (RFC 6749 6). Secrets stand in files or variables."""

    token_url: str
    """Such as `https://oauth2.googleapis.com/token`."""
    client_id: str
    client_secret_file: str = ""
    client_secret_env: str = ""
    refresh_token_file: str = ""
    refresh_token_env: str = ""
    scope: str = ""
    """Microsoft wants one here: `https://outlook.office.com/IMAP.AccessAsUser.All offline_access`."""

    @model_validator(mode="after")
    def _has_a_token(self) -> Self:
        if not self.refresh_token_file and not self.refresh_token_env:
            raise ValueError("oauth needs refresh_token_file or refresh_token_env")
        return self


class Mailbox(_Part):
    """An account whose mail is fetched by IMAP. `after`: what happens on the server to what was taken."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,30}$")
    host: str
    port: Port = 0
    """0: the usual one, 993 with `tls`, else 143."""
    security: Literal["tls", "starttls", "none"] = "tls"
    ca_file: str = ""
    username: str
    password_file: str = ""
    password_env: str = ""
    oauth: Oauth | None = None
    folders: list[str] = Field(default_factory=lambda: ["INBOX"], min_length=1)
    address: str = ""
    """The address whose mail this is, such as a department's; empty: what the mail itself says."""
    after: str = Field("keep", pattern=r"^(keep|flag|delete|move:.+)$")
    begin: Literal["all", "new"] = "all"
    """Whether mail that is there when a folder is first seen is taken, too."""
    poll_s: float = Field(60.0, gt=0)
    """How often to look where the server cannot push (no IDLE)."""
    idle_s: float = Field(240.0, gt=0, le=1740)
    """How long to wait for a push before asking again; a dead connection is noticed within that."""
    timeout_s: float = Field(60.0, gt=0)

    @model_validator(mode="after")
    def _has_one_way_in(self) -> Self:
        ways = [bool(self.password_file), bool(self.password_env), self.oauth is not None]
        if sum(ways) != 1:
            raise ValueError("a mailbox needs one of password_file, password_env and oauth")
        if len(set(self.folders)) != len(self.folders):
            raise ValueError("a folder stands twice in folders")
        if self.after.startswith("move:") and self.after[5:] in self.folders:
            raise ValueError("after would move mail into a folder that is fetched")
        return self


class Lmtp(_Part):
    """The LMTP door (RFC 2033) as `host:port` or `unix:/a/path`; empty closes it."""

    listen: str = ""

    @model_validator(mode="after")
    def _listen_is_known(self) -> Self:
        if self.listen and not self.listen.startswith("unix:/") and not re.fullmatch(HOST_PORT, self.listen):
            raise ValueError("listen must be host:port, such as 127.0.0.1:2424, or unix:/a/path, or empty")
        return self


class Alarm(Smtp):
    """Who hears by mail of a mailbox in trouble, and by which relay: best one that is not `mail.smtp`."""

    host: str = ""
    """Empty: `mail.smtp`, whatever stands beside it here."""
    to: list[str] = Field(default_factory=list)
    after_minutes: float = Field(15.0, ge=0)
    """How long trouble may last before it is told; it often passes by itself."""


class Mail(_Part):
    """`listen` is the SMTP door as `host:port`; empty closes it."""

    listen: str = ""
    address: str = "help@library.example"
    """The general desk's address; replies leave from it and come back signed to it."""
    max_message_bytes: int = Field(75_000_000, gt=0)
    """The mail as it travels: an attachment of 50 MB takes 68 MB in base64."""
    max_bytes_in_flight: int = Field(200_000_000, gt=0)
    max_connections: int = Field(100, gt=0)
    undo_s: float = Field(5.0, ge=0, le=60)
    """An answer by mail waits so long before it leaves, and can be taken back."""
    acknowledgements_a_day: int = Field(10, ge=0)
    """Automatic mails to one address: two robots never answer each other for ever, a forged flood is not passed on."""
    authserv_id: str = ""
    """Under which name our mail server writes Authentication-Results, and lets nobody else (RFC 8601). Empty: no
    From is believed, a colleague's neither."""
    smtp: Smtp = Smtp()
    lmtp: Lmtp = Lmtp()
    mailboxes: list[Mailbox] = Field(default_factory=list)
    alarm: Alarm = Alarm()
    reconcile_at: str = Field("03:30", pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")
    """When mailboxes are compared with what was taken, every night on the library's clock; empty: never."""

    @model_validator(mode="after")
    def _listen_is_host_port(self) -> Self:
        if self.listen and not re.fullmatch(HOST_PORT, self.listen):
            raise ValueError("listen must be host:port, such as 127.0.0.1:2525, or empty")
        return self

    @model_validator(mode="after")
    def _a_mailbox_is_named_once(self) -> Self:
        names = [mailbox.name for mailbox in self.mailboxes]
        if len(set(names)) != len(names):
            raise ValueError("two mailboxes have the same name")
        return self


class CarrierNumber(_Part):
    """A telephone number of ours, as `+` and digits (E.164), and whose it is."""

    number: str = Field(pattern=r"^\+[1-9]\d{4,14}$")
    queue: str = Field("general", pattern=r"^[a-z][a-z0-9-]{0,30}$")
    """The department or queue whose inquiries come by it."""
    texts: bool = True
    calls: bool = True


class Carrier(_Part):
    """The company that carries our calls and text messages; `kind` empty: none. Secrets stand in files or variables."""

    kind: Literal["", "twilio"] = ""
    base_url: str = ""
    """Where its API is; empty: where the carrier itself says."""
    account_sid: str = ""
    auth_token_file: str = ""
    auth_token_env: str = ""
    api_key_sid: str = ""
    """With its secret, signs the tokens by which librarians' browsers take calls; empty: telephones alone ring."""
    api_key_secret_file: str = ""
    api_key_secret_env: str = ""
    app_sid: str = ""
    """The carrier's application through which a browser begins calls; empty: browsers only take them."""
    public_url: str = ""
    """Where the carrier reaches us, as it is typed in there; empty: `http.public_url`. Signatures are made over it."""
    country: str = Field("CN", pattern=r"^[A-Z]{2}$")
    """Whose numbers those are that somebody types without a country's code (ISO 3166)."""
    timeout_s: float = Field(15.0, gt=0, le=120)
    numbers: list[CarrierNumber] = Field(default_factory=list)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.kind:
            if not self.account_sid:
                raise ValueError("a carrier needs account_sid")
            if bool(self.auth_token_file) == bool(self.auth_token_env):
                raise ValueError("a carrier needs one of auth_token_file and auth_token_env")
            if self.api_key_sid and bool(self.api_key_secret_file) == bool(self.api_key_secret_env):
                raise ValueError("api_key_sid needs one of api_key_secret_file and api_key_secret_env")
        if len({one.number for one in self.numbers}) != len(self.numbers):
            raise ValueError("a number stands twice in numbers")
        return self


class Fax(_Part):
    """Faxes by an e-mail-to-fax gateway. Without `gateway` none leave, without `senders` or `addresses` none come."""

    gateway: str = Field("", pattern=r"^([A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?)?$")
    """The domain under which the gateway takes mail: an answer goes to `to` at it."""
    to: str = Field("{digits}", pattern=r"^[A-Za-z0-9+=/._-]*\{(digits|plus|national)\}[A-Za-z0-9+=/._-]*$")
    """How the gateway wants a number before the `@`: `{digits}` 861062751051, `{plus}` with its `+`, `{national}`
    01062751051 within `country` (abroad as `{digits}`)."""
    sender: str = ""
    """The address that the gateway knows as ours; empty: `mail.address`. Its reports come there."""
    subject: str = Field("{reference}", pattern=r"\{reference\}")
    """The Subject, with what the gateway wants in it (an account's code). Its reports repeat `{reference}`."""
    senders: list[str] = Field(default_factory=list)
    """Addresses or domains from which the gateway writes. Believed only as `mail.authserv_id` proves them."""
    addresses: list[str] = Field(default_factory=list)
    """Addresses of ours that only the gateway is told: what comes there is its."""
    number: str = Field("", pattern=r"^(\+[1-9]\d{4,14})?$")
    """Our own fax number, for the cover sheet."""
    country: str = Field("CN", pattern=r"^[A-Z]{2}$")
    """Whose numbers those are that come without a country's code (ISO 3166)."""
    window_days: float = Field(14.0, ge=0)
    """A fax from a number goes on with its ticket of before that is not closed, or was written in within so long."""
    pages: int = Field(30, ge=1, le=200)
    """The most pages that leave as one fax, with its cover sheet."""
    paper: Literal["a4", "letter"] = "a4"
    font: str = ""
    """A TrueType or OpenType file with Chinese; empty: the one that comes with the program."""


class Sms(_Part):
    """Text messages, where a carrier has a number that takes them."""

    window_h: float = Field(72.0, ge=0)
    """A text to the same number goes on with a closed ticket so long after its last message; later it is a new one."""
    quiet_from: str = Field("21:30", pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")
    quiet_to: str = Field("08:00", pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")
    """Between these, on the library's clock, texts wait; empty or alike: they leave at any time."""
    media_bytes: int = Field(16_000_000, gt=0)
    """The largest file of a text that is fetched."""


class Hours(_Part):
    """The opening time of every queue that has none of its own, in the library's zone."""

    opens: str = Field("08:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    closes: str = Field("22:00", pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")
    days: list[int] = Field(default_factory=lambda: [1, 2, 3, 4, 5, 6, 7])
    """ISO weekdays, Monday is 1."""
    holidays: str = Field("", pattern=r"^([A-Z]{2}(-[A-Za-z0-9]{1,20})?)?$")
    """The region whose public holidays are kept, such as `CN`, `DE` or `DE-BE`; empty: none."""


class Phone(_Part):
    """What callers meet. The numbers, and who carries them, stand under `carrier`."""

    menu: bool = True
    """Whether callers choose a department by a key, where there are several; else the general desk takes all."""
    message_s: int = Field(180, ge=10, le=1800)
    """The longest message on the voicemail."""
    record: bool = False
    """Whether callers are asked if the conversation may be recorded. Only who agrees by a key is."""
    transcribe: bool = False
    """Whether the carrier writes down what is said on the voicemail, in the languages it can. It costs."""
    keep_recordings_days: int = Field(90, ge=1, le=3650)
    """After so long a conversation's recording is removed; a message on the voicemail stays with its ticket."""


class Promises(_Part):
    """What patrons are promised."""

    answer_within_s: float = Field(30.0, gt=0)
    """Live inquiries: the service level is the share of them that a librarian had within this."""


class AwayReason(_Part):
    """Why somebody is away, as they choose it: in reports by its code, on screens by its names."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")
    name: str
    name_zh: str


class Seats(_Part):
    """How librarians work at their seats."""

    begins: Literal["available", "away"] = "available"
    """What a librarian is when the console opens. Supervisors and admins begin away: they supervise."""
    calls: int = Field(1, ge=0, le=5)
    chats: int = Field(3, ge=0, le=20)
    """How many at once; nobody has a call and a chat at once."""
    mails: int = Field(5, ge=0, le=200)
    """Up to so many open mails and forms are given to a seat unasked, by queues that push."""
    wrap_up_s: float = Field(30.0, ge=0, le=3600)
    """After a conversation, before the next one rings; 0: none."""
    return_after_h: float = Field(24.0, gt=0)
    """After so long the open inquiries of who is off shift go back to their queue. Conversations do at once."""
    away_reasons: list[AwayReason] = Field(default_factory=lambda: [
        AwayReason(code="break", name="Break", name_zh="休息"),
        AwayReason(code="lunch", name="Lunch", name_zh="午餐"),
        AwayReason(code="meeting", name="Meeting", name_zh="会议"),
        AwayReason(code="shelves", name="At the shelves", name_zh="在书库"),
    ])


class DepartmentQueue(_Part):
    """A queue that a department has beside its first."""

    slug: str = Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")
    name: str
    name_zh: str
    addresses: list[str] = Field(default_factory=list)


class Department(DepartmentQueue):
    """A department that the configuration makes sure of at start, with its first queue under its name."""

    queues: list[DepartmentQueue] = Field(default_factory=list)
    """Beside the queue that every department has, under its own name."""


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
