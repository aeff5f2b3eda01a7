"""Invented records as JSON lines, with what trials share: places, sponsors (each spelt in two ways), drugs, times."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from synthetic_trials import as_v2, invented

Study = dict[str, Any]


def study(number: int, version: int = 0) -> Study:
    """A trial; each version has a later date and says something else."""
    rng = random.Random(f"{number} {version}")
    made: Study = json.loads(as_v2(invented(rng.randrange(10_000))))
    section = made["protocolSection"]
    section["identificationModule"]["nctId"] = f"NCT{number:08d}"
    section.setdefault("statusModule", {})["lastUpdatePostDateStruct"] = {"date": f"{2020 + version}-05-17"}
    town = rng.choice(("Lyon", "Kyoto", "Lima"))
    section["contactsLocationsModule"] = {
        "locations": [{"facility": "General Hospital", "city": town, "country": "Nowhere"}]
    }
    sponsor = rng.choice(("Sponsor Institute", "SPONSOR INSTITUTE", f"Sponsor {number}"))
    section["sponsorCollaboratorsModule"] = {"leadSponsor": {"name": sponsor}}
    return made


def write(path: Path, studies: Iterable[Study]) -> Path:
    """A file of JSON lines."""
    path.write_text("".join(f"{json.dumps(each)}\n" for each in studies), encoding="utf-8")
    return path
