"""The ontology is the one definition of every name: complete, sound as OWL 2 DL, and equal to what the code uses."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, BNode, Literal, URIRef

import kg
from kg.emit import emit_ontology
from kg.resources import ontology_dir, resource
from kg.terms import INTERVENTION_KINDS, KIND_PATHS, ONTOLOGY, PREFIXES

CODE = Path(kg.__file__).parent
NAME = re.compile(r"(?<![\w/#:.-])tkg:([A-Za-z]\w*)(?![\w=]|://)")
SCHEMA = rdflib.Namespace(PREFIXES["schema"])
RESERVED = tuple(str(namespace) for namespace in (RDF, RDFS, OWL, rdflib.XSD))
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
OWL_DATATYPES = {
    f"{PREFIXES['xsd']}{name}" for name in ("string", "integer", "decimal", "boolean", "dateTime", "anyURI")
}


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(resource("trialkg.ttl"))


def _terms(ontology: rdflib.Graph) -> dict[str, URIRef]:
    return {str(s)[len(ONTOLOGY) :]: s for s in set(ontology.subjects()) if str(s).startswith(ONTOLOGY)}  # type: ignore[misc]


def _strings(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _used_in_code() -> dict[str, set[str]]:
    """Local names of the ontology in the string literals of the code, with the modules."""
    used: dict[str, set[str]] = {}
    for path in sorted(CODE.rglob("*.py")):
        for text in _strings(path):
            for name in NAME.findall(text):
                used.setdefault(name, set()).add(str(path.relative_to(CODE)))
    return used


def _used_in_data() -> dict[str, set[str]]:
    """The same in queries, checks and lexicons."""
    used: dict[str, set[str]] = {}
    for path in sorted([*ontology_dir().rglob("*.rq"), *ontology_dir().rglob("*.tsv")]):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                for name in re.findall(r"(?<!\w)tkg:([A-Za-z]\w*)", line):
                    used.setdefault(name, set()).add(path.name)
    return used


def _node_kinds_in_code() -> set[str]:
    """Classes that the code gives to nodes by their plain name, `Node(path, "Arm")`."""
    return {text for path in CODE.rglob("*.py") for text in _strings(path) if re.fullmatch(r"[A-Z][A-Za-z]+", text)}


def test_every_name_that_the_code_uses_is_defined(ontology: rdflib.Graph) -> None:
    defined = _terms(ontology)
    assert {name: files for name, files in _used_in_code().items() if name not in defined} == {}


def test_every_name_that_queries_and_lexicons_use_is_defined(ontology: rdflib.Graph) -> None:
    defined = _terms(ontology)
    assert {name: files for name, files in _used_in_data().items() if name not in defined} == {}


def test_every_name_that_is_defined_is_used(ontology: rdflib.Graph) -> None:
    used = set(_used_in_code()) | set(_used_in_data()) | _node_kinds_in_code() | set(KIND_PATHS)
    general = {
        str(o)[len(ONTOLOGY) :] for p in (RDFS.subClassOf, RDFS.subPropertyOf) for o in ontology.objects(None, p)
    }
    assert set(_terms(ontology)) - used - general == set()


def test_every_class_of_concepts_is_defined(ontology: rdflib.Graph) -> None:
    for kind in KIND_PATHS:
        assert (URIRef(ONTOLOGY + kind), RDF.type, OWL.Class) in ontology
    for kind in INTERVENTION_KINDS:
        assert (URIRef(ONTOLOGY + kind), RDFS.subClassOf, URIRef(f"{ONTOLOGY}Intervention")) in ontology


def test_every_class_has_a_shape(ontology: rdflib.Graph) -> None:
    shapes = rdflib.Graph().parse(resource("shapes.ttl"))
    covered = set(shapes.objects(None, URIRef(f"{PREFIXES['sh']}targetClass")))
    classes = {term for term in _terms(ontology).values() if (term, RDF.type, OWL.Class) in ontology}
    assert classes - covered - {URIRef(f"{ONTOLOGY}Entry")} == set()
    names = {str(o) for o in [*shapes.objects()] if str(o).startswith(ONTOLOGY)}
    assert names <= {str(term) for term in _terms(ontology).values()}


def test_every_term_has_one_label_and_one_comment_of_its_own(ontology: rdflib.Graph) -> None:
    comments = {}
    for name, term in _terms(ontology).items():
        labels, (comment,) = list(ontology.objects(term, RDFS.label)), ontology.objects(term, RDFS.comment)
        assert [label.language for label in labels if isinstance(label, Literal)] == ["en"], name
        assert str(comment).endswith((".", "…")), name
        assert comments.setdefault(str(comment), name) == name
        assert name[0].isupper() == ((term, RDF.type, OWL.Class) in ontology)


def test_every_term_is_of_exactly_one_kind(ontology: rdflib.Graph) -> None:
    for term in set(ontology.subjects()):
        if term == URIRef(ONTOLOGY.rstrip("#")):
            continue
        assert len([kind for kind in KINDS if (term, RDF.type, kind) in ontology]) == 1, term


def test_the_axioms_are_owl_2_dl(ontology: rdflib.Graph) -> None:
    """As far as it can be told without a reasoner: all is declared, nothing punned, no reserved name redefined."""

    def of(kind: URIRef) -> set[rdflib.term.Node]:
        return set(ontology.subjects(RDF.type, kind))

    classes, objects, datas, annotations = map(of, KINDS)
    assert not any(isinstance(node, BNode) for triple in ontology for node in triple)
    assert not any(str(s).startswith(RESERVED) for s in classes | objects | datas | annotations)
    for s, p, o in ontology:
        if p == RDF.type:
            assert o in {*KINDS, OWL.Ontology}, s
        elif p in (RDFS.subClassOf, OWL.disjointWith):
            assert {s, o} <= classes
        elif p == RDFS.subPropertyOf:
            assert {s, o} <= objects or {s, o} <= datas
        elif p == RDFS.domain:
            assert s in objects | datas
            assert o in classes
        elif p == RDFS.range:
            assert (s in objects and o in classes) or (s in datas and str(o) in OWL_DATATYPES)
        else:
            built_in = {RDFS.label, RDFS.comment, RDFS.seeAlso, OWL.versionInfo, OWL.versionIRI}
            assert p in annotations | built_in, p


def test_no_class_is_below_a_class_it_is_disjoint_with(ontology: rdflib.Graph) -> None:
    for term in set(ontology.subjects(RDF.type, OWL.Class)):
        above = set(ontology.transitive_objects(term, RDFS.subClassOf))
        for one, other in ontology.subject_objects(OWL.disjointWith):
            assert not {one, other} <= above


@pytest.mark.parametrize(
    ("name", "predicate", "curie"),
    [
        ("Trial", RDFS.subClassOf, "schema:MedicalTrial"),
        ("Trial", SKOS.exactMatch, "NCIT:C71104"),
        ("Trial", SKOS.exactMatch, "OBI:0003699"),
        ("Trial", SKOS.exactMatch, "biolink:ClinicalTrial"),
        ("Entry", SKOS.closeMatch, "biolink:ClinicalIntervention"),
        ("Arm", SKOS.exactMatch, "NCIT:C174447"),
        ("Intervention", SKOS.closeMatch, "OBI:0000931"),
        ("Drug", RDFS.subClassOf, "schema:Drug"),
        ("DrugClass", RDFS.subClassOf, "schema:DrugClass"),
        ("Procedure", RDFS.subClassOf, "schema:MedicalProcedure"),
        ("CombinationProduct", SKOS.exactMatch, "NCIT:C54696"),
        ("Condition", RDFS.subClassOf, "schema:MedicalCondition"),
        ("Condition", SKOS.exactMatch, "biolink:DiseaseOrPhenotypicFeature"),
        ("Phase", SKOS.exactMatch, "NCIT:C48281"),
        ("DesignFeature", SKOS.exactMatch, "NCIT:C15787"),
        ("Biomarker", SKOS.exactMatch, "NCIT:C16342"),
        ("EligibilityCriterion", SKOS.closeMatch, "OBI:0500026"),
        ("EligibilityCriterion", SKOS.closeMatch, "NCIT:C16112"),
        ("OutcomeMeasure", SKOS.exactMatch, "CTO:0000051"),
        ("Endpoint", SKOS.closeMatch, "SIO:000508"),
        ("Organization", RDFS.subClassOf, "schema:Organization"),
        ("Site", RDFS.subClassOf, "schema:Place"),
        ("Assertion", RDFS.seeAlso, "rdf:Statement"),
        ("Assertion", RDFS.subClassOf, "prov:Entity"),
        ("Mention", RDFS.subClassOf, "oa:TextQuoteSelector"),
        ("Mention", RDFS.subClassOf, "oa:TextPositionSelector"),
        ("SourceRecord", RDFS.subClassOf, "prov:Entity"),
        ("SourceField", RDFS.subClassOf, "prov:Entity"),
        ("BuildRun", RDFS.subClassOf, "prov:Activity"),
        ("studies", RDFS.subPropertyOf, "schema:healthCondition"),
        ("tests", RDFS.subPropertyOf, "schema:studySubject"),
        ("hasComponent", RDFS.subPropertyOf, "bfo:0000051"),
        ("inDrugClass", RDFS.subPropertyOf, "schema:drugClass"),
        ("hasPrimaryOutcome", RDFS.subPropertyOf, "tkg:hasOutcomeMeasure"),
    ],
)
def test_terms_are_aligned(ontology: rdflib.Graph, name: str, predicate: URIRef, curie: str) -> None:
    prefix, _, local = curie.partition(":")
    assert (URIRef(ONTOLOGY + name), predicate, URIRef(PREFIXES[prefix] + local)) in ontology


def test_nothing_is_said_to_treat() -> None:
    assert not any("treats" in name.lower() for name in [*_used_in_code(), *_used_in_data()])


def test_the_header_says_version_and_licence(ontology: rdflib.Graph) -> None:
    header = URIRef(ONTOLOGY.rstrip("#"))
    assert str(ontology.value(header, OWL.versionInfo)) == kg.__version__
    assert str(ontology.value(header, OWL.versionIRI)).endswith(f"/{kg.__version__}")
    assert ontology.value(header, DCTERMS.license) == URIRef("https://www.apache.org/licenses/LICENSE-2.0")


def test_the_ontology_goes_into_the_graph_whole(ontology: rdflib.Graph) -> None:
    lines = emit_ontology()
    assert list(lines) == sorted(set(lines))
    assert len(lines) == len(ontology)


def test_prefixes_are_the_project_s_own() -> None:
    text = resource("trialkg.ttl").read_text(encoding="utf-8")
    for prefix, namespace in re.findall(r"^PREFIX (\w+): <(.*)>$", text, re.MULTILINE):
        assert PREFIXES[prefix] == namespace
    assert len(set(PREFIXES.values())) == len(PREFIXES)
