"""Names of the graph: namespaces, CURIEs, IRIs of things. Every IRI that the project writes is made here.

`ontology/trialkg.ttl` is the one definition of the ontology's names; a test holds it and the names that the code uses
equal, so a misspelt name fails.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kg.text import slug

ONTOLOGY = "https://w3id.org/trialkg/ontology#"
THINGS = "https://w3id.org/trialkg/id/"

PREFIXES: dict[str, str] = {
    "tkg": ONTOLOGY,
    "id": THINGS,
    "biolink": "https://w3id.org/biolink/vocab/",
    "bfo": "http://purl.obolibrary.org/obo/BFO_",
    "CHEBI": "http://purl.obolibrary.org/obo/CHEBI_",
    "CTO": "http://purl.obolibrary.org/obo/CTO_",
    "dcterms": "http://purl.org/dc/terms/",
    "DOID": "http://purl.obolibrary.org/obo/DOID_",
    "DRUGBANK": "https://go.drugbank.com/drugs/",
    "EFO": "http://www.ebi.ac.uk/efo/EFO_",
    "HGNC": "https://identifiers.org/hgnc:",
    "HP": "http://purl.obolibrary.org/obo/HP_",
    "MAXO": "http://purl.obolibrary.org/obo/MAXO_",
    "mesh": "http://id.nlm.nih.gov/mesh/",
    "MONDO": "http://purl.obolibrary.org/obo/MONDO_",
    "NCIT": "http://purl.obolibrary.org/obo/NCIT_",
    "oa": "http://www.w3.org/ns/oa#",
    "OBI": "http://purl.obolibrary.org/obo/OBI_",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "RXNORM": "https://identifiers.org/rxnorm:",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "SIO": "http://semanticscience.org/resource/SIO_",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "UNII": "https://identifiers.org/unii:",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# The path below `id/` under which concepts of each kind live. A concept's id is "<path>/<local name>".
KIND_PATHS: dict[str, str] = {
    "Drug": "drug",
    "DrugClass": "drug-class",
    "Regimen": "regimen",
    "Combination": "combination",
    "CombinationProduct": "combination-product",
    "Procedure": "procedure",
    "Radiation": "radiation",
    "Device": "device",
    "DietarySupplement": "dietary-supplement",
    "Behavioral": "behavioral",
    "DiagnosticTest": "diagnostic-test",
    "Placebo": "placebo",
    "StandardCare": "standard-care",
    "OtherIntervention": "intervention",
    "Condition": "condition",
    "DiseaseState": "state",
    "LineOfTherapy": "line",
    "Route": "route",
    "Phase": "phase",
    "DesignFeature": "design",
    "BodySite": "site",
    "Biomarker": "biomarker",
    "Endpoint": "endpoint",
    "Instrument": "instrument",
    "ResponseCategory": "response",
    "TimeEvent": "event",
    "TimePoint": "time",
    "DiscontinuationReason": "discontinuation",
    "PriorTreatment": "prior-treatment",
    "Organization": "organization",
    "Site": "place",
}

# Paths of what is said of all trials together; it follows from the facts and is none of them.
SUMMARIES = ("endpoint-use", "short-form")

# Prefixes of things, one per path, so that files can write flat names: `part:NCT01234567-condition-0`.
THING_PREFIXES: dict[str, str] = {
    path: f"{THINGS}{path}/" for path in ("trial", "part", "graph", "run", *SUMMARIES, *KIND_PATHS.values())
}

DATASET = f"{THINGS}dataset"
FACTS_GRAPH = f"{THINGS}graph/facts"  # how queries call the default graph; the store has no such name
EVIDENCE_GRAPH = f"{THINGS}graph/evidence"
RUN_GRAPH = f"{THINGS}graph/run"
ODD_KEY = "*[^-A-Za-z0-9._~/+:@]*"
"""Keys of trials that do not stand in their IRIs as they are, as SQLite's GLOB has it."""
INTERVENTION_KINDS = frozenset(
    "Drug DrugClass Regimen Combination CombinationProduct Procedure Radiation Device DietarySupplement Behavioral "
    "DiagnosticTest Placebo StandardCare OtherIntervention".split()
)


_NCT = re.compile(r"\s*(NCT\d{8})\s*", re.IGNORECASE)
_NOT_IN_KEY = re.compile(r"[^A-Za-z0-9.]+")


@lru_cache(maxsize=4096)
def expand(curie: str) -> str:
    """The IRI of a CURIE. Raises `KeyError` for an unknown prefix.

    >>> expand("tkg:studies")
    'https://w3id.org/trialkg/ontology#studies'
    """
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix] + local


@cache
def namespaces() -> tuple[tuple[str, str], ...]:
    """All namespaces with their prefixes, longest first, so that the most specific one wins."""
    pairs = ((namespace, prefix) for prefix, namespace in (PREFIXES | THING_PREFIXES).items())
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


def curie_of(iri: str) -> str:
    """The CURIE of an IRI, the IRI itself where no prefix fits.

    >>> curie_of(f"{THINGS}drug/bevacizumab"), curie_of(f"{THINGS}trial/"), curie_of("http://example.org/x")
    ('drug:bevacizumab', 'id:trial/', 'http://example.org/x')
    """
    for namespace, prefix in namespaces():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def concept_id(kind: str, name: str) -> str:
    """The id of a concept of `kind` called `name`.

    >>> concept_id("Drug", "Bevacizumab")
    'drug/bevacizumab'
    """
    return f"{KIND_PATHS[kind]}/{slug(name)}"


def combination_id(components: tuple[str, ...]) -> str:
    """The id of the combination of these concepts; the order of the components does not matter.

    >>> combination_id(("drug/regorafenib", "drug/toripalimab"))
    'combination/regorafenib--toripalimab'
    """
    return "combination/" + "--".join(sorted({component.split("/", 1)[1] for component in components}))


def time_point_id(value: str, unit: str) -> str:
    """The id of a time point: `time/48-month`. `value` is a canonical decimal without trailing zeros."""
    return f"time/{value.replace('-', 'minus-')}-{unit}"


def registry_key(number: str) -> str:
    """The part of an IRI that names the trial of this registry number; empty where there is nothing to name it by.

    >>> registry_key(" nct01234567"), registry_key("CTRI/2020/03/024050")
    ('NCT01234567', 'CTRI-2020-03-024050')
    """
    match = _NCT.fullmatch(number)
    return match.group(1).upper() if match else _NOT_IN_KEY.sub("-", number).strip("-.")


def trial_key(said: str) -> str:
    """The key of the trial that a user names: by its key, its registry number, its IRI, or as tables show it.

    >>> trial_key("nct01234567"), trial_key("trial:r-20d8"), trial_key(f"{THINGS}trial/NCT01234567")
    ('NCT01234567', 'r-20d8', 'NCT01234567')
    """
    said = said.strip().strip("<>").removeprefix(THINGS).removeprefix("id:")
    return registry_key(said.removeprefix("trial:").removeprefix("trial/"))
