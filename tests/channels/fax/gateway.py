"""An e-mail-to-fax gateway as tests play it: the mails that it writes, and faxes to put into them."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime

from PIL import Image, ImageDraw

from contactcenter.envelope import Raw
from contactcenter.settings import Fax

FAX = Fax(
    gateway="fax.gateway.example", senders=["gateway.example"], addresses=["fax-in@library.example"],
    sender="fax-in@library.example", number="+861062750000",
)
LI_LEI = "+861062751051"


def tiff(pages: int = 1, *, width: int = 1728, height: int = 1145) -> bytes:
    """A fax in standard resolution: twice as many dots across as down."""
    made = []
    for number in range(1, pages + 1):
        page = Image.new("1", (width, height), 1)
        ImageDraw.Draw(page).text((width / 6, height / 6), f"PAGE {number}", fill=0, font_size=height / 8)
        made.append(page)
    out = io.BytesIO()
    made[0].save(out, "TIFF", compression="group4", save_all=True, append_images=made[1:], dpi=(204, 98))
    return out.getvalue()


def mail(
    subject: str, text: str = "", *, fax: bytes | None = None, name: str = "fax.tif", kind: str = "image/tiff",
    to: str = "fax-in@library.example", sender: str = "robot@gateway.example", at: datetime | None = None,
    fields: dict[str, str] | None = None,
) -> bytes:
    """A mail of the gateway's."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"Fax gateway <{sender}>", to, subject
    message["Date"] = format_datetime(at or datetime.now(UTC))
    message["Message-ID"] = f"<{abs(hash((subject, text, at)))}@gateway.example>"
    message["Auto-Submitted"] = "auto-generated"
    for field, value in (fields or {}).items():
        message[field.replace("_", "-")] = value
    message.set_content(text or "\n")
    if fax is not None:
        main, _, sub = kind.partition("/")
        message.add_attachment(fax, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def arrived(data: bytes, *, rcpt_to: str = "fax-in@library.example") -> Raw:
    """As the mail door keeps it."""
    return Raw("email", data, {"mail_from": "robot@gateway.example", "rcpt_to": rcpt_to})
