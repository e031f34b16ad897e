"""A handle on the SMTP server of `smtp_sink`: start it, read what it got, make it misbehave."""

from __future__ import annotations

import contextlib
import email
import email.policy
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Literal

import trustme

ROOT = Path(__file__).resolve().parents[2]
Security = Literal["none", "starttls", "tls"]


@dataclass(frozen=True)
class Kept:
    """A mail as the server took it: the envelope, and the bytes."""

    mail_from: str
    rcpt_tos: list[str]
    helo: str
    encrypted: bool
    login: str | None
    peer: list[str | int]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The bytes, understood."""
        return email.message_from_bytes(self.raw, policy=email.policy.default)


class SmtpSink:
    """A running server on 127.0.0.1. `ca_file` holds the authority that signed its certificate."""

    def __init__(self, process: subprocess.Popen[str], folder: Path, port: int, ca_file: Path | None) -> None:
        self._process = process
        self._folder = folder
        self.port = port
        self.ca_file = ca_file

    @property
    def mails(self) -> list[Kept]:
        """Everything it kept, oldest first."""
        return [
            Kept(**json.loads(facts.read_text(encoding="utf-8")), raw=facts.with_suffix(".eml").read_bytes())
            for facts in sorted(self._folder.glob("*.json"))
        ]

    def wait(self, count: int, *, seconds: float = 10) -> list[Kept]:
        """Its mails once there are at least `count`. Raises `TimeoutError` with what it has."""
        deadline = time.monotonic() + seconds
        while len(mails := self.mails) < count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(mails)} of {count} mails after {seconds} s")
            time.sleep(0.02)
        return mails

    def order(self, at: Literal["mail", "rcpt", "data", "lost"], reply: str = "", *, times: int = 1) -> None:
        """Answer the next `times` such steps with `reply`; `lost` hangs up after it kept the mail."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the server was started without pipes")
        self._process.stdin.write(json.dumps({"at": at, "reply": reply, "times": times}) + "\n")
        self._process.stdin.flush()
        if self._process.stdout.readline().strip() != "ok":
            raise RuntimeError("the server has gone")


@contextlib.contextmanager
def running(folder: Path, *, security: Security = "none", password: str = "", port: int = 0) -> Iterator[SmtpSink]:
    """Start the server in a process of its own and end it afterwards."""
    mails = folder / "mails"
    mails.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-W", "ignore", "-m", "tests.neighbours.smtp_sink", str(mails)]
    command += ["--security", security, "--password", password, "--port", str(port)]
    ca_file = None
    if security != "none":
        ca_file = folder / "ca.pem"
        authority = trustme.CA()
        authority.cert_pem.write_to_path(ca_file)
        authority.issue_cert("127.0.0.1", "localhost").private_key_and_cert_chain_pem.write_to_path(
            folder / "server.pem"
        )
        command += ["--certificate", str(folder / "server.pem")]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            first = process.stdout.readline() if process.stdout else ""
            yield SmtpSink(process, mails, int(first), ca_file)
        finally:
            process.kill()
