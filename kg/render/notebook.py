"""The page inside a notebook cell: a sandboxed frame that can run its own scripts and save files, and nothing else."""

from __future__ import annotations

from html import escape


class Shown:
    """A page that a notebook displays. `html` is the page itself."""

    def __init__(self, html: str, height: int = 640) -> None:
        self.html = html
        self.height = height

    def _repr_html_(self) -> str:
        return (
            f'<iframe sandbox="allow-scripts allow-downloads" width="100%" height="{self.height}" '
            f'style="border:1px solid #d0d7de;border-radius:6px" title="Graph" srcdoc="{escape(self.html)}"></iframe>'
        )

    def __repr__(self) -> str:
        return f"<page of {len(self.html):,} characters; shown as a graph in a notebook>"
