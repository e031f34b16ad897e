"""A shape of values that are right already is what pydantic makes of them."""

from __future__ import annotations

import pytest
from pydantic import BaseModel

import contactcenter.app  # noqa: F401  # every shape is known once this is
from contactcenter.shapes.base import Shape
from contactcenter.shapes.tickets import Message
from contactcenter.shapes.wire import Resumed


def every(of: type[Shape]) -> set[type[Shape]]:
    return {*of.__subclasses__(), *(below for one in of.__subclasses__() for below in every(one))}


EVERY = sorted(every(Shape), key=lambda one: one.__qualname__)


def test_there_are_some() -> None:
    assert Message in EVERY


@pytest.mark.parametrize("kind", EVERY, ids=lambda one: one.__qualname__)
def test_it_is_what_pydantic_makes(kind: type[Shape]) -> None:
    for name, field in kind.model_fields.items():
        assert field.default_factory is None, name
        assert field.alias is None, name
        assert field.default in ([], {}) or not isinstance(field.default, list | dict | set), name
    assert not kind.__private_attributes__
    required = {name: object() for name, field in kind.model_fields.items() if field.is_required()}
    ours = kind.model_construct(**required)  # type: ignore[arg-type]
    theirs = BaseModel.model_construct.__func__(kind, **required)  # type: ignore[attr-defined]
    assert ours.__dict__ == theirs.__dict__
    assert ours.model_fields_set == theirs.model_fields_set


def test_two_do_not_share_a_list() -> None:
    first, second = (Resumed.model_construct(position=1, resync=False) for _ in range(2))
    first.events.append(None)  # type: ignore[arg-type]
    assert second.events == []
