"""Who may import whom: a stage never imports another stage, only `pipeline` joins them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import kg

ROOT = Path(kg.__file__).parent
LAYERS = (
    {"english", "errors", "files", "garbage", "stream", "text"},
    {"terms"},
    {"build_report", "model", "resources", "sparql"},
    {"bindings", "grammar", "lexicons", "plugins"},
    {"wording"},
    {"read", "vocab", "store", "shards"},
    {"search", "remote", "totals"},
    {"extract", "ground", "emit", "query"},
    {"catalogue"},
    {"export"},
    {"apart"},
    {"analysis", "render", "serve", "check", "evaluate", "agreement", "explanation"},
    {"diff"},
    {"graph"},
    {"pipeline", "plots", "quality"},
    {"report"},
    {"cli"},
    {"__main__"},
)
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
# Rooms of one layer that may know one another: the extractors ground names and read the vocabulary's interface.
NEIGHBOURS = {("extract", "ground"), ("serve", "render")}
MODULES = sorted(path for path in ROOT.rglob("*.py") if path.name != "__init__.py" or path.parent != ROOT)


def _room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names if alias.name.startswith("kg."))
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "kg":
            found.update([node.module] if "." in node.module else [f"kg.{alias.name}" for alias in node.names])
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_what_lies_below_it(path: Path) -> None:
    parts = path.relative_to(ROOT).parts
    room = parts[0].removesuffix(".py")
    for module in _imports(path):
        other = _room(module)
        if other in ("", room, "__version__"):
            continue
        assert other in LEVEL, f"{module} is in no layer"
        assert LEVEL[other] < LEVEL[room] or (room, other) in NEIGHBOURS, f"{room} may not import {module}"


def test_every_room_has_a_layer() -> None:
    rooms = {path.relative_to(ROOT).parts[0].removesuffix(".py") for path in MODULES}
    assert rooms <= LEVEL.keys()
