"""Presets: pictures that each answer one question. A preset is one module with `build(wanted) -> View`.

trial       what one trial studies, gives in each arm by route, and measures when
compare     two trials, or two arms of one, side by side
landscape   which drugs are tried in a condition, and what is measured
drug        every trial that gives a drug, directly or inside a regimen
endpoints   who measures what, by which definition and with which instrument
ontology    the classes and properties of a build, with counts
"""

from __future__ import annotations

from importlib import import_module

from kg.errors import UnknownName
from kg.render.presets.frame import Wanted
from kg.render.view import View

PRESETS = ("trial", "compare", "landscape", "drug", "endpoints", "ontology")


def preset(name: str, wanted: Wanted) -> View:
    """The view of a preset. Raises `UnknownName` where the preset, a trial or a concept does not exist."""
    if name not in PRESETS:
        raise UnknownName(f"no preset {name!r}: there are {', '.join(PRESETS)}")
    view: View = import_module(f"kg.render.presets.{name}").build(wanted)
    return view


__all__ = ["PRESETS", "Wanted", "preset"]
