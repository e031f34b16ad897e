"""What the intake understands of a mail: one JSON line a file, without a database."""

from __future__ import annotations

import hashlib
import os
import secrets
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, TypeAlias

import orjson

from contactcenter.channels.registry import receivers
from contactcenter.envelope import Address, Attachment, Bounce, Inbound, Oddity, ParseError, Raw, Receiver
from contactcenter.intake.storable import storable
from contactcenter.secret import signing_key
from contactcenter.settings import Settings, SettingsError

NAME_BYTES = 200
"""File systems take 255 bytes; room is left for a number."""
Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"


def explain(files: Iterable[Path], settings: Settings, *, attachments: Path | None, out: BinaryIO) -> int:
    """Write the line of each mail, in order. Returns 1 when a file could not be read or written, else 0."""
    receiver = receivers(settings, _key(settings))["email"]
    ill = False
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            _say(f"{file}: {error.strerror or error}")
            ill = True
            continue
        inbound = storable(_understood(receiver, data))
        try:
            out.write(orjson.dumps(_line(str(file), inbound), option=orjson.OPT_APPEND_NEWLINE))
            out.flush()
        except BrokenPipeError:
            # Whoever read has seen enough (`| head`). The interpreter flushes once more when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
            return 1
        if attachments is not None:
            ill = not _write_all(inbound.attachments, attachments) or ill
    return 1 if ill else 0


def _key(settings: Settings) -> bytes:
    """The house's key where there is one, to know our own signatures; nothing is made for a look at a file."""
    if settings.secret_file or (settings.data_dir / "secret.key").exists():
        try:
            return signing_key(settings)
        except (SettingsError, OSError) as error:
            _say(f"our own signatures are not recognised ({error})")
    return secrets.token_bytes(32)


def _understood(receiver: Receiver, data: bytes) -> Inbound:
    """The mail as intake reads it; what intake would put in quarantine is told as a problem."""
    try:
        return receiver(Raw("email", data))
    except ParseError as error:
        why = str(error)
    except Exception as error:  # noqa: BLE001  # intake quarantines it likewise: one mail stops no other
        why = f"A fault of ours: {type(error).__name__}: {error}"
    whole = (Attachment("message.eml", "message/rfc822", data),) if data else ()
    return Inbound(channel="email", sender=Address("email", ""), subject="", text="", attachments=whole,
                   problems=(Oddity("quarantined", f"Not understood, it would wait in quarantine: {why}"),))


def _line(file: str, inbound: Inbound) -> Json:
    kinds = {finding.kind for finding in inbound.findings}
    return {
        "file": file.encode("utf-8", "replace").decode("utf-8"),
        "subject": inbound.subject,
        "from": _person(inbound.sender),
        "to": [_person(each) for each in inbound.to],
        "cc": [_person(each) for each in inbound.cc],
        "reply_to": inbound.reply_to.value if inbound.reply_to else None,
        "message_id": inbound.message_id,
        "date": inbound.sent_at.isoformat().replace("+00:00", "Z") if inbound.sent_at else None,
        "text": inbound.text,
        "reply": inbound.reply,
        "html": inbound.html,
        "attachments": [_file(each) for each in inbound.attachments],
        "auto_reply": "auto_reply" in kinds,
        "mailing_list": "mailing_list" in kinds,
        "feedback_report": "feedback_report" in kinds,
        "bounce": _bounce(inbound.bounce) if inbound.bounce else None,
        "loop": "loop" in kinds,
        "language": inbound.language,
        "problems": [one.words for one in inbound.problems],
    }


def _person(address: Address) -> Json:
    return {"name": address.name, "address": address.value}


def _file(attachment: Attachment) -> Json:
    data = _bytes(attachment)
    return {
        "filename": attachment.name, "media_type": attachment.media_type, "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(), "content_id": attachment.content_id,
        "inline": attachment.inline,
    }


def _bounce(bounce: Bounce) -> Json:
    return {
        "original_message_id": bounce.original_message_id,
        "recipients": [
            {"address": each.address, "status": each.status, "permanent": each.permanent, "reason": each.reason}
            for each in bounce.recipients
        ],
    }


def _write_all(attachments: Iterable[Attachment], folder: Path) -> bool:
    """Write the files under their names; a name that is taken by other bytes gets a number."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for each in attachments:
            _write(_bytes(each), each.name, folder)
    except OSError as error:
        _say(f"{folder}: {error.strerror or error}")
        return False
    return True


def _write(data: bytes, name: str, folder: Path) -> None:
    stem, ending = Path(name).stem, Path(name).suffix[:40]
    stem = stem.encode("utf-8", "replace")[:NAME_BYTES].decode("utf-8", "ignore") or "attachment"
    number = 1
    while True:
        file = folder / (f"{stem}{ending}" if number == 1 else f"{stem}-{number}{ending}")
        try:
            with file.open("xb") as out:
                out.write(data)
        except FileExistsError:
            if file.is_file() and file.stat().st_size == len(data) and file.read_bytes() == data:
                return
            number += 1
        else:
            return


def _bytes(attachment: Attachment) -> bytes:
    assert isinstance(attachment.data, bytes)  # noqa: S101  # e-mail is parsed in memory
    return attachment.data


def _say(text: str) -> None:
    print(f"contactcenter explain: {text}", file=sys.stderr)  # noqa: T201
