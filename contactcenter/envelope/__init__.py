"""What crosses the wall between the channels and the core. See docs/envelope.md.

A channel turns what its wire carries into an `Inbound`, and an `Outbound` into what its wire
carries. It knows nothing of tickets, tables or screens; what it may ask of the core is the
protocol `Desk`, which `app.py` builds and hands to it.
"""

from contactcenter.envelope.address import MAIL_ADDRESS, Address, Recipient
from contactcenter.envelope.calls import (
    CallArrived,
    CallEnd,
    CallStanding,
    CallState,
    CallWay,
    LegStanding,
    Signal,
    SignalKind,
)
from contactcenter.envelope.desk import Accepted, Desk, NoRoom, Transcript, Unavailable
from contactcenter.envelope.files import FAX_CARRIES, Attachment, BlobRef, RemoteFile, TextFiles
from contactcenter.envelope.findings import Effect, Finding, FindingKind, Oddity
from contactcenter.envelope.inbound import Conversation, Inbound, MailReader, OptWord, ParseError, Raw, Receiver, Thread
from contactcenter.envelope.orders import Done, Exchange, Order, OrderKind
from contactcenter.envelope.outbound import Letter, Marks, Outbound, Outlook, Relay, Sender
from contactcenter.envelope.receipts import Bounce, FailedRecipient, Receipt, Report, SendError, Settled
from contactcenter.envelope.standing import Line, NamedDepartment, OpenState, Place, Standing
from contactcenter.envelope.switchboard import Switchboard

__all__ = [
    "FAX_CARRIES", "MAIL_ADDRESS", "Accepted", "Address", "Attachment", "BlobRef", "Bounce", "CallArrived", "CallEnd",
    "CallStanding",
    "CallState", "CallWay", "Conversation", "Desk", "Done", "Effect", "Exchange", "FailedRecipient", "Finding",
    "FindingKind", "Inbound", "LegStanding", "Letter", "Line", "MailReader", "Marks", "NamedDepartment",
    "NoRoom", "Oddity", "OpenState",
    "OptWord", "Order", "OrderKind", "Outbound", "Outlook", "ParseError", "Place", "Raw", "Receipt", "Receiver",
    "Recipient", "Relay", "RemoteFile", "Report", "SendError", "Sender", "Settled", "Signal", "SignalKind", "Standing",
    "Switchboard", "TextFiles", "Thread", "Transcript", "Unavailable",
]
