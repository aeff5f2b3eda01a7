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
from kg.render.layout import LARGEST, LARGEST_BY_COLUMNS, place
from kg.render.overview import Map, answer_of, data_of
from kg.render.style import COMBINED, GIVEN, KINDS, RELATIONS
from kg.render.view import Fact, Scene, View, ViewNode, shorten
from kg.terms import PREFIXES, THINGS

_STATIC = Path(__file__).parent / "static"
_PROGRAM = (
    "model.js", "layout.js", "labels.js", "draw.js", "panel.js", "legend.js", "table.js", "strip.js", "sparql.js",
    "export.js", "links.js", "main.js",
)  # fmt: skip
_MAP = ("overview/canvas.js", "overview/webgl.js", "overview/overview.js")
_SIGMA = "overview/sigma-graphology.min.js"
_LIBRARY = "lib/vis-9.1.2/vis-network.min.js"
LARGEST_NODES = 100_000
LARGEST_BYTES = 32_000_000


_LEAN = (
    "This graph is large: each edge shows its first mention only, without the sentence around it. "
    "The page of one trial or concept shows all, and so does the store."
)


_EMPTY = "There is nothing to draw."


class TooLargeError(InputError):
    """A view that no browser would open with pleasure; the message says how to narrow it."""


def render(view: View, *, title: str = "", note: str = "", sparql: str = "") -> str:
    """The page of a view: the same view gives the same bytes. `note` is said where the page opens; `sparql` is the
    address of a server's query page up to the query. Without a title the question of the view is the title.

    Raises `TooLargeError` beyond about 100,000 nodes or 30 MB.
    """
    if len(view.nodes) > LARGEST_NODES:
        raise TooLargeError(_narrow(f"{len(view.nodes):,} nodes"))
    data = _json({**_payload(view), "note": note, "sparql": sparql})
    if len(data) > LARGEST_BYTES:
        raise TooLargeError(_narrow(f"{len(data) / 1e6:.0f} MB of data"))
    return _fill(
        "page.html.j2",
        (_library(), _program(_PROGRAM), _static("page.css")),
        title=title or view.scene.question or "Clinical trial graph",
        answer=view.scene.answer,
        empty=view.scene.empty or _EMPTY,
        data=data,
    )


def render_overview(whole: Map, *, title: str = "") -> str:
    """The page of a whole build as a map."""
    return _fill(
        "overview/page.html.j2",
        (_static(_SIGMA), _program(_MAP), _static("page.css") + _static("overview/overview.css")),
        title=title or "Where do the trials of this build lie?",
        answer=answer_of(whole),
        data=_json(data_of(whole)),
    )


def _fill(template: str, parts: tuple[str, str, str], **values: str) -> str:
    """A template with its library, program and style, and a policy that lets nothing else run."""
    library, program, css = parts
    scripts = " ".join(f"'{_hash(text)}'" for text in (library, program))
    policy = (
        f"default-src 'none'; script-src {scripts}; style-src '{_hash(css)}'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    return _template(template).render(policy=policy, css=css, library=library, program=program, **values)


def render_fitting(view: View, *, title: str = "", sparql: str = "") -> str:
    """The page of a view, of a large one without its sentences. Raises `TooLargeError` where even that is too much."""
    try:
        return render(view, title=title, sparql=sparql)
    except TooLargeError:
        return render(view.lean(), title=title, note=_LEAN, sparql=sparql)


def render_what_fits(view: View, *, title: str = "", sparql: str = "") -> str:
    """The same; of a view too large even so, a page that says what to do. For builds, which should not fail because a
    picture of them would."""
    try:
        return render_fitting(view, title=title, sparql=sparql)
    except TooLargeError as error:
        empty = Scene(empty=f"Nothing is drawn: {error}.")
        return render(View((), (), scene=empty), title=title, note=empty.empty, sparql=sparql)


def _narrow(size: str) -> str:
    return (
        f"the view has {size}, too much for a page: name a trial or a concept, take a preset, or draw the trials of a "
        "query with --query, such as SELECT ?trial WHERE { ?trial tkg:givesDrug drug:bevacizumab }"
    )


def _payload(view: View) -> dict[str, Any]:
    """The page's data: texts that repeat (evidence, trials) stand once and are named by number."""
    from pyvis.network import Network  # half a second, so only where a page is made

    scene = view.scene
    places = {} if _columnar(view) else place(view)
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
            "lane": node.lane,
            "rank": node.rank,
            "note": node.note,
            "differs": node.differs or None,
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
            "days": edge.days,
        }
        for edge in view.edges
    ]
    nodes, edges, *_ = network.get_network_data()
    return {
        "mode": _mode(len(view.nodes)),
        "columnar": _columnar(view),
        "start": view.start or _start(view),
        "things": THINGS,
        "prefixes": PREFIXES,
        "kinds": {
            name: {**kind._asdict(), "title": kind.section, "left": kind.column < 0} for name, kind in KINDS.items()
        },
        "lanes": {name: lane._asdict() for name, lane in scene.lanes},
        "relations": {name: relation._asdict() for name, relation in (*RELATIONS.items(), *scene.relations)},
        "scene": {
            "preset": scene.preset,
            "query": scene.query,
            "heads": scene.heads,
            "aligned": scene.aligned,
        },
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
    about = shorten(short_title(node.full), 48)
    return f"{first} · {about}" if first in node.id and second else shorten(short_title(node.full), 60)


def _columnar(view: View) -> bool:
    """Whether the page lays it out in columns: presets, and small views."""
    return bool(view.scene.lanes) or len(view.nodes) <= LARGEST_BY_COLUMNS


def _mode(nodes: int) -> str:
    """How much is drawn at first: everything, or a neighbourhood in columns, from which everything can be had or not.

    More than some hundred nodes at once are a ball of points of which only some at its rim have room for a name.
    """
    if nodes <= 300:
        return "full"
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
def _program(names: tuple[str, ...]) -> str:
    return "(() => {\n" + "".join(_static(name) for name in names) + "})();\n"


@cache
def _library() -> str:
    spec = find_spec("pyvis")
    place = Path(spec.origin).parent / _LIBRARY if spec and spec.origin else None
    if place is None or not place.is_file():
        raise ResourceError(f"pyvis does not bring {_LIBRARY}: install pyvis 0.3.2")
    return place.read_text(encoding="utf-8").partition("//# sourceMappingURL=")[0]


@cache
def _template(name: str) -> jinja2.Template:
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(_static(name))
