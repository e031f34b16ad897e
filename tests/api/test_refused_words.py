"""Whatever the API refuses by a code, the Chinese console says in Chinese: none of it is shown as its English detail."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORDS = ROOT / "contactcenter/agent_ui/console/src/i18n"
ELSEWHERE = {"own_queue", "queue_not_empty", "queue_closed", "too_many"}
"""Conflicts that a screen says in words of its own, or the history of a rule."""
PROGRAMS = {"cursor", "zone_missing"}
"""What only a program can get wrong."""


def raised(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Each place of the source where such an exception is made, with the file it stands in."""
    for file in sorted((ROOT / "contactcenter").rglob("*.py")):
        source = file.read_text("utf-8")
        if name not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield f"{file.name}:{node.lineno}", node


def literal(node: ast.expr | None) -> str | None:
    """Its text, where it is one."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def said(file: str, group: str) -> set[str]:
    """The codes that a file of words has words for."""
    source = (WORDS / file).read_text("utf-8")
    return set(re.findall(r'\b(\w+): "', source[source.index(group):]))


def test_every_value_that_is_refused_has_chinese_words() -> None:
    words = said("zh-Hans/refused.ts", "refused:")
    refused = [(place, literal(next((one.value for one in node.keywords if one.arg == "code"), None)))
               for place, node in raised("Invalid")]
    assert len(refused) > 50
    assert [place for place, code in refused if code not in words | PROGRAMS] == []


def test_whoever_may_not_is_told_why_in_both_languages() -> None:
    both = said("zh-Hans/house.ts", "problem:") & said("en/house.ts", "problem:")
    codes = {literal(one.value) for _, node in raised("Forbidden") for one in node.keywords if one.arg == "code"}
    assert codes >= {"passed_on", "rings_you"}
    assert codes - both == set()


def test_every_conflict_has_words_in_both_languages() -> None:
    both = said("zh-Hans/house.ts", "problem:") & said("en/house.ts", "problem:")
    codes = {code for _, node in raised("Conflict") if node.args and (code := literal(node.args[0])) is not None}
    assert len(codes) > 40
    assert codes - both - ELSEWHERE == set()
