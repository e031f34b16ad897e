"""No mail, however damaged, fails or stalls."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.channels.email.fuzz import fuzz
from tests.channels.email.mails import mail, read

HOUR_S = float(os.environ.get("SOAK_SECONDS", "3600"))


def test_for_a_moment(tmp_path: Path) -> None:
    assert fuzz(tmp_path, seconds=4, seed=time.time_ns() % 2**32) > 20


@pytest.mark.soak
@pytest.mark.timeout(HOUR_S + 600)
def test_for_an_hour(tmp_path: Path) -> None:
    count = fuzz(tmp_path, seconds=HOUR_S, seed=time.time_ns() % 2**32)
    print(f"{count} mails read")  # noqa: T201
    assert count > HOUR_S / 4


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@b.example\n" + b"x" * 60_000 + b"\nSubject: x\n\nhello",
        b"From: a@b.example\nx" + b" " * 60_000 + b"\nSubject: x\n\nhello",
        mail("On 20261111 <" + "x" * 80 + ":\n" * 19_000),
        mail("\n".join(["On 2026-11-24 10:00 <" + "a@b " * 100 + "wrote x:"] * 19_000)),
        b"Content-Type: multipart/mixed; boundary=c0\n\n" + b"".join(
            b"--c%d\nContent-Type: multipart/mixed; boundary=c%d\n\n" % (level, level + 1) for level in range(3000)) + b"x\n" * 100_000,
        b"Content-Type: multipart/mixed; boundary=c\n\n" + b"--c\n\nx\n" * 20_000,
        mail("=" * 500_000, Content_Transfer_Encoding="quoted-printable"),
        mail(("A" * 70 + "=\n") * 20_000, Content_Transfer_Encoding="base64"),
        mail("x", Subject="=?utf-8?B?" * 50_000),
        mail("x", To="<" * 100_000),
        mail("x", Content_Type="text/plain" + "; a=b" * 50_000),
        mail("x", Content_Type="multipart/mixed; boundary=" + "b" * 400_000),
    ],
    ids=["no colon", "blanks", "colons", "attributions", "deep", "parts", "equals", "pieces", "words", "brackets", "parameters", "boundary"],
)
def test_no_mail_stalls(data: bytes) -> None:
    began = time.process_time()
    read(data)
    assert time.process_time() - began < 5
