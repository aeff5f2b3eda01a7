"""Other programs that make graphs of the same records, each in an environment of its own, used as its manual tells.

`ctgforge` flattens API v2 records to two tables, nodes and edges; `morph-kgc` maps the registry's CSV to RDF by a
mapping that gives every column that has facts a property, and splits the cells that hold lists. Both take names as they
are written: what they hold of a trial stands beside what they cost.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import measure

NAMES = ("ctgforge", "morph-kgc")


class Peer(NamedTuple):
    """What a program took for the records, and what came out: `statements` are triples, or rows of tables."""

    name: str
    spent: measure.Spent
    statements: int
    holds: str


def environment(name: str, folder: Path) -> tuple[str, str]:
    """The Python of a virtual environment that has the program, made if need be, and the program's version."""
    python = folder / name / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not python.exists():
        for command in ((sys.executable, "-m", "venv", folder / name), (python, "-m", "pip", "install", "-q", name)):
            done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
            if done.returncode:
                raise RuntimeError(f"{' '.join(map(str, command))}: {(done.stderr or done.stdout).strip()[-300:]}")
    asked = f"from importlib.metadata import version; print(version({name!r}))"
    told = subprocess.run([str(python), "-c", asked], capture_output=True, text=True, check=False)
    if told.returncode:
        raise RuntimeError(f"{python} has no {name}: remove {folder / name}, and run again")
    return str(python), told.stdout.strip()


def ctgforge(records: Path, folder: Path, scratch: Path) -> Peer:
    """Records of API v2 to a table of nodes and one of edges, as CSV files."""
    python, version = environment("ctgforge", folder)
    command = [python, str(Path(__file__).with_name("peer_ctgforge.py")), str(records), str(scratch)]
    spent = measure.run(command, scratch / "ctgforge.log")
    told = json.loads(spent.printed)
    holds = f"{told['nodes']:,} nodes, {told['edges']:,} edges; names as written; {told['refused']} records refused"
    return Peer(f"ctgforge {version}, v2 JSON", spent, told["nodes"] + told["edges"], holds)


def morph_kgc(table: Path, folder: Path, scratch: Path) -> Peer:
    """The CSV to N-Triples."""
    python, version = environment("morph-kgc", folder)
    out = scratch / "morph.nt"
    (scratch / "morph.yml").write_text(_mapping(table), encoding="utf-8")
    config = scratch / "morph.ini"
    config.write_text(
        f"[CONFIGURATION]\noutput_file={out}\nnumber_of_processes=1\n[CSV]\nmappings={scratch / 'morph.yml'}\n", "utf-8"
    )
    spent = measure.run([python, "-m", "morph_kgc", str(config)], scratch / "morph.log")
    with out.open("rb") as file:
        triples = sum(1 for line in file if line.strip())
    return Peer(f"morph-kgc {version}, CSV", spent, triples, "cells as literals; lists split; no concepts, no evidence")


def _mapping(table: Path) -> str:
    """In YARRRML. A cell with a list is split by a function, as there is no shorter way."""
    lines = [
        "prefixes: {ex: 'https://example.org/', grel: 'http://users.ugent.be/~bjdmeest/function/grel.ttl#'}",
        f"mappings: {{trial: {{sources: [['{table}~csv']], s: 'ex:$(NCT Number)', po: [[a, 'ex:Trial']",
    ]
    for column, (_, separator) in COLUMNS.items():
        name = column.lower().replace(" ", "-")
        parameters = f"[[grel:valueParameter, '$({column})'], [grel:p_string_sep, '{separator}']]"
        split = f"{{p: ex:{name}, o: {{function: grel:string_split, parameters: {parameters}}}}}"
        lines.append(f", {split}" if separator else f", [ex:{name}, '$({column})']")
    return "\n".join((*lines, "]}}"))


def write_csv(records: Path, target: Path) -> None:
    """Records of API v2 as the table that the registry offers for download."""
    with records.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["NCT Number", *COLUMNS])
        for line in lines:
            section = json.loads(line)["protocolSection"]
            row = [fill(section) for fill, _ in COLUMNS.values()]
            writer.writerow([section["identificationModule"]["nctId"], *row])


def _at(*path: str) -> Callable[[Any], str]:
    def fill(section: Any) -> str:
        for key in path:
            section = section.get(key, {}) if isinstance(section, dict) else {}
        return "|".join(map(str, section)) if isinstance(section, list) else "" if section == {} else str(section)

    return fill


def _each(module: str, items: str, write: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda section: "|".join(map(write, section.get(module, {}).get(items, ())))


def _outcome(item: Any) -> str:
    return ", ".join(item[key] for key in ("measure", "description", "timeFrame") if item.get(key))


def _intervention(item: Any) -> str:
    return f"{item.get('type', 'OTHER')}: {item.get('name', '')}"


# Column, how it is filled, and what separates the values of its cells.
COLUMNS: dict[str, tuple[Callable[[Any], str], str]] = {
    "Study Title": (_at("identificationModule", "briefTitle"), ""),
    "Acronym": (_at("identificationModule", "acronym"), ""),
    "Study Status": (_at("statusModule", "overallStatus"), ""),
    "Brief Summary": (_at("descriptionModule", "briefSummary"), ""),
    "Conditions": (_at("conditionsModule", "conditions"), "|"),
    "Interventions": (_each("armsInterventionsModule", "interventions", _intervention), "|"),
    "Primary Outcome Measures": (_each("outcomesModule", "primaryOutcomes", _outcome), "|"),
    "Secondary Outcome Measures": (_each("outcomesModule", "secondaryOutcomes", _outcome), "|"),
    "Other Outcome Measures": (_each("outcomesModule", "otherOutcomes", _outcome), "|"),
    "Sponsor": (_at("sponsorCollaboratorsModule", "leadSponsor", "name"), ""),
    "Collaborators": (_each("sponsorCollaboratorsModule", "collaborators", lambda each: each.get("name", "")), "|"),
    "Sex": (_at("eligibilityModule", "sex"), ""),
    "Phases": (_at("designModule", "phases"), "|"),
    "Enrollment": (_at("designModule", "enrollmentInfo", "count"), ""),
    "Study Type": (_at("designModule", "studyType"), ""),
    "Start Date": (_at("statusModule", "startDateStruct", "date"), ""),
    "Completion Date": (_at("statusModule", "completionDateStruct", "date"), ""),
    "Last Update Posted": (_at("statusModule", "lastUpdatePostDateStruct", "date"), ""),
}
