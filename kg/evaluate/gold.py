"""Annotations by hand: how they are loaded, and by what a concept of theirs is recognised."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeAlias

from kg.errors import InputError
from kg.text import name_key

Gold: TypeAlias = dict[str, Any]


def load_gold(folder: Path) -> dict[str, Gold]:
    """Gold annotations of a folder by the name of the record's file. Raises `InputError` where there are none, or where
    a file is no JSON."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        try:
            gold = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError) as error:
            raise InputError(f"{path}: cannot be read as JSON: {error}") from error
        if isinstance(gold, dict) and "seed" in gold:
            found[str(gold["seed"])] = gold
    if not found:
        raise InputError(f"{folder}: no gold annotation there (*.json with a “seed”)")
    return found


def keys(item: Gold) -> set[str]:
    """What a gold concept may be recognised by: its name, with and without what stands in brackets; its MeSH ids."""
    mesh = item.get("mesh") or []
    codes = {f"mesh:{m['id']}" for m in (mesh if isinstance(mesh, list) else [mesh])}
    plain, _, bracketed = item["normalized"].partition("(")
    return {name_key(n) for n in (item["normalized"], plain, bracketed) if name_key(n)} | codes
