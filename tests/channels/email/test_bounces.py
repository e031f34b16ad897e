"""A bounce leads to the very reply that bounced; the rest of what bounces look like stands in the corpus."""

import time

import pytest

from tests.channels.email.corpus import bounces
from tests.channels.email.mails import RECEIVER, read


def test_a_bounce_threads_to_the_delivery_that_bounced() -> None:
    ours = RECEIVER.signer.message_id(ticket_id=12, delivery_id=70)
    data = bounces.report("x", "Final-Recipient: rfc822; nobody@patron.example\nAction: failed\nStatus: 5.1.1\n")
    inquiry = read(data.replace(bounces.ID.encode(), ours.encode()))
    assert inquiry.bounce is not None
    assert inquiry.bounce.original_message_id == ours
    assert (inquiry.thread.deliveries, inquiry.thread.signed) == ((70,), (12,))
    assert inquiry.automatic == "bounce"


def test_a_forged_original_leads_nowhere() -> None:
    data = bounces.report("x", "Final-Recipient: rfc822; nobody@patron.example\nAction: failed\nStatus: 5.1.1\n")
    assert read(data).thread.deliveries == ()


def test_the_reason_is_for_people() -> None:
    data = bounces.report("x", "Final-Recipient: rfc822; nobody@patron.example\nAction: failed\nStatus: 5.1.1\n"
                          "Diagnostic-Code: smtp; 550 5.1.1 nobody here\n")
    first = read(data).findings[0]
    assert (first.code, first.kind) == ("bounce", "bounce")
    assert first.reason == "It says that a mail did not reach nobody@patron.example: 550 5.1.1 nobody here"


@pytest.mark.parametrize(
    "words",
    ["could not be delivered a@b.example mailbox " * 20_000, "could not be delivered\n" + "".join(f"a{n}@b.example\n" for n in range(20_000)),
     "delivery failed " + "mailbox " * 100_000, "550 " * 100_000 + "user unknown", "undeliverable <" + "a" * 200_000],
    ids=["addresses", "recipients", "mailboxes", "codes", "long"],
)
def test_no_bounce_stalls(words: str) -> None:
    began = time.perf_counter()
    read(bounces.mail("MAILER-DAEMON@mx.example", "failure notice", words))
    assert time.perf_counter() - began < 3
