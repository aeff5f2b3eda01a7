"""A small graph with everything a page shows, written by hand: four invented trials, with evidence.

`Sample` writes N-Triples by the names of the ontology; nothing here uses the code under test.
"""

from __future__ import annotations

import json

import pyoxigraph as ox

TKG = "https://w3id.org/trialkg/ontology#"
ID = "https://w3id.org/trialkg/id/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
OA = "http://www.w3.org/ns/oa#"
DCT = "http://purl.org/dc/terms/"
XSD = "http://www.w3.org/2001/XMLSchema#"
HOSTILE = (
    '</script><script>window.owned=1</script><img src=x onerror="window.owned=1"><a href="javascript:window.owned=1">'
    '=HYPERLINK(1)\u2028`${window.owned=1}` "; } digraph [click](javascript:window.owned=1) {{7*7}}'
)


def literal(text: object) -> str:
    if isinstance(text, bool):
        return f'"{str(text).lower()}"^^<{XSD}boolean>'
    if isinstance(text, int):
        return f'"{text}"^^<{XSD}integer>'
    if isinstance(text, float):
        return f'"{text}"^^<{XSD}decimal>'
    return json.dumps(text, ensure_ascii=True).replace("\\/", "/")


class Sample:
    """Collects triples; `poison` is put before every text to see that no page runs it."""

    def __init__(self, poison: str = "") -> None:
        self.lines: set[str] = set()
        self.poison = poison
        self.count = 0

    def add(self, subject: str, predicate: str, target: object) -> None:
        """One triple; a target that begins with `id:` is a thing."""
        if isinstance(target, str) and target.startswith(("id:", "http://", "https://")):
            end = f"<{target.replace('id:', ID, 1)}>"
        else:
            poisoned = self.poison and isinstance(target, str) and not predicate.startswith(OA)
            end = literal(f"{self.poison}{target}" if poisoned and predicate != f"{TKG}text" else target)
        self.lines.add(f"<{ID}{subject}> <{predicate}> {end} .")

    def concept(self, path: str, kind: str, label: str, *synonyms: str, code: str = "", **links: list[str]) -> str:
        self.add(path, f"{RDF}type", f"{TKG}{kind}")
        self.add(path, f"{SKOS}prefLabel", label)
        for synonym in synonyms:
            self.add(path, f"{SKOS}altLabel", synonym)
        if code:
            self.add(path, f"{SKOS}exactMatch", code)
        for predicate, targets in links.items():
            for target in targets:
                name = f"{SKOS}broader" if predicate == "broader" else f"{TKG}{predicate}"
                self.add(path, name, f"id:{target}")
        return path

    def trial(self, key: str, title: str, summary: str) -> Record:
        return Record(self, key, title, summary)

    def store(self) -> ox.Store:
        store = ox.Store()
        store.bulk_load("\n".join(sorted(self.lines)).encode(), format=ox.RdfFormat.N_TRIPLES)
        return store


