"""The README's tables, made from the code and the seeds. `python tests/readme_tables.py` writes them there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import kg
from kg.evaluate import evaluate, load_gold
from kg.read.coverage import markdown
from kg.vocab import load
from kg.vocab.explain import source_of

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
_BLOCK = re.compile(r"(<!-- table: (\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)

# What a reader would call it, and the properties that hold it.
EXTRACTED = (
    ("entries of conditions and interventions", "resolved to concepts", ("tkg:resolvesTo",)),
    ("parts of combinations, regimens and products", "taken apart", ("tkg:hasComponent",)),
    ("drugs given", "directly, in regimens, in beads", ("tkg:givesDrug",)),
    ("arms, and what each gives", "also where only the prose tells", ("tkg:hasArm", "tkg:gives")),
    ("routes, doses, schedules, options", "", ("tkg:route", "tkg:dose", "tkg:schedule", "tkg:optional")),
    ("endpoints", "harmonised, with definitions", ("tkg:endpoint",)),
    ("instruments", "with version", ("tkg:assessedWith",)),
    ("time frames", "points and horizon in days", ("tkg:timePoint", "tkg:horizonDays")),
    ("start and end of clocks", "from the definition", ("tkg:startEvent", "tkg:endEvent")),
    (
        "population",
        "condition, state, site, biomarker, line, prior treatment",
        ("tkg:populationCondition", "tkg:diseaseState", "tkg:metastaticSite", "tkg:requiresBiomarker",
         "tkg:lineOfTherapy", "tkg:priorTreatment"),
    ),
    (
        "design",
        "phase, features, enrollment, arms, cycles",
        ("tkg:phase", "tkg:designFeature", "tkg:enrollment", "tkg:plannedArms", "tkg:maximumCycles"),
    ),
    ("abbreviations", "as the record defines them", ("tkg:definesAbbreviation",)),
    ("claims", "background statements, kept apart from facts", ("tkg:reportsClaim",)),
    ("findings", "contradictions, misspellings, mistyped and unmapped entries", ("tkg:hasFinding",)),
)  # fmt: skip


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    lines += [f"| {' | '.join(str(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def extracted(report: dict[str, Any]) -> str:
    """Kinds of fact, with how many edges the seeds have."""
    counts = report["predicates"]
    return _table(
        ("kind of fact", "", "properties", "edges in the five seeds"),
        (
            (kind, note, ", ".join(f"`{p}`" for p in properties), sum(counts.get(p, 0) for p in properties))
            for kind, note, properties in EXTRACTED
        ),
    )


def seeds() -> str:
    """Scores against the gold annotation."""
    result = evaluate(kg.extract_records([ROOT / "seeds"]), load_gold(ROOT / "tests" / "gold"), load())
    rows = [
        (kind, t.wanted, f"{t.precision:.2f}", f"{t.recall:.2f}", f"{t.f1:.2f}")
        for kind, t in sorted(result.kinds.items())
    ]
    table = _table(("kind of fact", "annotated", "precision", "recall", "F1"), rows)
    false, all_of_them = len(result.false_facts), result.not_facts
    return f"{table}\n{false} of {all_of_them} statements that a record makes of other studies were asserted of it.\n"


def vocabulary() -> str:
    """Concepts and names by kind, curated and in all."""
    curated: Counter[str] = Counter()
    concepts: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for concept in load():
        concepts[concept.kind] += 1
        curated[concept.kind] += source_of(concept.id) == "lexicon"
        names[concept.kind] += 1 + len(concept.synonyms) + len(concept.hidden)
    rows = [(kind, f"{curated[kind]:,}", f"{n:,}", f"{names[kind]:,}") for kind, n in sorted(concepts.items())]
    return _table(("kind", "curated concepts", "concepts in all", "names"), rows)


def tables() -> dict[str, str]:
    """Every table by name."""
    with kg.build(ROOT / "seeds") as graph:
        report = graph.report
    return {
        "extracted": extracted(report),
        "seeds": seeds(),
        "formats": markdown().strip() + "\n",
        "vocabulary": vocabulary(),
    }


def filled(text: str, found: dict[str, str]) -> str:
    """The README's text with these tables in their places."""
    return _BLOCK.sub(lambda m: f"{m[1]}\n{found[m[2]]}\n{m[4]}", text)


if __name__ == "__main__":
    README.write_text(filled(README.read_text(encoding="utf-8"), tables()), encoding="utf-8")
