"""Law 3: the log holds ids, versions, codes and times; never a patron's words, name, address or file name."""

from __future__ import annotations

import re
import types
from datetime import datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Annotated, Literal, Union, get_args, get_origin

import pytest
from pydantic import ValidationError

from contactcenter.events import catalogue
from contactcenter.events.catalogue import CATALOGUE, parse
from contactcenter.events.catalogue.event import Event

PAGE = Path(__file__).resolve().parents[2] / "docs" / "events.md"
ID = re.compile(r"(.+_)?(id|ids|version|attempts|priority)")
CODE = re.compile(r"[a-z0-9][a-z0-9_.\-]{0,63}")


def leaves(type_: object) -> list[object]:
    """The plain types that a field's type is made of."""
    origin = get_origin(type_)
    if origin is Annotated:
        return leaves(get_args(type_)[0])
    if origin is Literal:
        return list(get_args(type_))
    if origin in (Union, types.UnionType, tuple):
        return [leaf for part in get_args(type_) for leaf in leaves(part)]
    return [type_]


def pattern_of(cls: type[Event], name: str) -> str | None:
    """The pattern that a field's text must match, wherever in its type it stands."""
    found = re.search(r"'pattern': '(.*?)'", repr(cls.model_json_schema()["properties"][name]))
    return found[1].replace("\\\\", "\\") if found else None


@pytest.mark.parametrize("type_", CATALOGUE)
def test_a_field_can_hold_no_free_text(type_: str) -> None:
    for name, field in CATALOGUE[type_].model_fields.items():
        for leaf in leaves(field.annotation):
            if leaf is int:
                assert ID.fullmatch(name), f"{type_}.{name}: a number that is no id, version, count or step"
            elif leaf is str:
                pattern = pattern_of(CATALOGUE[type_], name)
                assert pattern, f"{type_}.{name} is free text"
                for words in ("Amina Okafor", "李雷", "amina@uni.example", "thesis final.pdf", "a" * 65, ""):
                    assert not re.search(pattern, words), f"{type_}.{name} would hold {words!r}"
            elif isinstance(leaf, str):
                assert CODE.fullmatch(leaf), f"{type_}.{name}: {leaf!r} is no code"
            else:
                assert leaf in (datetime, bool, type(None), Ellipsis), f"{type_}.{name} holds {leaf}"


@pytest.mark.parametrize("type_", CATALOGUE)
def test_its_name_says_what_happened(type_: str) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z]+(_[a-z]+)*", type_)
    cls = CATALOGUE[type_]
    assert cls.__doc__
    assert cls.model_config == {"extra": "forbid", "frozen": True}
    with pytest.raises(ValidationError):
        parse(type_, {"words": "Dear library"})


def test_one_class_a_name() -> None:
    for module in iter_modules(catalogue.__path__):
        import_module(f"{catalogue.__name__}.{module.name}")
    assert len(CATALOGUE) == len(Event.__subclasses__())
    with pytest.raises(KeyError):
        parse("patron.shouted", {})


def test_whoever_hears_as_a_patron_hears_of_one_ticket() -> None:
    heard = [cls for cls in CATALOGUE.values() if cls.patron_sees]
    assert heard
    assert [cls for cls in heard if "ticket_id" not in cls.model_fields] == []


def test_the_page_lists_every_event_and_who_hears_it() -> None:
    rows = re.findall(r"^\| `([a-z_.]+)` \| (yes)? ?\|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {name: bool(yes) for name, yes in rows} == {name: cls.patron_sees for name, cls in CATALOGUE.items()}
