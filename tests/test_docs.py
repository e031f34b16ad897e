"""What exists is written down: folders, events, settings, commands, dependencies, make's targets."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from pydantic import BaseModel
from typer.core import TyperCommand, TyperGroup

from contactcenter.events.catalogue import CATALOGUE
from contactcenter.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGE = re.compile(r"docs/[\w/-]+\.md")
LINK = re.compile(r"\]\(([^)#\s:]+)(?:#[^)]*)?\)")


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def folders() -> list[Path]:
    """The rooms of the house, and each channel."""
    house = ROOT / "contactcenter"
    found = [house, *house.iterdir(), *(house / "channels").iterdir()]
    return sorted(folder for folder in found if folder.is_dir() and any(folder.glob("*.py")))


def modules() -> list[Path]:
    """The modules that stand in no folder."""
    return [file for file in sorted((ROOT / "contactcenter").glob("*.py")) if file.name != "__init__.py"]


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: str(folder.relative_to(ROOT)))
def test_a_folder_names_its_page(folder: Path) -> None:
    text = (folder / "__init__.py").read_text(encoding="utf-8")
    first = (ast.get_docstring(ast.parse(text)) or "").split("\n\n")[0]
    named = PAGE.search(first)
    assert named, f"{folder.name}/__init__.py: the first line names no page docs/….md"
    assert (ROOT / named[0]).is_file(), f"{named[0]} is not there"


@pytest.mark.parametrize("module", modules(), ids=lambda module: str(module.name))
def test_a_page_that_a_module_names_is_there(module: Path) -> None:
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    named = PAGE.findall(docstring)
    assert named, f"{module.name} names no page docs/….md"
    assert [name for name in named if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("type_", CATALOGUE)
def test_an_event_is_explained(type_: str) -> None:
    assert CATALOGUE[type_].__doc__
    assert f"`{type_}`" in page("events.md")


def settings(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """Every setting by its dotted name."""
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from settings(inner, f"{prefix}{name}.")
        else:
            yield prefix + name


@pytest.mark.parametrize("name", list(settings(Settings)))
def test_a_setting_is_explained(name: str) -> None:
    assert f"`{name}`" in page("settings.md")


def commands(command: TyperCommand | TyperGroup | object, path: str = "") -> Iterator[str]:
    """Every command as it is typed, such as `agent add`."""
    if isinstance(command, TyperGroup):
        for name, inner in command.commands.items():
            yield from commands(inner, f"{path} {name}".strip())
    else:
        yield path


def test_a_command_is_explained() -> None:
    from contactcenter.__main__ import app  # noqa: PLC0415  # loads the whole command line

    names = list(commands(typer.main.get_command(app)))
    text = page("commands.md")
    assert names
    assert [name for name in names if f"contactcenter {name}" not in text] == []


def dependencies() -> list[str]:
    """What pyproject.toml and every package.json of ours ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = list(project["project"]["dependencies"])
    for group in project["dependency-groups"].values():
        asked += group
    names = [re.split(r"[\[<>=~! ]", line)[0] for line in asked]
    for file in (ROOT / "contactcenter").glob("**/package.json"):
        if "node_modules" not in file.parts:
            package = json.loads(file.read_text(encoding="utf-8"))
            names += [*package.get("dependencies", {}), *package.get("devDependencies", {})]
    return sorted(set(names))


@pytest.mark.parametrize("name", dependencies())
def test_a_dependency_has_its_reason(name: str) -> None:
    assert f"`{name}`" in page("dependencies.md")


def test_a_target_of_make_is_explained() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert phony
    text = page("make.md")
    assert [target for target in phony[1].split() if f"`make {target}`" not in text] == []


@pytest.mark.parametrize("file", sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")]), ids=lambda file: str(file.name))
def test_a_link_leads_somewhere(file: Path) -> None:
    targets = LINK.findall(file.read_text(encoding="utf-8"))
    assert [target for target in targets if not (file.parent / target).exists()] == []
