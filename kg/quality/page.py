"""The quality page as HTML: an autoescaped template, a style sheet within it, a policy that lets nothing run."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

from kg import __version__
from kg.files import write_whole
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
    write_whole(out, page(graph))


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("quality.html.j2")
