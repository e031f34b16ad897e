"""Memory while mails with a 50 MB attachment come in, over the attachment's size; five at once must all arrive."""

from __future__ import annotations

import asyncio
import base64
import os
import smtplib
import tempfile
import threading
import time
from email.message import EmailMessage
from pathlib import Path

from bench.intake import until_done
from bench.report import Number
from bench.seed import house_with_librarian
from bench.server import free_port, product

ATTACHMENT_BYTES = 50_000_000
MOST_TIMES = 6.0
MOST_BYTES = 1_500_000_000
TOGETHER = 5
LONGEST_S = 300.0
AGAIN_S = 0.5
CLOSED = 452


def run(_: int) -> list[Number]:
    """One alone, then five at once into the same house; a mail that is answered 452 comes again."""
    with tempfile.TemporaryDirectory() as folder:
        data_dir, door = Path(folder), free_port()
        house_with_librarian(data_dir)
        with product(data_dir, free_port(), CONTACTCENTER_MAIL__LISTEN=f"127.0.0.1:{door}") as server:
            idle = _resident(server.pid, "VmRSS")
            _send(door, _letter(0))
            _until(data_dir, 1)
            alone = _resident(server.pid, "VmHWM") - idle
            _forget_the_peak(server.pid)
            refused = _send_together(door, [_letter(number) for number in range(1, TOGETHER + 1)])
            _until(data_dir, 1 + TOGETHER)
            together = _resident(server.pid, "VmHWM")
    print(f"five at once: answered 452 {refused} times, all arrived")
    return [
        Number("attachment 50 MB", alone / 1e6, "MB", ATTACHMENT_BYTES / 1e6, MOST_TIMES),
        Number("attachment 50 MB, five at once", together / 1e6, "MB", MOST_BYTES / 1e6, 1.0),
    ]


def _letter(number: int) -> bytes:
    mail = EmailMessage()
    mail["From"] = f"Patron {number} <patron{number}@reader.example>"
    mail["To"] = "help@library.example"
    mail["Subject"] = f"My thesis, volume {number}"
    mail["Message-ID"] = f"<thesis.{number}@mail.example>"
    mail.set_content("Here is the scan.")
    mail.make_mixed()
    # By hand: the library would take minutes to fold it.
    boundary = "volume"
    mail.set_boundary(boundary)
    head, _, tail = mail.as_bytes().rpartition(f"--{boundary}--".encode())
    lines = base64.encodebytes(os.urandom(ATTACHMENT_BYTES))
    return head + (
        f"--{boundary}\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
        f'Content-Disposition: attachment; filename="volume{number}.pdf"\n\n'
    ).encode() + lines + f"--{boundary}--".encode() + tail


def _send(door: int, letter: bytes) -> int:
    """Deliver it, again as long as the door says that it has too much at once; how often it said so."""
    refused = 0
    end = time.monotonic() + LONGEST_S
    while True:
        try:
            with smtplib.SMTP("127.0.0.1", door, timeout=LONGEST_S) as client:
                client.sendmail("patron@reader.example", ["help@library.example"], letter)
        except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
            if error.smtp_code != CLOSED or time.monotonic() > end:
                raise
            refused += 1
            time.sleep(AGAIN_S)
        else:
            return refused


def _send_together(door: int, letters: list[bytes]) -> int:
    refused: list[int] = []
    threads = [threading.Thread(target=lambda one=letter: refused.append(_send(door, one))) for letter in letters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(refused) != len(letters):
        raise RuntimeError("a mail was not taken")
    return sum(refused)


def _until(data_dir: Path, count: int) -> None:
    asyncio.run(until_done(data_dir, "sqlite", count))


def _resident(pid: int, name: str) -> int:
    """Bytes of a process, now (`VmRSS`) or at its peak (`VmHWM`)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise LookupError(name)


def _forget_the_peak(pid: int) -> None:
    Path(f"/proc/{pid}/clear_refs").write_text("5")
