"""What came and was not understood, or only later."""

from __future__ import annotations

from typing import ClassVar

from contactcenter.events.catalogue.event import Code, Event


class InboundQuarantined(Event):
    """Something that arrived could not be understood; its raw bytes are kept."""

    type: ClassVar[str] = "inbound.quarantined"
    inbound_id: int
    channel: Code
    step: Code
    reason: Code


class InboundReplayed(Event):
    """Something from quarantine was understood after all."""

    type: ClassVar[str] = "inbound.replayed"
    inbound_id: int
    ticket_id: int | None


class SignalQuarantined(Event):
    """What a carrier told of a call could not be taken in; it is kept as it came."""

    type: ClassVar[str] = "signal.quarantined"
    signal_id: int
    kind: Code
    step: Code
    reason: Code


class SignalReplayed(Event):
    """It is taken in again."""

    type: ClassVar[str] = "signal.replayed"
    signal_id: int


class SignalDismissed(Event):
    """Somebody said that nobody needs it: it is in quarantine no longer."""

    type: ClassVar[str] = "signal.dismissed"
    signal_id: int
