"""A wrong setting in words: which it is, what stands there, how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from contactcenter.settings.part import COUNTRY, NUMBER, NUMBER_OR_NONE, PREFIX, SLUG, TIME, TIME_OR_NONE

TELEPHONE = "is not a telephone number. Write it with + and the country's code, digits only, such as +861055550100"
A_TIME = "is not a time. Write hours and minutes, such as 21:30"
WORDS = {
    NUMBER: TELEPHONE,
    NUMBER_OR_NONE: TELEPHONE,
    SLUG: "is no short name. Write small letters, digits and hyphens, such as general",
    COUNTRY: "is no country's code. Write two capital letters, such as CN",
    TIME: A_TIME,
    TIME_OR_NONE: A_TIME,
}
SECRET_FILES = ("auth_token_file", "api_key_secret_file")


def explained(error: ValidationError, *, written: Mapping[str, object]) -> str:
    """All that is wrong, as one text for whoever starts the program.

    What is checked once the whole is read would come to light only at the next try: missing files are told at once.
    """
    lines = [f"{_name(item['loc'])}: {_words(item)}" for item in error.errors()]
    told = "; ".join([*lines, *_missing(written)])
    return f"Wrong setting: {told}. Correct it in config/*.toml or the environment."


def _name(path: tuple[int | str, ...]) -> str:
    """`phone.record (CONTACTCENTER_PHONE__RECORD)`; within a list no variable reaches, but the entry can be counted."""
    if not any(isinstance(part, int) for part in path):
        names = [str(part) for part in path]
        return f"{'.'.join(names)} ({PREFIX}{'__'.join(name.upper() for name in names)})"
    told = ""
    for part in path:
        if isinstance(part, int):
            told += f" (entry {part + 1})"
        else:
            told += f"{', ' if told.endswith(')') else '.' if told else ''}{part}"
    return told


def _words(item: ErrorDetails) -> str:
    if item["type"] == "extra_forbidden":
        return "there is no such setting"
    if item["type"] == "string_pattern_mismatch":
        words = WORDS.get(str(item.get("ctx", {}).get("pattern")))
        if words:
            return f"{item['input']!r} {words}"
    return item["msg"].removeprefix("Value error, ")


def _missing(written: Mapping[str, object]) -> list[str]:
    carrier = written.get("carrier")
    if not isinstance(carrier, dict):
        return []
    named = [(name, carrier.get(name)) for name in SECRET_FILES]
    return [f"carrier.{name}: there is no file {file}" for name, file in named
            if isinstance(file, str) and file and not Path(file).is_file()]