class Record:
    """One trial, its fields, and statements whose evidence is found in them by their words."""

    def __init__(self, sample: Sample, key: str, title: str, summary: str) -> None:
        self.sample, self.key, self.path = sample, key, f"trial/{key}"
        self.texts = {"title": sample.poison + title, "brief_summary": sample.poison + summary}
        sample.add(self.path, f"{RDF}type", f"{TKG}Trial")
        sample.add(self.path, f"{DCT}title", title)
        if key.startswith("NCT"):
            sample.add(self.path, f"{DCT}identifier", key)
            sample.add(self.path, "https://schema.org/sameAs", f"https://clinicaltrials.gov/study/{key}")

    def field(self, name: str, text: str) -> None:
        self.texts[name] = self.sample.poison + text

    def state(
        self,
        subject: str,
        predicate: str,
        target: object,
        words: str,
        method: str = "lexicon",
        confidence: float = 0.95,
    ) -> None:
        """One triple with its assertion and the mention of `words`."""
        sample = self.sample
        predicate = predicate if predicate.startswith("http") else f"{TKG}{predicate}"
        sample.add(subject, predicate, target)
        sample.count += 1
        assertion, mention = f"part/{self.key}-assertion-{sample.count}", f"part/{self.key}-mention-{sample.count}"
        field, text = next((f, t) for f, t in self.texts.items() if words in t)
        start = text.index(words)
        sample.add(assertion, f"{RDF}type", f"{TKG}Assertion")
        sample.add(assertion, f"{RDF}subject", f"id:{subject}")
        sample.add(assertion, f"{RDF}predicate", predicate)
        sample.add(assertion, f"{RDF}object", target)
        sample.add(assertion, f"{TKG}method", method)
        sample.add(assertion, f"{TKG}confidence", confidence)
        sample.add(assertion, f"{TKG}rule", "a name in its place")
        sample.add(assertion, f"{TKG}evidence", f"id:{mention}")
        sample.add(mention, f"{OA}exact", words)
        sample.add(mention, f"{OA}start", start)
        sample.add(mention, f"{OA}end", start + len(words))
        sample.add(mention, f"{OA}hasSource", f"id:part/{self.key}-field-{field}")
        sample.add(f"part/{self.key}-field-{field}", f"{TKG}fieldName", field)
        sample.add(f"part/{self.key}-field-{field}", f"{TKG}text", text)

    def entries(self, kind: str, *rows: tuple[str, str]) -> None:
        """Condition or intervention entries: what stands there, and the concept it resolves to (or nothing)."""
        name = "conditions" if kind == "condition" else "interventions"
        self.field(name, "|".join(words for words, _ in rows))
        for position, (words, concept) in enumerate(rows):
            entry = f"part/{self.key}-{kind}-{position}"
            self.sample.add(entry, f"{TKG}position", position)
            self.sample.add(entry, LABEL, words)
            has = "hasConditionEntry" if kind == "condition" else "hasInterventionEntry"
            self.state(self.path, has, f"id:{entry}", words, "registry-field", 1.0)
            if concept:
                self.state(entry, "resolvesTo", f"id:{concept}", words)
                self.sample.add(self.path, f"{TKG}{'studies' if kind == 'condition' else 'tests'}", f"id:{concept}")

    def outcome(
        self, role: str, position: int, measure: str, time: str, endpoint: str = "", instrument: str = ""
    ) -> None:
        part = f"part/{self.key}-{role}-{position}"
        self.field(f"{role}_outcomes/{position}", f"{measure}, {time}")
        self.sample.add(part, f"{RDF}type", f"{TKG}OutcomeMeasure")
        self.sample.add(part, LABEL, measure)
        self.sample.add(part, f"{TKG}position", position)
        self.sample.add(part, f"{TKG}timeFrameText", time)
        self.state(self.path, f"has{role.capitalize()}Outcome", f"id:{part}", measure, "registry-field", 1.0)
        self.sample.add(self.path, f"{TKG}hasOutcomeMeasure", f"id:{part}")
        if endpoint:
            self.state(part, "endpoint", f"id:{endpoint}", measure, "grammar", 0.9)
        if instrument:
            self.state(part, "assessedWith", f"id:{instrument}", measure)


