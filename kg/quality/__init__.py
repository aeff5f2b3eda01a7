"""A page on the quality of records and of what was made of them, for registry curators and careful readers.

    write_page(graph, Path("report.html"))      one offline file: nothing runs in it, nothing is asked for
"""

from __future__ import annotations

from kg.quality.page import page, write_page

__all__ = ["page", "write_page"]
