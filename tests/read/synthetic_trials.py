"""Invented trials, and writers that put one into each format the readers know. Nothing here is a record of anybody."""

from __future__ import annotations

import csv
import io
import json
import random
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any
from xml.sax.saxutils import escape

from kg.model import Passage, Trial

DISEASES = (
    "Asthma|Migraine|Psoriasis|Gout|Chronic Kidney Disease|Breast Cancer|Malaria|Type 2 Diabetes|Sepsis|Glaucoma".split(
        "|"
    )
)
DRUGS = "Metformin|Budesonide|Ibuprofen|Letrozole|Artesunate|Timolol|Allopurinol|Vancomycin|Methotrexate|Placebo".split(
    "|"
)
TYPES = "DRUG DEVICE BIOLOGICAL PROCEDURE BEHAVIORAL DIETARY_SUPPLEMENT DIAGNOSTIC_TEST OTHER".split()
MEASURES = (
    "Overall survival (OS)|Progression-free survival|Change in pain score|Number of adverse events"
    "|Quality of life (SF-36)|Hospital length of stay|Body weight|Change in HbA1c|Treatment adherence"
).split("|")
DESCRIPTIONS = (
    "Time from randomization to death from any cause.|Measured on a visual analogue scale from 0 to 10.|"
    "Number of participants with at least one event.|Assessed by blinded readers, using the central laboratory.|"
    "Proportion of participants who complete treatment (per protocol).|"
    "Patients fill in the questionnaire at each visit."
).split("|")
TIMES = "up to 5 years|24 weeks|Baseline, 4 weeks and 12 weeks|12 months|1, 3 and 6 months after surgery".split("|")
WORDS = "the trial compares two groups of patients with this disease and measures how they do at several visits".split()


@dataclass(frozen=True)
class Invented:
    """What a record says, whatever its format."""

    number: str
    title: str
    summary: str
    description: str
    conditions: tuple[str, ...]
    interventions: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[str, str, str | None, str | None], ...]


def invented(seed: int) -> Invented:
    """A trial made up from a seed."""
    rng = random.Random(seed)
    drugs = rng.sample(DRUGS, rng.randint(1, 4))

    def sentence(words: int) -> str:
        return " ".join(rng.choices(WORDS, k=words)).capitalize() + "."

    outcomes = []
    for role, count in (("primary", rng.randint(1, 2)), ("secondary", rng.randint(1, 5))):
        for measure in rng.sample(MEASURES, count):
            described = rng.random() < 0.8
            outcomes.append((role, measure, rng.choice(DESCRIPTIONS) if described else None, rng.choice(TIMES)))
    return Invented(
        number=f"NCT98{seed:06d}",
        title=f"{drugs[0]} in Patients With {rng.choice(DISEASES)}",
        summary=sentence(rng.randint(8, 40)),
        description="\n\n".join(sentence(rng.randint(10, 60)) for _ in range(rng.randint(1, 3))),
        conditions=tuple(rng.sample(DISEASES, rng.randint(1, 3))),
        interventions=tuple((rng.choice(TYPES), drug) for drug in drugs),
        outcomes=tuple(outcomes),
    )


def as_v2(trial: Invented) -> str:
    """As JSON of API v2, on one line."""
    outcomes: dict[str, list[dict[str, str]]] = {}
    for role, measure, description, time in trial.outcomes:
        item = {"measure": measure, "description": description, "timeFrame": time}
        outcomes.setdefault(f"{role}Outcomes", []).append({k: v for k, v in item.items() if v})
    return json.dumps(
        {
            "protocolSection": {
                "identificationModule": {"nctId": trial.number, "briefTitle": trial.title},
                "descriptionModule": {"briefSummary": trial.summary, "detailedDescription": trial.description},
                "conditionsModule": {"conditions": list(trial.conditions)},
                "armsInterventionsModule": {
                    "interventions": [{"type": kind, "name": name} for kind, name in trial.interventions]
                },
                "outcomesModule": outcomes,
            }
        }
    )


