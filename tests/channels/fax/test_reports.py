"""What gateways write of a fax that left, and whom it is believed of."""

from __future__ import annotations

import pytest

from contactcenter.channels.fax.reference import References
from contactcenter.channels.fax.reports import said_in
from contactcenter.envelope import Report
from tests.channels.fax.gateway import arrived, mail, tiff
from tests.channels.fax.test_gateways import READ, SECRET

REFERENCE = References(SECRET).of(7)
SAID: tuple[tuple[str, str, str, str], ...] = (
    ("Fax sent successfully", "Pages: 2", "delivered", ""),
    ("Successful transmission to 861062751051", "", "delivered", ""),
    ("facsimile job 12 to 861062751051 completed", "", "delivered", ""),
    ("Fax status: Sent", "", "delivered", ""),
    ("传真发送成功", "页数：2", "delivered", ""),
    ("Fax delivery report", "Status: OK", "delivered", ""),
    ("Failed transmission to 861062751051", "Reason: Busy", "again", "fax_busy"),
    ("Your fax was not sent successfully", "No answer from remote", "again", "fax_no_answer"),
    ("facsimile job 12 failed", "No carrier detected", "again", "fax_line"),
    ("传真发送失败", "原因：对方占线", "again", "fax_busy"),
    ("传真发送失败", "原因：无人接听", "again", "fax_no_answer"),
    ("Fax partially sent", "Only 2 of 5 pages were sent", "again", "fax_pages"),
    ("Fax failed", "", "again", "fax_failed"),
    ("Fax failed", "Invalid number", "failed", "fax_number"),
    ("传真发送失败", "空号", "failed", "fax_number"),
    ("Fax failed", "A human answered the call", "failed", "fax_voice"),
    ("Fax could not be sent", "Insufficient funds", "failed", "fax_refused"),
    ("About your fax", "The weather is fine", "unknown", ""),
)


@pytest.mark.parametrize("said", SAID, ids=lambda said: f"{said[0]} {said[1]}")
def test_the_words(said: tuple[str, str, str, str]) -> None:
    subject, text, outcome, code = said
    read = said_in(subject=subject, text=text)
    assert (read.outcome, read.code) == (outcome, code)


def test_a_report_names_our_delivery_by_our_signature() -> None:
    read = READ(arrived(mail(f"Fax sent successfully: {REFERENCE.lower()}")))
    assert read.report is not None
    assert (read.report.deliveries, read.report.state, read.report.again) == ((7,), "delivered", False)


def test_one_that_encloses_what_was_sent() -> None:
    read = READ(arrived(mail(f"Fax failed: {REFERENCE}", "busy", fax=tiff())))
    assert isinstance(read.report, Report)
    assert read.report.again


@pytest.mark.parametrize("forged", ["F7-aaaaaaaaaaaaaaaa", "F8-" + REFERENCE.partition("-")[2], "F7-" + "\u017f" * 16, ""])
def test_a_forged_reference_settles_nothing(forged: str) -> None:
    assert READ(arrived(mail(f"Fax sent successfully: {forged}"))).report is None


def test_a_true_reference_from_elsewhere_settles_nothing() -> None:
    data = mail(f"Fax sent successfully: {REFERENCE}", sender="amina@patron.example", to="help@library.example")
    assert READ(arrived(data, rcpt_to="help@library.example")).report is None


def test_unknown_words_are_for_a_librarian_to_read() -> None:
    read = READ(arrived(mail(f"About {REFERENCE}", "The weather is fine")))
    assert (read.channel, read.report, read.thread.deliveries) == ("fax", None, (7,))
    assert read.automatic is not None
