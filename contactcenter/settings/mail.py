"""Mail: the relay, the doors, the mailboxes that are fetched."""

from __future__ import annotations

import re
from typing import Literal, Self

from pydantic import Field, model_validator

from contactcenter.settings.part import HOST_PORT, Part, Port


class Smtp(Part):
    """The relay that takes our mail."""

    host: str = "127.0.0.1"
    port: Port = 25
    security: Literal["tls", "starttls", "none"] = "starttls"
    username: str = ""
    password_file: str = ""
    timeout_s: float = Field(30.0, gt=0)
    ca_file: str = ""


class Oauth(Part):
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


class Mailbox(Part):
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


class Lmtp(Part):
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


class Mail(Part):
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
