"""Write the console's TypeScript types from the shapes of the API and the catalogue of events.

`python tools/generate_types.py` writes them, `--check` fails when the files on disk differ.
The same input always gives the same bytes. See docs/make.md.
"""

from __future__ import annotations

import argparse
import inspect
import json
import sys
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType
from typing import Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the script runs from a checkout, installed or not

from contactcenter import shapes  # noqa: E402  # the path above must come first
from contactcenter.events import catalogue  # noqa: E402
from contactcenter.shapes.base import Ask, Shape  # noqa: E402

GENERATED = ROOT / "contactcenter/agent_ui/console/src/generated"
HEAD = "// Made by `make types` from {source}. Do not edit.\n\n"
INSTANT = "/** A time in UTC as RFC 3339 writes it. */\nexport type Instant = string;\n"
PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


class Node(BaseModel):
    """The part of JSON Schema that pydantic writes for our models."""

    model_config = ConfigDict(extra="ignore")
    ref: str | None = Field(None, alias="$ref")
    type: str | None = None
    format: str | None = None
    description: str = ""
    const: str | int | bool | None = None
    enum: list[str | int] | None = None
    any_of: list[Node] | None = Field(None, alias="anyOf")
    items: Node | None = None
    properties: dict[str, Node] = Field(default_factory=dict)
    required: list[str] = Field(default_factory=list)
    additional: bool | Node = Field(default=True, alias="additionalProperties")


def modules(package: ModuleType) -> list[ModuleType]:
    """The modules of a package by their names, those of its folders too."""
    found = walk_packages(package.__path__, f"{package.__name__}.")
    return [import_module(module.name) for module in sorted(found, key=attrgetter("name"))]


def aliases(package: ModuleType) -> dict[str, tuple[str, ...]]:
    """The named sets of words (`Role = Literal[...]`) that a package's modules speak of."""
    return {
        name: get_args(value)
        for module in modules(package)
        for name, value in sorted(vars(module).items())
        if get_origin(value) is Literal and not name.startswith("_")
    }


def models(package: ModuleType) -> list[type[BaseModel]]:
    """The models that a package's modules define, in the order in which they are written."""
    return [
        value
        for module in modules(package)
        for value in vars(module).values()
        if inspect.isclass(value)
        and issubclass(value, BaseModel)
        and value.__module__ == module.__name__
        and not value.__name__.startswith("_")
    ]


def ts(node: Node, names: dict[tuple[str, ...], str]) -> str:
    """A schema as a TypeScript type. Raises `ValueError` for what it has no word for."""
    if node.ref is not None:
        return node.ref.rsplit("/", 1)[-1]
    if node.any_of is not None:
        return " | ".join(dict.fromkeys(ts(option, names) for option in node.any_of))
    if node.const is not None:
        return json.dumps(node.const)
    if node.enum is not None:
        known = names.get(tuple(str(word) for word in node.enum))
        return known or " | ".join(json.dumps(word) for word in node.enum)
    if node.type == "string" and node.format == "date-time":
        return "Instant"
    if node.type == "array" and node.items is not None:
        inner = ts(node.items, names)
        return f"({inner})[]" if " | " in inner else f"{inner}[]"
    if node.type == "object":
        inner = ts(node.additional, names) if isinstance(node.additional, Node) else "unknown"
        return f"Record<string, {inner}>"
    if node.type is None:
        return "unknown"
    if node.type not in PLAIN:
        raise ValueError(f"no TypeScript for a schema of type {node.type}")
    return PLAIN[node.type]


def comment(text: str) -> str:
    """A docstring as JSDoc."""
    lines = inspect.cleandoc(text).replace("*/", "* /").splitlines()
    if not lines:
        return ""
    if len(lines) == 1:
        return f"/** {lines[0]} */\n"
    return "/**\n" + "".join(f" * {line}".rstrip() + "\n" for line in lines) + " */\n"


def interface(model: type[BaseModel], names: dict[tuple[str, ...], str], *, sent: bool) -> str:
    """One model. What we send (`sent`) has every field; in what we are sent a default may be left out."""
    schema = model.model_json_schema(mode="serialization" if sent else "validation")
    node = Node.model_validate(schema)
    lines = [
        f"  {name}{'' if sent or name in node.required else '?'}: {ts(child, names)};\n"
        for name, child in node.properties.items()
    ]
    if model.model_config.get("extra") == "allow":
        lines.append("  [more: string]: unknown;\n")
    return f"{comment(node.description)}export interface {model.__name__} {{\n{''.join(lines)}}}\n"


def words(found: dict[str, tuple[str, ...]]) -> list[str]:
    """Type aliases for named sets of words."""
    return [f"export type {name} = {' | '.join(map(json.dumps, args))};\n" for name, args in found.items()]


def shapes_file() -> str:
    """What crosses the API and the sockets."""
    found = aliases(catalogue) | aliases(shapes)
    names = {args: name for name, args in found.items()}
    parts = [INSTANT, *words(found)]
    parts += [
        interface(model, names, sent=issubclass(model, Shape))
        for model in models(shapes)
        if model not in (Shape, Ask)
    ]
    return HEAD.format(source="contactcenter/shapes/") + "\n".join(parts)


def events_file() -> str:
    """The data of every event, and the map from an event's name to its data."""
    found = aliases(catalogue)
    names = {args: name for name, args in found.items()}
    parts = [f'import type {{ {", ".join(["Instant", *found])} }} from "./shapes.gen";\n']
    events = list(catalogue.CATALOGUE.values())
    parts += [interface(event, names, sent=True) for event in events]
    rows = "".join(f"  {json.dumps(event.type)}: {event.__name__};\n" for event in events)
    parts.append(f"/** The data of an event by its name. */\nexport interface EventData {{\n{rows}}}\n")
    parts.append("export type EventType = keyof EventData;\n")
    parts.append(
        "/** An event whose `type` tells the type of its `data`. */\n"
        "export type CatalogueEvent = {\n"
        "  [T in EventType]: { type: T; data: EventData[T] };\n"
        "}[EventType];\n"
    )
    return HEAD.format(source="contactcenter/events/catalogue/") + "\n".join(parts)


def main() -> int:
    """Write the files, or compare them; 1 when they differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 when they differ")
    check = bool(parser.parse_args().check)
    stale = []
    for name, text in (("shapes.gen.ts", shapes_file()), ("events.gen.ts", events_file())):
        file = GENERATED / name
        if file.is_file() and file.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    if check and stale:
        sys.stderr.write(f"Out of date: {', '.join(stale)}. Run `make types` and commit the result.\n")
        return 1
    sys.stdout.write("types: unchanged\n" if not stale else f"types: wrote {', '.join(stale)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