def sample(poison: str = "") -> ox.Store:
    """Four trials: two share a drug inside regimens, one has two arms, one lists things that map to nothing."""
    g = Sample(poison)
    g.concept(
        "condition/gastric-neoplasms",
        "Condition",
        "gastric neoplasms",
        "stomach cancer",
        code="http://id.nlm.nih.gov/mesh/D013274",
    )
    g.concept("condition/asthma", "Condition", "asthma", code="http://id.nlm.nih.gov/mesh/D001249")
    g.concept("condition/severe-asthma", "Condition", "severe asthma", broader=["condition/asthma"])
    g.concept(
        "drug/oxaliplatin", "Drug", "oxaliplatin", "Eloxatin", "L-OHP", code="http://id.nlm.nih.gov/mesh/D000077150"
    )
    g.concept("drug/fluorouracil", "Drug", "fluorouracil", "5-FU")
    g.concept("drug/leucovorin", "Drug", "leucovorin", "folinic acid")
    g.concept("drug/capecitabine", "Drug", "capecitabine", "Xeloda")
    g.concept("drug/nivolumab", "Drug", "nivolumab", "Opdivo", inDrugClass=["drug-class/pd-1-inhibitor"])
    g.concept("drug/budesonide", "Drug", "budesonide")
    g.concept("drug-class/pd-1-inhibitor", "DrugClass", "PD-1 inhibitor")
    g.concept("placebo/placebo", "Placebo", "placebo")
    g.concept("procedure/gastrectomy", "Procedure", "gastrectomy")
    g.concept(
        "regimen/folfox", "Regimen", "FOLFOX", hasComponent=["drug/leucovorin", "drug/fluorouracil", "drug/oxaliplatin"]
    )
    g.concept("regimen/capox", "Regimen", "CAPOX", "XELOX", hasComponent=["drug/capecitabine", "drug/oxaliplatin"])
    g.concept(
        "combination/folfox--nivolumab",
        "Combination",
        "FOLFOX + nivolumab",
        hasComponent=["regimen/folfox", "drug/nivolumab"],
    )
    g.concept("endpoint/overall-survival", "Endpoint", "overall survival", "OS")
    g.concept("endpoint/progression-free-survival", "Endpoint", "progression-free survival", "PFS")
    g.concept("endpoint/objective-response-rate", "Endpoint", "objective response rate", "ORR")
    g.concept("endpoint/adverse-events", "Endpoint", "adverse events")
    g.concept("instrument/recist-1.1", "Instrument", "RECIST 1.1")
    g.concept("state/unresectable", "DiseaseState", "unresectable")
    g.concept("line/first-line", "LineOfTherapy", "first line")
    g.concept("phase/phase-3", "Phase", "phase 3")
    g.concept("biomarker/her2-negative", "Biomarker", "HER2-negative")
    g.concept("route/intravenous", "Route", "intravenous")
    g.concept("route/inhaled", "Route", "inhaled")

    one = g.trial(
        "NCT90000001",
        "A Phase III Study of FOLFOX Plus Nivolumab in Unresectable Gastric Cancer",
        "First-line therapy of HER2-negative gastric cancer. Patients are randomised.",
    )
    one.entries("condition", ("Gastric Cancer", "condition/gastric-neoplasms"))
    one.entries("intervention", ("DRUG: FOLFOX Plus Nivolumab", "combination/folfox--nivolumab"))
    one.state("combination/folfox--nivolumab", "hasComponent", "id:drug/nivolumab", "Nivolumab")
    one.outcome("primary", 0, "Overall survival (OS)", "5 years", "endpoint/overall-survival")
    one.outcome(
        "secondary",
        0,
        "Progression free survival",
        "2 years",
        "endpoint/progression-free-survival",
        "instrument/recist-1.1",
    )
    one.outcome(
        "secondary",
        1,
        "PFS by central review",
        "3 years",
        "endpoint/progression-free-survival",
        "instrument/recist-1.1",
    )
    one.state(one.path, "phase", "id:phase/phase-3", "Phase III")
    one.state(one.path, "diseaseState", "id:state/unresectable", "Unresectable")
    one.state(one.path, "lineOfTherapy", "id:line/first-line", "First-line")
    one.state(one.path, "requiresBiomarker", "id:biomarker/her2-negative", "HER2-negative")
    one.state(one.path, "mentionsIntervention", "id:drug/nivolumab", "Nivolumab")

    two = g.trial(
        "NCT90000002",
        "CAPOX Versus FOLFOX After Gastrectomy",
        "The CAPOX group receives CAPOX, the FOLFOX group receives FOLFOX intravenously with or without leucovorin.",
    )
    two.entries("condition", ("Stomach Cancer", "condition/gastric-neoplasms"))
    two.entries(
        "intervention",
        ("DRUG: CAPOX", "regimen/capox"),
        ("DRUG: FOLFOX", "regimen/folfox"),
        ("PROCEDURE: Gastrectomy", "procedure/gastrectomy"),
    )
    for place, (name, concept) in enumerate((("CAPOX group", "regimen/capox"), ("FOLFOX group", "regimen/folfox"))):
        arm, given = f"part/{two.key}-arm-{place}", f"part/{two.key}-administration-arm-{place}-0"
        g.add(arm, f"{RDF}type", f"{TKG}Arm")
        g.add(arm, LABEL, name)
        two.state(two.path, "hasArm", f"id:{arm}", name, "grammar", 0.9)
        two.state(arm, "hasAdministration", f"id:{given}", f"{name} receives", "grammar", 0.9)
        two.state(given, "gives", f"id:{concept}", f"receives {name.split()[0]}", "grammar", 0.9)
    two.state(f"part/{two.key}-administration-arm-1-0", "route", "id:route/intravenous", "intravenously")
    extra = f"part/{two.key}-administration-arm-1-1"
    g.add(f"part/{two.key}-arm-1", f"{TKG}hasAdministration", f"id:{extra}")
    g.add(extra, f"{TKG}optional", True)
    two.state(extra, "gives", "id:drug/leucovorin", "with or without leucovorin", "grammar", 0.9)
    two.outcome("primary", 0, "Overall survival", "3 years", "endpoint/overall-survival")
    two.outcome(
        "secondary",
        0,
        "Objective response rate per RECIST 1.1",
        "1 year",
        "endpoint/objective-response-rate",
        "instrument/recist-1.1",
    )

    three = g.trial(
        "NCT90000003",
        "Inhaled Budesonide in Severe Asthma",
        "Budesonide is inhaled twice daily and compared with placebo.",
    )
    three.entries("condition", ("Severe Asthma", "condition/severe-asthma"), ("Asthma", "condition/asthma"))
    three.entries(
        "intervention",
        ("DRUG: Budesonide", "drug/budesonide"),
        ("DRUG: Placebo", "placebo/placebo"),
        ("OTHER: Zyxomorphin wash", ""),
    )
    given = f"part/{three.key}-administration-intervention-0-0"
    g.add(f"part/{three.key}-intervention-0", f"{TKG}hasAdministration", f"id:{given}")
    g.add(given, f"{TKG}gives", "id:drug/budesonide")
    three.state(given, "route", "id:route/inhaled", "inhaled")
    three.state(given, "schedule", "twice daily", "twice daily")
    three.outcome("primary", 0, "Change in the Quux score", "12 weeks")
    three.outcome("other", 0, "Adverse events", "12 weeks", "endpoint/adverse-events")
    finding = f"part/{three.key}-finding-0"
    g.add(three.path, f"{TKG}hasFinding", f"id:{finding}")
    g.add(finding, f"{TKG}findingKind", "unmapped-entry")
    g.add(finding, f"{TKG}message", "Zyxomorphin wash names nothing that the vocabulary knows")

    four = g.trial("r-0123456789abcdef", "Oxaliplatin Alone", "Oxaliplatin every two weeks.")
    four.entries("condition", ("Gastric Cancer", "condition/gastric-neoplasms"))
    four.entries("intervention", ("DRUG: Oxaliplatin", "drug/oxaliplatin"))
    four.outcome("primary", 0, "Adverse events", "1 year", "endpoint/adverse-events")
    # What a build materialises of the drugs inside regimens.
    folfox = ("leucovorin", "fluorouracil", "oxaliplatin")
    given = {"NCT90000001": (*folfox, "nivolumab"), "NCT90000002": (*folfox, "capecitabine"),
             "NCT90000003": ("budesonide",), four.key: ("oxaliplatin",)}  # fmt: skip
    for key, drugs in given.items():
        for drug in drugs:
            g.add(f"trial/{key}", f"{TKG}givesDrug", f"id:drug/{drug}")
    return g.store()
