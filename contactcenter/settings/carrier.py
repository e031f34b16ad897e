"""Calls, text messages and faxes, and who carries them."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from contactcenter.settings.part import COUNTRY, NUMBER, NUMBER_OR_NONE, SLUG, TIME_OR_NONE, Part


class CarrierNumber(Part):
    """A telephone number of ours, as `+` and digits (E.164), and whose it is."""

    number: str = Field(pattern=NUMBER)
    queue: str = Field("general", pattern=SLUG)
    """The department or queue whose inquiries come by it."""
    texts: bool = True
    calls: bool = True
    mms: bool = False
    """Whether files go with its texts: a matter of the number, its country and whom it texts."""


class Carrier(Part):
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
    public_url: str = ""
    """Where the carrier reaches us, as it is typed in there; empty: `http.public_url`. Signatures are made over it."""
    country: str = Field("CN", pattern=COUNTRY)
    """Whose numbers those are that somebody types without a country's code (ISO 3166)."""
    timeout_s: float = Field(15.0, gt=0, le=120)
    numbers: list[CarrierNumber] = Field(default_factory=list)

    @property
    def queues(self) -> dict[str, str]:
        """The slug of the department or queue whose inquiries come by a number of ours."""
        return {one.number: one.queue for one in self.numbers}

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


class Sms(Part):
    """Text messages, where a carrier has a number that takes them."""

    window_h: float = Field(72.0, ge=0)
    """A text to the same number goes on with a closed ticket so long after its last message; later it is a new one."""
    quiet_from: str = Field("21:30", pattern=TIME_OR_NONE)
    quiet_to: str = Field("08:00", pattern=TIME_OR_NONE)
    """Between these, on the library's clock, texts wait; empty or alike: they leave at any time."""
    media_bytes: int = Field(16_000_000, gt=0)
    """The largest file of a text that is fetched."""


class Phone(Part):
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
    keep_signals_days: int = Field(30, ge=1, le=3650)
    """After so long what a carrier told of calls, and was told to do, is removed; what stands in quarantine stays."""


class Fax(Part):
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
    number: str = Field("", pattern=NUMBER_OR_NONE)
    """Our own fax number, for the cover sheet."""
    country: str = Field("CN", pattern=COUNTRY)
    """Whose numbers those are that come without a country's code (ISO 3166)."""
    window_days: float = Field(14.0, ge=0)
    """A fax from a number goes on with its ticket of before that is not closed, or was written in within so long."""
    pages: int = Field(30, ge=1, le=200)
    """The most pages that leave as one fax, with its cover sheet."""
    paper: Literal["a4", "letter"] = "a4"
    font: str = ""
    """A TrueType or OpenType file with Chinese; empty: the one that comes with the program."""
