"""The quality page as HTML: an autoescaped template, a style sheet within it, a policy that lets nothing run."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

from kg import __version__
from kg.quality.gather import gather

if TYPE_CHECKING:
    from kg.graph import Graph

_HERE = Path(__file__).parent


def page(graph: Graph) -> str:
    """The page, the same text for the same build."""
    return _template().render(
        quality=gather(graph), version=__version__, style=(_HERE / "quality.css").read_text(encoding="utf-8")
    )


def write_page(graph: Graph, out: Path) -> None:
    """Write the page, whole or not at all."""
    text = page(graph)
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("quality.html.j2")
