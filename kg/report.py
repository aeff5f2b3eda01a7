"""Results for people: what a build read, mapped and found, as tables on the terminal or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

if TYPE_CHECKING:
    from kg.check import Problem
    from kg.diff import Difference
    from kg.evaluate import Evaluation
    from kg.explanation import Explanation
    from kg.vocab.agreement import Agreement
    from kg.vocab.vocabulary import Vocabulary

_WORDS = 100
_EVIDENCE_IS = {
    "store": "evidence is in the store, beside the facts",
    "apart": "evidence is kept apart, in shards/: `explain` and pages find it; for queries name the trials (--trials)",
    "none": "no evidence was kept (--evidence none)",
}
_PIPE_WIDTH = 200


def _console() -> Console:
    """The terminal; a pipe or a file gets lines as wide as they need be."""
    return Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else _PIPE_WIDTH)


def _plain(text: object) -> Text:
    """Text from a record: never read as markup, control characters shown as blanks."""
    return Text("".join(c if c.isprintable() else " " for c in str(text)))


def print_rows(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table on the terminal."""
    _rows(_console(), title, columns, rows)


def _rows(console: Console, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    table = RichTable(title=title or None, title_justify="left", show_edge=False, pad_edge=False)
    numbers = {
        i
        for i, name in enumerate(columns)
        if name in ("n", "concepts", "names", "mapped", "not mapped", "P", "R", "F1", "right", "gold", "false")
    }
    for index, name in enumerate(columns):
        table.add_column(name, justify="right" if index in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_plain(cell) for cell in row))
    if table.row_count:
        console.print(table)
        console.print()


def print_report(report: dict[str, Any], out: Path | None) -> None:
    """The build's report as tables."""
    console = _console()
    read = report["records"]
    console.print(
        f"{read['read']} records read, {read['built']} built, {read['duplicates']} duplicates, "
        f"{read['skipped']} skipped; {report['triples']['facts']} facts, "
        f"{report['triples']['evidence']} evidence triples"
    )
    console.print()
    _rows(console, "Entries", ("kind", "mapped", "not mapped"), (
        (kind, counts["mapped"], counts["unmapped"]) for kind, counts in report["mapping"].items()
    ))  # fmt: skip
    _rows(console, "Things", ("class", "n"), report["classes"].items())
    _rows(console, "Edges", ("property", "n"), report["predicates"].items())
    _rows(console, "Findings", ("kind", "n"), report["findings"]["counts"].items())
    _rows(console, "Not read", ("file", "record", "field", "why"), (
        (s["path"], "" if s["position"] is None else s["position"], s["field"], s["message"][:_WORDS * 2])
        for s in report["skipped"]
    ))  # fmt: skip
    if out is not None:
        names = sorted(f"{path.name}/" if path.is_dir() else path.name for path in out.iterdir())
        console.print(_plain(f"written to {out}/: {', '.join(names)}"))
        console.print(_plain(_EVIDENCE_IS[report["evidence"]]))
        left = [name for name in ("graph.ttl", "graph.html", "dataset.trig") if not (out / name).exists()]
        if left:
            console.print(_plain(f"not written: {', '.join(left)}; ask for them (--turtle, --page, --trig), or export"))


def print_questions() -> None:
    """The named questions, with their parameters."""
    from kg.query import questions

    _rows(_console(), "Questions", ("name", "question", "parameters"), (
        (q.name, q.question, " ".join(f"--{p.name} {p.default or '…'}" for p in q.parameters)) for q in questions()
    ))  # fmt: skip


def print_check(problems: Sequence[Problem], *, as_json: bool) -> None:
    """What is wrong with a build."""
    if as_json:
        print(json.dumps([p.as_dict() for p in problems], ensure_ascii=False, indent=1))
        return
    console = _console()
    if not problems:
        console.print("conforms: nothing wrong found")
        return
    _rows(console, f"{len(problems)} problems", ("check", "where", "what", "remedy"), (
        (p.check, p.focus, p.message, p.solution) for p in problems
    ))  # fmt: skip


def print_evaluation(result: Evaluation, *, errors: bool, as_json: bool) -> None:
    """Scores per kind of fact."""
    if as_json:
        scores = {
            kind: {
                "gold": t.wanted, "right": t.right, "false": t.false,
                "precision": round(t.precision, 4), "recall": round(t.recall, 4), "f1": round(t.f1, 4),
                "missed": t.missed, "extra": t.extra,
            }
            for kind, t in sorted(result.kinds.items())
        }  # fmt: skip
        print(json.dumps({
            "kinds": scores,
            "not_facts": result.not_facts,
            "false_facts": result.false_facts,
            "coverage": [
                {"confidence": c, "share": round(s, 4), "precision": round(p, 4)} for c, s, p in result.coverage()
            ],
        }, ensure_ascii=False, indent=1))  # fmt: skip
        return
    console = _console()
    _rows(console, "Kinds of fact", ("kind", "gold", "right", "false", "P", "R", "F1"), (
        (kind, t.wanted, t.right, t.false, f"{t.precision:.3f}", f"{t.recall:.3f}", f"{t.f1:.3f}")
        for kind, t in sorted(result.kinds.items())
    ))  # fmt: skip
    console.print(f"{len(result.false_facts)} of {result.not_facts} not-facts asserted")
    for line in result.false_facts:
        console.print(_plain("  " + line))
    console.print()
    _rows(console, "Coverage by confidence", ("at least", "share of edges", "precision"), (
        (f"{c:.2f}", f"{s:.1%}", f"{p:.1%}") for c, s, p in result.coverage()
    ))  # fmt: skip
    if errors:
        for kind, tally in sorted(result.kinds.items()):
            for sign, lines in (("missed", tally.missed), ("extra", tally.extra)):
                for line in lines:
                    console.print(_plain(f"{kind}: {sign}: {line}"))


