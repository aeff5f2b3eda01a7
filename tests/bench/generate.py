"""A corpus of any size: `python tests/bench/generate.py OUT.jsonl --size N [--of RECORDS] [--varied SHARE] [--seed N]`.

Writes N records as lines of API v2 JSON, each under a registry number that no real trial has. With `--of` (v2 records:
`.json`, `.jsonl`, also gzipped, or a folder of them) they are real ones in turn. A share of the words and numbers in
the texts of every copy is drawn anew, else whatever remembers texts would make a benchmark look faster than it is.
Without `--of` they come from `synthetic`. The same options give the same bytes, and of a larger corpus the same start.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from synthetic import Grammar

Record = dict[str, Any]
VARIED = 0.1
_FIRST = 90_000_000  # of the registry numbers
_WORD = re.compile(r"\b[a-z]{4,}\b|(?<![\w.,-])\d+(?![\w-])")
_CODED = re.compile(r"[A-Z][A-Z0-9_]*")
_TEXTS = (
    "identificationModule", "descriptionModule", "conditionsModule", "armsInterventionsModule", "outcomesModule",
    "eligibilityModule",
)  # fmt: skip
_NO_TEXT = frozenset({"nctId", "nctIdAliases", "orgStudyIdInfo", "secondaryIdInfos", "organization", "type", "stdAges"})


def number_of(position: int) -> str:
    """The registry number of a record by its position.

    >>> number_of(12)
    'NCT90000012'
    """
    return f"NCT{_FIRST + position}"


def corpus(size: int, source: Path | None = None, varied: float = VARIED, seed: int = 1) -> Iterator[Record]:
    """The records, one after the other."""
    make: Callable[[int, Random], Record]
    if source is None:
        make = Grammar().record
    else:
        lines = list(_lines(source))
        if not lines:
            raise SystemExit(f"{source}: no v2 record there (.json or .jsonl, also .gz)")
        pool = _pool(lines)
        make = lambda position, draw: _varied(json.loads(lines[position % len(lines)]), varied, pool, draw)  # noqa: E731
    for position in range(size):
        record = make(position, Random(f"{seed} {position}"))
        record["protocolSection"]["identificationModule"]["nctId"] = number_of(position)
        yield record


def newer(records: Iterable[Record]) -> Iterator[Record]:
    """The records as versions that replace all others of the same numbers."""
    for record in records:
        record["protocolSection"].setdefault("statusModule", {})["lastUpdatePostDateStruct"] = {"date": "2099-01-01"}
        yield record


def write(records: Iterable[Record], target: Path) -> int:
    """Write records as lines, one at a time; returns how many bytes."""
    fresh = target.with_name(f".{target.name}.part")
    with fresh.open("wb") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n")
        size = file.tell()
    fresh.replace(target)
    return size


def _lines(source: Path) -> Iterator[str]:
    """The JSON of each record that has a number; a record with none is of no use here."""
    files = sorted(source.rglob("*")) if source.is_dir() else [source]
    for path in files:
        if not re.search(r"\.(json|jsonl|ndjson)(\.gz)?$", path.name):
            continue
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            for text in file if "jsonl" in path.name or "ndjson" in path.name else [file.read()]:
                if '"protocolSection"' in text and '"nctId"' in text:
                    yield text


def _pool(lines: list[str]) -> list[str]:
    """Words as often as the texts have them: some 100,000 of them are enough to draw from."""
    found: list[str] = []
    for line in lines:
        for module in _modules(json.loads(line)):
            found += (word for word in _WORD.findall(json.dumps(module, ensure_ascii=False)) if word[0] > "9")
        if len(found) > 100_000:
            break
    return found


def _modules(record: Record) -> Iterator[Any]:
    section = record["protocolSection"]
    return (section[name] for name in _TEXTS if name in section)


def _varied(record: Record, share: float, pool: list[str], draw: Random) -> Record:
    done: dict[str, str] = {}  # the same text in two places stays the same: arms are known by their labels

    def word(match: re.Match[str]) -> str:
        old = match[0]
        if draw.random() >= share:
            return old
        return str(draw.randrange(10 ** (len(old) - 1), 10 ** len(old))) if old[0] <= "9" else draw.choice(pool)

    def text(value: str) -> str:
        if _CODED.fullmatch(value):
            return value
        if value not in done:
            kind, colon, name = value.partition(": ")  # an arm names an intervention with its type
            done[value] = f"{kind}: {done[name]}" if colon and name in done else _WORD.sub(word, value)
        return done[value]

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: inner if key in _NO_TEXT else walk(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [walk(inner) for inner in value]
        return text(value) if isinstance(value, str) else value

    section = record["protocolSection"]
    for intervention in section.get("armsInterventionsModule", {}).get("interventions", ()):
        text(intervention.get("name", ""))
    for name in _TEXTS:
        if name in section:
            section[name] = walk(section[name])
    return record


def main() -> None:
    """Read the options, write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    add_options(parser)
    parser.add_argument("--size", type=int, default=1000)
    options = parser.parse_args()
    size = write(corpus(options.size, options.of, options.varied, options.seed), options.out)
    print(f"{options.out}: {options.size:,} records, {size / 1e6:,.1f} MB")


def add_options(parser: argparse.ArgumentParser) -> None:
    """What says which records these are."""
    parser.add_argument("--of", type=Path, metavar="RECORDS", help="real v2 records to copy; without: invented ones")
    parser.add_argument("--varied", type=float, default=VARIED, metavar="SHARE", help="of words and numbers drawn anew")
    parser.add_argument("--seed", type=int, default=1)


if __name__ == "__main__":
    main()
