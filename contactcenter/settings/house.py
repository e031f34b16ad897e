"""The house: its name, database, pages, hours, seats and departments."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from contactcenter.settings.part import SLUG, TIME, Part, Port


class Library(Part):
    """Who we are, as patrons read it."""

    name: str = "Library"
    name_zh: str = "图书馆"
    timezone: str = "Asia/Shanghai"
    default_locale: Literal["en", "zh-Hans"] = "en"


class Database(Part):
    """`url` is `sqlite` (a file in the data folder) or a `postgresql://` URL."""

    url: str = "sqlite"
    pool_size: int = Field(10, ge=1, le=200)
    writer_timeout_s: float = Field(10.0, gt=0)
    """How long a transaction may sit idle before PostgreSQL ends it; others wait at most this."""


class Http(Part):
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


class Hours(Part):
    """The opening time of every queue that has none of its own, in the library's zone."""

    opens: str = Field("08:00", pattern=TIME)
    closes: str = Field("22:00", pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")
    days: list[int] = Field(default_factory=lambda: [1, 2, 3, 4, 5, 6, 7])
    """ISO weekdays, Monday is 1."""
    holidays: str = Field("", pattern=r"^([A-Z]{2}(-[A-Za-z0-9]{1,20})?)?$")
    """The region whose public holidays are kept, such as `CN`, `DE` or `DE-BE`; empty: none."""


class Promises(Part):
    """What patrons are promised."""

    answer_within_s: float = Field(30.0, gt=0)
    """Live inquiries: the service level is the share of them that a librarian had within this."""


class AwayReason(Part):
    """Why somebody is away, as they choose it: in reports by its code, on screens by its names."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")
    name: str
    name_zh: str


class Seats(Part):
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


class DepartmentQueue(Part):
    """A queue that a department has beside its first."""

    slug: str = Field(pattern=SLUG)
    name: str
    name_zh: str
    addresses: list[str] = Field(default_factory=list)


class Department(DepartmentQueue):
    """A department that the configuration makes sure of at start, with its first queue under its name."""

    queues: list[DepartmentQueue] = Field(default_factory=list)
    """Beside the queue that every department has, under its own name."""