def print_differences(found: Iterable[Difference], *, as_json: bool) -> None:
    """How two builds differ, trial by trial as it is found."""
    console = _console()
    counts = dict.fromkeys(("added", "removed", "changed"), 0)
    for each in found:
        counts[each.what] += 1
        if as_json:
            print(json.dumps(each._asdict(), ensure_ascii=False))
            continue
        dates = " → ".join(date for date in (each.before, each.after) if date)
        console.print(_plain(f"{each.trial} {each.what}{f' ({dates})' if dates else ''}"), style="bold")
        for sign, lines in (("-", each.gone), ("+", each.come)):
            for line in lines:
                console.print(_plain(f"  {sign} {line}"))
    if not as_json:
        console.print(", ".join(f"{number} {what}" for what, number in counts.items()))


def print_explanation(rows: Sequence[Explanation], findings: Iterable[tuple[str, str]] = ()) -> None:
    """How each edge came about, and what is to be looked at."""
    from kg.explanation import shown

    console = _console()
    for row in rows:
        console.print(_plain(f"{row.subject} —{row.predicate}→ {shown(row)}"), style="bold")
        reason = f" ({row.reason})" if row.reason else ""
        rule = f", rule “{row.rule}”" if row.rule else ""
        rivals = f"; not chosen: {', '.join(row.rivals)}" if row.rivals else ""
        console.print(_plain(f"    {row.method}{reason}, confidence {row.confidence}{rule}{rivals}"))
        for field, start, end, quote in row.evidence:
            console.print(_plain(f"    {field}[{start}:{end}] “{quote}”"))
    for kind, message in findings:
        console.print(_plain(f"finding: {kind}"), style="bold")
        console.print(_plain(f"    {message}"))


def print_agreement(found: dict[str, Agreement], vocabulary: Vocabulary, errors: bool, as_json: bool) -> None:
    """Agreement with the registry's own terms, and what disagreed most often."""

    def named(codes: str) -> str:
        shown = []
        for code in codes.split(" ") if codes.startswith("mesh:") else [codes]:
            concept_id = vocabulary.by_code(code)
            concept = vocabulary.get(concept_id) if concept_id else None
            shown.append(f"{code} {concept.label}" if concept else code)
        return " / ".join(shown)

    if as_json:
        print(json.dumps({
            kind: {
                "records": a.records,
                **{name: round(value, 4) for name, value in a.figures().items()},
                "misses": [[named(code), n, a.unsaid[code]] for code, n in a.misses.most_common(50)],
                "extras": [[named(code), n, a.verbatim[code]] for code, n in a.extras.most_common(50)],
                "misses that no text asks for": [a.unsaid.total(), a.misses.total()],
                "extras that are a whole entry": [a.verbatim.total(), a.extras.total()],
                "steps to the nearest MeSH term": dict(sorted(a.steps.items())),
            }
            for kind, a in found.items()
        }, ensure_ascii=False, indent=1))  # fmt: skip
        return
    console = _console()
    _rows(console, "Agreement with the registry's MeSH terms", ("kind", "n", "measure", "value"), (
        (kind, a.records, name, f"{value:.3f}") for kind, a in found.items() for name, value in a.figures().items()
    ))  # fmt: skip
    _rows(console, "How the rest came about", ("kind", "what", "n", "of"), (
        (kind, what, n, of)
        for kind, a in found.items()
        for what, n, of in (
            ("terms missed that nothing in the record names", a.unsaid.total(), a.misses.total()),
            ("extras that an entry or keyword names as a whole", a.verbatim.total(), a.extras.total()),
            ("concepts without a MeSH term, whose precision is not judged", a.broadly - a.predicted, a.broadly),
        )
    ))  # fmt: skip
    if errors:
        for kind, a in found.items():
            misses = [(named(code), n, a.unsaid[code]) for code, n in a.misses.most_common(40)]
            _rows(console, f"{kind}: most often missed", ("term", "n", "named nowhere"), misses)
            extras = [(named(code), n, a.verbatim[code]) for code, n in a.extras.most_common(40)]
            _rows(console, f"{kind}: most often extra", ("term", "n", "whole entry"), extras)
