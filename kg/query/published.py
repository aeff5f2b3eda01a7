"""The named questions as data: each one a SHACL-annotated SPARQL query, the way the SIB's examples are.

Other tools (editors, assistants, test harnesses) read questions in this form: `sh:SPARQLExecutable` with the query,
`rdfs:comment` with what it answers, `schema:target` with where to ask it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from kg.query.questions import Parameter, Question, questions
from kg.terms import PREFIXES, THINGS, expand

_HEAD = re.compile(r"^#.*\n", re.MULTILINE)
_PREFIX = re.compile(r"^\s*PREFIX\s+([\w.-]*):\s*<([^>]*)>\s*\n", re.MULTILINE | re.IGNORECASE)
_FORMS = {"SELECT": "Select", "ASK": "Ask", "CONSTRUCT": "Construct", "DESCRIBE": "Describe"}
_KEYWORDS = frozenset("drug arm endpoint outcome trial population finding instrument design condition route".split())
_TYPES = {"text": "xsd:string", "integer": "xsd:integer", "decimal": "xsd:decimal"}


def questions_turtle(target: str = "") -> str:
    """All named questions as Turtle; `target` is the address of an endpoint that answers them."""
    triples: list[ox.Triple] = []
    used: dict[str, str] = {}
    for question in questions():
        used.update(_PREFIX.findall(question.sparql))
        triples += _triples(question, target)
    for prefix, namespace in sorted(used.items()):
        node = _node(f"{THINGS}question/prefix/{prefix}")
        triples += [
            ox.Triple(_node(f"{THINGS}question"), _name("sh:declare"), node),
            ox.Triple(node, _name("rdf:type"), _name("sh:PrefixDeclaration")),
            ox.Triple(node, _name("sh:prefix"), ox.Literal(prefix)),
            ox.Triple(node, _name("sh:namespace"), ox.Literal(namespace, datatype=_name("xsd:anyURI"))),
        ]
    names = {prefix: PREFIXES[prefix] for prefix in ("rdf", "rdfs", "schema", "sh", "xsd", "dcterms")}
    names["question"] = f"{THINGS}question/"
    return turtle(triples, names)


def turtle(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> str:
    """Statements as Turtle, the same each time."""
    written = ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes)) or b""
    lines = written.decode().splitlines(keepends=True)
    heads = [line for line in lines if line.startswith("@prefix")]  # the engine writes them in any order
    return "".join(sorted(heads) + lines[len(heads) :])


def _triples(question: Question, target: str) -> list[ox.Triple]:
    node = _node(f"{THINGS}question/{question.name}")
    text = _HEAD.sub("", question.sparql).strip() + "\n"
    form = next(word for word in re.findall(r"\w+", _PREFIX.sub("", text)) if word.upper() in _FORMS).upper()
    found = [
        ox.Triple(node, _name("rdf:type"), _name("sh:SPARQLExecutable")),
        ox.Triple(node, _name("rdf:type"), _name(f"sh:SPARQL{_FORMS[form]}Executable")),
        ox.Triple(node, _name("rdfs:label"), ox.Literal(question.name)),
        ox.Triple(node, _name("rdfs:comment"), ox.Literal(question.question, language="en")),
        ox.Triple(node, _name("dcterms:description"), ox.Literal(question.why, language="en")),
        ox.Triple(node, _name("sh:prefixes"), _node(f"{THINGS}question")),
        ox.Triple(node, _name(f"sh:{form.lower()}"), ox.Literal(text)),
    ]
    found += [ox.Triple(node, _name("schema:keywords"), ox.Literal(word)) for word in _keywords(question)]
    if target:
        found.append(ox.Triple(node, _name("schema:target"), _node(target)))
    for place, parameter in enumerate(question.parameters):
        found += _parameter(node, parameter, place)
    return found


def _parameter(question: ox.NamedNode, parameter: Parameter, place: int) -> list[ox.Triple]:
    node = _node(f"{question.value}/{parameter.name}")
    default: ox.NamedNode | ox.Literal = ox.Literal(parameter.default)
    if parameter.type == "concept" and "/" in parameter.default:
        default = _node(THINGS + parameter.default)
    elif parameter.type in _TYPES and parameter.type != "text":
        default = ox.Literal(parameter.default, datatype=_name(_TYPES[parameter.type]))
    kind = (
        ox.Triple(node, _name("sh:datatype"), _name(_TYPES[parameter.type]))
        if parameter.type in _TYPES
        else ox.Triple(node, _name("sh:nodeKind"), _name("sh:IRI"))
    )
    return [
        ox.Triple(question, _name("sh:parameter"), node),
        ox.Triple(node, _name("rdf:type"), _name("sh:Parameter")),
        ox.Triple(node, _name("sh:name"), ox.Literal(parameter.name)),
        ox.Triple(node, _name("sh:order"), ox.Literal(place)),
        ox.Triple(node, _name("sh:defaultValue"), default),
        kind,
    ]


def _keywords(question: Question) -> list[str]:
    words = re.findall(r"[a-z]+", f"{question.name} {question.question}".lower())
    return sorted({word.removesuffix("s") for word in words} & _KEYWORDS)


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _name(curie: str) -> ox.NamedNode:
    return ox.NamedNode(expand(curie))
