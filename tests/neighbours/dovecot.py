"""A Dovecot of our own: its configuration, mail and ports in a folder that is gone afterwards."""

from __future__ import annotations

import contextlib
import imaplib
import itertools
import os
import pwd
import re
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import trustme

from tests.neighbours.last_will import LastWill
from tests.neighbours.ports import free_port

MISSING = "needs Dovecot: apt-get install dovecot-imapd dovecot-lmtpd"
PASSWORD = "right"
START_S = 20.0
_SBIN = "/usr/sbin:/usr/local/sbin"
_names = itertools.count(1)


def executable() -> str | None:
    """Where Dovecot is, or None."""
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:{_SBIN}")


@dataclass
class Dovecot:
    """A running server on 127.0.0.1. Every name is a user, and `PASSWORD` the password of each."""

    folder: Path
    ca_file: Path
    will: LastWill
    imap_port: int = field(default_factory=free_port)
    imaps_port: int = field(default_factory=free_port)
    lmtp_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def conf(self) -> Path:
        return self.folder / "dovecot.conf"

    def new_user(self) -> str:
        """A mailbox that no other test knows."""
        return f"desk{os.getpid()}x{next(_names)}"

    def start(self) -> None:
        """Start it, or start it again. Raises `RuntimeError` with its last words."""
        self.process = subprocess.Popen([str(executable()), "-F", "-c", str(self.conf)], stderr=subprocess.DEVNULL,
                                        start_new_session=True)
        self.will.names(-self.process.pid)
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.imap_port), 1) as wire:
                if wire.recv(4) == b"* OK":
                    return
            time.sleep(0.02)
        log = self.folder / "dovecot.log"
        raise RuntimeError(log.read_text()[-2000:] if log.exists() else "Dovecot did not start")

    def stop(self) -> None:
        """End it and everybody's connection."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(1)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
            self.will.names()
            self.process = None

    def deliver(self, user: str, *mails: bytes) -> None:
        """Hand mails over by LMTP, as a mail server does."""
        with smtplib.LMTP("127.0.0.1", self.lmtp_port) as wire:
            for mail in mails:
                wire.sendmail("reader@uni.example", [f"{user}@library.example"], mail)

    @contextlib.contextmanager
    def other_client(self, user: str, folder: str = "INBOX") -> Iterator[imaplib.IMAP4]:
        """Somebody else who works in the same mailbox."""
        client = imaplib.IMAP4("127.0.0.1", self.imap_port)
        try:
            client.login(user, PASSWORD)
            client.create(folder)
            client.select(folder)
            yield client
        finally:
            with contextlib.suppress(OSError, imaplib.IMAP4.error):
                client.logout()

    def uids(self, user: str, folder: str = "INBOX") -> list[int]:
        """The UIDs that a folder holds."""
        with self.other_client(user, folder) as client:
            return [int(word) for word in client.uid("SEARCH", "ALL")[1][0].split()]

    def flags(self, user: str, folder: str = "INBOX") -> dict[int, str]:
        """The flags of each mail in a folder."""
        with self.other_client(user, folder) as client:
            lines = client.uid("FETCH", "1:*", "(FLAGS)")[1]
        found = [re.search(rb"UID (\d+) FLAGS \(([^)]*)\)", line) for line in lines if isinstance(line, bytes)]
        return {int(one[1]): one[2].decode() for one in found if one}

    def fill(self, user: str, mails: Sequence[bytes]) -> None:
        """Put many mails into an INBOX at once, without asking the server: it finds them as new files."""
        with self.other_client(user):
            pass  # makes the folders
        new = self.folder / "home" / user / "Maildir" / "new"
        owner = new.stat()
        for number, mail in enumerate(mails):
            file = new / f"{int(time.time())}.M{number:06}P{os.getpid()}.library"
            file.write_bytes(mail)
            os.chown(file, owner.st_uid, owner.st_gid)

    def admin(self, *words: str) -> str:
        """Run `doveadm`; what it printed."""
        path = str(Path(str(executable())).parent.parent / "bin" / "doveadm")
        return subprocess.run([path, "-c", str(self.conf), *words], check=True, capture_output=True, text=True).stdout


@contextlib.contextmanager
def running(*, mechanisms: str = "plain login", passdb: str = "", capability: str = "") -> Iterator[Dovecot]:
    """Start the server (about 0.3 s) and end it afterwards.

    `passdb` adds to its own; `capability` replaces what it says it can (`IMAP4rev1`: neither IDLE nor MOVE).
    """
    folder = Path(tempfile.mkdtemp(prefix="ccdc-"))
    folder.chmod(0o755)  # the mail processes are another user, and must pass
    authority = trustme.CA()
    will = LastWill(folder)
    server = Dovecot(folder, folder / "ca.pem", will)
    authority.cert_pem.write_to_path(server.ca_file)
    certificate = authority.issue_cert("127.0.0.1", "localhost")
    certificate.cert_chain_pems[0].write_to_path(folder / "server.pem")
    certificate.private_key_pem.write_to_path(folder / "server.key")
    root = os.geteuid() == 0
    mailer = pwd.getpwnam("nobody") if root else pwd.getpwuid(os.geteuid())
    (folder / "home").mkdir()
    os.chown(folder / "home", mailer.pw_uid, mailer.pw_gid)
    server.conf.write_text(_conf(server, mailer, root=root, mechanisms=mechanisms, passdb=passdb,
                                 capability=capability))
    try:
        server.start()
        yield server
    finally:
        server.stop()
        will.revoke()
        shutil.rmtree(folder, ignore_errors=True)


def _conf(
    server: Dovecot, mailer: pwd.struct_passwd, *, root: bool, mechanisms: str, passdb: str, capability: str
) -> str:
    """The configuration. Where it does not run as root, every part runs as whoever started it."""
    folder = server.folder
    plain = "" if root else f"default_login_user = {mailer.pw_name}\ndefault_internal_user = {mailer.pw_name}"
    chroot = "" if root else "chroot ="
    return f"""
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
disable_plaintext_auth = no
auth_mechanisms = {mechanisms}
auth_failure_delay = 0
auth_username_format = %Ln
mail_location = maildir:~/Maildir
mail_fsync = never
mail_max_userip_connections = 100
first_valid_uid = 1
first_valid_gid = 1
{plain}
{f"imap_capability = {capability}" if capability else ""}
{passdb}
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={mailer.pw_uid} gid={mailer.pw_gid} home={folder}/home/%n
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  {chroot}
  inet_listener imap {{
    port = {server.imap_port}
  }}
  inet_listener imaps {{
    port = {server.imaps_port}
    ssl = yes
  }}
}}
service anvil {{
  {chroot}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {server.lmtp_port}
  }}
}}
"""
