"""A patron's mail as bytes."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def letter(
    *, name: str, address: str, to: str, subject: str, text: str, at: datetime, file: str | None = None,
    answers: EmailMessage | None = None, automatic: bool = False,
) -> EmailMessage:
    """A mail from a patron, perhaps in answer to one of ours."""
    message = EmailMessage()
    local, _, domain = address.partition("@")
    message["From"] = Address(display_name=name, username=local, domain=domain)
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = make_msgid(domain=domain)
    if answers is not None:
        message["In-Reply-To"] = str(answers["Message-ID"])
        message["References"] = " ".join(filter(None, [str(answers["References"] or ""), str(answers["Message-ID"])]))
    if automatic:
        message["Auto-Submitted"] = "auto-replied"
    message.set_content(text)
    if file:
        message.add_attachment(PDF, maintype="application", subtype="pdf", filename=file)
    return message
