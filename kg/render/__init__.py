"""Pages. `gather` decides what to show, `layout` where, `page` how.

page_of(store, title="…")   the page of a build, one offline HTML file
show(store)                 the same for a notebook cell
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.render.notebook import Shown
    from kg.store import Store


def page_of(
    store: Store, *, title: str = "Clinical trial graph", trials: Collection[str] = (), concept: str = ""
) -> str:
    """The interactive page of a build, or of some of its trials, or of what lies around a concept."""
    from kg.render.gather import gather
    from kg.render.page import render_what_fits

    return render_what_fits(gather(store.handle, trials=trials, concept=concept), title=title)


def show(
    store: Store, *, title: str = "Clinical trial graph", trials: Collection[str] = (), concept: str = ""
) -> Shown:
    """The same page as an object that a notebook displays."""
    from kg.render.notebook import Shown

    return Shown(page_of(store, title=title, trials=trials, concept=concept))
