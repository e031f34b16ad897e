"""What a browser says of a file is made fit to be kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactcenter.channels.named_files import LONGEST_NAME, file_name, media_type


@given(st.text(max_size=400))
def test_a_file_name_is_fit_to_be_saved(name: str) -> None:
    clean = file_name(name)
    assert 0 < len(clean) <= LONGEST_NAME
    assert "/" not in clean
    assert "\\" not in clean
    assert clean.isprintable()
    assert not clean.startswith(".")


def test_a_long_name_keeps_its_ending() -> None:
    assert file_name("x" * 300 + ".pdf").endswith("x.pdf")
    assert file_name("C:\\Users\\li\\..\\passwd.txt") == "passwd.txt"
    assert file_name("../../etc/passwd") == "passwd"


@pytest.mark.parametrize(("said", "kept"), [
    ("Application/PDF", "application/pdf"), ("image/svg+xml", "image/svg+xml"), ("", "application/octet-stream"),
    ("text/html; charset=utf-8", "application/octet-stream"), ("a/b\r\nX: y", "application/octet-stream"), ("a/b\n", "application/octet-stream"),
])
def test_a_type_is_one_or_unknown(said: str, kept: str) -> None:
    assert media_type(said) == kept
