"""How long an update takes: `python tests/bench/update.py BUILD RECORDS.jsonl[.gz] OF [--changed 500] [--jobs N]`.

BUILD is made by `copies.py` of the build OF, which has the v2 records of RECORDS: some of its copies get a new date and
another enrolment (`--all-new`: the content of another record), and `trialkg update` brings them in. BUILD is changed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from copies import copy_number

from kg.catalogue import Catalogue
from kg.pipeline import update

_DATES = ("2099-01-01", "2099-01-02")  # of a field that changed, then of all new: each once for a build


def _records(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        yield from file


def _number(record: dict[str, Any]) -> str:
    return str(record["protocolSection"]["identificationModule"]["nctId"])


def changed_records(records: Path, of: Path, number: int, *, all_new: bool) -> Iterator[str]:
    """Records of the copies, newer and with other content."""
    with Catalogue.open(of) as catalogue:
        places = {place.key: at for at, place in enumerate(catalogue.places())}
    before = ""
    for line in _records(records):
        key = _number(json.loads(line))
        if key not in places:
            continue
        base, before = (before or line) if all_new else line, line
        copied = copy_number(key, number % 5, places[key], len(places))
        record = json.loads(base.replace(_number(json.loads(base)), copied))
        modules = record["protocolSection"]
        modules.setdefault("statusModule", {})["lastUpdatePostDateStruct"] = {"date": _DATES[all_new]}
        modules.setdefault("designModule", {})["enrollmentInfo"] = {"count": 12_345}
        yield json.dumps(record) + "\n"
        number -= 1
        if not number:
            return


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("of", type=Path)
    parser.add_argument("--changed", type=int, default=500)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--all-new", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        new = Path(place, "new.jsonl")
        with new.open("w", encoding="utf-8") as file:
            file.writelines(changed_records(given.records, given.of, given.changed, all_new=given.all_new))
        start = time.perf_counter()
        done = update(given.build, new, jobs=given.jobs)
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(f"{done}: {time.perf_counter() - start:.1f} s", *(f"{u.ru_utime + u.ru_stime:.1f} s cpu" for u in spent))


if __name__ == "__main__":
    main()
