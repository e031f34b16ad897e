"""What a carrier of calls and messages does for the channels `sms` and `phone`. See docs/carriers.md.

A channel knows these protocols and the words of this module; which carrier stands behind them is a setting. Paths
(`/carrier/calls/…`) are ours: the carrier makes whole addresses of them under the public URL that is configured.
Whatever is ordered raises `SendError` where it fails: temporary unless it says permanent (law 5).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from contactcenter.carriers.instructions import Instruction, Voice
from contactcenter.envelope import OptWord, TextFiles

CallState = Literal[
    "queued", "ringing", "in_progress", "completed", "busy", "no_answer", "failed", "canceled", "unknown"
]
"""How a call stands; the last five but `unknown` are ends."""
CALL_ENDS: frozenset[CallState] = frozenset({"completed", "busy", "no_answer", "failed", "canceled"})
TextState = Literal["queued", "sent", "delivered", "undelivered", "failed", "received", "unknown"]
ConferenceEvent = Literal["join", "leave", "unknown"]
RecordingState = Literal["in_progress", "completed", "absent", "failed", "unknown"]
"""Of a recording, or of what was written down of it."""
Fields = Mapping[str, str]
"""What a verified webhook says, in the carrier's own words; only `read_…` looks into it."""


class Forged(Exception):
    """A webhook without a good signature: answer 403, keep nothing."""


@dataclass(frozen=True, slots=True)
class MediaRef:
    """A file at the carrier, to be fetched by `Carrier.fetch`."""

    url: str
    media_type: str


@dataclass(frozen=True, slots=True)
class TextIn:
    """A text message that came. `sender` and `to` as the carrier wrote them; `opt` is how it read the words itself.

    `obeyed`: STOP, START or HELP by a word that the carrier knows: it stops, starts and answers by itself.
    """

    id: str
    sender: str
    to: str
    body: str
    media: tuple[MediaRef, ...] = ()
    opt: OptWord | None = None
    obeyed: bool = False


@dataclass(frozen=True, slots=True)
class TextKept:
    """A text that came, as the carrier keeps it. `body`: as its webhook would have said it."""

    id: str
    at: datetime
    body: bytes


@dataclass(frozen=True, slots=True)
class TextReport:
    """A later word on a text that we sent. `code` and `permanent` tell why it failed; `detail` is the carrier's."""

    id: str
    state: TextState
    code: str = ""
    detail: str = ""
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class CallNews:
    """Whatever a webhook of a call says: of the call itself, or of the instruction that just ended."""

    call_id: str
    state: CallState
    sender: str = ""
    to: str = ""
    inbound: bool = True
    at: datetime | None = None
    duration_s: int | None = None
    digits: str = ""
    """What was pressed, after a `Gather`; the key that ended it aside."""


@dataclass(frozen=True, slots=True)
class ConferenceNews:
    """Somebody came into a conference, or left it. `sequence` tells its events apart: each may come twice."""

    conference_id: str
    event: ConferenceEvent
    call_id: str | None = None
    label: str | None = None
    sequence: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RecordingNews:
    """A recording, or its transcript. `url` is for `Carrier.fetch`."""

    recording_id: str
    state: RecordingState
    url: str = ""
    call_id: str | None = None
    duration_s: int | None = None
    transcript: str | None = None
    """What was said; None also where it could not be written down."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The answer to a webhook that asks for instructions."""

    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class OurNumber:
    """A number as the carrier knows it, for `doctor`: where its webhooks go."""

    number: str
    texts_to: str
    calls_to: str
    progress_to: str
    """Where it reports how a call stands."""
    can_text: bool
    can_call: bool
    can_send_files: bool = False


class Carrier(Protocol):
    """A carrier. One object for the process; closed by whoever built it."""

    kind: str
    transcribes: frozenset[Voice]
    """The languages in which it can write down what `Record` recorded."""
    text_files: TextFiles
    """What goes with one text."""

    # What comes. Pure.
    def verify(self, *, path_qs: str, headers: Mapping[str, str], body: bytes) -> Fields:
        """The fields of a webhook that came to this path. Raises `Forged`; before anything is parsed."""
        ...

    def read_text(self, fields: Fields) -> TextIn:
        """A text message that came. Raises `ParseError`."""
        ...

    def read_text_report(self, fields: Fields) -> TextReport:
        """A delivery report. Raises `ParseError`."""
        ...

    def read_call(self, fields: Fields) -> CallNews:
        """Any webhook of a call. Raises `ParseError`."""
        ...

    def read_conference(self, fields: Fields) -> ConferenceNews:
        """An event of a conference. Raises `ParseError`."""
        ...

    def read_recording(self, fields: Fields) -> RecordingNews:
        """A recording's report, or a transcript. Raises `ParseError`."""
        ...

    def render(self, instructions: Sequence[Instruction]) -> Rendered:
        """Instructions as the answer to a webhook. None at all: the call ends (a text is not answered)."""
        ...

    def browser_token(self, *, identity: str, seconds: int) -> str:
        """What lets a browser ring as `identity`; it goes to that seat alone. Raises `SendError` without an API key."""
        ...

    # What is ordered.
    async def send_text(
        self, *, sender: str, to: str, body: str, media: Sequence[str] = (), report_to: str
    ) -> str:
        """Send a text; its id. Files are fetched at the paths `media`, reports come to the path `report_to`."""
        ...

    async def find_text(
        self, *, sender: str, to: str, body: str, since: datetime, files: int = 0
    ) -> str | None:
        """The id of a text that the carrier took although its answer was lost: asked before it is sent again."""
        ...

    async def texts_since(self, number: str, *, since: datetime) -> list[TextKept]:
        """Texts that came to a number of ours, oldest first: its webhooks may not all have reached us."""
        ...

    async def start_call(self, *, sender: str, to: str, then: str, progress_to: str, ring_s: int = 30) -> str:
        """Ring a number or a seat's browser (`browser:identity`); its id. Once answered, the path `then` instructs."""
        ...

    async def move_call(self, call_id: str, *, to: str) -> None:
        """Have a running call follow what another path says."""
        ...

    async def hang_up(self, call_id: str) -> None:
        """End a call, also one that rings yet. One that ended already is no error."""
        ...

    async def call_state(self, call_id: str) -> CallState:
        """How the carrier says that a call stands: asked when its reports may be lost."""
        ...

    async def conference_id(self, name: str) -> str | None:
        """The id of the running conference of that name."""
        ...

    async def change_participant(
        self, *, conference_id: str, call_id: str, muted: bool | None = None, hold: bool | None = None,
        hold_path: str | None = None, coach: str | None = None,
    ) -> None:
        """Mute, hold (they hear what `hold_path` says) or coach; None leaves as it is, `coach=""` ends coaching."""
        ...

    def fetch(self, url: str, *, limit: int) -> AsyncIterator[bytes]:
        """A file at the carrier (media, recording), streamed. Never from elsewhere; over `limit` bytes: `too_big`."""
        ...

    async def delete_recording(self, recording_id: str) -> None:
        """Remove a recording at the carrier: ours is the only one then. Twice is once."""
        ...

    async def numbers(self) -> list[OurNumber]:
        """Our numbers, as the carrier has them."""
        ...

    async def close(self) -> None:
        """Part from the carrier."""
        ...
