"""How a view looks: one HTML file that asks nobody for anything.

vis-network comes out of the installed pyvis, whose `Network` also carries nodes and edges into the page; its own
template and `show` are not used (they ask a CDN, and let titles run as markup). Data enters the page as escaped JSON
and is shown as text only; the page's policy lets nothing run but the two scripts whose hashes it names.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jinja2

from kg.errors import InputError, ResourceError
from kg.render.describe import short_title
from kg.render.layout import (
    ARM_GAP,
    BOX,
    FIRST,
    GAP,
    LANE,
    LARGEST,
    LARGEST_BY_COLUMNS,
    LEFT,
    MOST_ROWS,
    NEXT,
    ROOMY_ROW,
    ROW,
    TALL,
    place,
)
from kg.render.style import COMBINED, GIVEN, KINDS, RELATIONS
from kg.render.view import Fact, View, ViewNode, shorten
from kg.terms import PREFIXES, THINGS

_STATIC = Path(__file__).parent / "static"
_PROGRAM = ("model.js", "draw.js", "panel.js", "export.js", "main.js")
_LIBRARY = "lib/vis-9.1.2/vis-network.min.js"
LARGEST_NODES = 100_000
LARGEST_BYTES = 30_000_000


_LEAN = (
    "This graph is large: each edge shows its first mention only, without the sentence around it. "
    "The page of one trial or concept shows all, and so does the store."
)


class TooLargeError(InputError):
    """A view that no browser would open with pleasure; the message says how to narrow it."""


def render(view: View, *, title: str, note: str = "") -> str:
    """The page of a view: the same view gives the same bytes. `note` is said where the page opens.

    Raises `TooLargeError` beyond about 100,000 nodes or 30 MB.
    """
    if len(view.nodes) > LARGEST_NODES:
        raise TooLargeError(_narrow(f"{len(view.nodes):,} nodes"))
    data = _json({**_payload(view), "note": note})
    if len(data) > LARGEST_BYTES:
        raise TooLargeError(_narrow(f"{len(data) / 1e6:.0f} MB of data"))
    library, program, css = _library(), _program(), _static("page.css")
    scripts = " ".join(f"'{_hash(text)}'" for text in (library, program))
    policy = (
        f"default-src 'none'; script-src {scripts}; style-src '{_hash(css)}'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    return _template().render(title=title, policy=policy, css=css, library=library, program=program, data=data)


def render_what_fits(view: View, *, title: str) -> str:
    """The page of a view; of a large one without its sentences; of one too large even so, a page that says what to
    do. For builds, which should not fail because a picture of them would."""
    try:
        return render(view, title=title)
    except TooLargeError:
        try:
            return render(view.lean(), title=title, note=_LEAN)
        except TooLargeError as error:
            return render(View((), ()), title=title, note=f"Nothing is drawn: {error}.")


def _narrow(size: str) -> str:
    return (
        f"the view has {size}, too much for a page: name a trial or a concept, or ask "
        "SELECT ?trial WHERE { ?trial tkg:givesDrug drug:bevacizumab } and draw those trials"
    )


def _payload(view: View) -> dict[str, Any]:
    """The page's data: texts that repeat (evidence, trials) stand once and are named by number."""
    from pyvis.network import Network  # half a second, so only where a page is made

    places = place(view)
    number = {key: index for index, (key, _) in enumerate(view.trials)}
    evidence: dict[tuple[str, int, int, str, str, str], int] = {}

    def facts(rows: tuple[Fact, ...]) -> list[list[object]]:
        return [
            [fact.label, fact.text, fact.href, [evidence.setdefault(e, len(evidence)) for e in fact.evidence]]
            for fact in rows
        ]

    network = Network(directed=True)
    network.nodes = [
        {
            "id": node.id,
            "kind": node.kind,
            "label": node.label,
            "line": _one_line(node),
            "full": node.full,
            "facts": facts(node.facts),
            "codes": node.codes,
            "synonyms": node.synonyms,
            "trials": [number[key] for key in node.trials],
            **({"x": places[node.id][0], "y": places[node.id][1]} if places else {}),
        }
        for node in view.nodes
    ]
    network.edges = [
        {
            "from": edge.source,
            "to": edge.target,
            "relation": edge.relation,
            "confidence": edge.confidence,
            "method": edge.method,
            "rule": edge.rule,
            "evidence": [evidence.setdefault(e, len(evidence)) for e in edge.evidence],
            "facts": facts(edge.facts),
            "via": edge.via,
            "trials": [number[key] for key in edge.trials],
        }
        for edge in view.edges
    ]
    nodes, edges, *_ = network.get_network_data()
    return {
        "mode": _mode(len(view.nodes)),
        "columnar": len(view.nodes) <= LARGEST_BY_COLUMNS,
        "start": view.start or _start(view),
        "things": THINGS,
        "prefixes": {name: PREFIXES[name] for name in ("dcterms", "oa", "rdfs", "schema", "skos", "tkg")},
        "spacing": {
            "row": ROW,
            "roomy": ROOMY_ROW,
            "box": BOX,
            "gap": GAP,
            "arm": ARM_GAP,
            "tall": TALL,
            "left": LEFT,
            "first": FIRST,
            "next": NEXT,
            "most": MOST_ROWS,
            "lane": LANE,
        },
        "kinds": {name: {**kind._asdict(), "section": kind.section} for name, kind in KINDS.items()},
        "relations": {name: relation._asdict() for name, relation in RELATIONS.items()},
        "trials": view.trials,
        "nodes": [_filled(node) for node in nodes],
        "edges": [_filled(edge) for edge in edges],
        "evidence": list(evidence),
    }


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    """A row without what is empty, or the same as the label; the page's program puts it back."""
    label = row.get("label")
    return {
        key: value
        for key, value in row.items()
        if value not in ("", None, [], ()) and (key not in ("line", "full") or value != label)
    }


def _one_line(node: ViewNode) -> str:
    """A node's name in running text: whole words where the picture has two short lines."""
    first, _, second = node.label.partition("\n")
    if node.kind != "Trial":
        return shorten(node.full, 80)
    return f"{first} · {second}" if first in node.id and second else shorten(short_title(node.full), 60)


def _mode(nodes: int) -> str:
    """How much is drawn at once: everything with labels, everything with fewer, or a neighbourhood."""
    if nodes <= 300:
        return "full"
    if nodes <= 1500:
        return "quiet"
    return "summary" if nodes <= LARGEST else "ego"


def _start(view: View) -> str:
    """Where a neighbourhood view opens: the intervention that most trials share, else the node with most edges."""
    degrees = Counter(end for edge in view.edges for end in edge[:2])
    given = [node for node in view.nodes if KINDS[node.kind].color in (GIVEN, COMBINED)]
    best = min(given, key=lambda node: (-len(node.trials), node.id), default=None)
    if best is not None and len(best.trials) > 1:
        return best.id
    return min(degrees, key=lambda node: (-degrees[node], node), default="")


def _json(data: object) -> str:
    """JSON that cannot end the script element it stands in, nor a line of an old parser."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode("utf-8", "replace").decode("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _static(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")


@cache
def _program() -> str:
    return "(() => {\n" + "".join(_static(name) for name in _PROGRAM) + "})();\n"


@cache
def _library() -> str:
    spec = find_spec("pyvis")
    place = Path(spec.origin).parent / _LIBRARY if spec and spec.origin else None
    if place is None or not place.is_file():
        raise ResourceError(f"pyvis does not bring {_LIBRARY}: install pyvis 0.3.2")
    return place.read_text(encoding="utf-8").partition("//# sourceMappingURL=")[0]


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(_static("page.html.j2"))
