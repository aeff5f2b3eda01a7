"""Pages. `gather` and `presets` decide what to show, `layout` where, `page` how.

page_of(store)                                        the page of a build, one offline HTML file
page_of(store, preset="drug", concept="bevacizumab")  a picture that answers one question
write_page(store, out, trials=["NCT01234567"])        the same into a file, whole or not at all
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.files import write_whole

if TYPE_CHECKING:
    from kg.render.presets.frame import Evidence
    from kg.render.view import View
    from kg.store import Store


def view_of(
    store: Store,
    *,
    preset: str = "",
    trials: Collection[str] = (),
    concept: str = "",
    query: str = "",
    depth: int = 2,
    evidence: Evidence | None = None,
) -> View:
    """What a page shows: all trials or those named, what lies around a concept, what a query yields, or a preset.

    `evidence` reads the evidence of some trials as a build packs it; without, the store is asked for it. Raises
    `InputError` for what does not go together or is not there.
    """
    from kg.errors import InputError
    from kg.render.focus import all_of, of_query
    from kg.render.presets import Wanted
    from kg.render.presets import preset as build

    if depth < 1:
        raise InputError(f"{depth} steps lead nowhere: give a depth of 1 or more")
    if query and (preset or concept or trials):
        raise InputError("a query says itself what to draw: give it without a preset, trial or concept")
    wanted = Wanted(store, trials, concept, evidence)
    if query:
        return of_query(wanted, query)
    return build(preset, wanted) if preset else all_of(wanted, depth)


def overview_of(store: Store, *, title: str = "") -> str:
    """The whole build as a map, for builds too large to draw with names. Raises `InputError` beyond 100,000 points."""
    from kg.render.overview import map_of
    from kg.render.page import render_overview

    return render_overview(map_of(store), title=title)


def page_of(store: Store, *, title: str = "", sparql: str = "", **wanted: Any) -> str:
    """The interactive page of what `view_of` yields; its question is the title where none is given. `sparql` is the
    address of a server's query page, up to the query."""
    from kg.render.page import render_what_fits

    return render_what_fits(view_of(store, **wanted), title=title, sparql=sparql)


def write_page(store: Store, out: Path, *, title: str = "", **wanted: Any) -> View:
    """Write the page to a file, whole or not at all, and return what it shows. Raises `InputError` for what is too
    large to draw, with what to do instead."""
    from kg.render.page import render_fitting

    view = view_of(store, **wanted)
    write_whole(out, render_fitting(view, title=title))
    return view


def write_overview(store: Store, out: Path, *, title: str = "") -> None:
    """Write the map to a file, whole or not at all."""
    write_whole(out, overview_of(store, title=title))
