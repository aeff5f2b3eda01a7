"""What a page shows, as plain values. No look, no place, no store: `gather` fills it, `layout` and `page` draw it.

A view is a reading aid, not a copy of the graph: registry entries, administrations and outcome measures are folded
into the edges they explain. Each edge names the triples it stands for, so nothing it says is without its statement.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from kg.render.evidence import Evidence
from kg.render.style import Relation

LABEL_LENGTH = 28


class Fact(NamedTuple):
    """One line of a details panel, with the words of the record that support it."""

    label: str
    text: str
    href: str = ""
    evidence: tuple[Evidence, ...] = ()


class Code(NamedTuple):
    """A code in a published vocabulary: CURIE, address, and how near it is (exact, close, broad)."""

    curie: str
    url: str
    match: str


class ViewNode(NamedTuple):
    """A thing to draw. `id` is its path below `id/`, `label` its short name, `full` the whole one.

    A preset says in which of its scene's lanes a node stands, in which `rank` (else near what it is linked to), and
    what is noted beside its name; `differs` marks the note. An id that begins with `#` names no thing of the graph but
    a group that a preset made.
    """

    id: str
    kind: str
    label: str
    full: str
    facts: tuple[Fact, ...] = ()
    codes: tuple[Code, ...] = ()
    synonyms: tuple[str, ...] = ()
    trials: tuple[str, ...] = ()
    lane: str = ""
    rank: int | None = None
    note: str = ""
    differs: bool = False


class ViewEdge(NamedTuple):
    """A line to draw. `relation` is a key of `style.RELATIONS` or of the scene's own; `via` are the triples it stands
    for, as (path, CURIE, path); `days` is the horizon of an outcome."""

    source: str
    target: str
    relation: str
    confidence: float | None = None
    method: str = ""
    rule: str = ""
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[Fact, ...] = ()
    via: tuple[tuple[str, str, str], ...] = ()
    trials: tuple[str, ...] = ()
    days: float | None = None


class Lane(NamedTuple):
    """A place of a scene: its heading, its column (left to right) and its band in the column. The names of nodes stand
    left of their marks where `left`."""

    title: str
    column: int
    band: int = 0
    left: bool = False


class Scene(NamedTuple):
    """What a picture answers and how it stands. `lanes` and `heads` (of whole columns) are empty where kinds decide;
    `aligned` bands begin at one height in all columns."""

    preset: str = ""
    question: str = ""
    answer: str = ""
    query: str = ""
    lanes: tuple[tuple[str, Lane], ...] = ()
    heads: tuple[tuple[int, str], ...] = ()
    aligned: bool = False
    relations: tuple[tuple[str, Relation], ...] = ()
    empty: str = ""


class View(NamedTuple):
    """Everything a page shows, sorted. `start` is where an ego view opens, empty for the page's own choice."""

    nodes: tuple[ViewNode, ...]
    edges: tuple[ViewEdge, ...]
    trials: tuple[tuple[str, str], ...] = ()
    start: str = ""
    scene: Scene = Scene()

    def __repr__(self) -> str:
        return f"<View of {len(self.trials):,} trials: {len(self.nodes):,} nodes, {len(self.edges):,} edges>"

    def lean(self) -> View:
        """The same nodes and edges with one mention each, its words without their sentence, and facts without any."""

        def bare(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
            return tuple(fact._replace(evidence=()) for fact in facts)

        def first(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
            return tuple(one._replace(before="", after="") for one in evidence[:1])

        return self._replace(
            nodes=tuple(node._replace(facts=bare(node.facts)) for node in self.nodes),
            edges=tuple(edge._replace(facts=bare(edge.facts), evidence=first(edge.evidence)) for edge in self.edges),
        )

    def around(self, node_id: str, depth: int = 1) -> View:
        """The part of the view within `depth` steps of a node."""
        near = {node_id}
        for _ in range(depth):
            near |= {end for edge in self.edges if edge.source in near or edge.target in near for end in edge[:2]}
        return self.only(near)._replace(start=node_id)

    def only(self, wanted: Collection[str]) -> View:
        """The nodes with these ids, the edges among them, and the trials that have any of them."""
        nodes = tuple(node for node in self.nodes if node.id in wanted)
        kept = {key for node in nodes for key in node.trials}
        return self._replace(
            nodes=nodes,
            edges=tuple(edge for edge in self.edges if edge.source in wanted and edge.target in wanted),
            trials=tuple(trial for trial in self.trials if trial[0] in kept),
        )


def shorten(text: str, length: int = LABEL_LENGTH) -> str:
    """`text` on one line, cut at `length` characters.

    >>> shorten("colorectal  cancer", 10)
    'colorecta…'
    """
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
