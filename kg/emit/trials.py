"""What a record says of its trial, verbatim: titles, dates, entries, outcomes, arms, people, publications.

Nothing is interpreted here; what needs a ground (registry terms too) is a statement of an extractor. `None` and
blank text are left out.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from kg.emit.facts import PUBMED_PAGE, Facts, Things, between
from kg.emit.ntriples import date, integer, iri, name, thing
from kg.model import ArmGroup, InterventionItem, OutcomeItem, Trial
from kg.text import slug

_LABEL = between("rdfs:label")
_POSITION = between("tkg:position")
_DESCRIPTION = between("dcterms:description")
_SAME_AS = between("schema:sameAs")
_REGISTRY_PAGE = "https://clinicaltrials.gov/study/"
_LONGEST_NAME = 80  # characters of a name in an IRI; longer ones are cut and told apart by a hash

_ENTRY, _CONDITION, _INTERVENTION, _ARM, _OUTCOME, _REFERENCE, _RESULT, _ORGANIZATION = (
    name(curie)
    for curie in (
        "tkg:Entry", "tkg:ConditionEntry", "tkg:InterventionEntry", "tkg:Arm", "tkg:OutcomeMeasure", "tkg:Reference",
        "tkg:Result", "tkg:Organization",
    )
)  # fmt: skip


def tell_record(trial: Trial, facts: Facts, things: Things) -> None:
    """Tell what the record of a trial says."""
    node = things[trial.path]
    start = things.start  # of all its parts: what follows needs no escape
    facts.kind(node, name("tkg:Trial"))
    facts.text(node, between("dcterms:identifier"), trial.key)
    _record(trial, facts, node, f"{start}record>")
    if trial.key.startswith("NCT") and trial.key[3:].isdecimal():
        facts.edge(node, _SAME_AS, iri(_REGISTRY_PAGE + trial.key))
    _texts(trial, facts, node)
    _dates(trial, facts, node)
    for entry in trial.conditions:
        item = f"{start}condition-{entry.position}>"
        facts.kind(item, _CONDITION, _ENTRY)
        facts.edge(item, _POSITION, integer(entry.position))
        facts.passage(item, _LABEL, entry.name)
    for intervention in trial.interventions:
        _intervention(intervention, facts, f"{start}intervention-{intervention.position}>")
    for arm in trial.arms:
        _arm(arm, facts, f"{start}arm-{arm.position}>")
    for outcome in trial.outcomes:
        _outcome(outcome, facts, node, f"{start}{outcome.role}-{outcome.position}>")
    _people(trial, facts, node)
    _publications(trial, facts, node, start)
    _results(trial, facts, node, start)


def _record(trial: Trial, facts: Facts, node: str, record: str) -> None:
    facts.edge(node, between("prov:wasDerivedFrom"), record)
    facts.kind(record, name("tkg:SourceRecord"))
    for curie, text in (("tkg:recordHash", trial.source.sha256), ("tkg:recordFormat", trial.source.format)):
        if text:
            facts.text(record, between(curie), text)


def _texts(trial: Trial, facts: Facts, node: str) -> None:
    design, eligibility = trial.design, trial.eligibility
    for curie, passage in (
        ("dcterms:title", trial.title),
        ("tkg:officialTitle", trial.official_title),
        ("tkg:acronym", trial.acronym),
        ("tkg:briefSummary", trial.brief_summary),
        ("tkg:detailedDescription", trial.detailed_description),
        ("tkg:status", trial.status),
        ("tkg:studyType", design.study_type),
        ("tkg:primaryPurpose", design.primary_purpose),
        ("tkg:enrollmentBasis", design.enrollment_basis),
        ("tkg:eligibilityText", eligibility.criteria),
        ("tkg:healthyVolunteers", eligibility.healthy_volunteers),
    ):
        facts.passage(node, between(curie), passage)
    for passage in trial.keywords:
        facts.passage(node, between("tkg:keyword"), passage)
    for passage in trial.secondary_ids:
        facts.passage(node, between("tkg:secondaryIdentifier"), passage)


def _dates(trial: Trial, facts: Facts, node: str) -> None:
    for curie, passage in (
        ("tkg:startDate", trial.start_date),
        ("tkg:completionDate", trial.completion_date),
        ("tkg:primaryCompletionDate", trial.primary_completion_date),
        ("tkg:lastUpdateDate", trial.last_update_date),
    ):
        if passage is not None and passage.text.strip():
            value = date(passage.text)
            facts.objects.add(value)
            facts.edge(node, between(curie), value)


def _intervention(entry: InterventionItem, facts: Facts, node: str) -> None:
    facts.kind(node, _INTERVENTION, _ENTRY)
    facts.edge(node, _POSITION, integer(entry.position))
    facts.passage(node, _LABEL, entry.name)
    facts.passage(node, _DESCRIPTION, entry.description)
    if entry.registry_type:
        facts.text(node, between("tkg:registryType"), entry.registry_type)
    for other in entry.other_names:
        facts.passage(node, between("tkg:otherName"), other)


def _arm(arm: ArmGroup, facts: Facts, node: str) -> None:
    facts.kind(node, _ARM)
    facts.edge(node, _POSITION, integer(arm.position))
    facts.passage(node, _LABEL, arm.label)
    facts.passage(node, _DESCRIPTION, arm.description)


def _outcome(outcome: OutcomeItem, facts: Facts, trial_node: str, node: str) -> None:
    facts.edge(trial_node, between("tkg:hasOutcomeMeasure"), node)
    facts.kind(node, _OUTCOME)
    facts.edge(node, _POSITION, integer(outcome.position))
    facts.passage(node, _LABEL, outcome.measure)
    facts.passage(node, _DESCRIPTION, outcome.description)
    facts.passage(node, between("tkg:timeFrameText"), outcome.time_frame)


@lru_cache(maxsize=1 << 14)  # trials share their sponsors and places
def _local_name(text: str) -> str:
    """The last part of the IRI of something known by name only.

    A name that a slug cannot tell apart (other scripts, great length) gets digits of its hash.
    """
    local = slug(text)
    if local and len(local) <= _LONGEST_NAME and text.isascii():
        return local
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{local[:_LONGEST_NAME].rstrip('-.')}-{digest}" if local else f"x-{digest}"


def _people(trial: Trial, facts: Facts, node: str) -> None:
    for participant in trial.participants:
        if not participant.name.text.strip():
            continue
        other = thing(f"organization/{_local_name(participant.name.text)}")
        predicate = "tkg:sponsor" if participant.role == "sponsor" else "tkg:collaborator"
        facts.edge(node, between(predicate), other)
        facts.kind(other, _ORGANIZATION)
        facts.passage(other, _LABEL, participant.name)
    for site in trial.sites:
        found = _place(*(None if part is None else part.text for part in (site.facility, site.city, site.country)))
        if found is not None:
            place, lines, literals = found
            facts.edge(node, between("tkg:site"), place)
            facts.lines.update(lines)
            facts.literals.update(literals)


@lru_cache(maxsize=1 << 14)
def _place(*texts: str | None) -> tuple[str, dict[str, str], dict[str, str]] | None:
    """The IRI of a place by its facility, city and country, and its lines and literals as `Facts` has them. None where
    there is no text."""
    parts = [text.strip() for text in texts if text and text.strip()]
    if not parts:
        return None
    place = thing(f"place/{_local_name(', '.join(parts))}")
    facts = Facts()
    facts.kind(place, name("tkg:Site"))
    facts.text(place, _LABEL, ", ".join(parts))
    for curie, text in zip(("tkg:facility", "tkg:city", "tkg:country"), texts, strict=True):
        if text is not None and text.strip():
            facts.text(place, between(curie), text)
    return place, facts.lines, facts.literals


def _publications(trial: Trial, facts: Facts, node: str, start: str) -> None:
    for position, reference in enumerate(trial.references):
        other = f"{start}reference-{position}>"
        facts.edge(node, between("tkg:reference"), other)
        facts.kind(other, _REFERENCE)
        facts.edge(other, _POSITION, integer(position))
        facts.passage(other, between("tkg:citation"), reference.citation)
        if reference.pmid is not None and reference.pmid.text.strip().isdecimal():
            page = iri(PUBMED_PAGE + reference.pmid.text.strip())
            facts.objects.add(page)
            facts.edge(other, _SAME_AS, page)


def _results(trial: Trial, facts: Facts, node: str, start: str) -> None:
    outcomes = {
        outcome.measure.text.strip(): f"{start}{outcome.role}-{outcome.position}>"
        for outcome in reversed(trial.outcomes)
    }
    for position, result in enumerate(trial.results):
        other = f"{start}result-{position}>"
        facts.edge(node, between("tkg:hasResult"), other)
        facts.kind(other, _RESULT)
        facts.text(other, between("tkg:resultKind"), result.kind)
        for curie, passage in (
            ("tkg:resultValue", result.value),
            ("tkg:resultUnit", result.unit),
            ("tkg:resultGroup", result.group),
            ("tkg:resultParameter", result.parameter),
            ("tkg:resultCategory", result.category),
            ("tkg:pValue", result.p_value),
        ):
            facts.passage(other, between(curie), passage)
        if result.outcome_title is not None:
            measured = outcomes.get(result.outcome_title.text.strip())
            if measured:
                facts.edge(other, between("tkg:resultOf"), measured)
            else:
                facts.passage(other, _LABEL, result.outcome_title)