def _block(tag: str, text: str) -> str:
    paragraphs = [
        textwrap.fill(
            p, 100, initial_indent=" " * 6, subsequent_indent=" " * 6, break_long_words=False, break_on_hyphens=False
        )
        for p in text.split("\n\n")
    ]
    text = escape("\n\n".join(paragraphs))
    return f"  <{tag}>\n    <textblock>\n{text}\n    </textblock>\n  </{tag}>"


def as_xml(trial: Invented) -> str:
    """As legacy XML, text blocks indented and wrapped as the registry did."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<clinical_study>",
        f"  <id_info><nct_id>{trial.number}</nct_id></id_info>",
        f"  <brief_title>{escape(trial.title)}</brief_title>",
        _block("brief_summary", trial.summary),
        _block("detailed_description", trial.description),
    ]
    for role, measure, description, time in trial.outcomes:
        inner = f"<measure>{escape(measure)}</measure>"
        inner += f"<time_frame>{escape(time)}</time_frame>" if time else ""
        inner += f"<description>{escape(description)}</description>" if description else ""
        lines.append(f"  <{role}_outcome>{inner}</{role}_outcome>")
    lines += [f"  <condition>{escape(name)}</condition>" for name in trial.conditions]
    for kind, name in trial.interventions:
        written = kind.replace("_", " ").title()
        lines.append(
            f"  <intervention><intervention_type>{written}</intervention_type>"
            f"<intervention_name>{escape(name)}</intervention_name></intervention>"
        )
    return "\n".join([*lines, "</clinical_study>"])


def _cells(trial: Invented, role: str) -> str:
    return "|".join(
        ", ".join(part for part in (measure, description, time) if part)
        for of, measure, description, time in trial.outcomes
        if of == role
    )


def _joined(trial: Invented) -> str:
    return "|".join(f"{kind}: {name}" for kind, name in trial.interventions)


def as_rows(trials: list[Invented], delimiter: str = ",") -> str:
    """As the site's download."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(
        ["NCT Number", "Study Title", "Study URL", "Brief Summary", "Conditions", "Interventions",
         "Primary Outcome Measures", "Secondary Outcome Measures", "Other Outcome Measures", "Sponsor"]
    )  # fmt: skip
    for trial in trials:
        writer.writerow(
            [trial.number, trial.title, "https://example.org/", trial.summary, "|".join(trial.conditions),
             _joined(trial), _cells(trial, "primary"), _cells(trial, "secondary"), "", "Example University"]
        )  # fmt: skip
    return out.getvalue()


def as_lines(trial: Invented) -> str:
    """As flattened text."""
    return "\n".join(
        [trial.title, trial.summary, "|".join(trial.conditions), _joined(trial), _cells(trial, "primary"),
         _cells(trial, "secondary"), trial.description]
    )  # fmt: skip


def said(trial: Trial, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """What a trial says, without offsets, sources and confidences, to compare over formats."""

    def text(passage: Passage | None) -> str | None:
        return None if passage is None else passage.text

    found = {
        "title": text(trial.title),
        "summary": text(trial.brief_summary),
        "description": text(trial.detailed_description),
        "conditions": [item.name.text for item in trial.conditions],
        "interventions": [(item.registry_type, item.name.text) for item in trial.interventions],
        "outcomes": [
            (o.role, o.position, o.measure.text, text(o.description), text(o.time_frame)) for o in trial.outcomes
        ],
    }
    return {name: value for name, value in found.items() if name not in without}


def passages(value: Any) -> Iterator[Passage]:
    """Every passage anywhere in a value."""
    if isinstance(value, Passage):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from passages(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from passages(item)


def assert_verbatim(trial: Trial) -> None:
    """The rule that everything rests on: a passage is exactly what its field says at its offsets."""
    texts = {field.name: field.text for field in trial.fields}
    assert len(texts) == len(trial.fields), "field names are unique"
    count = 0
    for passage in passages(trial):
        count += 1
        assert texts[passage.field][passage.start : passage.start + len(passage.text)] == passage.text
        assert passage.text.strip() == passage.text != ""
    for finding in trial.findings:
        for span in finding.evidence:
            assert 0 <= span.start <= span.end <= len(texts[span.field])
    assert count
