"""What a record says of its trial, verbatim: titles, dates, entries, outcomes, arms, people, publications.

Nothing is interpreted here; what needs a ground (registry terms too) is a statement of an extractor. `None` and
blank text are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256

from kg.emit.edges import PUBMED_PAGE
from kg.emit.ntriples import date, integer, iri, name, string, thing
from kg.model import ArmGroup, InterventionItem, OutcomeItem, Passage, Trial
from kg.text import slug

_A = name("rdf:type")
_LABEL = name("rdfs:label")
_POSITION = name("tkg:position")
_DESCRIPTION = name("dcterms:description")
_SITE = f" {name('tkg:site')} "
_REGISTRY_PAGE = "https://clinicaltrials.gov/study/"
_LONGEST_NAME = 80  # characters of a name in an IRI; longer ones are cut and told apart by a hash


def trial_lines(trial: Trial) -> Iterator[str]:
    """The lines of one trial. A line may come twice."""
    node = thing(trial.path)
    yield f"{node} {_A} {name('tkg:Trial')} ."
    yield f"{node} {name('dcterms:identifier')} {string(trial.key)} ."
    yield from _record(trial, node)
    if trial.key.startswith("NCT") and trial.key[3:].isdecimal():
        yield f"{node} {name('schema:sameAs')} {iri(_REGISTRY_PAGE + trial.key)} ."
    yield from _texts(trial, node)
    yield from _dates(trial, node)
    for entry in trial.conditions:
        item = thing(trial.part(f"condition-{entry.position}"))
        yield f"{item} {_A} {name('tkg:ConditionEntry')} ."
        yield f"{item} {_A} {name('tkg:Entry')} ."
        yield f"{item} {_POSITION} {integer(entry.position)} ."
        yield from _text(item, _LABEL, entry.name)
    for intervention in trial.interventions:
        yield from _intervention(trial, intervention)
    for arm in trial.arms:
        yield from _arm(trial, arm)
    for outcome in trial.outcomes:
        yield from _outcome(trial, node, outcome)
    yield from _people(trial, node)
    yield from _publications(trial, node)
    yield from _results(trial, node)


def _record(trial: Trial, node: str) -> Iterator[str]:
    record = thing(trial.part("record"))
    yield f"{node} {name('prov:wasDerivedFrom')} {record} ."
    yield f"{record} {_A} {name('tkg:SourceRecord')} ."
    for curie, text in (("tkg:recordHash", trial.source.sha256), ("tkg:recordFormat", trial.source.format)):
        if text:
            yield f"{record} {name(curie)} {string(text)} ."


def _text(node: str, predicate: str, passage: Passage | None) -> Iterator[str]:
    if passage is not None and passage.text.strip():
        yield f"{node} {predicate} {string(passage.text)} ."


def _texts(trial: Trial, node: str) -> Iterator[str]:
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
        yield from _text(node, name(curie), passage)
    for passage in trial.keywords:
        yield from _text(node, name("tkg:keyword"), passage)
    for passage in trial.secondary_ids:
        yield from _text(node, name("tkg:secondaryIdentifier"), passage)


def _dates(trial: Trial, node: str) -> Iterator[str]:
    for curie, passage in (
        ("tkg:startDate", trial.start_date),
        ("tkg:completionDate", trial.completion_date),
        ("tkg:primaryCompletionDate", trial.primary_completion_date),
        ("tkg:lastUpdateDate", trial.last_update_date),
    ):
        if passage is not None and passage.text.strip():
            yield f"{node} {name(curie)} {date(passage.text)} ."


def _intervention(trial: Trial, entry: InterventionItem) -> Iterator[str]:
    node = thing(trial.part(f"intervention-{entry.position}"))
    yield f"{node} {_A} {name('tkg:InterventionEntry')} ."
    yield f"{node} {_A} {name('tkg:Entry')} ."
    yield f"{node} {_POSITION} {integer(entry.position)} ."
    yield from _text(node, _LABEL, entry.name)
    yield from _text(node, _DESCRIPTION, entry.description)
    if entry.registry_type:
        yield f"{node} {name('tkg:registryType')} {string(entry.registry_type)} ."
    for other in entry.other_names:
        yield from _text(node, name("tkg:otherName"), other)


def _arm(trial: Trial, arm: ArmGroup) -> Iterator[str]:
    node = thing(trial.part(f"arm-{arm.position}"))
    yield f"{node} {_A} {name('tkg:Arm')} ."
    yield f"{node} {_POSITION} {integer(arm.position)} ."
    yield from _text(node, _LABEL, arm.label)
    yield from _text(node, _DESCRIPTION, arm.description)


def _outcome(trial: Trial, trial_node: str, outcome: OutcomeItem) -> Iterator[str]:
    node = thing(trial.part(f"{outcome.role}-{outcome.position}"))
    yield f"{trial_node} {name('tkg:hasOutcomeMeasure')} {node} ."
    yield f"{node} {_A} {name('tkg:OutcomeMeasure')} ."
    yield f"{node} {_POSITION} {integer(outcome.position)} ."
    yield from _text(node, _LABEL, outcome.measure)
    yield from _text(node, _DESCRIPTION, outcome.description)
    yield from _text(node, name("tkg:timeFrameText"), outcome.time_frame)


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


def _people(trial: Trial, node: str) -> Iterator[str]:
    for participant in trial.participants:
        if not participant.name.text.strip():
            continue
        other = thing(f"organization/{_local_name(participant.name.text)}")
        predicate = "tkg:sponsor" if participant.role == "sponsor" else "tkg:collaborator"
        yield f"{node} {name(predicate)} {other} ."
        yield f"{other} {_A} {name('tkg:Organization')} ."
        yield from _text(other, _LABEL, participant.name)
    for site in trial.sites:
        found = _place(*(None if part is None else part.text for part in (site.facility, site.city, site.country)))
        if found is not None:
            place, lines = found
            yield f"{node}{_SITE}{place} ."
            yield from lines


@lru_cache(maxsize=1 << 14)
def _place(*texts: str | None) -> tuple[str, tuple[str, ...]] | None:
    """The IRI and the lines of a place: its facility, city and country. None where there is no text."""
    parts = [text.strip() for text in texts if text and text.strip()]
    if not parts:
        return None
    place = thing(f"place/{_local_name(', '.join(parts))}")
    lines = [f"{place} {_A} {name('tkg:Site')} .", f"{place} {_LABEL} {string(', '.join(parts))} ."]
    for curie, text in zip(("tkg:facility", "tkg:city", "tkg:country"), texts, strict=True):
        if text is not None and text.strip():
            lines.append(f"{place} {name(curie)} {string(text)} .")
    return place, tuple(lines)


def _publications(trial: Trial, node: str) -> Iterator[str]:
    for position, reference in enumerate(trial.references):
        other = thing(trial.part(f"reference-{position}"))
        yield f"{node} {name('tkg:reference')} {other} ."
        yield f"{other} {_A} {name('tkg:Reference')} ."
        yield f"{other} {_POSITION} {integer(position)} ."
        yield from _text(other, name("tkg:citation"), reference.citation)
        if reference.pmid is not None and reference.pmid.text.strip().isdecimal():
            yield f"{other} {name('schema:sameAs')} {iri(PUBMED_PAGE + reference.pmid.text.strip())} ."


def _results(trial: Trial, node: str) -> Iterator[str]:
    outcomes = {
        outcome.measure.text.strip(): thing(trial.part(f"{outcome.role}-{outcome.position}"))
        for outcome in reversed(trial.outcomes)
    }
    for position, result in enumerate(trial.results):
        other = thing(trial.part(f"result-{position}"))
        yield f"{node} {name('tkg:hasResult')} {other} ."
        yield f"{other} {_A} {name('tkg:Result')} ."
        yield f"{other} {name('tkg:resultKind')} {string(result.kind)} ."
        for curie, passage in (
            ("tkg:resultValue", result.value),
            ("tkg:resultUnit", result.unit),
            ("tkg:resultGroup", result.group),
            ("tkg:resultParameter", result.parameter),
            ("tkg:resultCategory", result.category),
            ("tkg:pValue", result.p_value),
        ):
            yield from _text(other, name(curie), passage)
        if result.outcome_title is not None:
            measured = outcomes.get(result.outcome_title.text.strip())
            if measured:
                yield f"{other} {name('tkg:resultOf')} {measured} ."
            else:
                yield from _text(other, _LABEL, result.outcome_title)
