"""What a page says as a file: JSON as it is, CSV one table of it. No cell of a CSV begins a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(found: Any) -> bytes:
    """The data as JSON."""
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A table as CSV.

    >>> as_csv(["name", "of"], [["=1+1", None], [["a", "b"], 2]])
    b"name,of\\r\\n'=1+1,\\r\\na; b,2\\r\\n"
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_safe(value) for value in row])
    return out.getvalue().encode("utf-8", "replace")


def _safe(value: Any) -> str:
    text = "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _names(things: Iterable[dict[str, Any]]) -> list[str]:
    return [thing["name"] for thing in things]


def trial_table(found: dict[str, Any]) -> bytes:
    """The outcomes of a trial."""
    columns = ("trial role measure endpoint instrument time_frame horizon starts ends description").split()
    rows = (
        (
            found["key"], each["role"], each["measure"], _names(each["endpoints"]), _names(each["instruments"]),
            each["time"], each["horizon"], _names(each["starts"]), _names(each["ends"]), each["description"],
        )
        for each in found["outcomes"]
    )  # fmt: skip
    return as_csv(columns, rows)


def concept_table(found: dict[str, Any]) -> bytes:
    """The trials of a concept, those of this page of the list."""
    rows = ((t["key"], t["title"], _names(t["phase"]), t["roles"], _names(t["via"])) for t in found["trials"])
    return as_csv(("trial", "title", "phase", "roles", "by_narrower"), rows)


def comparison_table(found: dict[str, Any]) -> bytes:
    """The comparison, one column for a trial."""
    keys = [each["key"] for each in found["trials"]]
    rows = (
        (section["name"], row["name"], "differs" if row["differs"] else "same", *row["cells"])
        for section in found["sections"]
        for row in section["rows"]
    )
    return as_csv(("section", "what", "differs", *keys), rows)


def hits_table(found: dict[str, Any]) -> bytes:
    """What a search found."""
    return as_csv(
        ("name", "kind", "iri", "match", "how"),
        ([h["name"], h["kind"], h["iri"], h["match"], h["how"]] for h in found["hits"]),
    )


def trials_table(found: dict[str, Any]) -> bytes:
    """The list of trials."""
    rows = (
        (t["key"], t["title"], t["status"], _names(t["phase"]), _names(t["studies"]), _names(t["drugs"]))
        for t in found["trials"]
    )
    return as_csv(("trial", "title", "status", "phase", "studies", "drugs"), rows)


def answer_table(found: dict[str, Any]) -> bytes:
    """The answer to a question."""
    return as_csv(found["columns"], ([cell and cell["value"] for cell in row] for row in found["rows"]))


def statements_table(found: dict[str, Any]) -> bytes:
    """What the graph says of a thing."""
    out = [(found["iri"], p, o["value"]) for p, o in found["out"]]
    into = [(s["value"], p, found["iri"]) for s, p in found["into"]]
    return as_csv(("subject", "predicate", "object"), out + into)
