"""Who is in the trial: conditions, states, metastatic sites, biomarkers, line of therapy, prior treatment; and which
interventions the text names as the trial's own.

The rule: titles, registered entries and keywords always speak of this trial; prose only in clauses whose stance says so
(`kg.extract.background`). A condition in prose counts where it is the patients' ("patients with …", "for the treatment of …") or is
one that the record registers. A state or biomarker counts where it qualifies such a condition or the patients.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import prior
from kg.extract.background import Clause, clauses
from kg.extract.collect import Collector
from kg.extract.disease import Named, named_conditions, sites_of, states_near
from kg.extract.document import Document, Item
from kg.extract.lines import lines
from kg.extract.markers import Marker, markers
from kg.extract.negation import polarity
from kg.model import Passage
from kg.text import fold


def extract(document: Document) -> Iterator[Item]:
    """Everything the title, the prose, the entries and the keywords say about who is treated."""
    trial = document.trial
    collected = Collector(trial.path)
    registered = _registered(document)
    for passage in document.prose():
        titled = passage in (trial.title, trial.official_title)
        folded = fold(passage.text)
        found = clauses(document, passage)
        if all(clause.stance == "background" for clause in found):
            continue
        conditions = named_conditions(document, passage, folded, found, titled, registered)
        _conditions(document, collected, passage, conditions)
        states_near(document, collected, passage, folded, found, conditions, titled)
        sites_of(document, collected, passage, folded, found, conditions)
        priors = prior.treatments(document, collected, passage, folded, found)
        lines(document, collected, passage, folded, found, titled)
        _biomarkers(document, collected, passage, folded, found, conditions, titled)
        _interventions(document, collected, passage, folded, found, priors, conditions)
    _entries(document, collected)
    yield from collected.items()


def _registered(document: Document) -> frozenset[str]:
    """The concepts of the registered conditions, with everything broader: what the population has by registration."""
    found: set[str] = set()
    for position in range(len(document.trial.conditions)):
        for target in document.objects(document.trial.part(f"condition-{position}"), "tkg:resolvesTo"):
            found.add(target)
            concept = document.concept(target)
            found.update(concept.broader if concept is not None else ())
    return frozenset(found)


def _conditions(document: Document, collected: Collector, passage: Passage, conditions: list[Named]) -> None:
    for named in conditions:
        if not named.inner:
            collected.add("tkg:populationCondition", named.concept, passage.span(named.start, named.end),
                          "abbreviation" if named.short else "lexicon", named.confidence, named.rule)  # fmt: skip


# ---------------------------------------------------------------------------------------------------- biomarkers

_BEARS = re.compile(r"\b(?:with|harbou?r(?:ing|s)?|carry(?:ing)?|bearing|having|have|has|whose|are|is|for|in|of|and|or|both|confirmed|documented|an?|"
                    r"advanced|metastatic|recurrent|known|tumou?rs?|disease|patients?|that|express)\W{1,3}(?:an? |the )?(?:[\w-]+ ){0,2}$")  # fmt: skip
_BEARER = re.compile(r"^[\s,()/-]*(?:[\w+/-]+[\s,()/-]+){0,4}?(?:patients?|participants?|subjects?|adults?|children|women|men|tumou?rs?|disease|"
                     r"cancers?|carcinomas?|solid|leuk[ae]mias?|lymphomas?|melanomas?|gliomas?|malignanc\w+|neoplasms?|population|individuals|nsclc|"
                     r"crc|aml|all|mbc|gist|people|myeloma|sarcomas?|glioblastomas?|adenocarcinomas?)\b")  # fmt: skip
_SUBGROUP = re.compile(r"\b(?:subgroup|sub-group|subset|stratif\w*|correlat\w*|associat\w*|predict\w*|relationship|measur\w*|assess\w* of|level|"
                       r"prevalence|frequency|testing|assay|antibod\w+|t cells?|b cells?|cells|binding|conver\w+|percentage|proportion|rate|"
                       r"expression of|determin\w*|detect\w*|evaluat\w* of|analy[sz]\w*|classif\w*|depletion|incidence|emergence|develop\w*|clearance)\b")  # fmt: skip


def _biomarkers(
    document: Document, collected: Collector, passage: Passage, folded: str, found: tuple[Clause, ...],
    conditions: list[Named], titled: bool,
) -> None:  # fmt: skip
    if not _may_hold_markers(folded):
        return
    named = markers(document, passage)
    for marker in named:
        if _both_ways(document, named, marker, folded):
            continue
        clause = next((c for c in found if c.start <= marker.start < c.end), None)
        if clause is None or clause.stance != "trial":
            continue
        after = folded[marker.end : min(clause.end, marker.end + 60)]
        before = folded[max(clause.start, marker.start - 60) : marker.start]
        near = any(0 <= n.start - marker.end <= 45 or 0 <= marker.start - n.end <= 25 or n.start <= marker.start < n.end for n in conditions)
        if not near and not _BEARER.match(after) and not (_BEARS.search(before) and not titled):
            continue
        if len({n.concept for n in conditions if clause.start <= n.start < clause.end and not n.inner}) > 3:
            continue  # a list of diseases: the marker belongs to one of them
        if _SUBGROUP.search(after[:30]) or _SUBGROUP.search(before[-40:]):
            continue
        _marker(collected, passage, marker, 0.95 if titled else 0.9)


def _both_ways(document: Document, named: list[Marker], marker: Marker, folded: str) -> bool:
    """"MRD positive or MRD negative": the marker divides the patients, it does not choose them."""
    concept = marker.minted or document.concept(marker.concept)
    base = concept.broader if concept is not None else ()
    for other in named:
        if other.concept != marker.concept and abs(other.start - marker.start) < 60:
            rival = other.minted or document.concept(other.concept)
            between = folded[min(other.end, marker.end) : max(other.start, marker.start)]
            if rival is not None and base and rival.broader == base and "." not in between:
                return True
    return False


def _may_hold_markers(folded: str) -> bool:
    return any(w in folded for w in ("muta", "positiv", "negativ", "+", "wild", "amplif", "rearrang", "fusion", "expres", "msi", "mss", "mmr",
                                     "delet", "defici", "-low", "-high", "instab", "insertion", "skipping", "triple", "satellite", "≥"))  # fmt: skip


def _marker(collected: Collector, passage: Passage, marker: Marker, confidence: float) -> None:
    wanted = polarity(passage.text, marker.start)
    if wanted == "open":
        return
    if marker.minted is not None:
        collected.mint(marker.minted)
    predicate = "tkg:requiresBiomarker" if wanted == "wanted" else "tkg:excludesBiomarker"
    collected.add(predicate, marker.concept, passage.span(marker.start, marker.end), "lexicon" if marker.minted is None else "grammar",
                  confidence, "marker-and-status")  # fmt: skip


# ------------------------------------------------------------------------------------------------- interventions

_NOT_GIVEN = re.compile(
    r"\b(?:prior|previous|previously|before|refractory to|resistan(?:t|ce) to|intoleran(?:t|ce) (?:to|of)|failed|failure (?:of|to|on|with)|naive to|"
    r"progress(?:ed|ion|ing) (?:on|after|following|during)|history of|excluding|contraindicat\w+ (?:to|for)|who (?:have |had )?received|after|"
    r"pretreated with|treated with|candidates? for|eligible for|ineligible for|unsuitable for|unfit for|induced by|caused by|due to|scheduled for|undergoing|"
    r"allerg(?:y|ic) to|responsive to|receiving|who receive|taking|on|long-term|chronic|exposed to|following|post)\s"
    r"(?:an? |the |all |standard |first-line |second-line |[\w-]+-based )?$"
)
_INDUCED = re.compile(r"^(?:[- ](?:induced|related|associated|refractory|resistant|naive|failure|pretreated|treated|intolerant|eligible|experienced|"
                      r"free|exposed|sensitive|deficien\w+|allerg\w+|dependent|specific|positive|negative)\b)")  # fmt: skip


def _interventions(
    document: Document, collected: Collector, passage: Passage, folded: str, found: tuple[Clause, ...],
    priors: list[tuple[int, int]], conditions: list[Named],
) -> None:  # fmt: skip
    own = [clause for clause in found if clause.stance != "background"]
    registered = _registered_interventions(document)
    titled = passage in (document.trial.title, document.trial.official_title)
    for start, end, concept, short in _named_interventions(document, passage):
        clause = next((c for c in own if c.start <= start < c.end), None)
        if clause is None or any(s < end and start < e for s, e in priors):
            continue
        if any(n.start < end and start < n.end for n in conditions):
            continue
        if concept not in registered and not _is_given(document, concept, folded, clause, start, end, titled):
            continue
        if _NOT_GIVEN.search(folded[max(clause.start, start - 45) : start]) or _INDUCED.match(folded[end : end + 20]):
            continue
        if polarity(passage.text, start) == "ruled-out":
            continue
        collected.add("tkg:mentionsIntervention", concept, passage.span(start, end), "abbreviation" if short else "lexicon",
                      0.9 if clause.stance == "trial" else 0.8, "named-in-text")  # fmt: skip


def _registered_interventions(document: Document) -> set[str]:
    """The concepts of the registered interventions with everything inside them."""
    found: set[str] = set()
    for item in document.trial.interventions:
        for target in document.objects(document.trial.part(f"intervention-{item.position}"), "tkg:resolvesTo"):
            found.update(document.components(target))
    return found


_IMPORTED = re.compile(r"/(?:mesh|unii|mondo)-")
_GIVING = re.compile(r"\b(?:receiv\w*|administ\w*|treat\w*|given|dos(?:e|es|ing|age)|mg|combin\w*|infus\w*|inject\w*|tablets?|capsules?|placebo|versus|vs|"
                     r"compar\w*|efficacy|safety|therapy|supplement\w*|plus|monotherapy|oral|intravenous)\b")  # fmt: skip


def _is_given(
    document: Document, concept: str, folded: str, clause: Clause, start: int, end: int, titled: bool
) -> bool:
    """Whether a name that the record does not register is a treatment here. Imported vocabularies name substances and
    procedures of every sort; those are only taken where the words around them speak of giving."""
    known = document.concept(concept)
    kind = known.kind if known is not None else ""
    if kind in ("Placebo", "StandardCare"):
        return titled and end - start < 20
    if not _IMPORTED.search(concept):
        return kind != "DiagnosticTest" or titled
    if kind != "Drug" or end - start < 5:
        return False
    return titled or _GIVING.search(folded, max(clause.start, start - 60), min(clause.end, end + 40)) is not None


def _named_interventions(document: Document, passage: Passage) -> Iterator[tuple[int, int, str, bool]]:
    taken: list[tuple[int, int]] = []
    for hit in document.hits(passage, "intervention"):
        if not any(c.isalpha() for c in passage.text[hit.start : hit.end]):
            continue
        taken.append((hit.start, hit.end))
        yield hit.start, hit.end, hit.concepts[0], False
    for abbreviation in document.abbreviations:
        if abbreviation.short not in passage.text:
            continue
        meant = document.vocabulary.lookup(abbreviation.long, "intervention")
        if not meant:
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(abbreviation.short)}(?!\w)", passage.text):
            if not any(s < match.end() and match.start() < e for s, e in taken):
                yield match.start(), match.end(), meant[0], True


# ------------------------------------------------------------------------------------------- entries and keywords


def _entries(document: Document, collected: Collector) -> None:
    """States, sites, lines and biomarkers that the registered conditions, interventions and keywords carry in their names."""
    trial = document.trial
    passages = [item.name for item in trial.conditions]
    one_disease = len(passages) <= 2  # a marker in a long list belongs to one disease of the list
    passages += [keyword for keyword in trial.keywords if len(keyword.text) < 120]
    for passage in passages:
        folded = fold(passage.text)
        whole = (Clause(0, len(passage.text), "trial"),)
        conditions = named_conditions(document, passage, folded, whole, True, frozenset())
        states_near(document, collected, passage, folded, whole, conditions, True, entry=True)
        sites_of(document, collected, passage, folded, whole, conditions)
        lines(document, collected, passage, folded, whole, True)
        if one_disease and _may_hold_markers(folded):
            for marker in markers(document, passage):
                _marker(collected, passage, marker, 0.93)
    for item in trial.interventions:
        folded = fold(item.name.text)
        if "line" in folded or "adjuvant" in folded or "mainten" in folded:
            lines(document, collected, item.name, folded, (Clause(0, len(folded), "trial"),), True)
