"""Reading a form while it arrives: fields into bounded memory, files straight to the store (RFC 7578)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable

from aiohttp import BodyPartReader, MultipartReader, web

from contactcenter.channels.named_files import file_name, media_type
from contactcenter.channels.web_form.question import LONGEST, MOST_FILES, Question, StoredFile
from contactcenter.envelope import Desk

CHUNK_BYTES = 64 * 1024
BYTES_PER_CHARACTER = 4
MOST_PARTS = 60
"""Parts of one form: its fields, its files, and then some; a form of ours has fewer."""
_SLUG = re.compile(r"[a-z0-9-]{1,64}")

Keep = Callable[[str], StoredFile | None]
"""Opens the sealed id of a file that an earlier try of this form stored."""


class NotAForm(Exception):
    """What was sent is no form of ours."""


class Form:
    """The fields of a form as they were sent, the last of each name, and its files."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.kept: list[str] = []
        self.files: list[StoredFile] = []
        self.faults: dict[str, str] = {}


async def read_form(request: web.Request, *, desk: Desk, limit: int) -> Form:
    """Read a multipart form. Raises `NotAForm`; a file over `limit` bytes is a fault, not an error.

    A file is stored while it is read, so a form with wrong fields keeps its files.
    """
    if request.content_type != "multipart/form-data":
        raise NotAForm("not multipart/form-data")
    form = Form()
    try:
        reader = await request.multipart()
        for _ in range(MOST_PARTS):
            part = await reader.next()
            if part is None:
                return form
            if isinstance(part, MultipartReader) or part.name is None:
                raise NotAForm("a part without a name")
            if part.filename is None:
                await _read_field(part, form)
            else:
                await _read_file(part, form, desk=desk, limit=limit)
    except ValueError as error:
        raise NotAForm(str(error)) from error
    raise NotAForm(f"more than {MOST_PARTS} parts")


def question_of(form: Form, *, keep: Keep) -> Question:
    """The question in a form: typed fields, files of this and of earlier tries."""
    fields = form.fields
    question = Question(
        client_id=fields.get("client_id", ""), name=_one_line(fields.get("name", "")),
        email=_one_line(fields.get("email", "")), subject=_one_line(fields.get("subject", "")),
        text=fields.get("text", "").replace("\r\n", "\n"), queue=_slug(fields.get("queue", "")),
        faults=dict(form.faults),
    )
    earlier = [keep(one) for one in form.kept]
    question.files = [*(one for one in earlier if one is not None), *form.files]
    if len(question.files) > MOST_FILES:
        question.files = question.files[:MOST_FILES]
        question.faults["files"] = "too_many_files"
    return question


async def _read_field(part: BodyPartReader, form: Form) -> None:
    name = part.name or ""
    most = LONGEST.get(name, 500)
    data = b""
    # Twice the longest is kept, so that what is somewhat too long comes back to be shortened.
    room = 2 * most * BYTES_PER_CHARACTER
    while chunk := await part.read_chunk(CHUNK_BYTES):
        if len(data) + len(chunk) > room:
            form.faults[name] = "too_long"
            data = (data + chunk)[:room]
            await _pass_over(part)
            break
        data += chunk
    text = data.decode("utf-8", "replace")
    if name == "kept":
        form.kept.append(text)
    else:
        form.fields[name] = text


async def _read_file(part: BodyPartReader, form: Form, *, desk: Desk, limit: int) -> None:
    name = file_name(part.filename or "")
    if not part.filename:
        # An empty file field is sent as a nameless, empty file.
        await _pass_over(part)
        return
    if len(form.files) >= MOST_FILES:
        form.faults["files"] = "too_many_files"
        await _pass_over(part)
        return
    type_ = part.headers.get("Content-Type", "").split(";")[0].strip().lower()
    try:
        blob = await desk.store(_chunks(part), limit=limit)
    except ValueError:
        form.faults["files"] = "file_too_large"
        await _pass_over(part)
        return
    if blob.size:
        form.files.append(StoredFile(name, media_type(type_), blob))


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(CHUNK_BYTES):
        yield bytes(chunk)


async def _pass_over(part: BodyPartReader) -> None:
    while await part.read_chunk(CHUNK_BYTES):
        pass


def _slug(text: str) -> str:
    """A department's short name; anything else is no choice."""
    return text if _SLUG.fullmatch(text) else ""


def _one_line(text: str) -> str:
    """Words with single spaces: no line break, no control character (PostgreSQL holds no NUL)."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
