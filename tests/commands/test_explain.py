"""`contactcenter explain`: one JSON line a mail, in order, without a database."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contactcenter.commands.explain import explain
from contactcenter.settings import Settings
from tests.channels.email.corpus.case import Case
from tests.channels.email.mails import mail
from tests.channels.email.test_corpus import CASES

KEYS = ["file", "subject", "from", "to", "cc", "reply_to", "message_id", "date", "text", "reply", "html", "attachments",
        "auto_reply", "mailing_list", "feedback_report", "bounce", "loop", "language", "problems"]
WITH_FILE = mail(
    '--cut\nContent-Type: text/plain\n\nHere it is.\n--cut\nContent-Type: application/pdf; name="a.pdf"\n'
    "Content-Transfer-Encoding: base64\n\nJVBERg==\n--cut--\n", Content_Type="multipart/mixed; boundary=cut")


def lines(files: list[Path], tmp_path: Path, attachments: Path | None = None) -> tuple[list[dict[str, object]], int]:
    out = io.BytesIO()
    code = explain(files, Settings(data_dir=tmp_path / "data"), attachments=attachments, out=out)
    return [json.loads(line) for line in out.getvalue().splitlines()], code


def written(tmp_path: Path, name: str, data: bytes) -> Path:
    file = tmp_path / name
    file.write_bytes(data)
    return file


def test_a_mail_is_one_line_with_every_key(tmp_path: Path) -> None:
    file = written(tmp_path, "a.eml", mail("您好\n", Reply_To="other@patron.example", Cc="李雷 <lei@patron.example>"))
    (line,), code = lines([file], tmp_path)
    assert code == 0
    assert list(line) == KEYS
    assert line == {
        "file": str(file), "subject": "Opening hours", "from": {"name": "Amina Okafor", "address": "amina@patron.example"},
        "to": [{"name": "", "address": "help@library.example"}], "cc": [{"name": "李雷", "address": "lei@patron.example"}],
        "reply_to": "other@patron.example", "message_id": "<one@patron.example>", "date": "2026-11-24T02:00:00Z",
        "text": "您好", "reply": "您好", "html": None, "attachments": [], "auto_reply": False, "mailing_list": False,
        "feedback_report": False, "bounce": None, "loop": False, "language": "zh-Hans", "problems": [],
    }


def test_files_that_are_not_there_stop_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = written(tmp_path, "a.eml", mail())
    found, code = lines([tmp_path / "gone.eml", there, tmp_path], tmp_path)
    assert [line["file"] for line in found] == [str(there)]
    assert code == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert "gone.eml: No such file" in said[0]


def test_what_is_no_mail_is_still_a_line(tmp_path: Path) -> None:
    files = [written(tmp_path, "empty", b""), written(tmp_path, "noise", bytes(range(256)))]
    found, code = lines(files, tmp_path)
    assert [line["file"] for line in found] == [str(file) for file in files]
    assert code == 0
    assert "quarantine" in str(found[0]["problems"])


def test_the_files_are_written_under_their_names(tmp_path: Path) -> None:
    other = WITH_FILE.replace(b"JVBERg==", b"b3RoZXI=")
    files = [written(tmp_path, f"{number}.eml", data) for number, data in enumerate([WITH_FILE, other, WITH_FILE])]
    found, code = lines(files, tmp_path, tmp_path / "out")
    assert code == 0
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == {
        "a.pdf": b"%PDF", "a-2.pdf": b"other"}
    assert found[0]["attachments"] == [{
        "filename": "a.pdf", "media_type": "application/pdf", "size": 4,
        "sha256": hashlib.sha256(b"%PDF").hexdigest(), "content_id": None, "inline": False}]


def test_a_long_name_fits_the_disk(tmp_path: Path) -> None:
    data = WITH_FILE.replace(b"a.pdf", "论".encode() * 170 + b".pdf")
    found, code = lines([written(tmp_path, "a.eml", data)], tmp_path, tmp_path / "out")
    assert code == 0
    assert [file.suffix for file in (tmp_path / "out").iterdir()] == [".pdf"]
    assert found[0]["problems"] == []


def test_it_makes_no_key_and_no_folder(tmp_path: Path) -> None:
    lines([written(tmp_path, "a.eml", mail())], tmp_path)
    assert not (tmp_path / "data").exists()


def test_the_command_itself(tmp_path: Path) -> None:
    files = [str(written(tmp_path, f"{number}.eml", mail(f"Question {number}\n"))) for number in range(500)]
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "contactcenter", "explain", *files], capture_output=True, check=True)
    took = time.perf_counter() - began
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["file"] for line in found] == files
    assert [line["text"] for line in found] == [f"Question {number}" for number in range(500)]
    assert took < 30


def test_whoever_has_seen_enough_may_leave(tmp_path: Path) -> None:
    files = [str(written(tmp_path, f"{number}.eml", mail("x" * 50_000))) for number in range(20)]
    with subprocess.Popen([sys.executable, "-m", "contactcenter", "explain", *files], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as done:
        assert done.stdout is not None
        assert done.stderr is not None
        assert done.stdout.read(10) == b'{"file":"/'
        done.stdout.close()
        assert done.stderr.read() == b""


PIECES = st.sampled_from([
    b"\r\n", b"\n\n", b"--", b"=?utf-8?B?", b"?=", b"\x00", b"\xff", b"\x1b$B", b";", b'"', b"<", b">", b"(", b"@", b"multipart/mixed", b"message/rfc822",
    b"charset=utf-7", b"charset=utf-16", b"base64", b"boundary=", b"&#0;", b"&#xd800;", b"{\\rtf1\\u-10179?", b"Final-Recipient: rfc822; ", b"+2D0-", b"\xed\xa0\x80",
])


@given(st.sampled_from(CASES), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.one_of(PIECES, st.binary(max_size=12))), max_size=6))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_mail_however_damaged_fails(tmp_path: Path, case: Case, cuts: list[tuple[float, int, bytes]]) -> None:
    data = bytearray(case.data[:20_000])
    for at, length, piece in cuts:
        start = int(at * len(data))
        data[start : start + length] = piece
    (line,), code = lines([written(tmp_path, "a.eml", bytes(data))], tmp_path)
    assert code == 0
    assert list(line) == KEYS
    assert "fault of ours" not in str(line["problems"])
